import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pack, short, tooLong, valueIn } from '../../../bot/channels/dingtalk/buttons.js'
import { readCallback, readEvent, readMessage } from '../../../bot/channels/dingtalk/inbound.js'
import { type Bench, card, openBench } from './bench.js'

const base = {
  conversationId: 'cidAsXSBLnA==',
  chatbotUserId: '$:LWCP_v1:$bot',
  msgId: 'msg0xxxxx==',
  senderNick: '杨老师',
  senderStaffId: 'user123',
  senderId: '$:LWCP_v1:$Ff09',
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=xxxxx',
  sessionWebhookExpiredTime: 1613635652738,
  createAt: 1613630252678,
  conversationType: '1',
  robotCode: 'dingxxxx',
  msgtype: 'text',
}
const words = (body: object) => {
  const heard = readMessage({ ...base, ...body })
  if (heard.heard !== 'words') throw new Error(heard.heard)
  return heard
}

describe('robot messages', () => {
  it('text, in private and in the group', () => {
    expect(words({ text: { content: ' 你好 ' } })).toEqual({
      heard: 'words',
      id: 'dingtalk:msg0xxxxx==',
      msgId: 'msg0xxxxx==',
      by: { channel: 'dingtalk', address: 'user123', name: '杨老师' },
      chat: 'dm',
      text: '你好',
      files: [],
      session: {
        url: base.sessionWebhook,
        until: 1613635652738,
        conversation: 'cidAsXSBLnA==',
      },
    })
    expect(words({ conversationType: '2', text: { content: ' 状态' } }).chat).toBe('group')
  })

  it('rich text: words joined, pictures as files, the call of the bot taken out in the group', () => {
    const richText = [
      { text: '@烽火' },
      { text: ' 报告' },
      { type: 'picture', downloadCode: 'code/1+', pictureDownloadCode: 'p' },
      { text: '\n看图' },
    ]
    const { text, files } = words({ msgtype: 'richText', conversationType: '2', content: { richText } })
    expect(text).toBe('报告\n看图')
    expect(files).toEqual([{ ref: 'code/1+', name: '图片-sg0xxxxx-3.jpg', kind: 'picture' }])
    expect(words({ msgtype: 'richText', content: { richText: [{ text: '@烽火 在吗' }] } }).text).toBe(
      '@烽火 在吗',
    )
  })

  it('pictures, audio (its recognition is the text), video and files', () => {
    expect(words({ msgtype: 'picture', content: { downloadCode: 'a' } }).files[0]).toMatchObject({
      ref: 'a',
      kind: 'picture',
    })
    const audio = words({
      msgtype: 'audio',
      content: { duration: 4000, downloadCode: 'b', recognition: '报告' },
    })
    expect(audio.text).toBe('报告')
    expect(audio.files[0]).toMatchObject({ ref: 'b', kind: 'audio' })
    expect(
      words({ msgtype: 'video', content: { downloadCode: 'c', videoType: 'mov' } }).files[0],
    ).toMatchObject({ name: expect.stringMatching(/\.mov$/), kind: 'video' })
    expect(words({ msgtype: 'file', content: { downloadCode: 'd', fileName: '截图.docx' } }).files).toEqual([
      { ref: 'd', name: '截图.docx', kind: 'file' },
    ])
  })

  it('a quoting reply is what was written, not what was quoted', () => {
    const text = { content: '补充 已断网', isReplyMsg: true, repliedMsg: { content: { text: '请回复' } } }
    expect(words({ text, originalProcessQueryKey: 'k' }).text).toBe('补充 已断网')
  })

  it('what can not be read, and whom we can not answer, are told apart', () => {
    expect(readMessage({ ...base, msgtype: 'chatRecord' }).heard).toBe('unreadable')
    expect(readMessage({ ...base, msgtype: 'unknownMsgType', content: {} }).heard).toBe('unreadable')
    const { senderStaffId: _, ...external } = { ...base, text: { content: '你好' } }
    expect(readMessage(external)).toMatchObject({ heard: 'nobody', session: { url: base.sessionWebhook } })
    expect(readMessage({ errorCode: 20001, errorMessage: '超过限额' }).heard).toBe('over-quota')
    expect(readMessage({ ...base, errCode: '20001' }).heard).toBe('over-quota')
  })

  it.each([{}, null, 'text', 12, [], { msgId: 7 }, { msgId: '', msgtype: 'text' }])('refuses %j', (body) => {
    expect(() => readMessage(body)).toThrow()
  })
})

