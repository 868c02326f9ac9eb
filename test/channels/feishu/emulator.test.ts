// Does the emulator speak Feishu's wire? The real SDK against it, there and back.
import { afterEach, describe, expect, it } from 'vitest'
import { card, close, codeOf, open, outcome, say, sendCard } from './emulator/ground.js'

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
