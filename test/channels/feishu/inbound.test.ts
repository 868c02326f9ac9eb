// What does the house hear of what comes from Feishu? Its documented envelopes, and what people make of them.
import { describe, expect, it } from 'vitest'
import { Envelope, read } from '../../../bot/channels/feishu/inbound.js'

const BOT = 'ou_bot'

const envelope = (type: string, event: object, header: object = {}) =>
  Envelope.parse({
    schema: '2.0',
    header: { event_id: 'e1', event_type: type, app_id: 'cli_a1b2c3d4e5f6a7b8', token: 't', ...header },
    event,
  })

type Said = { type?: string; content: unknown; chat?: string; mentions?: object[]; sender?: object }
const message = ({ type = 'text', content, chat = 'p2p', mentions, sender }: Said) =>
  envelope('im.message.receive_v1', {
    sender: sender ?? { sender_id: { open_id: 'ou_a', union_id: 'on_a' }, sender_type: 'user' },
    message: {
      message_id: 'om_1',
      chat_id: 'oc_1',
      chat_type: chat,
      message_type: type,
      content: JSON.stringify(content),
      create_time: '1609073151345',
      ...(mentions ? { mentions } : {}),
    },
  })
const at = (nth: number, openId: string, name: string, kind = 'user') => ({
  key: `@_user_${nth}`,
  id: { open_id: openId },
  mentioned_type: kind,
  name,
})
const said = (one: Said) => {
  const incoming = read(message(one), BOT)
  if (incoming.kind !== 'said') throw new Error(`not said: ${JSON.stringify(incoming)}`)
  return incoming.said
}

describe('what is said', () => {
  it('is known by the id of the message, not of the event', () => {
    expect(said({ content: { text: '  报告 ' } })).toEqual({
      id: 'feishu:om_1',
      by: { channel: 'feishu', address: 'ou_a' },
      chat: 'dm',
      text: '报告',
      message: 'om_1',
    })
  })

  it('loses the mention of the bot and keeps the names of others, ten and more of them', () => {
    const mentions = [
      at(1, BOT, '烽火', 'bot'),
      ...Array.from({ length: 11 }, (_, nth) => at(nth + 2, `ou_${nth}`, `人${nth}`)),
    ]
    const text = mentions.map(({ key }) => key).join(' ')
    expect(said({ chat: 'group', content: { text: `${text} 转办` }, mentions }).text).toBe(
      `${Array.from({ length: 11 }, (_, nth) => `@人${nth}`).join(' ')} 转办`,
    )
  })

  it('takes no name for a key', () => {
    const mentions = [at(1, BOT, '烽火', 'bot'), at(2, 'ou_2', '@_user_1')]
    expect(said({ chat: 'group', content: { text: '@_user_1 转办 @_user_2' }, mentions }).text).toBe(
      '转办 @@_user_1',
    )
  })

  it.each([
    ['nobody', []],
    ['another bot', [at(1, 'ou_other', '别的机器人', 'bot')]],
    ['a person', [at(1, 'ou_b', '李四')]],
  ])('in a group is not heard when %s is mentioned', (_who, mentions) => {
    expect(read(message({ chat: 'group', content: { text: '@_user_1 状态' }, mentions }), BOT).kind).toBe(
      'none',
    )
  })

  it('by everybody at once (@_all) is not said to the bot', () => {
    expect(read(message({ chat: 'group', content: { text: '@_all 开会' } }), BOT).kind).toBe('none')
  })

  it('before the bot knows who it is, is heard when any bot is mentioned', () => {
    const mentions = [at(1, 'ou_any', '烽火', 'bot')]
    expect(
      read(message({ chat: 'group', content: { text: '@_user_1 状态' }, mentions }), undefined),
    ).toMatchObject({
      said: { text: '状态' },
    })
  })

  it('by another app is not for us', () => {
    expect(
      read(
        message({
          content: { text: '报告' },
          sender: { sender_id: { open_id: 'ou_x' }, sender_type: 'bot' },
        }),
        BOT,
      ).kind,
    ).toBe('none')
  })

  it.each([
    ['image', { image_key: 'img_v3_1' }, 'picture', '图片.png', 'image'],
    ['file', { file_key: 'file_v3_1', file_name: '日志.txt' }, 'file', '日志.txt', 'file'],
    ['audio', { file_key: 'file_v3_1', duration: 2000 }, 'audio', '语音.opus', 'file'],
    ['media', { file_key: 'file_v3_1', file_name: 'a.mp4', image_key: 'i' }, 'video', 'a.mp4', 'file'],
  ])('as %s comes with what is needed to fetch it', (type, content, kind, name, fetched) => {
    const one = said({ type, content })
    expect(one.text).toBe('')
    expect(one.files).toMatchObject([{ kind, name }])
    expect(JSON.parse(one.files?.[0]?.ref ?? '')).toMatchObject({ message: 'om_1', type: fetched })
  })

  it('as rich text is one text, with its pictures', () => {
    const content = {
      title: '网页被改',
      content: [
        [
          { tag: 'at', user_id: '@_user_1', user_name: '' },
          { tag: 'text', text: ' 首页 ', style: ['bold'] },
          { tag: 'a', href: 'https://x.edu.cn', text: '地址' },
        ],
        [{ tag: 'img', image_key: 'img_v3_1' }],
        [{ tag: 'media', file_key: 'file_v3_2' }],
        [{ tag: 'emotion', emoji_type: 'SMILE' }],
      ],
    }
    const one = said({ type: 'post', content, mentions: [at(1, 'ou_b', '李四')] })
    expect(one.text).toBe('网页被改\n@李四 首页 地址 https://x.edu.cn')
    expect(one.files?.map(({ kind }) => kind)).toEqual(['picture', 'video'])
  })

  it.each([
    ['sticker', { file_key: 'f' }, '[表情]'],
    ['location', { name: '图书馆', latitude: '1' }, '[位置] 图书馆'],
    ['interactive', { elements: [] }, '[卡片]'],
    ['something_new', {}, '[不支持的消息]'],
  ])('as %s is at least known to be there', (type, content, text) => {
    expect(said({ type, content }).text).toBe(text)
  })
})

