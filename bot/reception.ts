// What happens with a thing that came in? One turn: who is it, what do they mean, may they; then record, tell, answer.
import { acknowledge } from '../handlers/acknowledge.js'
import { close, resolve, withdraw } from '../handlers/close.js'
import {
  type Decision,
  type Did,
  type FormName,
  type Party,
  type Refusal,
  refOf,
} from '../handlers/decision.js'
import { grade } from '../handlers/grade.js'
import { correct, note } from '../handlers/note.js'
import {
  answer as answerQuestion,
  beginDraft,
  type Context,
  fromForm,
  labelOf,
  questions,
  questionText,
  showAnswer,
  toReport,
} from '../handlers/questions.js'
import { confirmReceipt, type ReceiptForm, returnReceipt, submitReceipt } from '../handlers/receipt.js'
import { joined, numberOf, reported, sameThing } from '../handlers/report.js'
import { asksToHide, mentionsSecret } from '../handlers/secrets.js'
import { maySee, maySeeRecord, partyOf, visible } from '../handlers/see.js'
import { away, delegate, snooze } from '../handlers/standin.js'
import { type Command, isWayOut, nearest, normalize, parseLevel, understand } from '../handlers/words.js'
import { localParts } from '../rules/calendar.js'
import { acting } from '../rules/chain.js'
import { duties, openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import { deskPhone, unitOfKind } from '../store/campus.js'
import type { Asking, Draft, Incident, Report, View } from '../store/schema.js'
import type { ActionValue } from '../templates/card.js'
import { clockTime } from '../templates/plain.js'
import * as words from '../templates/sentences.js'
import type { Reply, ReportDialog } from './dialogs/report.js'
import { type Bench, type Campus, happen, owe, redrawAll, type ShownIndex, worldOf } from './happen.js'
import type { Answer, Pressed, Receive, Said, Speaker, Toast } from './inbound.js'
import type { House } from './turn.js'

export type Reception = Receive & {
  /** Files a report that waited too long for «是同一件事吗». For the ticker. */
  fileWaiting(bench: Bench, draft: Draft): void
}

export type Wiring = {
  house: House
  campus: () => Campus
  index: ShownIndex
  dialog: ReportDialog
  /** After a turn is on disk: wake the courier, and have the ticker look at these incidents anew. */
  settled: (touched: ReadonlySet<string>) => void
}

/** One turn's desk: everything that answering needs, gathered once. */
type Desk = Bench & {
  party: Party
  world: World
  said: { id: string; channel: Speaker['channel'] }
  replies: number
}

export const openReception = ({ house, campus, index, dialog, settled }: Wiring): Reception => {
  const inTurn = (
    id: string,
    by: Speaker,
    body: (desk: Desk) => Promise<Answer | undefined> | Answer | undefined,
  ): Promise<Answer> => {
    const touched = new Set<string>()
    return house.turn(id, async (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched }
      const party = identify(by, bench)
      const desk: Desk = {
        ...bench,
        party,
        world: worldOf(turn, bench.campus),
        said: { id, channel: by.channel },
        replies: 0,
      }
      turn.afterCommit(() => settled(touched))
      greetBack(desk)
      return (await body(desk)) ?? {}
    })
  }

  return {
    said: (said) => inTurn(said.id, said.by, (desk) => hear(desk, said, dialog)),
    pressed: (pressed) => inTurn(pressed.id, pressed.by, (desk) => press(desk, pressed, dialog)),
    fileWaiting: (bench, draft) => {
      const world = worldOf(bench.turn, bench.campus)
      const desk: Desk = {
        ...bench,
        world,
        party: partyOf(draft.person, world),
        said: { id: `waited/${draft.id}`, channel: draft.channel },
        replies: 0,
      }
      file(desk, draft)
    },
  }
}