describe('buttons', () => {
  const value = { action: 'acknowledge', incident: '演练2026-0001', duty: 'ack|100%/first' }

  it('a value comes back whole from its id, a number behind it or not', () => {
    expect(valueIn({}, [pack(value)])).toEqual({ value })
    expect(valueIn({}, [`${pack(value)}_1`])).toEqual({ value })
    expect(valueIn({ id: pack(value) }, ['node_ocabc_1'])).toEqual({ value })
    expect(valueIn({ action: pack(value) }, [])).toEqual({ value })
    expect(valueIn({ id: 7 }, ['done'])).toBeUndefined()
  })

  it('a value can not choose another action', () => {
    const sly = { action: 'answer', text: '|action=close|', question: 'd1/x' }
    expect(valueIn({}, [pack(sly)])).toEqual({ value: sly })
    expect(valueIn({}, ['fh|close|action=acknowledge|'])).toEqual({ value: { action: 'close' } })
  })

  it('a value that is too long stands under a short id', () => {
    const long = { action: 'answer', question: 'd1/unit', text: '很长的单位名称'.repeat(20) }
    expect(tooLong(long)).toBe(true)
    expect(short(long).length).toBeLessThanOrEqual(100)
    expect(valueIn({}, [`${short(long)}2`])).toEqual({ kept: short(long) })
  })
})

describe('card callbacks', () => {
  const id = pack({ action: 'acknowledge', incident: '2026-0001' })
  const value = { action: 'acknowledge', incident: '2026-0001' }
  const inner = (actionIds: string[], params: object) => ({ cardPrivateData: { actionIds, params } })
  const body = (more: object) => ({
    type: 'actionCallback',
    outTrackId: 'X',
    userId: 'u1',
    spaceType: 'IM',
    ...more,
  })

  it.each([
    ['the id alone', { content: JSON.stringify(inner([id], {})) }],
    ['the parameters alone', { content: JSON.stringify(inner([], { id })) }],
    ['value instead of content', { value: JSON.stringify(inner([id], { id })) }],
    ['an object, a node for an id', { content: inner(['node_ocabc_1'], { id }), spaceType: 'im' }],
    ['a content that is none, and a value', { content: '{}', value: inner([id], {}) }],
  ])('%s', (_, shape) => {
    expect(readCallback(body(shape))).toEqual({
      card: 'X',
      by: { channel: 'dingtalk', address: 'u1' },
      pressed: { value },
    })
  })

  it('a form: scalars, chosen options, lists', () => {
    const form = {
      title: 'abc',
      prio: { index: 1, value: 'high' },
      tags: { index: [0, 2], value: ['a', 'c'] },
      ok: true,
      n: 3,
      empty: '',
      odd: null,
    }
    expect(readCallback(body({ content: inner(['form'], { form }) })).form).toEqual({
      title: 'abc',
      prio: 'high',
      tags: 'a、c',
      ok: '是',
      n: '3',
    })
    expect(readCallback(body({ content: inner(['q'], { form: '{"reason":"误报"}' }) })).form).toEqual({
      reason: '误报',
    })
  })

  it('a touch on the body of a card means nothing', () => {
    const touched = readCallback(body({ content: inner(['question_7'], { fromConfig: "''" }) }))
    expect(touched).toEqual({ card: 'X', by: { channel: 'dingtalk', address: 'u1' } })
  })

  it.each([{}, null, [], { outTrackId: 'X' }, { outTrackId: '', userId: 'u' }])('refuses %j', (one) => {
    expect(() => readCallback(one)).toThrow()
  })
})

