// Does nothing that is odd in a message of DingTalk lose the rest of it? Nulls, content in a string, mentions grown onto a word, and parts nobody can read.
import { describe, expect, it } from 'vitest'
import { pack } from '../../../bot/channels/dingtalk/buttons.js'
import { readCallback, readMessage } from '../../../bot/channels/dingtalk/inbound.js'

const base = {
  msgId: 'msg0xxxxx==',
  conversationId: 'cid1',
  conversationType: '1',
  senderStaffId: 'user123',
  senderNick: '杨老师',
  senderId: '$:LWCP_v1:$Ff09',
  msgtype: 'text',
}
const words = (body: object) => {
  const heard = readMessage({ ...base, ...body })
  if (heard.heard !== 'words') throw new Error(JSON.stringify(heard))
  return heard
}

describe('an odd optional field', () => {
  const odd = {
    senderNick: null,
    conversationId: null,
    conversationType: null,
    sessionWebhook: null,
    sessionWebhookExpiredTime: null,
    content: null,
    text: { content: '报告' },
  }
  it.each(Object.keys(odd))('%s: null counts as absent', (field) => {
    const { text, by } = words({ text: { content: '报告' }, [field]: odd[field as keyof typeof odd] }) // a key of its own table
    expect(text).toBe('报告')
    expect(by.address).toBe('user123')
  })
  it('all at once, and of a wrong kind', () => {
    expect(words(odd).text).toBe('报告')
    expect(words({ ...odd, senderNick: 7, sessionWebhookExpiredTime: 'soon' }).by).toEqual({
      channel: 'dingtalk',
      address: 'user123',
    })
  })
  it('content in a string is read', () => {
    const content = JSON.stringify({ richText: [{ text: '报告' }, { type: 'picture', downloadCode: 'c' }] })
    expect(words({ msgtype: 'richText', content })).toMatchObject({
      text: '报告',
      files: [{ ref: 'c', kind: 'picture' }],
    })
  })
  it.each([
    ['a string', '报告'],
    ['the JSON of a table', '{"content":"报告"}'],
    ['a table', { content: '报告', isReplyMsg: null }],
  ])('a text that is %s is read', (_, text) => expect(words({ text }).text).toBe('报告'))
  it('a number is a word', () => {
    expect(words({ text: { content: 110 } }).text).toBe('110')
    expect(words({ text: 110 }).text).toBe('110')
    expect(words({ msgtype: 'richText', content: { richText: [{ text: 110 }] } }).text).toBe('110')
  })
  it('a span that brings something else than a picture is one, or is named', () => {
    const richText = [
      { text: '报告' },
      { type: 'video' },
      { type: 'audio', downloadCode: null },
      { type: 'video', downloadCode: 'c' },
      { type: 'constructor' },
    ]
    expect(words({ msgtype: 'richText', content: { richText } })).toMatchObject({
      text: '报告',
      files: [{ ref: 'c', kind: 'video', name: '视频-sg0xxxxx-4.mp4' }],
      missing: ['视频-sg0xxxxx-2.mp4', '语音-sg0xxxxx-3.amr'],
    })
  })
  it('spans that are null or have no text are passed over', () => {
    const richText = [
      null,
      { text: null },
      { text: '报告' },
      { type: 'picture', downloadCode: null },
      { type: 'picture', downloadCode: 'c' },
    ]
    expect(words({ msgtype: 'richText', content: { richText } })).toMatchObject({
      text: '报告',
      files: [{ ref: 'c' }],
      missing: ['图片-sg0xxxxx-4.jpg'],
    })
  })
  it('a file without a name has one', () => {
    expect(words({ msgtype: 'file', content: { downloadCode: 'c', fileName: null } }).files).toMatchObject([
      { name: '文件-sg0xxxxx' },
    ])
  })
  it('a sender of whom DingTalk says nothing is told so, null or absent', () => {
    expect(readMessage({ ...base, senderStaffId: null, text: { content: '报告' } }).heard).toBe('nobody')
  })
})