/** The directory's person behind a platform address, else a stranger known by the name the platform gives. */
const identify = (by: Speaker, { turn, campus }: Bench): Party => {
  const world = worldOf(turn, campus)
  const person = campus.directory.people.find((one) =>
    by.channel === 'sandbox'
      ? one.id === by.address
      : by.channel === 'feishu'
        ? one.feishu === by.address
        : one.dingtalk === by.address,
  )
  const id = person?.id ?? `${by.channel}:${by.address}`
  if (!person) {
    const known = turn.row('strangers', id)
    const name = by.name ?? known?.name ?? by.address
    if (known?.name !== name)
      turn.put('strangers', id, { id, name, channel: by.channel, address: by.address })
    return partyOf({ id, name }, worldOf(turn, campus))
  }
  if (turn.row('meta', `channel/${id}`) !== by.channel) turn.put('meta', `channel/${id}`, by.channel)
  return partyOf({ id, name: person.name, ...(person.title ? { title: person.title } : {}) }, world)
}

/** Somebody who could not be reached speaks again: what they missed comes to them now. */
const greetBack = (desk: Desk): void => {
  for (const incident of Object.values(desk.world.incidents)) {
    if (!incident.unreachable.includes(desk.party.id)) continue
    owe(desk, {
      key: `${incident.id}/back${incident.record.filter((event) => event.type === 'undeliverable').length}/${desk.party.id}`,
      to: { person: desk.party.id },
      rank: 0,
      view: { view: 'incident', incident: incident.id },
      incident: incident.id,
    })
  }
}

const reply = (
  desk: Desk,
  view: View,
  to: { person: string } | { group: true } = { person: desk.party.id },
): void => {
  owe(desk, {
    key: `reply/${desk.said.id}/${desk.replies++}`,
    to,
    rank: 3,
    view,
    channel: desk.said.channel,
    ...('incident' in view && view.view !== 'same-thing' ? { incident: view.incident } : {}),
  })
}
const say = (desk: Desk, text: string): void => reply(desk, { view: 'text', text })

const contextOf = ({ party, world }: Desk): Context => {
  const phone = world.directory.people.find(({ id }) => id === party.id)?.phone
  return {
    now: world.now,
    timezone: world.rules.timezone,
    directory: world.directory,
    ...(phone ? { phone } : {}),
  }
}

// ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────

const hear = async (desk: Desk, said: Said, dialog: ReportDialog): Promise<Answer | undefined> => {
  if (mentionsSecret(said.text)) {
    divert(desk)
    return { withheld: true }
  }
  if (said.chat === 'group') {
    await hearInGroup(desk, said.text, dialog)
    return undefined
  }
  return hearInPrivate(desk, said.text, dialog)
}

/** In the group one line, and everything else in the private chat. */
const hearInGroup = async (desk: Desk, text: string, dialog: ReportDialog): Promise<void> => {
  const command = understand(text)
  if (command.command === 'unknown') {
    reply(desk, { view: 'text', text: words.unknownWord(nearest(text)) }, { group: true })
    return
  }
  reply(desk, { view: 'text', text: `${desk.party.name}，${words.toPrivateChat}` }, { group: true })
  await obey(desk, command, dialog)
}

const hearInPrivate = async (desk: Desk, text: string, dialog: ReportDialog): Promise<Answer | undefined> => {
  const draft = desk.turn.row('drafts', desk.party.id)
  const slash = text.trim().startsWith('/')
  if (draft && !slash) return converse(desk, draft, text, dialog)
  if (asksToHide(text)) {
    say(desk, words.noHiding)
    return undefined
  }
  const understood = understand(text)
  const command = understood.command === 'unknown' ? undefined : understood
  const asking = desk.turn.row('asking', desk.party.id)
  if (asking && !command) {
    fill(desk, asking, text)
    return undefined
  }
  if (asking) desk.turn.drop('asking', desk.party.id)
  if (command) {
    await obey(desk, command, dialog)
    return undefined
  }
  if (isWayOut(text) === 'cancel') say(desk, words.nothingToCancel)
  else say(desk, words.unknownWord(nearest(text)))
  return undefined
}

