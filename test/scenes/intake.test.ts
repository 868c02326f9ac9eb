// How far is it from a sentence to a filed report? Each of the sentences through the whole house; counted: turns, and what was filed.
import { expect, it } from 'vitest'
import type { Incident } from '../../store/schema.js'
import type { Card } from '../../templates/card.js'
import { sentences } from '../handlers/sentences.js'
import { scene } from './scene.js'
import { openStage } from './stage.js'
import { reported } from './told.js'

/** What is answered to a question, as somebody in a hurry does it: the button, or a word. */
const answers: Readonly<Record<string, string>> = {
  是否可能涉及国家秘密或涉密网络: '否',
  是否出现违法有害信息: '否',
  事发单位: '信息学院',
  发现时间: '刚刚',
}
const MOST_TURNS = 9

const intake = async (
  text: string,
): Promise<{ turns: number; incident: Incident | undefined; asked: string[] }> => {
  const stage = await openStage({ at: '2026-11-23T06:30:00.000Z' })
  try {
    const liu = stage.id('刘老师')
    const asked: string[] = []
    const cardNow = (): Card | undefined => {
      const found = stage.platform.latest(liu, (content) => 'card' in content)?.[1].content
      return found && 'card' in found ? found.card : undefined
    }
    await stage.say(liu, text)
    let turns = 1
    while (turns < MOST_TURNS && !stage.incident('2026-0001')) {
      const card = cardNow()
      if (!card) break
      const submit = card.actions.find(({ label }) => label === '提交')
      const [message] = stage.platform.latest(liu, (content) => 'card' in content) ?? []
      turns++
      asked.push(card.title)
      if (submit && message) await stage.press(liu, message, submit.value)
      else await stage.say(liu, answers[card.title] ?? (card.title === '简要经过' ? '出现异常内容' : '跳过'))
    }
    return { turns, incident: stage.incident('2026-0001'), asked }
  } finally {
    await stage.end()
  }
}

it('from an empty chat to a filed report in five turns, for nine of ten', async () => {
  const rows: ({ text: string } & Awaited<ReturnType<typeof intake>>)[] = []
  for (const { text } of sentences) rows.push({ text, ...(await intake(text)) })
  const filed = rows.filter(({ incident }) => incident)
  const quick = filed.filter(({ turns }) => turns <= 5)
  const spread = [...new Set(rows.map(({ turns }) => turns))].sort()
  process.stdout.write(
    `${rows.length} sentences: ${filed.length} filed, ${quick.length} within 5 turns; ${spread
      .map((turns) => `${rows.filter((row) => row.turns === turns).length} in ${turns}`)
      .join(', ')}\n`,
  )
  for (const row of rows.filter((one) => !one.incident || one.turns > 5))
    process.stdout.write(`  ${row.turns} ${row.text}: ${row.asked.join(' → ')}\n`)
  expect(filed.length).toBe(rows.length)
  expect(quick.length).toBeGreaterThanOrEqual(0.9 * rows.length)
})

scene(
  '一句话就是报告：先问涉密，再填好，只问缺的',
  `
  08:00
  刘老师: 信息学院网站首页被挂了博彩广告，10分钟前学生发现的，已经断网
  机器人 → 刘老师: 收到，这就按您的话填报告。请先回答下面的问题，答“否”之前您的话不保存。
  机器人 → 刘老师: …拿不准也请选“是”…第 1 步，共约 3 步…
  刘老师: 否
  机器人 → 刘老师: 已识别：…事发单位：信息学院…系统名称：网站首页…事件类型：网络攻击…发现时间：11月24日 07:50…已采取措施：已经断网…
  机器人 → 刘老师: …违法有害信息…
  刘老师: 否
  机器人 → 刘老师: …
  …
  刘老师 按 [提交]
  …
`,
)

scene(
  '群里的一句话：群里只有一行，说的话不重复',
  `
  08:00
  刘老师@群: 信息学院网站被黑了，快来人
  机器人 → 群: 刘老师，请看我发给您的私聊，详情不在群里说。
  机器人 → 刘老师: 收到，这就按您的话填报告…
  …
  刘老师: 否
  …
`,
)

scene(
  '答“是”：一句话也不留',
  `
  08:00
  刘老师: 图书馆服务器被黑了
  …
  刘老师: 是
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…
  …
`,
)

scene(
  '“报告：”后面说了什么的，就照说的填',
  `
  08:00
  刘老师: 报告：图书馆的服务器被黑了，10分钟前发现的
  机器人 → 刘老师: 收到，这就按您的话填报告…
  机器人 → 刘老师: 是否可能涉及国家秘密…
  刘老师: 否
  机器人 → 刘老师: …请核对后提交…事发单位：图书馆…简要经过：图书馆的服务器被黑了，10分钟前发现的…发现时间：11月24日 07:50…
  …
`,
)

scene(
  '上级要求整改不是事件；问问几点开门也不是',
  `
  08:00
  刘老师: 公安网安打电话说我们VPN有弱口令，三天内整改
  机器人 → 刘老师: 这像是有关部门的整改通报，还没有发生事件…
  刘老师: 没什么事，就是问问食堂几点开门
  机器人 → 刘老师: 没有看懂这句话…
`,
)

scene(
  '有未结事件时的一句话：也可以改为补充',
  `
  08:00
  ${reported('书记')}
  书记: 图书馆的服务器也被黑了
  机器人 → 书记: 收到，这就按您的话填报告。…如果说的是已有的事件，请回复“取消”，再发送“补充 2026-0001 内容”。
  …
`,
)

scene(
  '重启之后：说过的话没有存，照常问',
  `
  08:00
  刘老师: 图书馆服务器被黑了
  …
  💥
  刘老师: 否
  机器人 → 刘老师: …
  …
`,
)

scene(
  '正在填报告，又在群里说：原来的不丢，接着问',
  `
  08:00
  刘老师: 图书馆服务器被黑了
  …
  刘老师@群: 怎么报告？
  机器人 → 群: 刘老师，请看我发给您的私聊，详情不在群里说。
  机器人 → 刘老师: 您有一份报告还没有填完…
  机器人 → 刘老师: …第 1 步，共约 3 步…
  刘老师@群: 信息学院网站也被黑了
  机器人 → 群: 刘老师，请看我发给您的私聊，详情不在群里说。
  …
  刘老师: 否
  机器人 → 刘老师: 已识别：…图书馆…
  …
`,
)
