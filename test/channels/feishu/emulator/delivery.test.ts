// Do events and presses arrive by both doors? The SDK's own dispatcher and long connection at the other end.
import * as lark from '@larksuiteoapi/node-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame, headerOf } from './frames.js'
import { card, close, open, quiet, sendCard } from './ground.js'
import { decrypt, encrypt, sign } from './webhook.js'

afterEach(close)

describe('webhook', () => {
  const listen = (
    feishu: Awaited<ReturnType<typeof open>>['feishu'],
    handlers: Record<string, (data: never) => unknown>,
  ) => {
    const dispatcher = new lark.EventDispatcher({
      encryptKey: feishu.app.encryptKey,
      verificationToken: feishu.app.verificationToken,
      logger: quiet,
    })
    dispatcher.register(handlers)
    return lark.adaptDefault('/webhook', dispatcher)
  }

  it('encrypts and signs as published', () => {
    const published = 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk='
    expect(decrypt('test key', published)).toBe('hello world')
    expect(encrypt('test key', 'hello world', Buffer.from(published, 'base64').subarray(0, 16))).toBe(
      published,
    )
    expect(new lark.AESCipher('a key').decrypt(encrypt('a key', '烽火'))).toBe('烽火')
    expect(sign('1', '2', '3', '4')).toBe('03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4')
  })

  it('the SDK’s dispatcher takes the events and answers the presses', async () => {
    const { feishu, client, serve } = await open('webhook')
    const said: string[] = []
    await serve(
      listen(feishu, {
        'im.message.receive_v1': (data: { message: { content: string } }) => {
          said.push(data.message.content)
        },
        'card.action.trigger': (data: { action: { value: { a: string } } }) => ({
          toast: { type: 'success', content: `收到 ${data.action.value.a}` },
          card: { type: 'raw', data: card('完') },
        }),
      }),
    )
    const taken = await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    expect(taken.taken).toBe(true)
    expect(said).toEqual(['{"text":"报告"}'])
    const { data } = await sendCard(client, 'ou_a', card('始', { a: 'go' }))
    const clicked = await feishu.click({ messageId: data?.message_id ?? '', openId: 'ou_a', label: '好' })
    expect(clicked.toast).toEqual({ type: 'success', content: '收到 go' })
    expect(feishu.cardNow(data?.message_id ?? '')).toEqual(card('完'))
    expect(feishu.violations()).toEqual([])
  })

  it('the console’s challenge is encrypted, unsigned, and answered', async () => {
    const { feishu, serve } = await open('webhook')
    const { encryptKey } = feishu.app
    await serve((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const { encrypt: sealed } = JSON.parse(Buffer.concat(parts).toString()) as { encrypt: string }
        const { challenge } = JSON.parse(decrypt(encryptKey, sealed)) as { challenge: string }
        expect(request.headers['x-lark-signature']).toBeUndefined()
        response.end(JSON.stringify({ challenge }))
      })
    })
    expect(await feishu.events.verifyUrl()).toBe(true)
  })

  it('what is not answered 200 comes again after 15 s, 5 min, 1 h and 6 h, and never after that', async () => {
    const { feishu, serve } = await open('webhook')
    const start = feishu.time.now()
    const ids = new Set<string>()
    await serve((_request, response) => {
      response.statusCode = 500
      response.end()
    })
    expect((await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })).taken).toBe(false)
    await feishu.advance(24 * 3_600_000)
    for (const { eventId } of feishu.events.attempts) ids.add(eventId)
    expect(feishu.events.attempts.map(({ at }) => (at - start) / 1000)).toEqual([0, 15, 315, 3_915, 25_515])
    expect(ids.size).toBe(1)
    expect(feishu.events.lost).toHaveLength(1)
  })

  it('three seconds without an answer count as none, and cost no time here', async () => {
    const { feishu, client, serve } = await open('webhook')
    const hanging: (() => void)[] = []
    await serve((_request, response) => {
      hanging.push(() => response.end())
    })
    const said = feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    await feishu.advance(3_000)
    expect((await said).taken).toBe(false)
    const { data } = await sendCard(client, 'ou_a', card('始', { a: 'go' }))
    const clicked = feishu.click({ messageId: data?.message_id ?? '', openId: 'ou_a', label: '好' })
    await feishu.advance(3_000)
    expect(await clicked).toEqual({ error: 200341 })
    const presses = feishu.events.attempts.filter(({ type }) => type === 'card.action.trigger')
    await feishu.advance(8 * 3_600_000)
    expect(presses).toHaveLength(1)
  })
})