/** A word is understood: do it. Replies go to the private chat. */
const obey = async (desk: Desk, command: Command, dialog: ReportDialog): Promise<void> => {
  const { party } = desk
  switch (command.command) {
    case 'report':
      return begin(desk, dialog)
    case 'form':
      return reply(desk, { view: 'report-form' })
    case 'help':
      return reply(desk, { view: 'help' })
    case 'todo':
      return reply(desk, { view: 'todo' })
    case 'list':
      return reply(desk, { view: 'list', filter: command.rest })
    case 'away':
      return goAway(desk, command.rest)
    case 'doc':
    case 'drill':
    case 'notice':
    case 'zero':
    case 'stats':
    case 'export':
      return refuse(desk, { why: 'not-here-yet', word: laterWords[command.command] })
    case 'status':
    case 'log': {
      const incident = meant(desk, command.number)
      if ('why' in incident) return refuse(desk, incident)
      if (command.command === 'log' && !maySeeRecord(party))
        return refuse(desk, { why: 'office-or-leader-only' })
      return reply(
        desk,
        command.command === 'log'
          ? { view: 'record', incident: incident.id }
          : { view: 'incident', incident: incident.id },
      )
    }
    default: {
      const incident = meant(desk, command.number)
      if ('why' in incident) return refuse(desk, incident)
      carryOut(desk, incident, decideWord(desk, command, incident), command.command)
      return
    }
  }
}

const laterWords = {
  doc: '文书',
  drill: '演练',
  notice: '通报',
  zero: '零报告',
  stats: '统计',
  export: '导出',
} as const

/** The incident that is meant: by its number, or the only one that can be. A number one may not see does not exist. */
const meant = ({ party, world }: Desk, number: string | undefined): Incident | Refusal => {
  if (number) {
    const incident = world.find(number)
    return incident && maySee(party, incident, world) ? incident : { why: 'no-such-incident' }
  }
  const open = visible(party, world).filter(({ status }) => status === 'open' || status === 'resolved')
  const [only] = open
  return only && open.length === 1 ? only : { why: 'which-incident', ids: open.map(({ id }) => id) }
}

const decideWord = (desk: Desk, { command, rest }: Command, incident: Incident): Decision => {
  const { party, world } = desk
  switch (command) {
    case 'grade': {
      const level = parseLevel(rest)
      if (!level && rest.trim()) return { kind: 'refuse', refusal: { why: 'level-needed' } }
      return grade(party, incident, { level: level?.level, reason: level?.rest }, world)
    }
    case 'submitted':
      return submitReceipt(party, incident, { authority: rest }, world)
    case 'confirm':
      return confirmReceipt(party, incident, { authority: rest }, world)
    case 'resolve':
      return resolve(party, incident, world)
    case 'close':
      return close(party, incident, world)
    case 'withdraw':
      return withdraw(party, incident, rest, world)
    case 'note':
      return note(party, incident, rest, world)
    case 'correct':
      return correct(party, incident, undefined, contextOf(desk), world)
    case 'delegate': {
      const [person = '', ...reason] = rest.trim().split(/\s+/)
      return delegate(party, incident, person ? { person, reason: reason.join(' ') } : undefined, world)
    }
    default:
      throw new Error(`no decision for ${command}`)
  }
}

// ── decisions ──────────────────────────────────────────────────────────────────────────────────────────────────

const refuse = (desk: Desk, refusal: Refusal, incident?: Incident): void =>
  say(desk, words.refusal(refusal, desk.world, incident ? openDuties(incident, desk.world) : []))

/** Refusals that leave a line in the record: somebody tried what is not theirs. */
const remembered = (refusal: Refusal): boolean =>
  refusal.why === 'not-yours' || refusal.why === 'office-only' || refusal.why === 'same-person'

const actionNames: Record<string, string> = {
  acknowledge: '确认收到',
  delegate: '转办',
  grade: '定级',
  submit_receipt: '填写回执',
  submitted: '填写回执',
  confirm_receipt: '核实回执',
  confirm: '核实回执',
  return_receipt: '退回',
  resolve: '处置结束',
  close: '办结',
  withdraw: '误报',
  correct: '更正',
  snooze: '稍后提醒',
}