describe('events', () => {
  const data = { userId: 'manager', processQueryKey: 'dsad', openConversationId: 'cid' }
  it('read and recalled, in both spellings', () => {
    expect(readEvent('robot_msg_read', 'e1', data)).toEqual({
      happened: 'read',
      id: 'dingtalk:event/e1',
      by: { channel: 'dingtalk', address: 'manager' },
      message: 'dsad',
    })
    expect(readEvent('robot_msg_recall', 'e2', { UserId: 'm', ProcessQueryKey: 'k' })).toEqual({
      happened: 'recalled',
      id: 'dingtalk:event/e2',
      message: 'k',
    })
    expect(readEvent('chat_disband', 'e3', data)).toBeUndefined()
  })
})

describe('over the wire', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await openBench()
  })
  afterEach(async () => {
    expect(bench.emulator.violations).toEqual([])
    await bench.emulator.stop()
  })

  it.each(['id', 'params', 'value', 'object'] as const)(
    'a press in the shape «%s»',
    async (callbackShape) => {
      bench.emulator.settings.callbackShape = callbackShape
      const { channel } = await bench.begin()
      const long = { action: 'answer', question: 'd1/unit', text: '信息科学与工程学院'.repeat(12) }
      const { message } = await channel.deliver(
        bench.out({
          card: card({ actions: [...card().actions, { label: '长', action: 'answer', value: long }] }),
        }),
      )
      await bench.emulator.click({ outTrackId: message, staffId: 'u2', buttonText: '转办' })
      await bench.emulator.click({ outTrackId: message, staffId: 'u2', buttonText: '长' })
      await channel.stop()
      // What is kept for a button outlives the process.
      const again = await bench.begin()
      await bench.emulator.click({ outTrackId: message, staffId: 'u2', buttonText: '长' })
      expect(bench.house.pressed.map(({ value, by }) => [value, by.name])).toEqual([
        [{ action: 'delegate', incident: '2026-0001' }, '李院长'],
        [long, '李院长'],
        [long, '李院长'],
      ])
      await again.channel.stop()
    },
  )

  it('files, pictures and audio come in with what is needed to fetch them', async () => {
    const { channel } = await bench.begin()
    await bench.emulator.userSendsFile({ staffId: 'u2' }, '日志.zip', Buffer.from('zip'))
    await bench.emulator.userSendsAudio({ staffId: 'u2' }, '状态')
    const [file, audio] = bench.house.said
    expect(file?.files?.[0]).toMatchObject({ name: '日志.zip', kind: 'file' })
    expect(audio?.text).toBe('状态')
    expect(Buffer.from(await channel.fetchFile(file?.files?.[0]?.ref ?? '')).toString()).toBe('zip')
    await expect(channel.fetchFile('gone')).rejects.toMatchObject({ failure: 'refused' })
    await channel.stop()
  })

  it('what somebody read or took back is told under our own ids', async () => {
    const { channel } = await bench.begin()
    const sent = await channel.deliver(bench.out('您好'))
    const key = bench.emulator.inboxOf('manager01')[0]?.key ?? ''
    await bench.emulator.userReads('manager01', key)
    await bench.emulator.userRecalls('manager01', key)
    expect(bench.house.seen).toMatchObject([{ by: { address: 'manager01' }, messages: [sent.message] }])
    expect(bench.house.recalled).toMatchObject([{ channel: 'dingtalk', message: sent.message }])
    await channel.stop()
  })

  it('a message that can not be read is handed in as such: only the house knows what was asked', async () => {
    const { channel } = await bench.begin()
    await bench.emulator.userSendsOther({ staffId: 'u2' }, 'chatRecord', { content: {} })
    await bench.emulator.settle()
    expect(bench.house.said).toMatchObject([
      { by: { address: 'u2' }, chat: 'dm', text: '', unread: ['聊天记录'] },
    ])
    await channel.stop()
  })
})
