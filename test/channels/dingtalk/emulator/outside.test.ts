// Are pushes over HTTP signed as the published vectors say, and what about DING, media, people and the custom robot?
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardSign, decryptEvent, encryptEvent, eventSignature, robotSign } from './crypto.js'
import { type Emulator, type EmulatorOptions, openEmulator } from './emulator.js'
import { plainBot } from './plain-bot.js'

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