/** Records what was decided, or opens the form it needs. Answers the sentence for it. */
const settle = (
  desk: Desk,
  incident: Incident,
  decision: Decision,
  action: string,
): { text: string; ok: boolean } | undefined => {
  switch (decision.kind) {
    case 'record':
      happen(desk, incident.id, decision.events)
      desk.turn.drop('asking', desk.party.id)
      return { text: words.success(decision.did satisfies Did, desk.world), ok: true }
    case 'refuse': {
      const text = words.refusal(decision.refusal, desk.world, openDuties(incident, desk.world))
      if (remembered(decision.refusal) && incident.status !== 'closed' && incident.status !== 'withdrawn') {
        happen(desk, incident.id, [
          {
            type: 'turned-away',
            at: desk.world.now,
            by: refOf(desk.party),
            action: actionNames[action] ?? action,
            reason: text,
          },
        ])
      }
      return { text, ok: false }
    }
    case 'form':
      openForm(desk, incident, decision)
      return undefined
  }
}

const carryOut = (desk: Desk, incident: Incident, decision: Decision, action: string): void => {
  const outcome = settle(desk, incident, decision, action)
  if (outcome) say(desk, outcome.text)
}

// ── small forms ────────────────────────────────────────────────────────────────────────────────────────────────

/** The fields of each small form, in the order in which they are asked when they are typed one by one. */
const formFields: Record<FormName, readonly { name: string; label: string; optional?: boolean }[]> = {
  grade: [
    { name: 'level', label: '级别' },
    { name: 'reason', label: '原因' },
  ],
  submit_receipt: [
    { name: 'channel', label: '报送渠道' },
    { name: 'sent_at', label: '报送时间' },
    { name: 'received_by', label: '接报人' },
    { name: 'ref_no', label: '受理编号', optional: true },
    { name: 'instructions', label: '上级要求', optional: true },
  ],
  return_receipt: [{ name: 'reason', label: '原因' }],
  withdraw: [{ name: 'reason', label: '原因' }],
  delegate: [
    { name: 'to', label: '转给' },
    { name: 'reason', label: '原因', optional: true },
  ],
  correct: [
    { name: 'field', label: '更正哪一项' },
    { name: 'value', label: '更正为' },
    { name: 'reason', label: '原因' },
  ],
}

const isForm = (action: string): action is FormName => action in formFields

/** The form goes out as a card; the same fields may also be typed, one after another. */
const openForm = (desk: Desk, incident: Incident, wanted: Extract<Decision, { kind: 'form' }>): void => {
  const { form, duty, level } = wanted
  reply(
    desk,
    form === 'submit_receipt' && duty
      ? { view: 'receipt-form', incident: incident.id, duty }
      : {
          view: 'reason-form',
          incident: incident.id,
          action: form,
          ...(duty ? { duty } : {}),
          ...(level ? { level } : {}),
        },
  )
  const answers: Record<string, string> = level ? { level: String(level) } : {}
  const first = formFields[form].find(({ name }) => answers[name] === undefined)
  if (!first) return
  desk.turn.put('asking', desk.party.id, {
    action: form,
    incident: incident.id,
    ...(duty ? { duty } : {}),
    field: first.name,
    answers,
    touchedAt: desk.world.now,
  })
}

