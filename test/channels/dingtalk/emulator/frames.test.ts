// Are frames, acks, deadlines, faults and the clock as the documents say? The emulator's stream, spoken to by hand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Emulator, openEmulator } from './emulator.js'
import { ack, acknowledge, plainBot } from './plain-bot.js'

let emulator: Emulator
let bot: ReturnType<typeof plainBot>
const begin = async (): Promise<void> => {
  emulator = await openEmulator()
  bot = plainBot(emulator)
  emulator.addUser('u1', { name: '刘老师', mobile: '13800000001' })
  emulator.addGroup('cid+1/==', '校园群', ['u1'])
}
beforeEach(() => begin())
afterEach(() => emulator.stop())

const says = (text: string, more: { cid?: string; atBot?: boolean; msgId?: string } = {}) =>
  emulator.userSays({ staffId: 'u1', text, ...more })
const bodyOf = (frame: { data: string } | undefined) =>
  JSON.parse(frame?.data ?? '{}') as Record<string, unknown>
const card = {
  title: 't',
  sys_full_json_obj:
    '{"msgButtons":[{"text":"好","color":"blue","id":"a","request":true,"params":{"id":"a"}}]}',
}

describe('frames', () => {
  it('bring what people say, in private and in the group', async () => {
    const { frames } = await bot.connect()
    expect(await says('你好')).toEqual({ ok: true, response: null })
    await says('报告', { cid: 'cid+1/==' })
    expect((await says('闲聊', { cid: 'cid+1/==', atBot: false })).ok).toBe(false)
    expect(frames).toHaveLength(2)
    expect(frames[0]).toMatchObject({ type: 'CALLBACK', headers: { topic: '/v1.0/im/bot/messages/get' } })
    expect(bodyOf(frames[0])).toMatchObject({
      conversationType: '1',
      senderStaffId: 'u1',
      senderNick: '刘老师',
      msgtype: 'text',
      text: { content: '你好' },
    })
    expect(bodyOf(frames[1])).toMatchObject({
      conversationType: '2',
      text: { content: ' 报告' },
      isInAtList: true,
    })
    const { sessionWebhook } = bodyOf(frames[1])
    const path = String(sessionWebhook).slice(emulator.base.length)
    const answer = () =>
      bot.call('POST', path, { msgtype: 'text', text: { content: '@u1 好' }, at: { atUserIds: ['u1'] } })
    expect((await answer()).body.errcode).toBe(0)
    expect(emulator.groupLog('cid+1/==')).toHaveLength(1)
    await emulator.advance(90 * 60_000)
    expect((await answer()).body.errcode).toBe(300001)
    await bot.call('POST', path, { msgtype: 'image', image: {} })
    expect(emulator.violations).toEqual([])
  })

  it.each<[string, (frame: Parameters<typeof acknowledge>[0]) => unknown, RegExp]>([
    [
      'data is an object',
      (frame) => ({ ...ack(frame, ''), data: { response: null } }),
      /data is not a string/,
    ],
    ['code is a text', (frame) => ({ ...ack(frame, '{}'), code: '200' }), /code is no number/],
    [
      'no contentType',
      (frame) => ({ ...ack(frame, '{}'), headers: { messageId: frame.headers.messageId } }),
      /contentType/,
    ],
    ['no messageId', (frame) => ({ ...ack(frame, '{}'), headers: {} }), /messageId is missing/],
    [
      'another messageId',
      (frame) => ({ ...ack(frame, '{}'), headers: { messageId: 'x', contentType: 'application/json' } }),
      /no such frame/,
    ],
    ['no JSON', () => 'ok', /no JSON object/],
  ])('an ack that is malformed is remembered: %s', async (_, answer, pattern) => {
    await bot.connect(answer)
    void says('你好')
    await emulator.settle()
    expect(emulator.violations).toHaveLength(1)
    expect(emulator.violations[0]).toMatch(pattern)
  })

  it('an ack more than was sent is remembered', async () => {
    const { socket, frames } = await bot.connect()
    await says('你好')
    const [frame] = frames
    if (frame) socket.send(JSON.stringify(acknowledge(frame)))
    await emulator.settle()
    expect(emulator.violations[0]).toMatch(/more often than it was sent/)
  })

  it('what is not acknowledged comes again, the same, twice more', async () => {
    const { frames } = await bot.connect(() => undefined)
    void says('你好')
    await emulator.settle()
    for (let n = 0; n < 4; n++) await emulator.advance(60_000)
    expect(frames).toHaveLength(3)
    expect(new Set(frames.map(({ headers }) => headers.messageId)).size).toBe(1)
    expect(new Set(frames.map((frame) => bodyOf(frame).msgId)).size).toBe(1)
  })

  it('a refused message comes again, and is taken then', async () => {
    let code = 500
    const { frames } = await bot.connect((frame) => ack(frame, '{"response":null}', code))
    expect(await says('你好')).toEqual({ ok: false, reason: 'answered 500' })
    code = 200
    await emulator.advance(60_000)
    await emulator.advance(60_000)
    expect(frames).toHaveLength(2)
  })

  it('nobody listens: the message is lost, and that is counted', async () => {
    expect((await says('你好')).ok).toBe(false)
    expect(emulator.lost()).toBe(1)
  })

  it('a press that is not answered within two seconds failed; a later ack is remembered', async () => {
    let late: unknown
    const { socket } = await bot.connect((frame) => {
      late = ack(frame, { response: null })
      return undefined
    })
    await bot.card('t', 'u1', card)
    const outcome = emulator.click({ outTrackId: 't', staffId: 'u1', buttonId: 'a' })
    await emulator.advance(2001)
    expect(await outcome).toEqual({ ok: false, reason: 'timeout' })
    socket.send(JSON.stringify(late))
    await emulator.settle()
    expect(emulator.violations[0]).toMatch(/too late/)
  })

  it('an update inside the callback is remembered', async () => {
    const { frames, socket } = await bot.connect(() => undefined)
    await bot.card('t', 'u1', card)
    const outcome = emulator.click({ outTrackId: 't', staffId: 'u1', buttonId: 'a' })
    await emulator.settle()
    await bot.update('t', card)
    const [frame] = frames
    if (frame) socket.send(JSON.stringify(ack(frame, { response: null })))
    await outcome
    expect(emulator.violations[0]).toMatch(/before its ack/)
  })

  it('events come again until they are taken', async () => {
    let status = 'LATER'
    const { frames } = await bot.connect((frame) => ack(frame, { status, message: '' }))
    expect((await emulator.emitEvent('user_add_org', { userId: ['u1'] })).ok).toBe(false)
    status = 'SUCCESS'
    await emulator.advance(10_000)
    await emulator.advance(60_000)
    expect(frames.map(({ headers }) => headers.eventType)).toEqual(['user_add_org', 'user_add_org'])
    expect(frames[0]?.headers.eventId).toBe(frames[1]?.headers.eventId)
  })

  it('pings are echoed, or that is remembered', async () => {
    await bot.connect()
    emulator.stream.ping()
    await emulator.advance(5000)
    expect(emulator.stream.echoed()).toBe(1)
    emulator.closeAll()
    await bot.connect(() => undefined)
    emulator.stream.ping()
    await emulator.advance(5000)
    expect(emulator.violations[0]).toMatch(/not echoed/)
  })

  it('disconnect: nothing more comes on this connection, which closes later', async () => {
    const old = await bot.connect()
    emulator.stream.disconnect()
    const fresh = await bot.connect()
    await says('你好')
    await emulator.advance(10_000)
    expect(old.frames.map(({ headers }) => headers.topic)).toEqual(['disconnect'])
    expect(fresh.frames).toHaveLength(1)
    expect(old.socket.readyState).toBeGreaterThan(1)
    expect(emulator.violations).toEqual([])
  })

  it('two connections of one application are remembered', async () => {
    await bot.connect()
    await bot.connect()
    await says('你好')
    expect(emulator.violations[0]).toMatch(/two connections/)
  })
})

