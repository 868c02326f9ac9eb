// Does the emulator speak Feishu's wire? The real SDK against it, there and back.
import * as lark from '@larksuiteoapi/node-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame, headerOf } from './emulator/frames.js'
import { card, close, codeOf, open, outcome, say, sendCard } from './emulator/ground.js'
import { decrypt, encrypt, sign } from './emulator/webhook.js'

afterEach(close)

describe('tokens', () => {
  it('are given out by the real SDK’s own request, and reused', async () => {
    const { feishu, client } = await open('webhook')
    await say(client, 'ou_a', '早')
    await say(client, 'ou_a', '早', 'u2')
    expect(feishu.calls.filter((one) => one.includes('tenant_access_token'))).toHaveLength(1)
    expect(feishu.violations()).toEqual([])
  })

  it('are the same while half an hour is left, then another; both stand until they expire', async () => {
    const { feishu } = await open('webhook')
    const fetchToken = async () => {
      const answer = await fetch(`${feishu.domain}/open-apis/auth/v3/tenant_access_token/internal`, {
        method: 'POST',
        body: JSON.stringify({ app_id: feishu.app.id, app_secret: feishu.app.secret }),
      })
      return (await answer.json()) as { tenant_access_token: string; expire: number }
    }
    const first = await fetchToken()
    expect(first.expire).toBe(7200)
    await feishu.advance(80 * 60_000)
    expect((await fetchToken()).tenant_access_token).toBe(first.tenant_access_token)
    await feishu.advance(20 * 60_000)
    const second = await fetchToken()
    expect(second.tenant_access_token).not.toBe(first.tenant_access_token)
    const info = async (token: string) =>
      codeOf(
        await fetch(`${feishu.domain}/open-apis/bot/v3/info`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      )
    expect(await info(first.tenant_access_token)).toBe(0)
    await feishu.advance(21 * 60_000)
    expect(await info(first.tenant_access_token)).toBe(99991663)
    expect(await info(second.tenant_access_token)).toBe(0)
    expect(feishu.violations()).toEqual([])
  })

  it('two requests at once, no token and a made-up one are caught', async () => {
    const { feishu } = await open('webhook')
    const request = () =>
      fetch(`${feishu.domain}/open-apis/auth/v3/tenant_access_token/internal`, { method: 'POST', body: '{}' })
    feishu.faults.latency('tenant_access_token', 100)
    await Promise.all([request(), request()])
    expect(await codeOf(await fetch(`${feishu.domain}/open-apis/bot/v3/info`))).toBe(99991661)
    const made = { authorization: 'Bearer t-made-up' }
    expect(await codeOf(await fetch(`${feishu.domain}/open-apis/bot/v3/info`, { headers: made }))).toBe(
      99991663,
    )
    expect(feishu.violations()).toEqual([
      'more than one token request in flight',
      'GET /open-apis/bot/v3/info: no token',
      'GET /open-apis/bot/v3/info: a token that was never given out',
    ])
  })
})

describe('messages', () => {
  it('are sent, answered, patched, read back and taken back', async () => {
    const { feishu, client } = await open('webhook')
    const sent = await sendCard(client, 'ou_a', card('一'))
    const id = sent.data?.message_id ?? ''
    expect(sent.code).toBe(0)
    expect(id).toMatch(/^om_[0-9a-f]{32}$/)
    expect(sent.data?.chat_id).toMatch(/^oc_/)
    const patched = await client.im.v1.message.patch({
      path: { message_id: id },
      data: { content: JSON.stringify(card('二')) },
    })
    expect(patched.code).toBe(0)
    expect(feishu.cardNow(id)).toEqual(card('二'))
    const got = await client.im.v1.message.get({ path: { message_id: id } })
    expect(JSON.parse(got.data?.items?.[0]?.body?.content ?? '')).toEqual(card('二'))
    const reply = await client.im.v1.message.reply({
      path: { message_id: id },
      data: { msg_type: 'text', content: JSON.stringify({ text: '好' }), uuid: 'r1' },
    })
    expect(reply.data?.parent_id).toBe(id)
    await client.im.v1.message.delete({ path: { message_id: id } })
    expect(feishu.inboxOf('ou_a').map(({ content }) => content)).toEqual(['{"text":"好"}'])
    expect(feishu.violations()).toEqual([])
  })

  it('the same uuid is the same message for an hour', async () => {
    const { feishu, client } = await open('webhook')
    const first = await say(client, 'ou_a', '早', 'u1')
    const again = await say(client, 'ou_a', '早', 'u1')
    expect(again.data?.message_id).toBe(first.data?.message_id)
    expect(feishu.inboxOf('ou_a')).toHaveLength(1)
    await feishu.advance(3_600_001)
    await say(client, 'ou_a', '早', 'u1')
    expect(feishu.inboxOf('ou_a')).toHaveLength(2)
    expect(feishu.violations()).toEqual([])
  })

  it('under a known uuid the old content stands until it is patched', async () => {
    const { feishu, client } = await open('webhook')
    const sent = await sendCard(client, 'ou_a', card('旧'), 'u1')
    await sendCard(client, 'ou_a', card('新'), 'u1')
    const message_id = sent.data?.message_id ?? ''
    expect(feishu.cardNow(message_id)).toEqual(card('旧'))
    expect(feishu.violations()).toHaveLength(1)
    await client.im.v1.message.patch({ path: { message_id }, data: { content: JSON.stringify(card('新')) } })
    expect(feishu.violations()).toEqual([])
  })

  it('buzz: only who is in the chat, only as far as the quota goes, not over 200 unread', async () => {
    const { feishu, client } = await open('webhook')
    const { data } = await say(client, 'ou_a', '急')
    const urge = (level: 'urgentApp' | 'urgentSms' | 'urgentPhone', openId: string) =>
      outcome(() =>
        client.im.v1.message[level]({
          path: { message_id: data?.message_id ?? '' },
          params: { user_id_type: 'open_id' },
          data: { user_id_list: [openId] },
        }),
      )
    expect(await urge('urgentApp', 'ou_a')).toBe(0)
    expect(await urge('urgentSms', 'ou_a')).toBe(0)
    feishu.state.urgentLeft.phone = 0
    expect(await urge('urgentPhone', 'ou_a')).toBe(230024)
    expect(feishu.urgencies().map(({ openId, level }) => [openId, level])).toEqual([
      ['ou_a', 'app'],
      ['ou_a', 'sms'],
    ])
    feishu.state.unreadUrgent.set('ou_a', 201)
    expect(await urge('urgentApp', 'ou_a')).toBe(230023)
    await feishu.read('ou_a')
    expect(await urge('urgentApp', 'ou_a')).toBe(0)
    expect(feishu.violations()).toEqual([])
    expect(await urge('urgentApp', 'ou_b')).toBe(230001)
    expect(feishu.violations()).toHaveLength(1)
  })

  it('files go up and come down', async () => {
    const { feishu, client } = await open('webhook')
    const up = await client.im.v1.file.create({
      data: { file_type: 'stream', file_name: '报告.docx', file: Buffer.from('PK..') },
    })
    expect(up?.file_key).toMatch(/^file_v3_/)
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: 'ou_a', msg_type: 'file', content: JSON.stringify(up), uuid: 'f' },
    })
    expect(sent.code).toBe(0)
    const { messageId } = await feishu.userSendsFile({
      openId: 'ou_a',
      chat: 'p2p',
      name: '截图.zip',
      bytes: Buffer.from('内容'),
    })
    const { file_key } = JSON.parse(feishu.state.messages.get(messageId)?.content ?? '') as {
      file_key: string
    }
    const down = await client.im.v1.messageResource.get({
      path: { message_id: messageId, file_key },
      params: { type: 'file' },
    })
    const parts: Buffer[] = []
    for await (const part of down.getReadableStream() as AsyncIterable<Buffer>) parts.push(part)
    expect(Buffer.concat(parts).toString()).toBe('内容')
    expect(feishu.violations()).toEqual([])
  })

  it('people, chats and what doctor looks at', async () => {
    const { feishu, client } = await open('webhook')
    const ids = await client.contact.v3.user.batchGetId({
      params: { user_id_type: 'open_id' },
      data: { mobiles: ['13800000000', '13900000000'] },
    })
    expect(ids.data?.user_list?.map(({ user_id }) => user_id)).toEqual(['ou_a', undefined])
    const user = await client.contact.v3.user.get({
      path: { user_id: 'ou_b' },
      params: { user_id_type: 'open_id' },
    })
    expect(user.data?.user?.name).toBe('李四')
    const chat = await client.im.v1.chat.get({ path: { chat_id: 'oc_group' } })
    expect([chat.data?.name, chat.data?.chat_mode]).toEqual(['网信群', 'group'])
    const members = await client.im.v1.chatMembers.get({ path: { chat_id: 'oc_group' } })
    expect(members.data?.items?.map(({ name }) => name)).toEqual(['张三', '李四'])
    const bot = await client.request<{ bot: { open_id: string } }>({
      method: 'GET',
      url: '/open-apis/bot/v3/info',
    })
    expect(bot.bot.open_id).toBe(feishu.app.openId)
    const scopes = await client.application.v6.scope.list()
    expect(scopes.data?.scopes?.length).toBeGreaterThan(10)
    feishu.state.scopes.delete('contact:user.id:readonly')
    expect(
      await outcome(() => client.contact.v3.user.batchGetId({ data: { mobiles: ['13800000000'] } })),
    ).toBe(99991672)
    expect(feishu.violations()).toEqual([])
  })
})

describe('webhook', () => {
  const listen = (
    feishu: Awaited<ReturnType<typeof open>>['feishu'],
    handlers: Record<string, (data: never) => unknown>,
  ) => {
    const dispatcher = new lark.EventDispatcher({
      encryptKey: feishu.app.encryptKey,
      verificationToken: feishu.app.verificationToken,
      logger: { error() {}, warn() {}, info() {}, debug() {}, trace() {} },
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
      logger: { error() {}, warn() {}, info() {}, debug() {}, trace() {} },
    })
    dispatcher.register(handlers)
    const start = async () => {
      const client = new lark.WSClient({
        appId: feishu.app.id,
        appSecret: feishu.app.secret,
        domain: feishu.domain,
        logger: { error() {}, warn() {}, info() {}, debug() {}, trace() {} },
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
      { config: { PingInterval: 0.05 } },
      { pingTimeout: 0.02 },
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
        logger: { error() {}, warn() {}, info() {}, debug() {}, trace() {} },
        onError: (error) => resolve(error.message),
      })
      after(() => client.close({ force: true }))
      void client.start({ eventDispatcher: new lark.EventDispatcher({}) })
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