/** A typed answer to the small form that is open. */
const fill = (desk: Desk, asking: Asking, text: string): void => {
  const incident = desk.world.find(asking.incident)
  const out = isWayOut(text)
  if (!incident || !isForm(asking.action) || out === 'cancel') {
    desk.turn.drop('asking', desk.party.id)
    return say(desk, '已取消，没有改动。')
  }
  const fields = formFields[asking.action]
  const at = fields.findIndex(({ name }) => name === asking.field)
  const value = (out === 'skip' || out === 'unknown') && fields[at]?.optional ? '' : text.trim()
  const answers = { ...asking.answers, [asking.field]: value }
  const next = fields
    .slice(at + 1)
    .find(({ name }) => answers[name] === undefined && !(asking.action === 'grade' && !incident.grading))
  if (next) {
    desk.turn.put('asking', desk.party.id, {
      ...asking,
      field: next.name,
      answers,
      touchedAt: desk.world.now,
    })
    return say(
      desk,
      `${fields[at]?.label ?? ''}：${value || '—'}\n请回复${next.label}${next.optional ? '（可回复“跳过”）' : ''}。`,
    )
  }
  const outcome = settle(
    desk,
    incident,
    decideForm(desk, asking.action, incident, asking.duty, answers),
    asking.action,
  )
  if (!outcome) return
  if (outcome.ok) return say(desk, outcome.text)
  const first = fields[0]
  if (first)
    desk.turn.put('asking', desk.party.id, {
      ...asking,
      field: first.name,
      answers: {},
      touchedAt: desk.world.now,
    })
  say(desk, `${outcome.text}\n请重新回复${first?.label ?? ''}，或回复“取消”。`)
}

const decideForm = (
  desk: Desk,
  action: string,
  incident: Incident,
  duty: string | undefined,
  form: Record<string, string> | undefined,
): Decision => {
  const { party, world } = desk
  switch (action) {
    case 'acknowledge':
      return acknowledge(party, incident, world)
    case 'grade': {
      const level = form?.level ? parseLevel(form.level) : undefined
      if (form && !level) return { kind: 'refuse', refusal: { why: 'level-needed' } }
      return grade(party, incident, { level: level?.level, reason: form?.reason }, world)
    }
    case 'submit_receipt':
      return submitReceipt(party, incident, { duty, form: form as ReceiptForm | undefined }, world) // parsed field by field there
    case 'confirm_receipt':
      return confirmReceipt(party, incident, { duty }, world)
    case 'return_receipt':
      return returnReceipt(party, incident, { duty, reason: form?.reason }, world)
    case 'resolve':
      return resolve(party, incident, world)
    case 'close':
      return close(party, incident, world)
    case 'withdraw':
      return withdraw(party, incident, form?.reason, world)
    case 'delegate':
      return delegate(party, incident, form && { person: form.to, reason: form.reason }, world)
    case 'correct':
      return correct(party, incident, form, contextOf(desk), world)
    case 'snooze':
      return snooze(party, incident, duty, world)
    default:
      return { kind: 'refuse', refusal: { why: 'not-here-yet', word: action } }
  }
}

// ── presses ────────────────────────────────────────────────────────────────────────────────────────────────────

const toast = (type: Toast['type'], text: string): Answer => ({ toast: { type, text } })

const press = async (
  desk: Desk,
  { value, form }: Pressed,
  dialog: ReportDialog,
): Promise<Answer | undefined> => {
  const text = Object.values(form ?? {}).join(' ')
  if (mentionsSecret(text)) {
    divert(desk)
    return { ...toast('warning', '可能涉密，已停止，内容没有保存'), withheld: true }
  }
  switch (value.action) {
    case 'word':
      return hearInPrivate(desk, value.text ?? '', dialog)
    case 'answer': {
      const draft = desk.turn.row('drafts', desk.party.id)
      if (draft?.state !== 'asking' || askedNow(draft) !== value.question)
        return toast('info', words.alreadyAnswered)
      return converse(desk, draft, value.text ?? '', dialog)
    }
    case 'submit_report':
    case 'edit_report':
    case 'cancel_report':
    case 'join_report':
    case 'file_report':
      return pressReport(desk, value, form, dialog)
    default:
      return pressIncident(desk, value, form)
  }
}

const pressIncident = (desk: Desk, value: ActionValue, form: Record<string, string> | undefined): Answer => {
  const incident = value.incident ? desk.world.find(value.incident) : undefined
  if (!incident) return toast('error', '没有找到这起事件，请发送“列表”查看。')
  redrawAll(desk, incident.id)
  const decision = decideForm(desk, value.action, incident, value.duty, form)
  const outcome = settle(desk, incident, decision, value.action)
  return outcome
    ? toast(outcome.ok ? 'success' : 'warning', outcome.text)
    : toast('info', '请填写刚刚发给您的表。')
}