describe('what else happens', () => {
  const ids = { open_id: 'ou_a' }
  it.each([
    ['report', '/report'],
    ['/todo', '/todo'],
    ['待办', '待办'],
  ])('the menu entry %s is the word %s', (event_key, text) => {
    expect(
      read(
        envelope('application.bot.menu_v6', {
          operator: { operator_name: '张三', operator_id: ids },
          event_key,
        }),
        BOT,
      ),
    ).toEqual({
      kind: 'said',
      said: { id: 'feishu:e1', by: { channel: 'feishu', address: 'ou_a', name: '张三' }, chat: 'dm', text },
    })
  })

  it('somebody opens the chat, in the new shape and the old', () => {
    expect(
      read(
        envelope('im.chat.access_event.bot_p2p_chat_entered_v1', { chat_id: 'oc_1', operator_id: ids }),
        BOT,
      ),
    ).toEqual({ kind: 'entered', entered: { id: 'feishu:e1', by: { channel: 'feishu', address: 'ou_a' } } })
    const old = {
      type: 'event_callback',
      uuid: 'u1',
      token: 't',
      event: { type: 'p2p_chat_create', user: { open_id: 'ou_a', name: '张三' } },
    }
    expect(read(Envelope.parse(old), BOT)).toEqual({
      kind: 'entered',
      entered: { id: 'feishu:u1', by: { channel: 'feishu', address: 'ou_a', name: '张三' } },
    })
  })

  it('a message is taken back, or read', () => {
    expect(read(envelope('im.message.recalled_v1', { message_id: 'om_1', chat_id: 'oc_1' }), BOT)).toEqual({
      kind: 'recalled',
      recalled: { id: 'feishu:e1', channel: 'feishu', message: 'om_1' },
    })
    expect(
      read(
        envelope('im.message.message_read_v1', {
          reader: { reader_id: ids },
          message_id_list: ['om_1', 'om_2'],
        }),
        BOT,
      ),
    ).toEqual({
      kind: 'seen',
      seen: { id: 'feishu:e1', by: { channel: 'feishu', address: 'ou_a' }, messages: ['om_1', 'om_2'] },
    })
  })

  it('an event that nobody asked for is no mistake', () => {
    expect(read(envelope('contact.department.updated_v3', {}), BOT).kind).toBe('none')
  })

  it('somebody left, their account is out of use, or they are there again', () => {
    const member = (type: string, status?: object) =>
      read(
        envelope(`contact.user.${type}_v3`, { object: { open_id: 'ou_a', ...(status ? { status } : {}) } }),
        BOT,
      )
    const moved = (what: string) => ({
      kind: 'moved',
      moved: { id: 'feishu:e1', channel: 'feishu', what, addresses: ['ou_a'] },
    })
    expect(member('deleted')).toEqual(moved('left'))
    expect(member('created')).toEqual(moved('back'))
    expect(member('updated', { is_frozen: true })).toEqual(moved('left'))
    expect(member('updated', { is_frozen: false, is_resigned: false })).toEqual(moved('back'))
    expect(member('updated').kind).toBe('none')
  })

  it('a leave that was granted, and one that was taken back; what can not be read is none', () => {
    const older = (event: { type: string } & Record<string, unknown>) =>
      read({ type: 'event_callback', uuid: 'u1', event }, BOT)
    const leave = {
      type: 'leave_approvalV2',
      open_id: 'ou_a',
      instance_code: 'L-1',
      leave_start_time: '2026-11-24 12:00:00',
      leave_end_time: '2026-11-24 18:00:00',
    }
    expect(older(leave)).toEqual({
      kind: 'moved',
      moved: {
        id: 'feishu:u1',
        channel: 'feishu',
        what: 'leave',
        address: 'ou_a',
        leave: 'L-1',
        fromMs: Date.parse('2026-11-24T04:00:00Z'),
        toMs: Date.parse('2026-11-24T10:00:00Z'),
      },
    })
    expect(older({ ...leave, leave_end_time: '2026-11-24 11:00:00' }).kind).toBe('none')
    expect(older({ ...leave, leave_start_time: '明天' }).kind).toBe('none')
    expect(older({ type: 'leave_approval_revert', instance_code: 'L-1' })).toMatchObject({
      moved: { what: 'leave-over', leave: 'L-1' },
    })
  })
})

