// Is a pasted password kept nowhere, behind whichever word and in whichever field it stands?
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rows } from '../../handlers/understand/rows.js'
import type { Field } from '../../store/schema.js'
import type { Card, Rendered } from '../../templates/card.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { makePlatform, openStage, type Stage } from './stage.js'
import { acknowledged, graded, reported, submitted } from './told.js'

const WORD = 'Zk9fQ7wXp2'
const SAID = `原因不明，密码：${WORD}`
const ID = '2026-0001'

/** Where the word still is: on the disk, or in memory. */
const left = async (stage: Stage): Promise<string[]> => [
  ...(await stage.leftovers([WORD])),
  ...(JSON.stringify(stage.fenghuo.turns.peek()).includes(WORD) ? ['memory'] : []),
]

/** What somebody would fill in there, and wherever words of their own may stand, a password among them. */
const filled = ({ name, type, options }: Pick<Field, 'name' | 'type' | 'options'>): string => {
  if (name === 'field') return 'summary'
  if (options?.[0]) return options[0].value
  if (type === 'time') return '刚刚'
  return ['to', 'officer', 'deputy'].includes(name) ? (name === 'deputy' ? '冯一鸣' : '杨书言') : SAID
}

/** The newest form that this person was given. */
const formOf = (
  stage: Stage,
  who: string,
): { message: string; form: NonNullable<Card['form']> } | undefined => {
  const found = stage.platform.latest(
    stage.id(who),
    (content) => 'card' in content && content.card.form !== undefined,
  )
  const content: Rendered | undefined = found?.[1].content
  return found && content && 'card' in content && content.card.form
    ? { message: found[0], form: content.card.form }
    : undefined
}

/** One question after the other, as long as any is asked. */
const typeForm = async (stage: Stage, who: string): Promise<void> => {
  for (let nth = 0; nth < 12; nth++) {
    const asking = stage.fenghuo.turns.peek().asking[stage.id(who)]
    if (!asking) return
    const field = formOf(stage, who)?.form.fields.find(({ name }) => name === asking.field)
    await stage.say(stage.id(who), field ? filled(field) : SAID)
    expect(await left(stage), `${who}: ${asking.action} ${asking.field}`).toEqual([])
  }
}

const pressForm = async (stage: Stage, who: string): Promise<void> => {
  const known = formOf(stage, who)
  if (!known) return
  const { message, form } = known
  const answers = form.fields.map((field): [string, string] => [field.name, filled(field)])
  await stage.press(stage.id(who), message, form.submit.value, Object.fromEntries(answers))
}

/** What stands between a word and its reason. */
const before: Readonly<Record<string, string>> = {
  grade: '重大 ',
  delegate: '杨书言 ',
  appoint: '钱小雨 冯一鸣 ',
}

/** Everybody stands where this evening ended: it is lived through once, and each begins with a copy of its chats and its folder. */
const evening = async () => {
  const platform = makePlatform()
  const stage = await openStage({ platform: () => platform })
  await play(stage, `08:00\n${reported()}\n${acknowledged}\n${graded()}\n${submitted}`)
  await stage.fenghuo.stop()
  return { again: () => openStage({ data: stage.dir, platform: () => platform.copy() }), end: stage.end }
}

describe('每个词、每张表', () => {
  let lived: Awaited<ReturnType<typeof evening>>
  beforeAll(async () => {
    lived = await evening()
  })
  afterAll(() => lived.end())
  it.each(rows.map(({ command, words }) => [words[0] ?? '', command]))('%s', async (word, command) => {
    for (const who of ['值班甲', '书记', '刘老师'])
      for (const form of [typeForm, pressForm]) {
        const stage = await lived.again()
        const say = (text: string) => stage.say(stage.id(who), text)
        await say(`${word} ${ID}`)
        await form(stage, who)
        expect(await left(stage), `${who}: ${word}, the form`).toEqual([])
        await say('取消')
        await say(`${word} ${ID} ${before[command] ?? ''}${SAID}`)
        await say(`${word} ${SAID}`)
        expect(await left(stage), `${who}: ${word}`).toEqual([])
        await stage.end()
      }
  })
})

scene(
  '退回、重开、转办：原因里的密码也不留',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  ${submitted}
  值班乙 按 [退回]
  …
  值班乙 按 [退回] {原因=${SAID}}
  提示 值班乙: …其中的密码或个人信息已隐去，没有保存。
  机器人 → 值班甲: …原因不明，密码：…已隐去…
  …
  副院长: 误报 ${ID} ${SAID}
  机器人 → 副院长: …其中的密码或个人信息已隐去，没有保存。
  …
  值班甲: 误报 ${ID} ${SAID}
  机器人 → 值班甲: …其中的密码或个人信息已隐去，没有保存。
  …
  值班甲: 重开 ${ID} ${SAID}
  机器人 → 值班甲: …其中的密码或个人信息已隐去，没有保存。
  …
`,
)

scene(
  '原因里贴了密码：事情照办，密码不留，本人知道',
  `
  08:00
  ${reported()}
  ${acknowledged}
  值班甲: 定级 ${ID} 一般 ${SAID}
  机器人 → 值班甲: 已拟定为一般（IV 级）…其中的密码或个人信息已隐去，没有保存。
  …
  值班甲: 记录 ${ID}
  机器人 → 值班甲: …原因：原因不明，密码：…已隐去…
  书记: 误报 ${ID} ${SAID}
  机器人 → 书记: …其中的密码或个人信息已隐去，没有保存。
  …
`,
)

everywhere('受理编号像证件号：原样保留', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    值班甲: 报送 ${ID} 自治区党委网信办
    …
    值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长; 受理编号=150102202611240123; 上级要求=${SAID}}
    …
    值班甲: 记录 ${ID}
    机器人 → 值班甲: …受理编号 150102202611240123，上级要求：原因不明，密码：…已隐去…
    …
  `,
  )
  expect(await left(stage)).toEqual([])
})

scene(
  '一句话里贴了密码，先给看、再问一项的地方也一样：当时就说已隐去',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  +20m
  …
  刘老师: 更正 ${ID} 影响人数 5000 ${SAID}
  机器人 → 刘老师: 其中的密码、密钥或个人信息已隐去，没有保存。…
  机器人 → 刘老师: 更正 · ${ID}…请核对，确认提交之后才记录…
  刘老师: 原因：${SAID}
  机器人 → 刘老师: 其中的密码、密钥或个人信息已隐去，没有保存。…
  …
  刘老师: 取消
  …
  值班甲: 报送 ${ID} 自治区党委网信办 电话 10分钟前 王科长接的，要求${SAID}
  机器人 → 值班甲: 其中的密码、密钥或个人信息已隐去，没有保存。…
  机器人 → 值班甲: 填写回执…请核对，确认提交之后才记录…
  值班甲: 取消
  …
  值班甲: 报送 ${ID} 自治区党委网信办 电话 10分钟前 ${SAID}
  机器人 → 值班甲: 其中的密码、密钥或个人信息已隐去，没有保存。…
  机器人 → 值班甲: …没有看懂、没有记入的：原因不明，密码，…已隐去…
  …
  值班甲: 取消
  …
`,
)

scene(
  '报告的第一句话里贴了密码：写进经过之前隐去，本人知道',
  `
  08:00
  刘老师: 学院网站打不开了，${SAID}
  …
  刘老师: 否
  机器人 → 刘老师: 其中的密码、密钥或个人信息已隐去，没有保存。…
  …
`,
)
