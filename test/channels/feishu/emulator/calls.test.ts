// Does the emulator catch calls that the platform forbids? Each limit overstepped once, with the real client.
import { afterEach, describe, expect, it } from 'vitest'
import { card, close, open, outcome, say, sendCard } from './ground.js'

afterEach(close)

const plain = (content: string) => ({ tag: 'plain_text', content })
const withBody = (...elements: object[]) => ({ schema: '2.0', body: { elements } })

describe('calls', () => {
  it('receivers, kinds, uuids and contents', async () => {
    const { feishu, client } = await open('webhook')
    const create = (type: 'open_id' | 'chat_id', to: string, content: string, uuid?: string, msg = 'text') =>
      outcome(() =>
        client.im.v1.message.create({
          params: { receive_id_type: type },
          data: { receive_id: to, msg_type: msg, content, ...(uuid === undefined ? {} : { uuid }) },
        }),
      )
    const text = '{"text":"早"}'
    expect(await create('chat_id', 'ou_a', text, 'a')).toBe(230001)
    expect(await create('open_id', 'ou_a', 'no json', 'b')).toBe(230001)
    expect(await create('open_id', 'ou_a', text, 'u'.repeat(51))).toBe(99992402)
    expect(await create('open_id', 'ou_a', '{"file_key":"file_v3_x"}', 'c', 'file')).toBe(230017)
    expect(feishu.violations()).toHaveLength(4)
    expect(await create('open_id', 'ou_a', text)).toBe(0)
    expect(feishu.violations().at(-1)).toContain('no uuid')
    expect(await create('open_id', 'ou_a', text, 'd')).toBe(0)
    expect(await create('open_id', 'ou_b', text, 'd')).toBe(0)
    expect(feishu.violations().at(-1)).toContain('uuid d used for another message')
    // Not the caller's mistake: nobody can know beforehand.
    expect(await create('open_id', 'ou_nobody', text, 'e')).toBe(230034)
    feishu.state.unreachable.set('ou_a', 230013)
    expect(await create('open_id', 'ou_a', text, 'f')).toBe(230013)
    const group = feishu.state.chats.get('oc_group')
    if (group) group.bot = false
    expect(await create('chat_id', 'oc_group', text, 'g')).toBe(230002)
    expect(feishu.violations()).toHaveLength(6)
  })

  it('an unknown call', async () => {
    const { feishu, client } = await open('webhook')
    await outcome(() => client.request({ method: 'POST', url: '/open-apis/im/v9/messages', data: {} }))
    expect(feishu.violations()).toEqual(['POST /open-apis/im/v9/messages: no such call'])
  })

  it('markup that a person wrote', async () => {
    const { feishu, client } = await open('webhook')
    await feishu.userSays({
      openId: 'ou_b',
      chat: 'p2p',
      text: '<at user_id="all"></at> **急** [点我](https://x.example)',
    })
    await say(client, 'ou_a', '他说：<at user_id="all"></at>')
    await sendCard(
      client,
      'ou_a',
      withBody({ tag: 'markdown', content: '他说：**急** [点我](https://x.example)' }),
    )
    const live = feishu.violations().map((one) => one.replace(/.*markup: /, ''))
    expect(new Set(live)).toEqual(new Set(['<at user_id="all">', '**急**', '[点我](https://x.example)']))
    await sendCard(
      client,
      'ou_a',
      withBody({ tag: 'div', text: plain('他说：**急** <at user_id="all"></at>') }),
    )
    await say(client, 'ou_a', '他说：<\u200Bat user_id="all"></at>')
    expect(feishu.violations()).toHaveLength(3)
  })

  it('a patch while a press is being answered, or after 14 days, or of no card', async () => {
    const { feishu, client, serve } = await open('webhook')
    const sent = await sendCard(client, 'ou_a', card('始', { a: 'go' }))
    const message_id = sent.data?.message_id ?? ''
    const patch = (id: string) =>
      outcome(() =>
        client.im.v1.message.patch({
          path: { message_id: id },
          data: { content: JSON.stringify(card('新')) },
        }),
      )
    const codes: (number | undefined)[] = []
    await serve(async (_request, response) => {
      codes.push(await patch(message_id))
      response.end('{}')
    })
    expect(await feishu.click({ messageId: message_id, openId: 'ou_a', value: { a: 'go' } })).toEqual({})
    expect(codes).toEqual([230099])
    expect(feishu.violations()).toHaveLength(1)
    expect(await patch(message_id)).toBe(0)
    const text = await say(client, 'ou_a', '字')
    expect(await patch(text.data?.message_id ?? '')).toBe(230001)
    expect(feishu.violations()).toHaveLength(2)
    await feishu.advance(7_200_000)
    expect(await patch(message_id)).toBe(99991663)
  })

  it('a card can be neither patched nor pressed after 14 days', async () => {
    const first = await open('webhook')
    const sent = await sendCard(first.client, 'ou_a', card('始', { a: 'go' }))
    const messageId = sent.data?.message_id ?? ''
    const message = first.feishu.state.messages.get(messageId)
    if (message) message.at -= 15 * 86_400_000
    const code = await outcome(() =>
      first.client.im.v1.message.patch({
        path: { message_id: messageId },
        data: { content: JSON.stringify(card('新')) },
      }),
    )
    expect(code).toBe(230031)
    expect(await first.feishu.click({ messageId, openId: 'ou_a', label: '好' })).toEqual({ error: 230031 })
    expect(first.feishu.violations()).toHaveLength(1)
  })

  it('five a second to each chat, then 230020; again too early is a mistake', async () => {
    const { feishu, client } = await open('webhook')
    for (let nth = 0; nth < 5; nth++) expect(await outcome(() => say(client, 'ou_a', `${nth}`))).toBe(0)
    expect(await outcome(() => say(client, 'ou_a', '六'))).toBe(230020)
    expect(await outcome(() => say(client, 'ou_b', '一'))).toBe(0)
    expect(feishu.violations()).toEqual([])
    await feishu.advance(500)
    expect(await outcome(() => say(client, 'ou_a', '六'))).toBe(230020)
    expect(feishu.violations()).toHaveLength(1)
    await feishu.advance(1_000)
    expect(await outcome(() => say(client, 'ou_a', '六'))).toBe(0)
  })

  it('fifty a second for each API, then 429 with the reset', async () => {
    const { feishu, client } = await open('webhook')
    const get = () =>
      client.contact.v3.user.get({ path: { user_id: 'ou_a' }, params: { user_id_type: 'open_id' } })
    for (let nth = 0; nth < 50; nth++) await get()
    const refused = await get().catch(
      (error: { response: { status: number; headers: Record<string, string>; data: { code: number } } }) =>
        error.response,
    )
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1' },
      data: { code: 99991400 },
    })
    expect(feishu.violations()).toEqual([])
    await feishu.advance(10)
    expect(await outcome(get)).toBe(99991400)
    expect(feishu.violations()).toHaveLength(1)
    await feishu.advance(1_000)
    expect(await outcome(get)).toBe(0)
  })
})
