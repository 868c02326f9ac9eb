// Many report one thing of the whole campus: is it one incident, who is asked what, and how much does anybody hear?
import { expect, it } from 'vitest'
import { suggestLevel } from '../../rules/level.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { answered, reported } from './told.js'

const SSO = '统一身份认证平台'
const first = reported('刘老师', {
  unit: '信息中心',
  system: '统一身份认证',
  category: '设备设施故障',
  summary: '统一身份认证登录不了',
})

const asked = (who: string, more: Parameters<typeof answered>[1]): string => `
  ${answered(who, { system: '统一身份认证', category: '设备设施故障', summary: '登录不上', ...more })}
  ${who} 按 [提交]
`

const joins = (who: string, more: Parameters<typeof answered>[1]): string => `
  ${asked(who, more)}
  机器人 → ${who}: 可能是同一件事 2026-0001 已有人报告，是同一件事吗？ 系统：${SSO} 报告时间：08:00 选“是同一件事”，… [是同一件事] [另行立案]
  …
  ${who} 按 [是同一件事]
  机器人 → ${who}: 谢谢您，已并入 2026-0001，您也是这起事件的报告人。这件事 11月24日 08:00 起已有人报告，由郑国栋、褚文博和网信办处理。…
  …
`

scene(
  '别的单位报告同一个系统：先问，只说系统和时间，不说别人写了什么；并入后马上知道编号、谁在处理、怎么办',
  `
  08:00
  ${first}
  ${joins('陈老师', { unit: '文学院', category: '网络攻击', summary: '学生都说登不上' })}
  陈老师: 状态 2026-0001
  机器人 → 陈老师: 【网络安全事件 2026-0001】…已收到，谢谢您… 单位：信息中心 系统：${SSO} 您报告的：学生都说登不上 发现时间：11月24日 08:00 谁在处理：郑国栋（已通知）、褚文博（已通知）、网信办 电话：… 事件类型：网络攻击事件 是否出现违法有害信息：否 同时通知：…
  陈老师: 状态
  机器人 → 陈老师: 【网络安全事件 2026-0001】…您报告的：学生都说登不上…
  # 报告是刘老师写的，由刘老师和网信办更正
  陈老师: 更正 2026-0001 影响人数 5000 数错了
  机器人 → 陈老师: 只有刘老师、网信办可以办理。如有情况，请发送“补充”。
  # 没有回答的，照旧另行立案，不会丢
  ${asked('赵老师', { unit: '音乐学院' })}
  …
  +11m
  机器人 → 赵老师: 谢谢您，报告已收到，编号 2026-0002…
  …
`,
)

scene(
  '没有写系统，原话里说的是登记过的系统，也问；没有写系统、别的单位、别的话，不问',
  `
  08:00
  ${first}
  ${asked('陈老师', { unit: '文学院', system: '不知道', summary: '统一身份认证打不开，全院都登不上' })}
  机器人 → 陈老师: 可能是同一件事 2026-0001 已有人报告，是同一件事吗？ 系统：${SSO}… [是同一件事] [另行立案]
  …
  陈老师: 是
  …
  ${asked('赵老师', { unit: '音乐学院', system: '不知道', summary: '琴房的电脑开不了机' })}
  机器人 → 赵老师: 谢谢您，报告已收到，编号 2026-0002…
  …
`,
)

scene(
  '一个单位的两件事：系统不同、类型不同的都不问',
  `
  08:00
  ${reported('刘老师')}
  ${asked('陈老师', { unit: '信息学院', system: '机房空调', category: '网络攻击', summary: '机房太热，机器都停了' })}
  机器人 → 陈老师: 谢谢您，报告已收到，编号 2026-0002…
  …
  ${asked('赵老师', { unit: '信息学院', system: '学院网站', category: '数据安全', summary: '名单发错了' })}
  机器人 → 赵老师: 谢谢您，报告已收到，编号 2026-0003…
  …
`,
)

scene(
  '有几起可能是：先问最接近的一起，其余各有按钮；都不是，另行立案；打编号也行',
  `
  08:00
  ${reported('刘老师')}
  ${reported('王同学', { category: '数据安全', summary: '名单传到网上了' })}
  ${answered('陈老师', { category: '不知道', summary: '学院网站不对劲' })}
  陈老师 按 [提交]
  机器人 → 陈老师: 可能是同一件事 有 2 起可能是同一件事，最接近的是 2026-0001。是同一件事吗？ 2026-0001：信息学院，网络攻击，08:00 报告 2026-0002：信息学院，数据安全，08:00 报告… [是同一件事] [2026-0002] [都不是]
  …
  陈老师 按 [2026-0002]
  机器人 → 陈老师: 谢谢您，已并入 2026-0002…
  …
  ${answered('赵老师', { category: '不知道', summary: '学院网站不对劲' })}
  赵老师 按 [提交]
  …
  赵老师 按 [都不是]
  机器人 → 赵老师: 谢谢您，报告已收到，编号 2026-0003…
  …
  ${answered('路人', { category: '不知道', summary: '学院网站不对劲' })}
  路人 按 [提交]
  …
  路人: 2026-0001
  机器人 → 路人: 谢谢您，已并入 2026-0001…
  …
`,
)

/** Messages about the incident, by who got them: what was asked and answered is not counted. */
const heard = (stage: Stage): Record<string, number> => {
  const count: Record<string, number> = {}
  for (const key of stage.platform.keys()) {
    const person = /^2026-0001\/.*?([^/]+)$/.exec(key)?.[1]
    if (person) count[stage.nameOf(person)] = (count[stage.nameOf(person)] ?? 0) + 1
  }
  return count
}

