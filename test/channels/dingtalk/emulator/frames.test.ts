// Are frames, acks, deadlines, pushes and faults as the documents say? The emulator's wire, spoken to by hand.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardSign, decryptEvent, encryptEvent, eventSignature, robotSign } from './crypto.js'
import { type Emulator, type EmulatorOptions, openEmulator } from './emulator.js'
import { ack, acknowledge, plainBot } from './plain-bot.js'

let emulator: Emulator
let bot: ReturnType<typeof plainBot>
const begin = async (options: EmulatorOptions = {}): Promise<void> => {
  emulator = await openEmulator(options)
  bot = plainBot(emulator)
  emulator.addUser('u1', { name: '刘老师', mobile: '13800000001' })
  emulator.addGroup('cid+1/==', '校园群', ['u1'])
}
const again = async (options: EmulatorOptions): Promise<void> => {
  await emulator.stop()
  await begin(options)
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

/** A bot with an address of its own. */
const withWebhook = async (answer: (body: Record<string, unknown>) => { status?: number; body: unknown }) => {
  const seen: { url: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => {
      text += String(part)
    })
    request.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown> // the emulator's own JSON
      seen.push({ url: request.url ?? '', headers: request.headers, body })
      const { status = 200, body: reply } = answer(body)
      response.writeHead(status).end(JSON.stringify(reply))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`
  return { seen, url, stop: () => new Promise((resolve) => server.close(resolve)) }
}

describe('pushes over HTTP', () => {
  it('robot messages are signed; the answer may be a message', async () => {
    const hook = await withWebhook(() => ({ body: { msgtype: 'text', text: { content: '收到' } } }))
    await again({ app: { webhookUrl: hook.url } })
    expect((await says('你好')).ok).toBe(true)
    const [first] = hook.seen
    expect(first?.headers.sign).toBe(robotSign(String(first?.headers.timestamp), emulator.app.clientSecret))
    expect(emulator.inboxOf('u1').map(({ param }) => param.content)).toEqual(['收到'])
    await hook.stop()
  })

  it('card callbacks are signed with the registered secret', async () => {
    const hook = await withWebhook(() => ({ body: {} }))
    await bot.api('POST', '/v1.0/card/callbacks/register', {
      callbackRouteKey: 'k',
      callbackUrl: hook.url,
      apiSecret: 's',
      forceUpdate: true,
    })
    await bot.card('t', 'u1', card, { callbackType: 'HTTP', callbackRouteKey: 'k' })
    expect((await emulator.click({ outTrackId: 't', staffId: 'u1', buttonId: 'a' })).ok).toBe(true)
    const [first] = hook.seen
    const timestamp = String(first?.headers['x-ddpaas-signature-timestamp'])
    expect(first?.headers['x-ddpaas-signature']).toBe(cardSign(timestamp, 's'))
    expect(first?.body).toMatchObject({ outTrackId: 't', userId: 'u1' })
    await hook.stop()
  })

  it('a refusal is pushed again a minute later', async () => {
    let status = 503
    const hook = await withWebhook(() => ({ status, body: {} }))
    await again({ app: { webhookUrl: hook.url } })
    expect(await says('你好')).toEqual({ ok: false, reason: 'answered 503' })
    status = 200
    await emulator.advance(60_000)
    expect(hook.seen.map(({ body }) => body.msgId)).toEqual([
      hook.seen[0]?.body.msgId,
      hook.seen[0]?.body.msgId,
    ])
    await hook.stop()
  })

  it('events are encrypted, and so must be the answer', async () => {
    const aesKey = '1234567890123456789012345678901234567890123'
    let good = true
    const hook = await withWebhook(() => {
      const encrypt = encryptEvent(aesKey, emulator.app.clientId, 'success')
      const nonce = 'n'
      const timeStamp = '1600000000'
      const msg_signature = eventSignature('tok', timeStamp, nonce, encrypt)
      return { body: good ? { msg_signature, encrypt, timeStamp, nonce } : { success: true } }
    })
    await again({ app: { events: { url: hook.url, token: 'tok', aesKey } } })
    expect((await emulator.emitEvent('check_url', {})).ok).toBe(true)
    const [first] = hook.seen
    const { text } = decryptEvent(aesKey, String(first?.body.encrypt))
    expect(JSON.parse(text)).toMatchObject({ EventType: 'check_url' })
    good = false
    await emulator.emitEvent('check_url', {})
    expect(emulator.violations[0]).toMatch(/encrypted word success/)
    await hook.stop()
  })
})

describe('the published vectors', () => {
  it('robot, card, custom robot, events', () => {
    expect(robotSign('1577262236757', 'this is a secret')).toBe(
      'DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=',
    )
    expect(encodeURIComponent(robotSign('1577262236757', 'this is secret'))).toBe(
      'hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D',
    )
    expect(cardSign('1577262236757', 'my-api-secret')).toBe('4eY72NRgCFJ1rxMK0thv8uS/UB4UE59hf06MmFBYR9Q=')
    const encrypt = 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA=='
    const key = '1234567890123456789012345678901234567890123'
    expect(encryptEvent(key, 'dingsnotzck6pm5veliw', 'success', Buffer.from('dICkEDLj0eb6yAbc'))).toBe(
      encrypt,
    )
    expect(decryptEvent(key, encrypt)).toEqual({ text: 'success', ownerKey: 'dingsnotzck6pm5veliw' })
    expect(eventSignature('123456', '1614767836', 'A7Co0cJLMzIDtMMI', encrypt)).toBe(
      '9a95a004dd16f5c307e849b994173f76aa26e5eb',
    )
  })
})

describe('the rest', () => {
  it('DING, its quota, and whom it did not reach', async () => {
    const ding = (remindType: number, receiverUserIdList: string[]) =>
      bot.api('POST', '/v1.0/robot/ding/send', {
        robotCode: emulator.app.robotCode,
        remindType,
        receiverUserIdList,
        content: '请确认',
      })
    expect((await ding(1, ['u1', 'nobody'])).body.failedList).toEqual({ 'staffId.notExisted': ['nobody'] })
    expect(emulator.dingsOf('u1')).toHaveLength(1)
    emulator.app.dingQuota = 0
    expect((await ding(3, ['u1'])).body.code).toBe('ding.serverquota.insufficient')
    await ding(4, ['u1'])
    expect(emulator.violations[0]).toMatch(/remindType/)
  })

  it('media are uploaded with a name and of a known kind; then they can be sent', async () => {
    const token = await bot.token()
    const upload = async (name: string | undefined) => {
      const form = new FormData()
      form.set('type', 'file')
      if (name) form.set('media', new Blob([new Uint8Array(4)]), name)
      else form.set('media', 'text')
      const answer = await fetch(`${emulator.base}/media/upload?access_token=${token}&type=file`, {
        method: 'POST',
        body: form,
      })
      return (await answer.json()) as { errcode: number; media_id?: string }
    }
    const { media_id } = await upload('报告.docx')
    await bot.dm(['u1'], 'sampleFile', { mediaId: media_id, fileName: '报告.docx', fileType: 'docx' })
    expect(emulator.violations).toEqual([])
    expect((await upload('a.md')).errcode).not.toBe(0)
    expect((await upload(undefined)).errcode).not.toBe(0)
    expect(emulator.violations).toHaveLength(2)
  })

  it('people are found by telephone and by id; files that were sent to the bot are fetched', async () => {
    const token = await bot.token()
    const find = (mobile: string) =>
      bot.call('POST', `/topapi/v2/user/getbymobile?access_token=${token}`, { mobile })
    expect((await find('13800000001')).body.result).toMatchObject({ userid: 'u1' })
    expect((await find('13900000000')).body.errcode).toBe(60121)
    const user = await bot.call('POST', `/topapi/v2/user/get?access_token=${token}`, { userid: 'u1' })
    expect(user.body.result).toMatchObject({ name: '刘老师' })
    const { frames } = await bot.connect()
    await emulator.userSendsFile({ staffId: 'u1' }, 'a.docx', new Uint8Array([1, 2]))
    const content = bodyOf(frames[0]).content as { downloadCode: string }
    const { downloadUrl } = (
      await bot.api('POST', '/v1.0/robot/messageFiles/download', {
        downloadCode: content.downloadCode,
        robotCode: emulator.app.robotCode,
      })
    ).body
    expect(new Uint8Array(await (await fetch(String(downloadUrl))).arrayBuffer())).toEqual(
      new Uint8Array([1, 2]),
    )
  })

  it('a custom robot: signature, 20 a minute, then ten minutes of silence', async () => {
    const token = emulator.addRobot('cid+1/==', { secret: 'SECx' })
    const send = (secret: string) => {
      const timestamp = String(emulator.clock.now())
      return bot.call(
        'POST',
        `/robot/send?access_token=${token}&timestamp=${timestamp}&sign=${encodeURIComponent(robotSign(timestamp, secret))}`,
        { msgtype: 'text', text: { content: 'x' } },
      )
    }
    expect((await send('wrong')).body.errmsg).toBe('sign not match')
    for (let n = 0; n < 20; n++) {
      expect((await send('SECx')).body.errcode).toBe(0)
      await emulator.clock.advance(60)
    }
    expect((await send('SECx')).body.errcode).toBe(410100)
    await emulator.advance(120_000)
    expect((await send('SECx')).body.errcode).toBe(410100)
    await emulator.advance(600_000)
    expect((await send('SECx')).body.errcode).toBe(0)
  })
})