describe('what nobody can read', () => {
  it.each([
    [{ msgtype: 'chatRecord' }, ['聊天记录'], []],
    [{ msgtype: 'interactiveCard', content: null }, ['卡片'], []],
    [{ msgtype: 'unknownMsgType', content: 'x' }, ['不支持的消息'], []],
    [{ msgtype: null, content: {} }, ['不支持的消息'], []],
    [{ msgtype: 'richText', content: null }, ['没有内容的消息'], []],
    [{ msgtype: 'richText', content: '{"broken' }, ['没有内容的消息'], []],
    [{ msgtype: 'text', text: null, content: null }, ['没有文字的消息'], []],
    [{ msgtype: 'text', text: { content: null } }, ['没有文字的消息'], []],
    [{ msgtype: 'text', text: [] }, ['没有文字的消息'], []],
    [{ msgtype: 'file', content: { fileName: '日志.zip', downloadCode: null } }, [], ['日志.zip']],
    [{ msgtype: 'picture', content: null }, [], ['图片-sg0xxxxx.jpg']],
  ])('%j comes from somebody who is answered', (body, what, missing) => {
    expect(readMessage({ ...base, ...body })).toMatchObject({
      heard: 'unreadable',
      by: { address: 'user123' },
      what,
      missing,
    })
  })
})

describe('the parts of one message', () => {
  it('what was spoken is read as typed, and kept', () => {
    expect(words({ msgtype: 'audio', content: { downloadCode: 'c', recognition: '报告。' } })).toMatchObject({
      text: '报告。',
      files: [{ kind: 'audio' }],
    })
    expect(words({ msgtype: 'audio', content: { recognition: '报告。' } })).toMatchObject({
      text: '报告。',
      files: [],
      missing: ['语音-sg0xxxxx.amr'],
    })
  })
  it.each([
    ['one span', [{ text: '@烽火报告' }]],
    ['one span, the long name', [{ text: '@烽火机器人报告' }]],
    ['two spans', [{ text: '@烽火' }, { text: '报告' }]],
    ['two spans, another name', [{ text: '@网安助手' }, { text: '报告' }]],
    ['an empty span before', [{ text: '\n' }, { text: '@烽火 ' }, { text: '报告' }]],
    ['full width', [{ text: '＠烽火 报告' }]],
    ['no common space', [{ text: '@烽火\u2005报告' }]],
    ['a name that begins with ours', [{ text: '@烽火助手 报告' }]],
    ['such a name, longer', [{ text: '@烽火小助手' }, { text: '报告' }]],
    ['such a name, grown on', [{ text: '@烽火值班报告' }]],
    ['a picture between', [{ text: '@烽火' }, { type: 'picture', downloadCode: 'c' }, { text: '报告' }]],
  ])('the call of the bot goes: %s', (_, richText) =>
    expect(words({ msgtype: 'richText', conversationType: '2', content: { richText } }).text).toBe('报告'),
  )
})

describe('a press', () => {
  const value = { action: 'acknowledge', incident: '2026-0001' }
  const id = pack(value)
  const press = (data: unknown, more: object = {}) =>
    readCallback({ outTrackId: 'X', userId: 'u1', content: data, ...more })
  const inner = (more: object) => ({ cardPrivateData: more })

  it.each([
    ['params null beside good ids', inner({ actionIds: [id], params: null })],
    ['ids null beside good params', inner({ actionIds: null, params: { id } })],
    ['one id null', inner({ actionIds: [null, id] })],
    ['an id that is no list', inner({ actionIds: id })],
    ['ids in a string', inner({ actionIds: JSON.stringify([id]), params: null })],
    ['params in a string', inner({ params: JSON.stringify({ id }) })],
    ['params that are none', inner({ actionIds: [id], params: 7 })],
    ['encoded once', JSON.stringify(inner({ params: { id } }))],
    ['encoded twice', JSON.stringify(JSON.stringify(inner({ params: { id } })))],
    ['the private part in a string', { cardPrivateData: JSON.stringify({ params: { id } }) }],
  ])('%s', (_, data) => {
    expect(press(data).pressed).toEqual({ value })
    // nothing in the one, so it is in the other
    expect(press(inner({ actionIds: null }), { value: data }).pressed).toEqual({ value })
  })
  it('by a number is by the person of that number', () => {
    expect(press(inner({ params: { id } }), { userId: 7 }).by.address).toBe('7')
  })
  it('that nobody can read is one; a touch on the body of a card is none', () => {
    expect(press('{').unreadable).toBe(true)
    expect(press(inner({ actionIds: ['question_7'] })).unreadable).toBeUndefined()
    expect(press(null).unreadable).toBeUndefined()
  })
})
