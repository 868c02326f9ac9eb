// Nobody acknowledges for twelve hours: how often does that reach those above, whom can they ring up, and what stands in their 待办?
import { expect } from 'vitest'
import { worldIn } from '../../bot/turn/world.js'
import { openDuties } from '../../rules/duties.js'
import { textOf } from './chat.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import type { Stage } from './stage.js'
import { reported } from './told.js'

const MINUTE = 60_000
const TWELVE_HOURS = 12 * 60 * MINUTE
const watching = { 分管领导: 'supervising_leader', 校党委书记: 'school_first' } as const

/** The moments at which the ladder of rules.yaml names this post for something that is not done: each is one message at most. */
const rungsFor = async (post: string, stage: Stage, from: number): Promise<string[]> => {
  const { rules } = stage
  const open = await stage.fenghuo.turns.read((tables) => {
    const world = worldIn(tables, stage.now(), stage.fenghuo.campus())
    return Object.values(world.incidents).flatMap((incident) => openDuties(incident, world))
  })
  const moments = open.flatMap(({ due }) =>
    rules.remind.ladder
      .filter(({ to }) => to.some((name) => name === post))
      .map(({ afterMs }) => (Date.parse(due) + afterMs - from) / MINUTE),
  )
  const within = moments.filter((at) => at <= TWELVE_HOURS / MINUTE)
  return [...new Set(within)].sort((a, b) => a - b).map((at) => `${at} 分`)
}

/** Twelve hours pass; what those above got meanwhile, by name. */
const pass = async (stage: Stage): Promise<Record<keyof typeof watching, string[]>> => {
  const from = stage.now()
  stage.platform.deliveries.length = 0
  await stage.moveTo(from + TWELVE_HOURS)
  const to = (who: string) =>
    stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id(who) ? [textOf(one.content)] : [],
    )
  return { 分管领导: to('分管领导'), 校党委书记: to('校党委书记') }
}

/** No more than the ladder has steps for them; the card with the facts and one ring when it has arrived come beside. */
const within = (got: string[], steps: string[], who: string, facts: number): void => {
  const most = steps.length + facts + 1
  expect(
    got.length,
    `${who}十二小时收到 ${got.length} 条；催办阶梯（rules.yaml remind.ladder）在报告后 ${steps.join('、')}轮到他，共 ${steps.length} 次，另有事件卡片 ${facts} 张、送达后补打一次电话，最多 ${most} 条：\n${got.join('\n\n')}`,
  ).toBeLessThanOrEqual(most)
  expect(got.length, `${who}一条也没有收到`).toBeGreaterThan(0)
}

const aboveHear = async (stage: Stage, facts: number): Promise<string[]> => {
  const from = stage.now()
  const got = await pass(stage)
  for (const who of ['分管领导', '校党委书记'] as const) {
    within(got[who], await rungsFor(watching[who], stage, from), who, facts)
    for (const text of got[who])
      expect(text, `${who}收到的没有电话`).toMatch(/(电话|联系)[^\n]*\d{3}-?\d{4}/u)
  }
  return [...got.分管领导, ...got.校党委书记]
}

everywhere(
  '一起事件没有人理，十二小时：领导收到的不超过催办阶梯的次数，每条写着打哪个电话，待办里有督办和按钮',
  async (stage) => {
    await play(stage, `08:00\n${reported()}`)
    const got = await aboveHear(stage, 1)
    expect(got.filter((text) => text.includes('张伟（电话 10000000014）')).length).toBeGreaterThan(0)
    await play(
      stage,
      `
    校党委书记: 待办
    机器人 → 校党委书记: 督办 11 项…有 11 项请您督办，请打电话…张伟（电话 10000000014）：确认收到…第 1 页，共 2 页… [查看 2026-0001] [下一页]
    分管领导: 待办
    机器人 → 分管领导: 督办 11 项…张伟（电话 10000000014）：确认收到… [查看 2026-0001] [下一页]
    分管领导 按 [查看 2026-0001]
    机器人 → 分管领导: 【网络安全事件 2026-0001】…张伟（电话 10000000014）…
    …
    `,
    )
  },
)

const units = [
  ['信息学院', '网络攻击'],
  ['文学院', '网络攻击'],
  ['数学科学学院', '网络攻击'],
  ['化学与环境科学学院', '网络攻击'],
  ['音乐学院', '网络攻击'],
  ['教务处', '网络攻击'],
  ['学生工作处', '网络攻击'],
  ['图书馆', '网络攻击'],
  ['财务处', '网络攻击'],
  ['信息学院', '数据安全'],
  ['文学院', '数据安全'],
  ['数学科学学院', '数据安全'],
] as const

everywhere(
  '十二起事件同时没有人理，十二小时：领导收到的不比一起事件多几条，待办写全几项几起',
  async (stage) => {
    const reports = units.map(([unit, category]) => reported('刘老师', { unit, category }))
    await play(stage, `08:00\n${reports.join('\n')}`)
    // two incidents reach somebody one by one, before their messages are gathered
    await aboveHear(stage, 2)
    await play(
      stage,
      `
    校党委书记: 待办
    机器人 → 校党委书记: 督办 132 项…有 132 项请您督办，涉及 12 起事件，请打电话…督办 2026-0001 信息学院：…（电话 …第 1 页，共 22 页…待办 超期… [查看 2026-0001] [查看 2026-0002] [查看 2026-0003] [查看 2026-0004] [下一页]
    校党委书记: 列表 超期
    机器人 → 校党委书记: 列表 · 超期（12 起）…
    …
    `,
    )
  },
  () => ({ long: true }),
)