const pressReport = async (
  desk: Desk,
  value: ActionValue,
  form: Record<string, string> | undefined,
  dialog: ReportDialog,
): Promise<Answer | undefined> => {
  if (value.action === 'submit_report' && value.form === 'report') return submitForm(desk, form ?? {})
  const draft = desk.turn.row('drafts', desk.party.id)
  if (!draft || (value.draft && value.draft !== draft.id)) return toast('info', '这份报告已经提交或取消。')
  if (draft.state === 'same-thing') {
    if (value.action === 'join_report') return join(desk, draft)
    if (value.action === 'file_report' || value.action === 'submit_report') {
      file(desk, draft)
      return toast('success', '已另行立案。')
    }
    if (value.action === 'cancel_report') return converse(desk, draft, '取消', dialog)
    return toast('info', '请先选择是不是同一件事。')
  }
  if (draft.state !== 'preview') return toast('info', '您正在修改，请先答完。')
  const typed = value.action === 'submit_report' ? '提交' : value.action === 'edit_report' ? '修改' : '取消'
  return (
    (await converse(desk, draft, typed, dialog)) ??
    (typed === '提交' ? toast('success', '已提交。') : undefined)
  )
}

// ── the report ─────────────────────────────────────────────────────────────────────────────────────────────────

const places = (desk: Desk) => (): Record<string, unknown> =>
  new Proxy({} as Record<string, unknown>, {
    get: (_, key) => desk.turn.row('dialogs', String(key)),
    set: (_, key, value) => {
      desk.turn.put('dialogs', String(key), value)
      return true
    },
    has: (_, key) => desk.turn.row('dialogs', String(key)) !== undefined,
    deleteProperty: (_, key) => {
      desk.turn.drop('dialogs', String(key))
      return true
    },
  })

const forget = (desk: Desk): void => {
  desk.turn.drop('drafts', desk.party.id)
  for (const key of Object.keys(desk.turn.rows('dialogs'))) {
    if (
      key.includes(`/${desk.party.id}/`) ||
      key.includes(`-${desk.party.id}-`) ||
      key.endsWith(`/${desk.party.id}`)
    ) {
      desk.turn.drop('dialogs', key)
    }
  }
}

const askedNow = (draft: Draft): string => `${draft.id}/${draft.editing ? 'edit/' : ''}${draft.question}`

const questionViews = (desk: Desk): View[] => {
  const draft = desk.turn.row('drafts', desk.party.id)
  if (!draft) return []
  if (draft.state === 'preview') return [previewOf(draft, contextOf(desk))]
  if (draft.state === 'same-thing')
    return draft.same ? [{ view: 'same-thing', draft: draft.id, incident: draft.same }] : []
  const { text, choices } = questionText(draft, contextOf(desk))
  return [{ view: 'question', title: labelOf(draft.question), question: askedNow(draft), text, choices }]
}

const previewOf = (draft: Draft, context: Context): View => ({
  view: 'preview',
  draft: draft.id,
  rows: questions
    .filter(({ name }) => name !== 'classified' && draft.answers[name] !== undefined)
    .map(({ name, label }) => ({ label, value: showAnswer(name, draft.answers[name], context) })),
})

const askerOf = (desk: Desk, answer: (text: string) => Reply) => ({
  question: () => questionViews(desk),
  answer,
  say: (view: View) => reply(desk, view),
})

const begin = async (desk: Desk, dialog: ReportDialog): Promise<void> => {
  const { turn, party, world } = desk
  desk.turn.drop('asking', party.id)
  const draft = beginDraft(`d${turn.next('draft')}`, refOf(party), desk.said.channel, world.now)
  turn.put('drafts', party.id, draft)
  await dialog.begin(
    party.id,
    places(desk),
    askerOf(desk, () => ({ views: [], goesOn: false })),
  )
}

