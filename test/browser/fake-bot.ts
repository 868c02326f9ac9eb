// What does the page talk to in its own tests? A small scripted bot that walks one incident, and shows every element of a card.

import type { Channel } from '../../bot/channels/channel.js'
import type { Answer, Pressed, Receive, Said, Toast } from '../../bot/channels/inbound.js'
import type { DutyLine, RecordLine } from '../../bot/channels/sandbox/needs.js'
import type { SandboxPerson } from '../../bot/channels/sandbox/people.js'
import type { Card } from '../../templates/card.js'

const minuteMs = 60_000

export const directory: SandboxPerson[] = [
  { id: 'u1', name: '白书记', title: '党委书记', unit: '内蒙古师范大学', roles: ['第一责任人'] },
  { id: 'w1', name: '赵敏', title: '网信办主任', unit: '网信办', roles: ['主任'] },
  { id: 'w2', name: '孙立', title: '副主任', unit: '网信办', roles: ['常务副主任'] },
  { id: 'w3', name: '周扬', title: '科员', unit: '网信办', roles: ['值班员'] },
  { id: 'w4', name: '吴桐', title: '科员', unit: '网信办', roles: ['值班员'] },
  { id: 'x1', name: '张伟', title: '书记', unit: '信息学院', roles: ['第一责任人'] },
  { id: 'x2', name: '李建国', title: '副院长', unit: '信息学院', roles: ['直接责任人'] },
  ...Array.from({ length: 14 }, (_, nth) => ({
    id: `c${nth}`,
    name: `${'王刘杨黄吴徐孙胡朱高林何郭马'[nth]}${['志强', '晓梅', '国栋'][nth % 3]}`,
    title: nth % 2 ? '副院长' : '院长',
    unit:
      ['文学院', '数学科学学院', '体育学院', '音乐学院', '图书馆', '教务处', '后勤管理处'][
        Math.floor(nth / 2)
      ] ?? '',
    roles: [nth % 2 ? '直接责任人' : '第一责任人'],
  })),
]

/** A card with every element there is. */
export const everything: Card = {
  title: '【网络安全事件 2026-0001】信息学院 · 网页篡改',
  tone: 'orange',
  lead: '请您确认收到 — 11月24日 14:45 前（截至 14:33 还剩 12 分钟）',
  fields: [
    { label: '单位', value: '信息学院' },
    { label: '系统', value: '学院门户网站' },
    { label: '发现时间', value: '14:30' },
    { label: '报告人', value: '刘老师' },
    { label: '状态', value: '待第一责任人、直接责任人确认收到' },
  ],
  body: '校内时限：报告后 15 分钟内确认。\n第一责任人张伟尚未确认；直接责任人李建国尚未确认',
  details: [
    { label: '简要经过', value: '学院网站首页被换成一张陌生图片，刷新后仍然如此。' },
    { label: '影响和危害', value: '首页无法正常浏览。' },
  ],
  table: [
    ['编号', '下一时限', '单位', '级别'],
    ['2026-0001', '14:45 确认收到', '信息学院', '待定'],
    ['2026-0002', '16:00 首报', '图书馆', '较大'],
  ],
  foot: '同时通知：直接责任人李建国、网信办、信息中心、宣传部',
  actions: [
    {
      label: '确认收到',
      action: 'acknowledge',
      value: { action: 'acknowledge', incident: 'all' },
      primary: true,
    },
    { label: '转办', action: 'delegate', value: { action: 'delegate', incident: 'all' } },
    { label: '稍后提醒', action: 'snooze', value: { action: 'snooze', incident: 'all' }, disabled: true },
  ],
}

export const formCard: Card = {
  title: '填写回执 · 2026-0001',
  tone: 'orange',
  lead: '自治区党委网信办首报的回执',
  fields: [{ label: '单位', value: '信息学院' }],
  body: '请在实际报送之后填写。',
  actions: [],
  form: {
    fields: [
      {
        name: 'channel',
        label: '报送渠道',
        type: 'select',
        required: true,
        options: ['电话', '12387热线', '传真'].map((value) => ({ label: value, value })),
      },
      {
        name: 'sent_at',
        label: '报送时间',
        type: 'time',
        required: true,
        placeholder: '例如：刚刚、今天 14:30',
      },
      { name: 'received_by', label: '接报人', type: 'text', required: false, placeholder: '姓名和职务' },
      { name: 'spreading', label: '是否仍在扩散', type: 'yesno', required: false },
      { name: 'instructions', label: '上级要求', type: 'longtext', required: false },
    ],
    submit: { label: '提交', value: { action: 'submit_receipt', incident: 'all', duty: 'form' } },
  },
}

