// Does nothing that is odd in a message of Feishu lose the rest of it? Nulls, wrappers, plain text for JSON, and parts nobody can read.
import { describe, expect, it } from 'vitest'
import { Envelope, read } from '../../../bot/channels/feishu/inbound.js'
import type { Said } from '../../../bot/channels/inbound.js'

const BOT = 'ou_bot'

/** `content` goes over the wire as it is given: whatever is no string is made the JSON that Feishu sends. */
const said = (type: string | null, content: unknown, more: object = {}, header: object = {}): Said => {
  const incoming = read(
    Envelope.parse({
      schema: '2.0',
      header: { event_id: 'e1', event_type: 'im.message.receive_v1', ...header },
      event: {
        sender: { sender_id: { open_id: 'ou_a', union_id: null, user_id: null }, sender_type: 'user' },
        message: {
          message_id: 'om_1',
          chat_type: 'p2p',
          message_type: type,
          content: typeof content === 'string' || content === null ? content : JSON.stringify(content),
          mentions: null,
          ...more,
        },
      },
    }),
    BOT,
  )
  if (incoming.kind !== 'said') throw new Error(JSON.stringify(incoming))
  return incoming.said
}
const at = (nth: number, openId: string, name: string | null, kind = 'user') => ({
  key: `@_user_${nth}`,
  id: { open_id: openId },
  mentioned_type: kind,
  name,
})

describe('a rich text', () => {
  const lines = [
    [
      { tag: 'text', text: '报告' },
      { tag: 'img', image_key: 'img_1' },
    ],
  ]
  it.each([
    ['plain', { title: '', content: lines }],
    ['with a title that is null', { title: null, content: lines }],
    ['in Chinese', { zh_cn: { title: null, content: lines } }],
    ['in English', { en_us: { title: '', content: lines } }],
    ['with a span whose text is null', { content: [[{ tag: 'text', text: null }, ...(lines[0] ?? [])]] }],
    ['with a span that is null', { content: [[null, ...(lines[0] ?? [])], null] }],
    ['with spans that are no list', { content: lines[0] }],
    ['wrapped twice', { post: { zh_cn: { title: '', content: lines } } }],
    ['whose Chinese is empty', { zh_cn: { title: '', content: [[]] }, en_us: { title: '', content: lines } }],
    [
      'whose Chinese has no word',
      { zh_cn: { content: [[{ tag: 'text', text: '' }]] }, en_us: { content: lines } },
    ],
    ['with a tag that is null', { content: [[{ tag: null, text: '报告' }, lines[0]?.[1]]] }],
    ['without a tag', { content: [[{ text: '报告' }, lines[0]?.[1]]] }],
    ['with a bare string', { content: [['报告', lines[0]?.[1]]] }],
  ])('%s: the words and the picture', (_, content) => {
    const one = said('post', content)
    expect(one.text.trim()).toBe('报告')
    expect(one.files).toMatchObject([{ kind: 'picture' }])
    expect(one.unread).toBeUndefined()
  })

  it('with files beside it: each an attachment, or named as not to be had', () => {
    const one = said('post', {
      title: '',
      content: [[{ tag: 'text', text: '补充 2026-0001 附日志' }]],
      files: [
        { file_key: 'file_1', file_name: '日志.txt' },
        { file_name: '抓包.pcap' },
        { file_key: null },
        null,
      ],
    })
    expect(one.text).toBe('补充 2026-0001 附日志')
    expect(one.files).toMatchObject([{ name: '日志.txt', kind: 'file' }])
    expect(one.missing).toEqual(['抓包.pcap', '附件3', '附件4'])
  })

  it.each([
    [
      'outside the language',
      { zh_cn: { content: lines }, files: [{ file_key: 'f', file_name: '日志.txt' }] },
    ],
    ['one and no list', { content: lines, files: { file_key: 'f', file_name: '日志.txt' } }],
    [
      'outside and one',
      { post: { zh_cn: { content: lines }, files: { file_key: 'f', file_name: '日志.txt' } } },
    ],
  ])('with files %s', (_, content) => {
    const one = said('post', content)
    expect(one.text.trim()).toBe('报告')
    expect(one.files).toMatchObject([{ kind: 'picture' }, { name: '日志.txt', kind: 'file' }])
  })

  it('a number is a word', () => {
    expect(said('text', { text: 110 }).text).toBe('110')
    expect(said('post', { title: 7, content: [[{ tag: 'text', text: 110 }]] }).text).toBe('7\n110')
  })

  it('of emotions alone is nothing to read', () => {
    expect(said('post', { content: [[{ tag: 'emotion', emoji_type: 'OK' }]] }).unread).toEqual(['表情'])
    expect(said('post', { content: [] }).unread).toHaveLength(1)
    expect(said('post', { content: null }).unread).toHaveLength(1)
  })
})