describe('a press', () => {
  const press = (action: object, operator: object = { open_id: 'ou_a', user_id: 'u1' }) =>
    read(
      envelope('card.action.trigger', {
        operator,
        token: 'c-1',
        action,
        context: { open_message_id: 'om_1' },
      }),
      BOT,
    )

  it('is who pressed and what the button carried; only text in it counts', () => {
    expect(
      press({
        tag: 'button',
        value: { action: 'acknowledge', incident: '2026-0001', nested: { a: 1 }, n: 2 },
      }),
    ).toEqual({
      kind: 'pressed',
      pressed: {
        id: 'feishu:e1',
        by: { channel: 'feishu', address: 'ou_a' },
        message: 'om_1',
        value: { action: 'acknowledge', incident: '2026-0001' },
      },
    })
  })

  it('brings what was filled in as the dialog understands it', () => {
    const form_value = {
      summary: ' 首页被改\n第二行 ',
      discovered_at: '2026-11-23 14:30 +0800',
      seen_abroad: '2026-11-23 14:30 +0900',
      day: '2026-11-23 +0800',
      hour: '07:05 +0800',
      spreading: true,
      tampered: false,
      category: 'web',
      many: ['a', 'b'],
      system: '',
      nothing: null,
    }
    expect(press({ tag: 'button', value: { action: 'submit_report' }, form_value })).toMatchObject({
      pressed: {
        form: {
          summary: '首页被改\n第二行',
          discovered_at: '2026-11-23 14:30',
          seen_abroad: '2026-11-23 13:30',
          day: '2026-11-23',
          hour: '07:05',
          spreading: '是',
          tampered: '否',
          category: 'web',
          many: 'a、b',
        },
      },
    })
    const incoming = press({ value: { action: 'submit_report' }, form_value })
    expect(incoming.kind === 'pressed' && Object.keys(incoming.pressed.form ?? {})).not.toContain('system')
  })

  it('takes what was typed before what was picked', () => {
    const form_value = {
      discovered_at: '2026-11-23 14:30 +0800',
      discovered_at__typed: '10分钟前',
      unit: 'U1',
      unit__typed: '',
    }
    expect(press({ value: { action: 'submit_report' }, form_value })).toMatchObject({
      pressed: { form: { discovered_at: '10分钟前', unit: 'U1' } },
    })
  })

  it('that picks outside of a form says it in Chinese time, under what its picker carries', () => {
    const value = { action: 'answer', question: 'd1/discovered_at' }
    for (const option of ['2026-11-23 14:30 +0800', '2026-11-23 06:30 +0000'])
      expect(press({ tag: 'picker_datetime', value, option })).toMatchObject({
        pressed: { value: { ...value, text: '2026-11-23 14:30' } },
      })
    expect(press({ tag: 'select_static', value, option: '信息学院' })).toMatchObject({
      pressed: { value: { ...value, text: '信息学院' } },
    })
  })

  it('takes what was picked before the words that were refused', () => {
    const form_value = {
      discovered_at: '2026-11-23 14:30 +0800',
      discovered_at__again: '那时候',
      occurred_at__again: '昨晚9点',
    }
    expect(press({ value: { action: 'submit_report' }, form_value })).toMatchObject({
      pressed: { form: { discovered_at: '2026-11-23 14:30', occurred_at: '昨晚9点' } },
    })
  })

  it('without its value is known by the name of the button', () => {
    const value = { action: 'submit_receipt', incident: '演练2026-0001' }
    const name = `submit_${Buffer.from(JSON.stringify(value)).toString('base64url')}`
    expect(press({ tag: 'button', name, form_value: {} })).toMatchObject({ pressed: { value, form: {} } })
  })

  it('by nobody is nobody’s', () => {
    expect(press({ value: { action: 'acknowledge' } }, { user_id: 'u1' }).kind).toBe('nobody')
  })

  it.each([{ value: 'text' }, { value: { incident: 'x' } }, {}, { name: 'submit_!!' }])(
    'that carries no action is not read',
    (action) => {
      expect(() => press(action)).toThrow()
    },
  )
})
