// Does what is meant for another robot, or comes from another organisation, stay outside? On both ways in.
import express from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardSign, messageSign } from '../../../bot/channels/dingtalk/crypto.js'
import { type Bench, openBench, serve } from './bench.js'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  expect(bench.emulator.violations).toEqual([])
  await bench.emulator.stop()
})

const message = (more: object) => ({
  msgId: 'm1',
  msgtype: 'text',
  text: { content: '报告' },
  conversationId: 'cid1',
  conversationType: '1',
  senderStaffId: 'u2',
  chatbotCorpId: 'dinghere',
  robotCode: bench.emulator.app.robotCode,
  ...more,
})
const refusals = () => bench.lines.filter(({ sentence }) => sentence.includes('another robot'))

describe('in webhook mode', () => {
  const open = async () => {
    const made = await bench.begin({ mode: 'webhook' })
    const router = express.Router()
    if (made.router) router.use(made.router)
    const server = await serve(router)
    const at = () => String(bench.emulator.clock.now())
    const secret = bench.emulator.app.clientSecret
    return {
      say: async (body: object) =>
        (
          await fetch(`${server.url}/dingtalk/webhook`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', timestamp: at(), sign: messageSign(at(), secret) },
            body: JSON.stringify(body),
          })
        ).status,
      press: async (body: object) =>
        (
          await fetch(`${server.url}/dingtalk/webhook`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'x-ddpaas-signature-timestamp': at(),
              'x-ddpaas-signature': cardSign(at(), secret),
            },
            body: JSON.stringify(body),
          })
        ).status,
      async end() {
        await made.channel.stop()
        await server.stop()
      },
    }
  }

  it('the robotCode of another app: 401, nothing handed in, logged once', async () => {
    const { say, end } = await open()
    expect(await say(message({ robotCode: 'dingother' }))).toBe(401)
    expect(await say(message({ robotCode: 'dingother', msgId: 'm2' }))).toBe(401)
    expect(bench.house.said).toEqual([])
    expect(refusals()).toHaveLength(1)
    expect(await say(message({}))).toBe(200)
    // an old shape names no robot
    expect(await say(message({ msgId: 'm3', robotCode: undefined }))).toBe(200)
    expect(bench.house.said).toHaveLength(2)
    await end()
  })

  it('another organisation, once ours is known: 401 for messages and presses, also after a restart', async () => {
    const { say, press, end } = await open()
    expect(await say(message({}))).toBe(200)
    expect(await say(message({ msgId: 'm2', chatbotCorpId: 'dingelsewhere' }))).toBe(401)
    const card = {
      type: 'actionCallback',
      outTrackId: 'x',
      userId: 'u2',
      corpId: 'dingelsewhere',
      content: '{}',
    }
    expect(await press(card)).toBe(401)
    await end()
    const again = await open()
    expect(await again.say(message({ msgId: 'm4', chatbotCorpId: 'dingelsewhere' }))).toBe(401)
    expect(await again.say(message({ msgId: 'm5' }))).toBe(200)
    expect(bench.house.said.map(({ id }) => id)).toEqual(['dingtalk:m1', 'dingtalk:m5'])
    await again.end()
  })
})

describe('in Stream mode', () => {
  it('acknowledged, so that it does not come again, and dropped; logged once', async () => {
    const { channel } = await bench.begin()
    const { stream, app, advance } = bench.emulator
    const push = (more: object) => stream.push(app.clientId, 'robot', message(more))
    expect(await push({ robotCode: 'dingother' })).toMatchObject({ ok: true })
    expect(await push({ robotCode: 'dingother', msgId: 'm2' })).toMatchObject({ ok: true })
    const read = { userId: 'u2', processQueryKey: 'k', robotCode: 'dingother' }
    expect(await bench.emulator.emitEvent('robot_msg_read', read)).toMatchObject({ ok: true })
    await advance(120_000)
    expect([bench.house.said, bench.house.seen]).toEqual([[], []])
    expect(refusals()).toHaveLength(1)
    await push({})
    expect(bench.house.said).toHaveLength(1)
    await channel.stop()
  })
})
