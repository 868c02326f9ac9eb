// To whom may something be handed on? Not to whom the other post is with, not to who is away, not in a ring; and who has it once it is taken back?
import { expect, it } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { reported, submitted } from './told.js'

everywhere('转办：两位责任人的事不会落到同一个人手里，说明另一位是谁；换一个人就可以', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    书记: 转办 2026-0001 李建国 出差
    机器人 → 书记: 李建国是本单位另一位责任人，两项不能都由一个人办。请转给别的同志。
    书记: 转办 2026-0001 杨书言 出差
    …
    副院长: 转办 2026-0001 杨书言
    机器人 → 副院长: 杨书言已在代另一位责任人张伟办理，两项不能都由一个人办。请转给别的同志。
    # 张伟的事现在由杨书言办，转给张伟就是转给杨书言
    副院长: 转办 2026-0001 张伟
    机器人 → 副院长: 张伟是本单位另一位责任人…
    # 接办的人也不能再转给另一位责任人
    杨书言: 转办 2026-0001 李建国
    机器人 → 杨书言: 李建国是本单位另一位责任人…
    副院长: 转办 2026-0001 朱墨涵
    机器人 → 副院长: 已转给朱墨涵（…）办理…
    …
    杨书言: 转办 2026-0001 朱墨涵
    机器人 → 杨书言: 朱墨涵已在代另一位责任人李建国办理…
    书记: 撤回转办
    机器人 → 书记: 已撤回转办，改回由张伟（…）办理。
    …
    书记: 撤回转办
    机器人 → 书记: 只有李建国（…）、网信办可以办理…
    副院长: 撤回转办
    …
    副院长: 撤回转办
    机器人 → 副院长: 这起事件没有转办，无需撤回。
    路人: 撤回转办 2026-0001
    机器人 → 路人: 没有您可以查看的这起事件…
  `,
  )
  expect(stage.incident('2026-0001')?.delegations).toEqual([])
})

scene(
  '转办：三个人不能转成一圈；收回一次就可以',
  `
  08:00
  ${reported()}
  值班甲: 转办 2026-0001 冯一鸣
  …
  值班乙: 转办 2026-0001 吴晓岚
  …
  常务甲: 转办 2026-0001 钱小雨
  机器人 → 常务甲: 钱小雨已把自己的一项转出，最后转到您这里…
  值班乙: 撤回转办 2026-0001 吴晓岚
  …
  值班乙: 转办 2026-0001 钱小雨
  机器人 → 值班乙: 钱小雨已把自己的一项转出，最后转到您这里…
  常务甲: 转办 2026-0001 钱小雨
  机器人 → 常务甲: 已转给钱小雨（…）办理…
  …
`,
)

scene(
  '转办：现在外出的人接不了；明天才外出的可以，到时候由他的代理人办',
  `
  08:00
  杨书言: 外出 今天 明天
  …
  ${reported()}
  书记: 转办 2026-0001 杨书言
  机器人 → 书记: 杨书言现在外出，不能接办。请转给别的同志。
  杨书言: 销假
  …
  杨书言: 外出 明天 后天
  …
  书记: 转办 2026-0001 杨书言
  机器人 → 书记: 已转给杨书言（…）办理…
  …
`,
)

scene(
  '撤回转办：本人外出，照实说由谁办理',
  `
  08:00
  ${reported()}
  书记: 转办 2026-0001 杨书言
  …
  书记: 外出 今天 明天
  …
  书记: 撤回转办 2026-0001
  机器人 → 书记: 已撤回转办。张伟外出或联系不上，改由李建国（代 张伟）办理。
  …
`,
)

scene(
  '外出和转办落到同一个人手里：网信办马上知道两位责任人的事项都由他一人办理',
  `
  08:00
  ${reported()}
  书记: 外出 今天 明天
  机器人 → 值班甲: 【2026-0001】信息学院：第一责任人、直接责任人的事项现在都由李建国一人办理。请网信办商定，必要时用“转办”转给别的同志。
  …
`,
)

scene(
  '转办之后又外出：接办的人因此一人办理两项，网信办也知道',
  `
  08:00
  ${reported()}
  书记: 转办 2026-0001 杨书言
  …
  副院长: 外出 今天 明天
  机器人 → 值班甲: 【2026-0001】信息学院：第一责任人、直接责任人的事项现在都由杨书言一人办理。…
  …
`,
)

/** Who was reminded of this duty, and when. */
const nagged = (stage: Stage, duty: string): { at: string; to: string[] }[] =>
  (stage.incident('2026-0001')?.record ?? []).flatMap((event) =>
    event.type === 'reminded' && event.duty === duty
      ? [{ at: event.at.slice(11, 16), to: event.to.map(({ id }) => id) }]
      : [],
  )

it('稍后提醒：说几点就是几点，之前不响，之后照旧', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    ${reported()}
    副院长 按 [确认收到]
    …
    +8m
    机器人 → 书记: 提醒 · 2026-0001… [确认收到] [转办] [稍后提醒]
    书记 按 [稍后提醒]
    提示 书记: 好的，11月24日 08:38 再提醒您。时限不变。
    …
    08:37
    …
    08:38
    # 一张卡片写全超时的各项
    机器人 → 书记: ⚠ 催办 · 2026-0001…请您确认收到…请启动应急预案… [确认收到] [已启动预案] [转办] [稍后提醒]
    …
  `,
  )
  // by UTC; who put it off is left alone until then, whoever else is asked meanwhile
  const heard = nagged(stage, 'ack/first').filter(({ to }) => to.includes(stage.id('书记')))
  expect(heard.map(({ at }) => at)).toEqual(['00:07', '00:38'])
  await stage.end()
})

