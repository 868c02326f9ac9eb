// What happens while Feishu is down for an hour? Few calls, nothing lost, and all of it back by itself.
import { afterEach, describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../bot/channels/channel.js'
import { card, type Ground, openGround, outgoing } from './ground.js'

let ground: Ground
afterEach(async () => {
  const violations = ground.feishu.violations()
  await ground.end()
  expect(violations).toEqual([])
})

const HOUR = 3_600_000

/** As the courier does: a growing pause of at most a minute, not before what was announced. */
const persist = async (untilMs: number, send: () => Promise<unknown>): Promise<DeliveryError[]> => {
  const errors: DeliveryError[] = []
  const { feishu } = ground
  for (let tries = 1; feishu.time.now() < untilMs; tries++) {
    try {
      await send()
      return errors
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      errors.push(error)
      await feishu.advance(
        Math.max(Math.min(60_000, 1000 * 2 ** tries), (error.retryAt ?? 0) - feishu.time.now()),
      )
    }
  }
  return errors
}

describe.each(['refuse', '503'] as const)('an outage (%s)', (kind) => {
  it('of an hour costs about one call a minute, each of them “down”; then the message goes', async () => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    feishu.faults.down = kind
    const before = feishu.calls.length
    const errors = await persist(feishu.time.now() + HOUR, () =>
      channel.deliver(outgoing('k', { card: card() })),
    )
    expect(errors.length).toBeGreaterThan(50)
    expect(errors.every(({ failure }) => failure === 'down')).toBe(true)
    expect(feishu.calls.length - before).toBeLessThanOrEqual(80)
    feishu.faults.down = false
    await channel.deliver(outgoing('k', { card: card() }))
    expect(feishu.inboxOf('ou_a')).toHaveLength(1)
  })

  it('at the start keeps knocking, more and more seldom, and the channel comes up by itself', async () => {
    ground = await openGround('websocket', { idle: true, emulator: { config: { ReconnectInterval: 120 } } })
    const { feishu, channel, house } = ground
    feishu.faults.down = kind
    await channel.start(house.inside)
    for (let minute = 0; minute < 60; minute++) await feishu.advance(60_000)
    expect(feishu.calls.length).toBeLessThanOrEqual(25)
    expect(channel.wrong()).toBeUndefined()
    feishu.faults.down = false
    await feishu.advance(6 * 60_000)
    await feishu.socket.whenReady()
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    expect(house.said).toHaveLength(1)
  })
})

describe('a platform that limits', () => {
  it('for ten minutes is not called before each reset', async () => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    feishu.faults.failNext('POST /open-apis/im/v1/messages', {
      status: 429,
      headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '60' },
      body: { code: 99991400, msg: 'request trigger frequency limit' },
      times: 10,
    })
    const before = feishu.calls.length
    const errors = await persist(feishu.time.now() + HOUR, () =>
      channel.deliver(outgoing('k', { card: card() })),
    )
    expect(errors.map(({ failure }) => failure)).toEqual(Array(10).fill('limited'))
    expect(feishu.calls.length - before).toBe(11)
    expect(feishu.inboxOf('ou_a')).toHaveLength(1)
  })
})

describe('what came in while the bot was away', () => {
  it('is brought again by Feishu and taken, however old', async () => {
    ground = await openGround('webhook')
    const { feishu, house } = ground
    house.state.broken = true
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    await feishu.advance(400_000)
    house.state.broken = false
    await feishu.advance(HOUR)
    expect(house.said).toMatchObject([{ text: '报告' }])
    expect(feishu.events.attempts.map(({ taken }) => taken)).toEqual([false, false, false, true])
  })
})
