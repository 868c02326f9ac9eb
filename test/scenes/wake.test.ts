import { expect, it } from 'vitest'
import { rulesFrom } from '../../bot/turn/rules.js'
import { play } from './scene.js'
import { openStage, shipped } from './stage.js'
import { type Running, running } from './virtual.js'

const at = '2026-11-24T00:00:00.000Z'
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Within this of its moment it must be heard. */
const PROMPT = 250
/** From here on the ticker sleeps long: nothing is due. */
const IDLE = Date.parse(at) + 3 * SECOND

const ack = (within: string) => ({ id: 'ack', kind: 'acknowledge', by: ['first'], from: 'reported', within })
const shortRules = (within: string, more: object = {}) =>
  rulesFrom({ clocks: [ack(within)], remind: { at: [0.5, 1] }, ...more })

const say = async (one: Running, who: string, ...texts: string[]): Promise<void> => {
  for (const text of texts) await one.platform.say(who, text, 'dm')
}
const report = (one: Running, who = 'staff-1') =>
  say(one, who, '报告', '否', '否', '信息学院', '学院网站', '网络攻击', '首页被改', '刚刚', '预览', '提交')
const P014 = 'P014'

/** When a message with these words first reached this person, in the clock's time; looked at every 10 ms. */
const heardAt = async (one: Running, who: string, words: string, untilMs: number): Promise<number> => {
  one.platform.deliveries.length = 0
  for (let ms = one.now(); ms <= untilMs; ms += 10) {
    await one.runTo(ms)
    const found = one.platform.deliveries.some(
      (each) => each.kind === 'message' && each.to === who && JSON.stringify(each.content).includes(words),
    )
    if (found) return ms
  }
  return Number.POSITIVE_INFINITY
}

it('8 秒的时限从现在开始，别的什么也没有发生：到点 250 毫秒以内听到', async () => {
  const one = await running({ at, rules: shortRules('8s') })
  one.fenghuo.ticker.start()
  await one.runTo(IDLE)
  await report(one)
  const from = one.now()
  expect(await heardAt(one, P014, '提醒', from + 6 * SECOND)).toBeLessThanOrEqual(from + 4 * SECOND + PROMPT)
  expect(await heardAt(one, P014, '刚到时限', from + 20 * SECOND)).toBeLessThanOrEqual(
    from + 8 * SECOND + PROMPT,
  )
  await one.end()
})

it('睡着时什么也不改，一觉睡 15 秒；有更近的才提前醒', async () => {
  const one = await running({ at })
  one.fenghuo.ticker.start()
  await one.runTo(IDLE)
  const before = one.timers()
  await one.runTo(IDLE + 5 * MINUTE)
  expect(one.timers() - before).toBeLessThanOrEqual(5 * 4 + 1)
  await one.end()
})

it('保密办的提醒、搁下的报告、过期的对话、外出的起止：都准时', async () => {
  const { directory } = await shipped()
  const one = await running({ at })
  const { fenghuo } = one
  fenghuo.ticker.start()
  await one.runTo(IDLE)
  await say(one, 'staff-1', '报告', '是')
  const secrecy = directory.people.find(({ posts }) => posts.some(({ unit }) => unit === 'U05'))?.id ?? ''
  const stub = one.now()
  await one.runTo(stub + 4 * HOUR - SECOND)
  expect(await heardAt(one, secrecy, '保密', stub + 4 * HOUR + MINUTE)).toBeLessThanOrEqual(
    stub + 4 * HOUR + PROMPT,
  )
  await report(one)
  await report(one, 'staff-2')
  const asked = one.now()
  expect(Object.values(fenghuo.turns.peek().drafts).map(({ state }) => state)).toEqual(['same-thing'])
  await one.runTo(asked + 10 * MINUTE - SECOND)
  expect(await heardAt(one, 'staff-2', '2026-0002', asked + 11 * MINUTE)).toBeLessThanOrEqual(
    asked + 10 * MINUTE + PROMPT,
  )
  await say(one, 'staff-3', '报告')
  const begun = one.now()
  await one.runTo(begun + 24 * HOUR - SECOND)
  expect(await heardAt(one, 'staff-3', '已作废', begun + 25 * HOUR)).toBeLessThanOrEqual(
    begun + 24 * HOUR + PROMPT,
  )
  await one.end()
})

it('外出到点开始、到点结束：代理人和本人当时就拿到卡片', async () => {
  const one = await running({ at })
  one.fenghuo.ticker.start()
  await one.runTo(IDLE)
  await report(one)
  await say(one, P014, '外出 今天9:00 今天10:00')
  const nine = Date.parse('2026-11-24T01:00:00.000Z')
  await one.runTo(nine - SECOND)
  expect(await heardAt(one, 'P015', '代 张伟', nine + MINUTE)).toBeLessThanOrEqual(nine + PROMPT)
  await one.runTo(nine + HOUR - SECOND)
  expect(await heardAt(one, P014, '2026-0001', nine + HOUR + MINUTE)).toBeLessThanOrEqual(
    nine + HOUR + PROMPT,
  )
  expect(one.fenghuo.turns.peek().away).toEqual({})
  await one.end()
})

it('规则改了、沙盒的钟拨了：不等睡醒', async () => {
  const one = await running({ at, rules: shortRules('2h') })
  const { fenghuo } = one
  fenghuo.ticker.start()
  await one.runTo(IDLE)
  await report(one)
  await one.runTo(one.now() + 20 * SECOND)
  const until = one.now() + HOUR - 30 * SECOND
  await fenghuo.passTime(until, (ms) => one.set(ms))
  // half of two hours lies 10 s ahead
  const due = Date.parse(at) + 3 * SECOND + HOUR
  expect(await heardAt(one, P014, '提醒', due + MINUTE)).toBeLessThanOrEqual(due + PROMPT)
  await one.end()
})

it('拨 21 小时：保密办的三次提醒各在其时', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    刘老师: 报告
    …
    刘老师: 是
    …
    +21h
    …
  `,
  )
  const told = stage.platform.deliveries.filter(
    (each) => each.kind === 'message' && each.to === stage.id('保密办主任'),
  )
  expect(told).toHaveLength(3)
  await stage.end()
})

it('1001 的对话作废，不碰 10011 的', async () => {
  const { directory } = await shipped()
  const like = (id: string) => ({
    id,
    name: `职工${id}`,
    title: '',
    posts: [{ unit: 'U06', role: '' as const }],
  })
  const stage = await openStage({
    directory: { ...directory, people: [...directory.people, like('1001'), like('10011'), like('21001')] },
  })
  const { turns } = stage.fenghuo
  await stage.say('1001', '报告')
  stage.sleepThrough(HOUR)
  for (const id of ['10011', '21001']) await stage.say(id, '报告')
  stage.sleepThrough(23 * HOUR)
  await stage.fenghuo.ticker.tick()
  expect(Object.keys(turns.peek().drafts).sort()).toEqual(['10011', '21001'])
  expect(Object.keys(turns.peek().dialogs)).toHaveLength(2)
  for (const id of ['10011', '21001']) {
    stage.platform.deliveries.length = 0
    await stage.say(id, '否')
    expect(JSON.stringify(stage.platform.deliveries)).toContain('违法有害')
    expect(JSON.stringify(stage.platform.deliveries)).not.toContain('程序刚刚升级')
    await stage.say(id, '取消')
  }
  expect(turns.peek().dialogs).toEqual({})
  await stage.end()
})