describe('long connection', () => {
  const connect = async (
    handlers: Record<string, (data: never) => unknown>,
    more: Parameters<typeof open>[1] = {},
    wsConfig: { pingTimeout?: number } = {},
  ) => {
    const ground = await open('websocket', more)
    const { feishu } = ground
    const dispatcher = new lark.EventDispatcher({
      logger: quiet,
    })
    dispatcher.register(handlers)
    const start = async () => {
      const client = new lark.WSClient({
        appId: feishu.app.id,
        appSecret: feishu.app.secret,
        domain: feishu.domain,
        logger: quiet,
        wsConfig,
      })
      ground.after(() => client.close({ force: true }))
      await client.start({ eventDispatcher: dispatcher })
      return client
    }
    await start()
    await feishu.socket.whenReady()
    return { ...ground, start }
  }

  it('events come in fragments, in any order, and are acknowledged', async () => {
    const said: string[] = []
    const { feishu } = await connect({
      'im.message.receive_v1': (data: { message: { content: string } }) => {
        said.push(data.message.content)
      },
    })
    feishu.faults.fragments = 5
    feishu.faults.reverseFragments = true
    const long = '网络安全'.repeat(500)
    expect((await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: long })).taken).toBe(true)
    expect(said).toEqual([JSON.stringify({ text: long })])
    expect(feishu.socket.acks.map((one) => headerOf(one, 'sum'))).toEqual(['5'])
    expect(feishu.socket.pings).toHaveLength(1)
    expect(feishu.violations()).toEqual([])
  })

  it('a press is answered in the acknowledgement; without an object the client shows an error', async () => {
    let answer: unknown = { toast: { type: 'info', content: '好的' } }
    const { feishu, client } = await connect({ 'card.action.trigger': () => answer })
    const { data } = await sendCard(client, 'ou_a', card('始', { a: 'go' }))
    const press = () =>
      feishu.click({ messageId: data?.message_id ?? '', openId: 'ou_a', value: { a: 'go' } })
    expect(await press()).toEqual({ toast: { type: 'info', content: '好的' } })
    answer = {}
    expect(await press()).toEqual({})
    expect(feishu.violations()).toEqual([])
    answer = undefined
    expect(await press()).toEqual({ error: 200672 })
    answer = { card: { type: 'raw', data: { schema: '2.0', body: { elements: [{ tag: 'action' }] } } } }
    expect(await press()).toEqual({ error: 200673 })
    expect(feishu.violations()).toHaveLength(2)
  })

  it('a press in a frame of the type card gets no answer from the SDK', async () => {
    const { feishu, client } = await connect({ 'card.action.trigger': () => ({}) })
    feishu.faults.cardFrames = true
    const { data } = await sendCard(client, 'ou_a', card('始', { a: 'go' }))
    const clicked = feishu.click({ messageId: data?.message_id ?? '', openId: 'ou_a', label: '好' })
    await feishu.advance(3_000)
    expect(await clicked).toEqual({ error: 200341 })
  })

  it('what the handler throws at comes again', async () => {
    let broken = true
    const { feishu } = await connect({
      'im.message.receive_v1': () => {
        if (broken) throw new Error('the disk is full')
      },
    })
    expect((await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })).taken).toBe(false)
    broken = false
    await feishu.advance(15_000)
    expect(feishu.events.attempts.map(({ taken }) => taken)).toEqual([false, true])
  })

  it('of several connections a random one gets each event, and both are counted', async () => {
    const { feishu, client, start } = await connect({ 'im.message.receive_v1': () => {} })
    await start()
    while (feishu.socket.ready() < 2) await new Promise((resolve) => setTimeout(resolve, 1))
    const online = await client.event.v1.connection.get()
    expect(online.data?.online_instance_cnt).toBe(2)
    for (let nth = 0; nth < 20; nth++) await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: `${nth}` })
    const lines = new Set(feishu.socket.acks.map((one) => headerOf(one, 'instance_id')))
    expect(lines.size).toBe(2)
    expect(feishu.violations()).toEqual([])
  })

  it('a dropped connection is built again; a frozen one is noticed by the pongs that stay away', async () => {
    const { feishu } = await connect(
      { 'im.message.receive_v1': () => {} },
      { config: { PingInterval: 0.6 } },
      { pingTimeout: 0.4 },
    )
    feishu.socket.drop()
    while (feishu.socket.online() > 0) await new Promise((resolve) => setTimeout(resolve, 1))
    await feishu.socket.whenReady()
    feishu.socket.freeze()
    while (!feishu.socket.thawed()) await new Promise((resolve) => setTimeout(resolve, 1))
    expect((await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '在吗' })).taken).toBe(true)
  })

  it('busy is said with data, and the SDK gives up', async () => {
    const { feishu, after } = await open('websocket')
    feishu.faults.endpoint = 'busy'
    const failed = await new Promise<string>((resolve) => {
      const client = new lark.WSClient({
        appId: feishu.app.id,
        appSecret: feishu.app.secret,
        domain: feishu.domain,
        logger: quiet,
        onError: (error) => resolve(error.message),
      })
      after(() => client.close({ force: true }))
      void client.start({ eventDispatcher: new lark.EventDispatcher({ logger: quiet }) })
    })
    expect(failed).toContain('system busy')
  })

  it('frames survive both directions', () => {
    const frame = {
      SeqID: 7,
      LogID: 9,
      service: 33554678,
      method: 1,
      headers: [{ key: 'type', value: 'event' }],
      payload: Buffer.from('{}'),
    }
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
  })
})