it('外出半夜结束：从那一刻起催本人，不再催代理人', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    23:30
    书记: 外出 今天 2026-11-25 00:30
    …
    23:50
    ${reported()}
    01:00
    …
  `,
  )
  const said = nagged(stage, 'ack/first')
  const [before, after] = [said.filter(({ at }) => at < '16:30'), said.filter(({ at }) => at >= '16:30')]
  expect(before.length).toBeGreaterThan(0)
  expect(after.length).toBeGreaterThan(0)
  for (const { to } of before) expect(to).not.toContain(stage.id('书记'))
  for (const { to } of after) expect(to).toContain(stage.id('书记'))
  await stage.end()
})

scene(
  '填了回执又转办：接办的人只是代填表的人，不能核实这份回执；网信办另一位同志可以',
  `
  08:00
  ${reported()}
  ${submitted}
  值班甲: 转办 2026-0001 陈思齐
  …
  # 不向他要核实
  陈思齐: 待办
  机器人 → 陈思齐: 待办 5 项…请报分管校领导…定级… [已电话报告：报分管校领导 2026-0001（代 钱小雨）] [填写回执 · 自治区教育厅紧急报告（代 钱小雨）] [填写回执 · 属地网络安全职能部门（代 钱小雨）] [填写回执 · 自治区教育厅事中情况报告（代 钱小雨）]
  陈思齐: 核实 2026-0001 自治区党委网信办
  机器人 → 陈思齐: 回执由钱小雨填写，须由网信办另一位同志核实。
  值班乙: 核实 2026-0001 自治区党委网信办
  机器人 → 值班乙: 已核实自治区党委网信办的回执…
  …
`,
)

scene(
  '填了回执又外出：代理人是网信办另一位值班员，以自己的身份核实',
  `
  08:00
  ${reported()}
  ${submitted}
  值班乙: 外出 钱小雨 今天 明天
  …
  值班乙: 核实 2026-0001 自治区党委网信办
  机器人 → 值班乙: 已核实自治区党委网信办的回执…
  …
`,
)
