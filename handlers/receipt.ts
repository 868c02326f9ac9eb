// 报送, 核实, 退回: has an authority got the report? One person of the office enters the receipt, another confirms it.
import { byUrgency, type Duty, duties, openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import type { Incident, Instant, Receipt } from '../store/schema.js'
import { type Decision, type Party, type Refusal, record, refOf, refuse, settled } from './decision.js'
import { tooLong, tooLongIn } from './limits.js'
import { parseTime } from './time.js'

/** forms.yaml, receipt. */
export const receiptChannels = [
  '电话',
  '12387热线',
  '12387网站',
  '小程序',
  '邮件',
  '传真',
  '专用系统',
  '当面',
  '公文',
] as const
const withoutReceiver: readonly string[] = ['12387网站', '小程序', '邮件', '传真', '专用系统']

const isReport = ({ kind }: Duty): boolean => kind === 'report' || kind === 'final'

/** The reports of this incident that are still owed, most urgent first. */
export const reportsOwed = (incident: Incident, world: World): Duty[] =>
  openDuties(incident, world).filter(isReport).sort(byUrgency)

/** The authority meant by an id, a name, or any part of the name that fits only one. */
const meant = (candidates: Duty[], text: string | undefined): Duty[] => {
  const wanted = text?.trim()
  if (!wanted) return candidates
  const exact = candidates.filter(({ authority }) => authority?.id === wanted || authority?.name === wanted)
  return exact.length > 0 ? exact : candidates.filter(({ authority }) => authority?.name.includes(wanted))
}

/** The one report that is meant: by its duty (a button), or by the authority (typed), or the only one there is. */
const pick = (
  candidates: Duty[],
  which: { duty?: string | undefined; authority?: string | undefined },
): Duty | Refusal => {
  if (which.duty) {
    const duty = candidates.find(({ id }) => id === which.duty)
    if (duty) return duty
  }
  const fitting = meant(candidates, which.authority)
  const authorities = new Set(fitting.map(({ authority }) => authority?.id))
  if (authorities.size > 1) return { why: 'which-authority', names: names(fitting) }
  const first = fitting[0]
  if (first) return first
  return candidates.length > 0
    ? { why: 'which-authority', names: names(candidates) }
    : { why: 'no-report-due' }
}

const names = (candidates: Duty[]): string[] => [
  ...new Set(candidates.flatMap(({ authority }) => authority?.name ?? [])),
]

export type ReceiptForm = Partial<
  Record<'channel' | 'sent_at' | 'received_by' | 'ref_no' | 'instructions', string>
>

export const channelOf = (text: string): string | Refusal =>
  receiptChannels.find((known) => known === text.trim()) ?? {
    why: 'channel-unknown',
    channels: receiptChannels,
  }

/** When the report went out: not in the future, not before there was anything to report. */
export const sentAt = (text: string, incident: Incident, world: World): { at: Instant } | Refusal => {
  const sent = parseTime(text, Date.parse(world.now), world.rules.timezone)
  if ('problem' in sent) return { why: sent.problem === 'future' ? 'time-in-future' : 'time-not-understood' }
  if (sent.at + 60_000 < Date.parse(incident.discoveredAt)) return { why: 'sent-before-discovered' }
  return { at: new Date(sent.at).toISOString() }
}

/** Who took it down; a web site or a fax has nobody to name. */
export const receiverOf = (text: string, channel: string): string | Refusal =>
  text.trim() || (withoutReceiver.includes(channel) ? '—' : { why: 'receiver-needed' })

const parseReceipt = (form: ReceiptForm, incident: Incident, world: World): Receipt | Refusal => {
  const long = tooLongIn(form)
  if (long) return long
  const channel = channelOf(form.channel ?? '')
  if (typeof channel !== 'string') return channel
  const sent = sentAt(form.sent_at ?? '', incident, world)
  if ('why' in sent) return sent
  const received_by = receiverOf(form.received_by ?? '', channel)
  if (typeof received_by !== 'string') return received_by
  const ref_no = form.ref_no?.trim()
  const instructions = form.instructions?.trim()
  return {
    channel,
    sent_at: sent.at,
    received_by,
    ...(ref_no ? { ref_no } : {}),
    ...(instructions ? { instructions } : {}),
  }
}

/** 报送 / 填写回执, by the office or by whoever owes this report (宣传部 for harmful content). Without a form it opens one. */
export const submitReceipt = (
  by: Party,
  incident: Incident,
  which: { duty?: string | undefined; authority?: string | undefined; form?: ReceiptForm | undefined },
  world: World,
): Decision => {
  const owed = reportsOwed(incident, world)
  const mine = owed.filter(({ owners }) => owners.some(({ id }) => id === by.id))
  if (!by.office && mine.length === 0) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const confirmed = duties(incident, world).find(({ id, done }) => id === which.duty && done)?.done
  if (confirmed) return refuse({ why: 'already', what: 'confirmed', ...confirmed })
  const duty = pick(by.office ? owed : mine, which)
  if ('why' in duty) return refuse(duty)
  if (duty.submission && !duty.submission.returned) {
    return refuse({ why: 'already', what: 'submitted', by: duty.submission.by, at: duty.submission.at })
  }
  if (!which.form) return { kind: 'form', form: 'submit_receipt', duty: duty.id }
  const receipt = parseReceipt(which.form, incident, world)
  if ('why' in receipt) return refuse(receipt)
  return record(
    { did: 'submitted', authority: duty.authority?.name ?? '' },
    { type: 'submitted', at: world.now, by: refOf(by), duty: duty.id, receipt },
  )
}

/** The submitted receipt that is meant. */
const submitted = (
  incident: Incident,
  which: { duty?: string | undefined; authority?: string | undefined },
  world: World,
): Duty | Refusal => {
  const waiting = reportsOwed(incident, world).filter(({ submission }) => submission && !submission.returned)
  if (waiting.length > 0) return pick(waiting, which)
  const done = duties(incident, world).find(
    (duty) => isReport(duty) && duty.done && (!which.duty || duty.id === which.duty),
  )
  return done?.done ? { why: 'already', what: 'confirmed', ...done.done } : { why: 'nothing-submitted' }
}

/** 核实回执: another person of the office than the one who entered it. Only this ends the duty's reminders. */
export const confirmReceipt = (
  by: Party,
  incident: Incident,
  which: { duty?: string | undefined; authority?: string | undefined },
  world: World,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const duty = submitted(incident, which, world)
  if ('why' in duty) return refuse(duty)
  const maker = duty.submission?.by
  if (maker && (maker.id === by.id || maker.for?.id === by.id))
    return refuse({ why: 'same-person', by: maker })
  return record(
    { did: 'confirmed', authority: duty.authority?.name ?? '' },
    { type: 'confirmed', at: world.now, by: refOf(by), duty: duty.id },
  )
}

/** 退回: the receipt goes back with a reason; the duty is owed as before. */
export const returnReceipt = (
  by: Party,
  incident: Incident,
  which: { duty?: string | undefined; authority?: string | undefined; reason?: string | undefined },
  world: World,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const duty = submitted(incident, which, world)
  if ('why' in duty) return refuse(duty)
  if (which.reason === undefined) return { kind: 'form', form: 'return_receipt', duty: duty.id }
  const reason = which.reason.trim()
  if (!reason) return refuse({ why: 'reason-needed' })
  const long = tooLong('reason', reason)
  if (long) return refuse(long)
  return record(
    { did: 'returned' },
    { type: 'returned', at: world.now, by: refOf(by), duty: duty.id, reason },
  )
}