describe('what nobody can read', () => {
  it.each([
    ['sticker', { file_key: 'f' }, '表情'],
    ['merge_forward', 'Merged and Forwarded Message', '合并转发的消息'],
    ['merge_forward', null, '合并转发的消息'],
    ['location', { name: '图书馆' }, '位置'],
    ['share_user', { user_id: 'ou_b' }, '个人名片'],
    ['share_chat', null, '群名片'],
    ['interactive', '{"broken', '卡片'],
    ['todo', {}, '任务'],
    ['vote', {}, '投票'],
    ['hongbao', {}, '红包'],
    ['system', {}, '系统消息'],
    ['a_kind_of_tomorrow', 'x', '不支持的消息'],
    [null, null, '不支持的消息'],
    ['text', { text: null }, '没有文字的消息'],
    ['text', null, '没有文字的消息'],
    ['text', { text: '' }, '没有文字的消息'],
  ])('%s %j', (type, content, kind) => expect(said(type, content).unread).toEqual([kind]))

  it('a text that is no JSON is still a text', () => {
    expect(said('text', '报告').text).toBe('报告')
    expect(said('text', '2').text).toBe('2')
    expect(said('text', '"报告"').text).toBe('"报告"')
  })

  it('a file without a name has one, without a key it is named', () => {
    expect(said('file', { file_key: 'f', file_name: null }).files).toMatchObject([{ name: '文件' }])
    expect(said('file', { file_key: null, file_name: '日志.txt' })).toMatchObject({ missing: ['日志.txt'] })
    expect(said('image', { image_key: null }).missing).toEqual(['图片.png'])
    expect(said('image', 'broken').missing).toEqual(['图片.png'])
  })
})

describe('mentions', () => {
  const bot = at(1, BOT, '烽火', 'bot')
  it.each([
    ['@_user_1报告', [bot]],
    ['报告@_user_1', [bot]],
    ['@_user_1 @_user_1 报告', [bot]],
  ])('of the bot go: %s', (text, mentions) =>
    expect(said('text', { text }, { chat_type: 'group', mentions }).text).toBe('报告'),
  )
  it('of others stand apart from the word behind', () => {
    const mentions = [bot, at(2, 'ou_2', 'Zhang San'), at(3, 'ou_3', null)]
    const text = '@_user_2报告 @_user_1'
    expect(said('text', { text }, { chat_type: 'group', mentions }).text).toBe('@ZhangSan 报告')
    const post = {
      content: [
        [
          { tag: 'at', user_id: 'ou_2', user_name: '张三' },
          { tag: 'at', user_id: '@_user_1', user_name: '烽火' },
          { tag: 'text', text: '报告' },
        ],
      ],
    }
    expect(said('post', post, { chat_type: 'group', mentions }).text).toBe('@张三 报告')
  })
  it.each([
    ['without an id', [{ ...bot, id: null }]],
    ['with an id that is a string', [{ ...bot, id: BOT }]],
    ['one and no list', bot],
  ])('of the bot are heard, odd as they are: %s', (_, mentions) =>
    expect(said('text', { text: '@_user_1 报告' }, { chat_type: 'group', mentions }).text).toBe('报告'),
  )
  it('of another bot are none of ours', () => {
    const mentions = [at(1, 'ou_other', '别的机器人', 'bot')]
    expect(() => said('text', { text: '@_user_1 报告' }, { chat_type: 'group', mentions })).toThrow(
      'not addressed',
    )
  })
  it('that are odd lose nobody else', () => {
    const mentions = [null, { key: null }, { ...bot, name: null }]
    expect(said('text', { text: '@_user_1 报告' }, { chat_type: 'group', mentions }).text).toBe('报告')
  })
})

describe('a press', () => {
  const value = { action: 'acknowledge', incident: '2026-0001', duty: 'ack/first' }
  const press = (more: object) => {
    const incoming = read(
      Envelope.parse({
        schema: '2.0',
        header: { event_id: 'e1', event_type: 'card.action.trigger' },
        event: {
          operator: { open_id: 'ou_a' },
          action: { value, tag: 'button' },
          context: { open_message_id: 'om_1' },
          ...more,
        },
      }),
      BOT,
    )
    if (incoming.kind !== 'pressed') throw new Error(JSON.stringify(incoming))
    return incoming.pressed
  }
  it.each([
    ['its context null', { context: null }, ''],
    ['its card null', { context: { open_message_id: null } }, ''],
    [
      'its value in a string',
      { action: { value: JSON.stringify(value), name: null, form_value: null } },
      'om_1',
    ],
    ['an odd form', { action: { value, form_value: [7] } }, 'om_1'],
    [
      'its value null, known by its name',
      { action: { value: null, name: `submit_${Buffer.from(JSON.stringify(value)).toString('base64url')}` } },
      'om_1',
    ],
  ])('%s', (_, more, message) => {
    expect(press(more)).toEqual({
      id: 'feishu:e1',
      by: { channel: 'feishu', address: 'ou_a' },
      message,
      value,
    })
  })
  it('a chosen option may come as a table; the form may come in a string', () => {
    const form = { channel: { index: 1, value: '电话' }, none: { index: null }, nothing: null }
    expect(press({ action: { value, form_value: form } }).form).toEqual({ channel: '电话' })
    expect(press({ action: { value, form_value: JSON.stringify(form) } }).form).toEqual({ channel: '电话' })
  })
})
