import express from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../../../bot/channels/channel.js'
import { pack } from '../../../bot/channels/dingtalk/buttons.js'
import { cardSign, eventSign, messageSign, seal, unseal } from '../../../bot/channels/dingtalk/crypto.js'
import { type Bench, card, openBench, serve } from './bench.js'

const events = { token: 'tok', aesKey: '1234567890123456789012345678901234567890123' }
const message = {
  msgId: 'msg1==',
  msgtype: 'text',
  text: { content: '报告' },
  conversationId: 'cid1',
  conversationType: '1',
  senderStaffId: 'u2',
  senderNick: '李院长',
}

let bench: Bench
let channel: Channel
let url: string
let close: () => Promise<void>
const begin = async (publicUrl: boolean) => {
  // The address must be known before the channel is made, as an operator's PUBLIC_URL is.
  const router = express.Router()
  const server = await serve(router)
  url = `${server.url}/dingtalk/webhook`
  const made = await bench.begin({ mode: 'webhook', events, ...(publicUrl ? { publicUrl: server.url } : {}) })
  if (made.router) router.use(made.router)
  channel = made.channel
  close = () => server.stop()
}
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await channel.stop()
  await close()
  expect(bench.emulator.violations).toEqual([])
  await bench.emulator.stop()
})

const post = (body: string | Uint8Array, headers: Record<string, string> = {}, query = '') =>
  fetch(`${url}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  })
const signed = (secret = bench.emulator.app.clientSecret, at = bench.emulator.clock.now()) => ({
  timestamp: String(at),
  sign: messageSign(String(at), secret),
})
const cardSigned = (secret = bench.emulator.app.clientSecret, at = bench.emulator.clock.now()) => ({
  'x-ddpaas-signature-timestamp': String(at),
  'x-ddpaas-signature': cardSign(String(at), secret),
})
const nothingCameIn = () => {
  expect(bench.house.said).toEqual([])
  expect(bench.house.pressed).toEqual([])
  expect(bench.house.seen).toEqual([])
}

describe('messages', () => {
  beforeEach(() => begin(true))

  it('are taken, and taken again byte for byte under the same id', async () => {
    const body = JSON.stringify(message)
    const headers = signed()
    for (let n = 0; n < 2; n++) {
      const response = await post(body, headers)
      expect([response.status, await response.json()]).toEqual([200, { msgtype: 'empty' }])
    }
    expect(bench.house.said.map(({ id, text }) => [id, text])).toEqual([
      ['dingtalk:msg1==', '报告'],
      ['dingtalk:msg1==', '报告'],
    ])
  })

  it('forged, stale, malformed or too large: turned away, nothing handed in', async () => {
    const body = JSON.stringify(message)
    const nowMs = bench.emulator.clock.now()
    const status = async (answer: Promise<Response>) => (await answer).status
    expect(await status(post(body))).toBe(401)
    expect(await status(post(body, signed('another secret')))).toBe(401)
    expect(await status(post(body, { ...signed(), sign: '' }))).toBe(401)
    expect(await status(post(body, { ...signed(), timestamp: String(nowMs + 1) }))).toBe(401)
    expect(await status(post(body, signed(undefined, nowMs - 3_600_001)))).toBe(401)
    expect(await status(post(body, signed(undefined, nowMs + 3_600_001)))).toBe(401)
    expect(await status(post('not JSON', { sign: 'x' }))).toBe(401)
    expect(await status(post('{"msgId":', signed()))).toBe(400)
    expect(await status(post('', signed()))).toBe(400)
    expect(await status(post('[]', signed()))).toBe(400)
    expect(await status(post(new Uint8Array([0x22, 0xff, 0xfe, 0x22]), signed()))).toBe(400)
    expect(await status(post('x'.repeat(1_048_577), signed()))).toBe(413)
    nothingCameIn()
    expect(await status(post(body, signed(undefined, nowMs - 3_599_000)))).toBe(200)
  })

  it('what could not be stored is no 200, so that it comes again', async () => {
    bench.house.state.full = true
    expect((await post(JSON.stringify(message), signed())).status).toBe(500)
    bench.house.state.full = false
    expect((await post(JSON.stringify(message), signed())).status).toBe(200)
    expect(bench.house.said).toHaveLength(1)
  })

  it('the wire itself: somebody types, and is answered', async () => {
    bench.emulator.app.webhookUrl = url
    expect(await bench.emulator.userSays({ staffId: 'u2', text: '待办' })).toMatchObject({ ok: true })
    expect(bench.house.said[0]?.text).toBe('待办')
  })
})

describe('card callbacks', () => {
  const body = JSON.stringify({
    outTrackId: 'X',
    userId: 'u2',
    content: JSON.stringify({
      cardPrivateData: { actionIds: [pack({ action: 'close', incident: '2026-0001' })], params: {} },
    }),
  })

  it('are registered at the start, come in, and draw the card after the answer', async () => {
    await begin(true)
    expect(bench.emulator.app.callbacks.get('fenghuo')).toMatchObject({
      url,
      apiSecret: bench.emulator.app.clientSecret,
    })
    const sent = await channel.deliver(bench.out({ card: card() }))
    bench.house.state.answer = { card: card({ tone: 'green', lead: '您已确认收到', actions: [] }) }
    const press = { outTrackId: sent.message, staffId: 'manager01', buttonText: '确认收到' }
    expect(await bench.emulator.click(press)).toEqual({ ok: true, response: {} })
    await bench.emulator.settle()
    expect(bench.house.pressed).toMatchObject([{ message: sent.message, value: { action: 'acknowledge' } }])
    expect(bench.emulator.cardView(sent.message, 'u2').markdown).toContain('您已确认收到')
  })

  it('byte for byte again is the same press; at another moment it is another', async () => {
    await begin(true)
    const first = cardSigned()
    await post(body, first)
    await post(body, first)
    await bench.emulator.advance(1000)
    await post(body, cardSigned())
    const ids = bench.house.pressed.map(({ id }) => id)
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(2)
  })

  it('forged, stale or malformed: turned away, nothing handed in', async () => {
    await begin(true)
    const nowMs = bench.emulator.clock.now()
    expect((await post(body, cardSigned('another secret'))).status).toBe(401)
    expect((await post(body, cardSigned(undefined, nowMs - 3_700_000))).status).toBe(401)
    // A message's signature is none of a card's.
    expect((await post(body, { ...cardSigned('x'), ...signed() })).status).toBe(401)
    expect((await post('{}', cardSigned())).status).toBe(400)
    nothingCameIn()
  })

  it('without a public address the buttons are those of a message, and lead back to the same value', async () => {
    await begin(false)
    bench.emulator.app.webhookUrl = url
    const sent = await channel.deliver(bench.out({ card: card() }))
    expect(sent.message).toMatch(/^m:/)
    const key = bench.emulator.inboxOf('manager01')[0]?.key ?? ''
    await bench.emulator.clickDtmd(key, '确认收到', 'manager01')
    expect(bench.house.pressed).toMatchObject([
      { message: sent.message, value: card().actions[0]?.value, by: { address: 'manager01' } },
    ])
    expect(bench.house.said).toEqual([])
    // A card that asks for nothing needs no way back, and can be drawn anew.
    const quiet = await channel.deliver(bench.out({ card: card({ actions: [] }) }))
    expect(quiet.message).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('encrypted events', () => {
  const keys = () => ({ ...events, owner: bench.emulator.app.clientId })
  const event = (text: string, given = keys(), at = bench.emulator.clock.now()) => {
    const encrypt = seal(text, given)
    const timestamp = String(at)
    const signature = eventSign(given.token, timestamp, 'n1', encrypt)
    return post(JSON.stringify({ encrypt }), {}, `?signature=${signature}&timestamp=${timestamp}&nonce=n1`)
  }
  beforeEach(() => begin(true))

  it('the address check is answered with the encrypted word success', async () => {
    const response = await event('{"EventType":"check_url"}')
    expect(response.status).toBe(200)
    const { encrypt, timeStamp, nonce, msg_signature } = (await response.json()) as Record<string, string>
    expect(unseal(encrypt ?? '', keys())).toBe('success')
    expect(msg_signature).toBe(eventSign(events.token, timeStamp ?? '', nonce ?? '', encrypt ?? ''))
  })

  it('somebody read a message', async () => {
    bench.emulator.app.events = { url, ...events }
    const sent = await channel.deliver(bench.out('您好'))
    await bench.emulator.userReads('manager01', bench.emulator.inboxOf('manager01')[0]?.key ?? '')
    expect(bench.house.seen).toMatchObject([{ messages: [sent.message], by: { address: 'manager01' } }])
  })

  it('forged, stale, for somebody else or malformed: turned away, nothing handed in', async () => {
    const text = JSON.stringify({ EventType: 'robot_msg_read', ProcessQueryKey: 'k', UserId: 'u2' })
    expect((await event(text, { ...keys(), token: 'other' })).status).toBe(401)
    expect((await event(text, { ...keys(), owner: 'other' })).status).toBe(401)
    expect((await event(text, keys(), bench.emulator.clock.now() - 3_700_000)).status).toBe(401)
    expect((await post('{}', {}, '?signature=a&timestamp=1&nonce=n1')).status).toBe(401)
    expect((await event('not JSON')).status).toBe(400)
    expect((await event('{}')).status).toBe(400)
    nothingCameIn()
  })
})