/** An answer within the dialog. What is understood is kept in the draft; Botkit keeps the place. */
const converse = async (
  desk: Desk,
  draft: Draft,
  text: string,
  dialog: ReportDialog,
): Promise<Answer | undefined> => {
  let answered: Answer | undefined
  if (normalize(text) === '报告' && draft.state !== 'same-thing') {
    say(desk, '您有一份报告还没有填完，请接着填；不想继续请回复“取消”。')
    for (const view of questionViews(desk)) reply(desk, view)
    return undefined
  }
  const judge = (given: string): Reply => {
    if (draft.state === 'same-thing') return judgeSame(desk, draft, given)
    const step = answerQuestion({ ...draft, touchedAt: desk.world.now }, given, contextOf(desk))
    const say = (texts: string[]): View[] => texts.map((one) => ({ view: 'text', text: one }))
    switch (step.step) {
      case 'ask':
      case 'preview':
        desk.turn.put('drafts', desk.party.id, { ...step.draft, touchedAt: desk.world.now })
        return { views: say(step.say), goesOn: true }
      case 'cancelled':
        forget(desk)
        return { views: say([words.cancelled]), goesOn: false }
      case 'classified':
        divert(desk)
        answered = { ...toast('warning', '可能涉密，已停止，内容没有保存'), withheld: true }
        return { views: [], goesOn: false }
      case 'submit':
        return {
          views: submit(desk, step.draft),
          goesOn: desk.turn.row('drafts', desk.party.id) !== undefined,
        }
    }
  }
  const alive = await dialog.continue(desk.party.id, text, places(desk), askerOf(desk, judge))
  if (!alive && desk.turn.row('drafts', desk.party.id)) {
    say(desk, words.dialogRestarted)
    await dialog.begin(desk.party.id, places(desk), askerOf(desk, judge))
  }
  if (!desk.turn.row('drafts', desk.party.id)) forget(desk)
  return answered
}

const judgeSame = (desk: Desk, draft: Draft, given: string): Reply => {
  const text = normalize(given)
  if (text === '取消') {
    forget(desk)
    return { views: [{ view: 'text', text: words.cancelled }], goesOn: false }
  }
  if (/^(是|是同一件事|并入|1)$/.test(text)) {
    join(desk, draft)
    return { views: [], goesOn: false }
  }
  if (/^(否|不是|另行立案|立案|2)$/.test(text)) {
    file(desk, draft)
    return { views: [], goesOn: false }
  }
  return { views: [{ view: 'text', text: '请回复“是同一件事”或“另行立案”。' }], goesOn: true }
}

/** 提交: files the report, or first asks whether it is the same thing as one that is open. */
const submit = (desk: Desk, draft: Draft): View[] => {
  const parsed = toReport(draft.answers, contextOf(desk))
  if ('problems' in parsed) {
    desk.turn.put('drafts', desk.party.id, { ...draft, state: 'preview', touchedAt: desk.world.now })
    return parsed.problems.map(({ field, problem }) => ({
      view: 'text',
      text: `${labelOf(field)}：${problem}`,
    }))
  }
  const same = sameThing(parsed.report, draft.drill ?? false, desk.world)
  if (same) {
    desk.turn.put('drafts', desk.party.id, {
      ...draft,
      state: 'same-thing',
      same: same.id,
      touchedAt: desk.world.now,
    })
    return []
  }
  fileReport(desk, parsed.report, draft.drill ?? false)
  forget(desk)
  return []
}

const submitForm = (desk: Desk, form: Record<string, string>): Answer => {
  const context = contextOf(desk)
  const parsed = fromForm(form, context)
  if ('classified' in parsed) {
    divert(desk)
    return { ...toast('warning', '可能涉密，已停止，内容没有保存'), withheld: true }
  }
  if ('problems' in parsed) {
    return toast(
      'error',
      parsed.problems.map(({ field, problem }) => `${labelOf(field)}：${problem}`).join('\n'),
    )
  }
  for (const text of parsed.say) say(desk, text)
  const draft: Draft = {
    ...beginDraft(`d${desk.turn.next('draft')}`, refOf(desk.party), desk.said.channel, desk.world.now),
    answers: parsed.answers,
    state: 'preview',
  }
  const views = submit(desk, draft)
  for (const view of [...views, ...(desk.turn.row('drafts', desk.party.id) ? questionViews(desk) : [])])
    reply(desk, view)
  return toast('success', desk.turn.row('drafts', desk.party.id) ? '请看下一条消息。' : '已提交。')
}