/** What the bot finds wrong in it, however it was filled. */
const wrongReceipt = {
  sent_at: '报送时间没有看懂。请按这样的写法：刚刚。',
  spreading: '请选择是否仍在扩散。',
}

/** 列表 as the bot answers it. */
export const listOf = (numbers: readonly string[]): Card => ({
  title: `列表 · 未结（${numbers.length} 起）`,
  tone: 'blue',
  fields: [],
  table: [
    ['编号', '下一时限', '单位', '级别', '报告时间'],
    ...numbers.map((number) => [
      number,
      '11月24日 16:11 报送自治区党委网信办（超时）',
      '化学与环境科学学院',
      '较大（III 级）',
      '11月24日 15:56',
    ]),
  ],
  body: '看其中一件，请说：状态 2026-0001；看经过，请说：记录 2026-0001',
  actions: [],
})

const questions = [
  '是否可能涉及国家秘密或涉密网络',
  '是否出现违法有害信息',
  '事发单位',
  '系统名称',
  '事件类型',
  '简要经过',
  '发现时间',
  '影响和危害',
  '已采取措施',
  '联系电话',
]

type Duty = DutyLine & {
  message?: string
  to: string
  slots: { atMs: number; level: 'app' | 'sms' | 'phone' }[]
}

/** The bot over a channel that is known later; its clock is the sandbox's. */
export const fakeBot = (house: {
  channel: () => Channel
  now: () => number
  moveClock: (ms: number) => void
}) => {
  const said: Said[] = []
  const pressed: Pressed[] = []
  const asking = new Map<string, number>()
  const records: RecordLine[] = []
  let duties: Duty[] = []
  let status: 'none' | 'open' | 'resolved' | 'closed' = 'none'
  let keys = 0
  const incident = '2026-0001'
  const title = '【网络安全事件 2026-0001】信息学院 · 网页篡改'

  const iso = (ms = house.now()) => new Date(ms).toISOString()
  const record = (text: string) => records.push({ incident, at: iso(), text })
  const to = (id: string) => (id === 'group' ? { group: true as const } : { person: id, address: id })
  const send = async (id: string, content: { text: string } | { card: Card }) => {
    keys += 1
    const { message } = await house
      .channel()
      .deliver({ key: `k${keys}-${iso()}`, to: to(id), content, at: iso(), rank: 0 })
    return message
  }
  const button = (label: string, action: string, duty: string, primary = true) => ({
    label,
    action,
    value: { action, incident, duty },
    primary,
  })
  const owe = async (
    duty: string,
    label: string,
    person: string,
    minutes: number,
    statutory: boolean,
    card: Card,
  ) => {
    const message = await send(person, { card })
    const name = directory.find(({ id }) => id === person)?.name ?? ''
    const due = house.now() + minutes * minuteMs
    duties.push({
      incident,
      title,
      duty,
      label,
      owner: name,
      from: iso(),
      due: iso(due),
      statutory,
      state: 'open',
      message,
      to: person,
      slots: [
        { atMs: due, level: 'app' },
        { atMs: due + 30 * minuteMs, level: 'sms' },
        { atMs: due + 60 * minuteMs, level: 'phone' },
      ],
    })
  }
  const settle = async (duty: string, text: string) => {
    const found = duties.find((each) => each.duty === duty)
    if (!found) return
    duties = duties.filter((each) => each !== found)
    record(text)
    if (found.message)
      await house
        .channel()
        .redraw(
          { key: 'k', message: found.message, to: to(found.to), at: iso(), rank: 4 },
          { title, tone: 'green', lead: text, fields: [{ label: '状态', value: '已办' }], actions: [] },
        )
  }
  const base = (lead: string, tone: Card['tone'] = 'orange'): Card => ({
    ...everything,
    title,
    tone,
    lead,
    table: [],
    actions: [],
  })

  const file = async () => {
    status = 'open'
    record('刘老师报告事件')
    for (const [duty, person] of [
      ['ack-first', 'x1'],
      ['ack-direct', 'x2'],
    ] as const)
      await owe(duty, '确认收到', person, 15, false, {
        ...base('请您确认收到 — 15 分钟内（还剩 15 分钟）'),
        actions: [button('确认收到', 'acknowledge', duty), button('转办', 'delegate', duty, false)],
      })
    await send('group', {
      card: {
        title: '【网络安全事件 2026-0001】',
        tone: 'blue',
        fields: [{ label: '状态', value: '已通知责任人' }],
        actions: [],
      },
    })
  }
  const askReceipt = (duty: string, label: string, minutes: number) =>
    owe(duty, `${label}（自治区党委网信办）`, 'w3', minutes, true, {
      ...base(`请向自治区党委网信办报送${label}`, 'red'),
      actions: [button('填写回执', 'submit_receipt', duty)],
    })

  const receiptForm = (duty: string): Card => ({
    ...formCard,
    form: {
      fields: formCard.form?.fields ?? [],
      submit: { label: '提交', value: { action: 'submit_receipt', incident, duty } },
    },
  })

  const ask = async (person: string, step: number) => {
    const question = questions[step]
    if (question === undefined) {
      await send(person, {
        card: {
          ...base('提交后立即通知责任人'),
          title: '请核对后提交',
          actions: [
            button('提交', 'submit_report', 'draft'),
            button('取消', 'cancel_report', 'draft', false),
          ],
        },
      })
      return
    }
    await send(person, {
      card: {
        title: `第 ${step + 1} 步，共约 ${questions.length} 步`,
        tone: 'blue',
        fields: [],
        body: `${step > 0 ? `${questions[step - 1]}：已记下\n` : ''}${question}？\n上一步 · 跳过 · 取消`,
        actions: ['是', '否'].map((text) => ({
          label: text,
          action: 'answer',
          value: { action: 'answer', text },
        })),
      },
    })
  }

  const hear = async ({ by, text, chat }: Said): Promise<Answer> => {
    const person = by.address
    if (chat === 'group') {
      void send('group', { text: `${by.name}，请在私聊中继续。` })
      return {}
    }
    const step = asking.get(person)
    const [word] = text.split(' ')
    if (word === '报告') {
      asking.set(person, 0)
      void ask(person, 0)
    } else if (step !== undefined) {
      if (step === 0 && text.startsWith('是')) {
        asking.delete(person)
        void send(person, { text: '请立即停止在这里描述，并当面报告保密办。' })
        return { withheld: true }
      }
      asking.set(person, step + 1)
      void ask(person, step + 1)
    } else if (word === '定级') {
      record('周扬定级：较大（III 级）')
      await askReceipt('report-1', '首报', 190)
      void send(person, { text: '已定级：较大（III 级）。' })
    } else if (word === '报送') {
      const owed = duties.find(({ to, state }) => to === 'w3' && state === 'open')
      void send(person, owed ? { card: receiptForm(owed.duty) } : { text: '现在没有要报送的事项。' })
    } else if (word === '核实') void send(person, { text: '回执由周扬填写，须由网信办另一位同志核实。' })
    else if (word === '处置结束') {
      status = 'resolved'
      record('李建国登记处置结束')
      await askReceipt('final-1', '终报', 30 * 1440)
      void send(person, { text: '已登记处置结束。终报的时限从现在开始计算。' })
    } else if (word === '办结') {
      if (duties.length === 0) {
        status = 'closed'
        record('周扬办结')
      }
      void send(person, {
        text: duties.length ? `还有 ${duties.length} 项未办，不能办结。` : '已办结，记录已归档。',
      })
    } else if (word === '卡片') void send(person, { card: everything })
    else if (word === '表单') void send(person, { card: formCard })
    else void send(person, { text: `没有看懂“${text}”。您可以说：报告、待办、帮助。` })
    return {}
  }

  const act = async ({ by, value, form }: Pressed): Promise<Toast> => {
    const duty = value.duty ?? ''
    const name = by.name ?? ''
    switch (value.action) {
      case 'acknowledge':
        if (value.incident === 'all') return { type: 'success', text: '已确认收到，谢谢。' }
        await settle(duty, `${name}已于 14:41 确认收到`)
        return { type: 'success', text: '已确认收到，谢谢。' }
      case 'submit_report':
        asking.delete(by.address)
        await file()
        return { type: 'success', text: '已提交，编号 2026-0001。' }
      case 'submit_receipt':
        if (value.incident === 'all') return { type: 'error', text: '有两处没有看懂。' }
        if (!form) {
          await send(by.address, { card: receiptForm(duty) })
          return { type: 'info', text: '请填写回执。' }
        }
        record('周扬填写回执')
        duties = duties.map((each) => (each.duty === duty ? { ...each, state: 'submitted' } : each))
        await send('w4', {
          card: {
            ...base('请核实自治区党委网信办的回执'),
            actions: [button('核实回执', 'confirm_receipt', duty)],
          },
        })
        return { type: 'success', text: '已登记，请另一位同志核实。' }
      case 'confirm_receipt': {
        const message = pressed.at(-1)?.message
        await settle(duty, `${name}核实回执`)
        if (message)
          await house
            .channel()
            .redraw(
              { key: 'k', message, to: to(by.address), at: iso(), rank: 4 },
              { ...base('回执已核实', 'green'), actions: [] },
            )
        return { type: 'success', text: '已核实，这一项不再催办。' }
      }
      default:
        return { type: 'warning', text: '现在不能这样办理。' }
    }
  }

  const receive: Pick<Receive, 'said' | 'pressed'> = {
    async said(one) {
      said.push(one)
      return hear(one)
    },
    async pressed(one) {
      pressed.push(one)
      const toast = await act(one)
      return toast.type === 'error' ? { toast, card: formCard, wrong: wrongReceipt } : { toast }
    },
  }

  return {
    said,
    pressed,
    receive,
    send,
    status: () => status,
    /** So many open incidents, each owed and recorded, and the list of them to the reporter. */
    async crowd(count: number) {
      const numbers = Array.from({ length: count }, (_, nth) => `2026-${String(nth + 1).padStart(4, '0')}`)
      for (const [nth, each] of numbers.entries()) {
        const owner = directory[nth % directory.length]
        duties.push({
          incident: each,
          title: `【网络安全事件 ${each}】`,
          duty: 'ack-first',
          label: '确认收到',
          owner: owner?.name ?? '',
          from: iso(),
          due: iso(house.now() + (nth - 2) * 10 * minuteMs),
          statutory: nth % 2 === 0,
          state: nth % 3 ? 'open' : 'submitted',
          to: owner?.id ?? '',
          slots: [],
        })
        records.push({ incident: each, at: iso(), text: `刘老师报告事件 ${each}` })
      }
      await send('staff-1', { card: listOf(numbers) })
    },
    /** Walks through everything that falls due. */
    async advance(ms: number) {
      const until = house.now() + ms
      for (;;) {
        const next = duties
          .flatMap((duty) => duty.slots.map((slot) => ({ duty, slot })))
          .filter(({ slot }) => slot.atMs <= until)
          .sort((one, other) => one.slot.atMs - other.slot.atMs)[0]
        if (!next) break
        next.duty.slots = next.duty.slots.filter((slot) => slot !== next.slot)
        house.moveClock(Math.max(0, next.slot.atMs - house.now()))
        record(`催办${next.duty.owner}：${next.duty.label}`)
        const message = await send(next.duty.to, {
          card: {
            ...base(`请${next.duty.label} — 已超时`, 'red'),
            title: '⚠ 催办 · 2026-0001 信息学院',
            actions:
              next.duty.label === '确认收到' ? [button('确认收到', 'acknowledge', next.duty.duty)] : [],
          },
        })
        await house.channel().urge(message, to(next.duty.to), next.slot.level, '')
      }
      house.moveClock(Math.max(0, until - house.now()))
    },
    overview: async () => ({
      duties: duties.map(({ to: _to, slots: _slots, message: _message, ...line }) => line),
      records,
    }),
  }
}
