import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../../../bot/channels/channel.js'
import { type Bench, card, openBench } from './bench.js'

let bench: Bench
let channel: Channel
beforeEach(async () => {
  bench = await openBench()
  channel = (await bench.begin()).channel
})
afterEach(async () => {
  await channel.stop()
  expect(bench.emulator.violations).toEqual([])
  await bench.emulator.stop()
})

describe('the first way through', () => {
  it('a card goes out, is pressed, and is drawn anew for everybody', async () => {
    const { emulator, house } = bench
    const { message } = await channel.deliver(bench.out({ card: card() }))
    expect(message).toMatch(/^[0-9a-f]{32}$/)
    expect(emulator.cardView(message, 'manager01').markdown).toContain('请您确认收到')
    house.state.answer = { card: card({ tone: 'green', lead: '您已确认收到', actions: [] }) }
    const outcome = await emulator.click({
      outTrackId: message,
      staffId: 'manager01',
      buttonText: '确认收到',
    })
    expect(outcome).toEqual({ ok: true, response: {} })
    expect(house.pressed).toEqual([
      {
        id: expect.stringMatching(/^dingtalk:212b9d7c/),
        by: { channel: 'dingtalk', address: 'manager01', name: '张书记' },
        message,
        value: { action: 'acknowledge', incident: '2026-0001', duty: 'ack/first' },
      },
    ])
    await emulator.settle()
    expect(emulator.cardView(message, 'u2').markdown).toContain('您已确认收到')
    expect(() => emulator.click({ outTrackId: message, staffId: 'u2', buttonText: '确认收到' })).toThrow()
  })

  it('a message comes in', async () => {
    const { emulator, house } = bench
    const outcome = await emulator.userSays({ staffId: 'manager01', text: '报告', msgId: 'msg1==' })
    expect(outcome.ok).toBe(true)
    expect(house.said).toEqual([
      {
        id: 'dingtalk:msg1==',
        by: { channel: 'dingtalk', address: 'manager01', name: '张书记' },
        chat: 'dm',
        text: '报告',
        message: 'msg1==',
      },
    ])
  })
})