const OTHERS: [who: string, unit: string][] = [
  ...(
    [
      ['陈老师', '文学院'],
      ['赵老师', '音乐学院'],
      ['王同学', '信息学院'],
      ['路人', '数学科学学院'],
      ['朱墨涵', '文学院'],
      ['杨书言', '文学院'],
      ['施韵秋', '音乐学院'],
      ['吕乐章', '音乐学院'],
      ['秦若谷', '数学科学学院'],
      ['尤思远', '数学科学学院'],
      ['许清源', '化学学院'],
    ] as const
  ).map(([who, unit]): [string, string] => [who, unit]),
]

everywhere('十二人报告同一件事：一起事件，前三位各说一句，其余合成一句', async (stage) => {
  await play(stage, `08:00\n${first}`)
  const before = heard(stage)
  for (const [who, unit] of OTHERS) await play(stage, joins(who, { unit }))
  const incident = stage.incident('2026-0001')
  expect(incident?.reporters).toHaveLength(12)
  expect(stage.incident('2026-0002')).toBeUndefined()
  const after = heard(stage)
  expect((after.值班甲 ?? 0) - (before.值班甲 ?? 0)).toBe(3)
  await play(
    stage,
    `
    值班甲: 状态 2026-0001
    机器人 → 值班甲: …报告人：刘老师 等 12 人… 联系：刘老师、陈老师、赵老师、褚文博（…）…11 人先后报告同一事件，并入…
    +10m
    机器人 → 值班甲: 【2026-0001】信息中心：又有 8 人报告同一事件，现在共 12 人报告。
    机器人 → 褚文博: 【2026-0001】信息中心：又有 8 人报告同一事件，现在共 12 人报告。
    …
    许清源: 状态 2026-0001
    机器人 → 许清源: …您报告的：登录不上…
    …
    # 人数本身不是级别，但核定级别的人看得到
    值班甲: 定级 2026-0001 一般 只是登录不上，没有丢数据
    机器人 → 值班乙: …报告人：刘老师 等 12 人（人数本身不决定级别）…拟定理由：只是登录不上，没有丢数据…
    …
  `,
  )
  console.log(`十二人 · ${stage.platform.name}`, heard(stage))
})

const REPORTERS = 300
const UNITS = ['文学院', '音乐学院', '信息学院', '数学科学学院', '化学与环境科学学院']

const reportByForm = async (stage: Stage, nth: number): Promise<void> => {
  const who = `staff-${nth}`
  await stage.say(who, '填表')
  const [card = ''] =
    stage.platform.latest(who, (content) => 'card' in content && content.card.form !== undefined) ?? []
  await stage.press(
    who,
    card,
    { action: 'submit_report', form: 'report' },
    {
      classified: '否',
      unit: nth === 1 ? '信息中心' : (UNITS[nth % UNITS.length] ?? ''),
      system: '校园邮箱',
      summary: `第 ${nth} 个人登录不上`,
      discovered_at: '刚刚',
    },
  )
  if (nth === 1) return
  const [question = '', shown] =
    stage.platform.latest(who, (content) => 'card' in content && content.card.title === '可能是同一件事') ??
    []
  const value = shown && 'card' in shown.content ? shown.content.card.actions[0]?.value : undefined
  if (!value) throw new Error(`${who} is not asked`)
  await stage.press(who, question, value)
}

it(`${REPORTERS} 人两小时里报告同一件事：一起事件，每人该听到的都听到，值班员、单位不被淹没`, {
  timeout: 120_000,
}, async () => {
  const stage = await openStage()
  try {
    const from = performance.now()
    const took: number[] = []
    for (let nth = 1; nth <= REPORTERS; nth++) {
      await reportByForm(stage, nth)
      await stage.moveTo(stage.now() + 24_000)
      stage.platform.deliveries.length = 0
      if (nth % 100 === 0) took.push(Math.round(performance.now() - from))
    }
    const counts = heard(stage)
    const joined = stage.platform.keys().filter((key) => /^2026-0001\/joined/.test(key))
    const lines = joined.filter((key) => key.endsWith(`/${stage.id('值班甲')}`)).length
    const others = Object.entries(counts).filter(([who]) => !who.includes('staff') && !who.includes('老师'))
    console.log(
      `${REPORTERS} 人，两小时：每百人后 ${took.join('、')} ms，值班甲听到并入 ${lines} 句`,
      Object.fromEntries(others),
    )
    const incident = stage.incident('2026-0001')
    expect(incident && new Set(incident.reporters.map(({ id }) => id)).size).toBe(REPORTERS)
    expect(stage.incident('2026-0002')).toBeUndefined()
    // three one by one, then after 10, 20, 40 … minutes
    expect(lines).toBeLessThanOrEqual(8)
    for (let nth = 2; nth <= REPORTERS; nth++)
      expect(
        stage.platform.keys().filter((key) => key.startsWith('2026-0001/') && key.endsWith(`staff-${nth}`))
          .length,
        `staff-${nth}`,
      ).toBe(2)
    // 300 people are no level
    expect(incident?.raised).toBeUndefined()
    await play(
      stage,
      `
      值班甲: 状态 2026-0001
      机器人 → 值班甲: …报告人：刘老师 等 ${REPORTERS} 人…
      王同学: 状态
      机器人 → 王同学: …您报告的：第 4 个人登录不上…
    `,
    )
    expect(incident && suggestLevel(incident, stage.rules).level).toBe(3)
  } finally {
    await stage.end()
  }
})