describe('faults', () => {
  it('fail next, cut off, down, late, twice, reversed, lost, dead', async () => {
    const send = () => bot.dm(['u1'], 'sampleText', { content: 'x' })
    const path = '/v1.0/robot/oToMessages/batchSend'
    emulator.failNext(path, { status: 500, body: { code: 'system.error' } })
    expect((await send()).body.code).toBe('system.error')
    emulator.failNext(path, { status: 0 })
    await expect(send()).rejects.toThrow()
    emulator.setDown(true)
    await expect(send()).rejects.toThrow()
    emulator.setDown(false)
    emulator.delay(path, 3000)
    const late = send()
    await emulator.advance(3000)
    expect((await late).status).toBe(200)
    emulator.refuseConnections(1000)
    await expect(bot.connect()).rejects.toThrow('503')
    await emulator.advance(1000)
    const { frames } = await bot.connect()
    emulator.duplicateNext()
    await says('一')
    await emulator.settle()
    expect(frames).toHaveLength(2)
    const held = emulator.reorder()
    const both = [says('二'), says('三')]
    await emulator.settle()
    held.release()
    await Promise.all(both)
    expect(frames.slice(2).map((frame) => bodyOf(frame).text)).toEqual([{ content: '三' }, { content: '二' }])
    emulator.dropAcks()
    const unheard = says('四')
    await emulator.advance(60_000)
    expect((await unheard).ok).toBe(true)
    expect(frames).toHaveLength(6)
    emulator.zombie()
    void says('五')
    await emulator.settle()
    expect(frames).toHaveLength(6)
    expect(emulator.violations).toEqual([])
  })
})

describe('the clock', () => {
  it('skips short waits, in order, and keeps long ones', async () => {
    const { clock } = emulator
    const startMs = clock.now()
    const woken: string[] = []
    clock.after(60_000, () => woken.push('minute'))
    clock.after(3000, () => woken.push('three'))
    clock.after(1000, () => woken.push('one'))
    clock.after(2000, () => woken.push('never'))()
    await emulator.settle()
    expect(woken).toEqual(['one', 'three'])
    expect(clock.now() - startMs).toBe(3000)
    await emulator.advance(57_000)
    expect(woken).toEqual(['one', 'three', 'minute'])
  })

  it('stands while a call is on the wire: what is paced arrives as it was paced', async () => {
    const { clock } = emulator
    const startMs = clock.now()
    clock.after(100, () => {})
    await bot.token()
    expect(emulator.calls[0]?.at).toBe(startMs)
    await emulator.settle()
    expect(clock.now()).toBe(startMs + 100)
  })

  it('follows another clock, and is never behind it', async () => {
    const { clock } = emulator
    let scene = clock.now()
    clock.follow(() => scene)
    let woken = false
    clock.after(60_000, () => {
      woken = true
    })
    await new Promise<void>((resolve) => clock.after(4000, resolve))
    expect(clock.now()).toBe(scene + 4000)
    scene += 60_000
    await emulator.settle()
    expect(woken).toBe(true)
    expect(clock.now()).toBe(scene)
  })
})
