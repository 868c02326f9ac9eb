// Does the bot find out that a connection is deaf, though it stands and answers every ping? And what does that cost?
import { afterEach, describe, expect, it } from 'vitest'
import { type Ground, openGround } from './ground.js'

let ground: Ground
afterEach(async () => {
  const violations = ground.feishu.violations()
  await ground.end()
  expect(violations).toEqual([])
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const deaf = { share: 1, random: () => 0 }
/** The calls of the round trips: reactions, and the place for them. */
const calls = () =>
  ground.feishu.calls.filter((call) => /\/reactions|POST .*\/im\/v1\/chats$/.test(call)).length
const pass = async (ms: number) => {
  for (let left = ms; left > 0; left -= 10 * MINUTE) await ground.feishu.advance(Math.min(left, 10 * MINUTE))
}
const unwell = () => ground.channel.unwell?.() ?? []

describe('a quiet connection', () => {
  it('is tried out by something that must come back: at most twenty calls a day, and seen by nobody', async () => {
    ground = await openGround('webhook')
    const { feishu, house } = ground
    await pass(72 * HOUR)
    expect(calls()).toBeGreaterThan(40)
    expect(calls()).toBeLessThanOrEqual(3 * 20)
    expect(unwell()).toEqual([])
    expect([...house.told.keys()]).toEqual([])
    expect(feishu.inboxOf('ou_a')).toEqual([])
    expect(feishu.groupLog('oc_group')).toEqual([])
  })

  it('is not tried out while people speak: their events say the same', async () => {
    ground = await openGround('webhook')
    for (let hour = 0; hour < 24; hour++) {
      await ground.feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: `${hour}` })
      await pass(HOUR)
    }
    expect(calls()).toBe(0)
  })
})

describe('a deaf connection', () => {
  it('is opened again, what was said is read, and the monitor is told until something comes', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    await pass(3 * HOUR) // one round trip has come back by then: from now on its absence means something
    feishu.faults.loss = deaf
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '二' })
    const before = feishu.calls.filter((call) => call.includes('/callback/ws/endpoint')).length
    await pass(2 * HOUR)
    expect(feishu.calls.filter((call) => call.includes('/callback/ws/endpoint')).length).toBeGreaterThan(
      before,
    )
    expect(unwell()).toEqual([expect.stringContaining('没有推送事件')])
    expect(ground.channel.wrong()).toBeUndefined()
    expect([...house.told.keys()]).toEqual([expect.stringMatching(/^feishu\/deaf\//)])
    expect(house.said.map(({ text }) => text)).toEqual(['一', '二'])
    feishu.faults.loss = undefined
    await pass(2 * HOUR)
    expect(unwell()).toEqual([])
    expect(calls()).toBeLessThanOrEqual(20)
  })

  it('is suspected as soon as something is read back of which no event came, and no other came since', async () => {
    ground = await openGround('websocket')
    const { feishu } = ground
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    await feishu.advance(MINUTE)
    const opened = () => feishu.calls.filter((call) => call.includes('/callback/ws/endpoint')).length
    const before = opened()
    feishu.faults.loss = deaf
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '二' })
    await feishu.advance(3 * MINUTE)
    expect(opened()).toBe(before + 1)
    expect(calls()).toBe(0)
  })
})

describe('where the platform never tells of our own reactions', () => {
  it('their absence says nothing: no alarm, and no more than a try a day', async () => {
    ground = await openGround('webhook')
    ground.feishu.faults.loss = deaf
    await pass(72 * HOUR)
    expect(unwell()).toEqual([])
    expect(ground.house.told.size).toBe(0)
    expect(calls()).toBeLessThanOrEqual(6)
  })

  it('nor where the permission is missing', async () => {
    ground = await openGround('webhook')
    ground.feishu.state.scopes.delete('im:chat:create')
    await pass(48 * HOUR)
    expect(calls()).toBeLessThanOrEqual(2)
    expect(ground.channel.wrong()).toBeUndefined()
    expect(unwell()).toEqual([])
  })
})