const fileReport = (desk: Desk, report: Report, drill: boolean): void => {
  const { turn, world, party } = desk
  const year = localParts(Date.parse(world.now), world.rules.timezone).y
  const number = numberOf(year, turn.next(`number/${drill ? 'drill/' : ''}${year}`), drill)
  happen(desk, number, [reported(refOf(party), report, { number, drill }, world)])
}

/** Files the draft as an incident of its own. */
const file = (desk: Desk, draft: Draft): Answer => {
  const parsed = toReport(draft.answers, contextOf(desk))
  if ('report' in parsed) fileReport(desk, parsed.report, draft.drill ?? false)
  forget(desk)
  return {}
}

const join = (desk: Desk, draft: Draft): Answer => {
  const incident = draft.same ? desk.turn.incident(draft.same) : undefined
  const parsed = toReport(draft.answers, contextOf(desk))
  if (!incident || incident.status === 'closed' || incident.status === 'withdrawn' || !('report' in parsed))
    return file(desk, draft)
  happen(desk, incident.id, [joined(refOf(desk.party), parsed.report, desk.world)])
  forget(desk)
  return toast('success', `已并入 ${incident.id}，您已加为报告人。`)
}

/** 涉密: stop, keep nothing but an empty stub, tell the reporter where to go, and 保密办 that somebody will come. */
const divert = (desk: Desk): void => {
  const { turn, party, world } = desk
  forget(desk)
  turn.drop('asking', party.id)
  const id = `s${turn.next('stub')}`
  turn.put('stubs', id, { id, at: world.now, by: refOf(party), what: '疑似涉密, 已引导至保密办' })
  say(desk, words.classifiedText(deskPhone(world.directory, '保密办')))
  const desk_ = unitOfKind(world.directory, '保密办')
  const people = world.directory.people.filter(({ posts }) =>
    posts.some(({ unit, role }) => unit === desk_?.id && (role === '第一责任人' || role === '直接责任人')),
  )
  for (const person of people) {
    const to = acting({ id: person.id, name: person.name }, { delegations: [], unreachable: [] }, world)
    owe(desk, {
      key: `stub/${id}/${to.id}`,
      to: { person: to.id },
      rank: 0,
      view: {
        view: 'text',
        text: words.classifiedPing(clockTime(world.now, world.now, world.rules.timezone), refOf(party)),
      },
      urgency: 'phone',
    })
  }
}

// ── 外出 ───────────────────────────────────────────────────────────────────────────────────────────────────────

const goAway = (desk: Desk, rest: string): void => {
  const wanted = away(desk.party, rest, desk.world)
  if ('why' in wanted) {
    refuse(desk, wanted)
    return
  }
  const { turn, world } = desk
  const { person, standIn } = wanted
  turn.put('away', person.id, [
    ...(turn.row('away', person.id) ?? []).filter(({ to }) => to >= world.now),
    wanted.away,
  ])
  const zone = world.rules.timezone
  say(
    desk,
    `已登记：${person.name}外出，${clockTime(wanted.away.from, world.now, zone)} 至 ${clockTime(wanted.away.to, world.now, zone)}，由${standIn.name}代为办理。`,
  )
  if (wanted.away.from > world.now) return
  const after = worldOf(turn, desk.campus)
  for (const incident of Object.values(world.incidents)) {
    const waits = duties(incident, after).some(
      (duty) =>
        !duty.done && duty.owners.some(({ id, for: whom }) => id === standIn.id && whom?.id === person.id),
    )
    if (!waits) continue
    owe(desk, {
      key: `${incident.id}/card/${standIn.id}/away${wanted.away.from}`,
      to: { person: standIn.id },
      rank: 0,
      view: { view: 'incident', incident: incident.id },
      incident: incident.id,
    })
    redrawAll(desk, incident.id)
  }
}
