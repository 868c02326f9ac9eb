// Which report is meant by a button or by words, which receipt, and what does a receipt hold?
import { byUrgency, type Duty, duties } from '../rules/duties.js'
import { returnOf } from '../rules/rounds.js'
import type { World } from '../rules/world.js'
import type { Actor, Incident, Instant, Party, Receipt, Refusal } from '../store/schema.js'
import type { Answers, Wanted } from './actions/action.js'
import { tooLongIn } from './limits.js'
import { doneBefore, named } from './named.js'
import { parseTime } from './understand/time.js'

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

/** The reports of this incident, done ones too, most urgent first. */
export const reportsOf = (incident: Incident, world: World): Duty[] =>
  duties(incident, world).filter(isReport).sort(byUrgency)

/** The reports that are meant by the authority's id or name, or by any part of its name or of the report's. */
const fitting = (candidates: Duty[], text: string | undefined): Duty[] => {
  const wanted = text?.trim()
  if (!wanted) return candidates
  const exact = candidates.filter(({ authority }) => authority?.id === wanted || authority?.name === wanted)
  if (exact.length > 0) return exact
  const words = wanted.split(/\s+/)
  return candidates.filter((duty) => {
    const name = nameOf(duty)
    return words.every((word) => word === duty.authority?.id || name.includes(word))
  })
}

/** `自治区教育厅 紧急报告`, `自治区党委网信办 第 2 次续报`. */
const nameOf = ({ authority, clock, nth }: Duty): string =>
  `${authority?.name ?? ''} ${nth === undefined ? clock.name : `第 ${nth} 次${clock.name}`}`.trim()

/** How candidates are offered for choice: by their authority, and by their report where one authority has several. */
const names = (candidates: Duty[]): string[] => [
  ...new Set(
    candidates.map((duty) =>
      candidates.some((other) => other !== duty && other.authority?.id === duty.authority?.id)
        ? nameOf(duty)
        : (duty.authority?.name ?? nameOf(duty)),
    ),
  ),
]

const which = (candidates: Duty[]): Refusal => ({ why: 'which-authority', names: names(candidates) })

const authorities = (candidates: Duty[]): string[] => [
  ...new Set(candidates.map(({ authority }) => authority?.name ?? '')),
]

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

/** A web site or a fax has nobody to name. */
export const hasReceiver = (channel: string): boolean => !withoutReceiver.includes(channel.trim())

/** Who took it down. */
export const receiverOf = (text: string, channel: string): string | Refusal =>
  text.trim() || (hasReceiver(channel) ? { why: 'receiver-needed' } : '—')

export const parseReceipt = (form: Answers, incident: Incident, world: World): Receipt | Refusal => {
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

export const waits = ({ submission, done }: Duty): boolean =>
  submission !== undefined && submission.returned === undefined && done === undefined

export const owns = (by: Party, { owners }: Duty): boolean =>
  by.office || owners.some(({ id }) => id === by.id)

/** The report that is to be entered, in the order in which they fall due: by what was typed after the number. */
const toEnter = (
  by: Party,
  all: Duty[],
  wanted: { authority: string | undefined; filled: boolean },
): Duty | Refusal => {
  const open = all.filter((duty) => !duty.done && owns(by, duty))
  const free = fitting(open, wanted.authority).filter((duty) => wanted.filled || !waits(duty))
  const found = free.length > 0 ? free : fitting(open, wanted.authority)
  // several reports to one authority are entered one after the other: the form says which one it is
  if (new Set(found.map(({ authority }) => authority?.id)).size > 1)
    return { why: 'which-authority', names: authorities(found) }
  const [first] = found
  if (first) return first
  const done = wanted.authority?.trim() ? fitting(all, wanted.authority).findLast(doneBefore) : undefined
  return (
    (done && doneBefore(done)) ??
    (open.length > 0 ? { why: 'which-authority', names: authorities(open) } : { why: 'no-report-due' })
  )
}

/** The report that a button names, or that words mean; a refusal where it has its receipt. */
export const reportMeant = (
  by: Party,
  incident: Incident,
  { id, ...typed }: { id: string | undefined; authority: string | undefined; filled: boolean },
  world: World,
): Duty | Refusal => {
  const duty =
    id === undefined ? toEnter(by, reportsOf(incident, world), typed) : namedReport(incident, id, world)
  return 'why' in duty ? duty : (doneBefore(duty) ?? duty)
}

/** What is wrong with something that was read; nothing where it was understood. */
export const refusalIn = (parsed: string | { at: Instant } | Refusal): Refusal | undefined =>
  typeof parsed === 'object' && 'why' in parsed ? parsed : undefined

const namedReport = (incident: Incident, id: string, world: World): Duty | Refusal => {
  const duty = named(incident, id, world)
  return 'why' in duty || isReport(duty) ? duty : { why: 'button-dead' }
}

/** The receipt that a button stands for: this one, whatever was entered after it went back. */
const namedReceipt = (incident: Incident, id: string, nth: number | undefined, world: World) => {
  const duty = namedReport(incident, id, world)
  if ('why' in duty) return duty
  const back = nth === undefined ? undefined : returnOf(incident, id, nth)
  if (back) return sentBack(back)
  return unconfirmed(duty)
}

const sentBack = ({ by, at }: { by: Actor; at: Instant }): Refusal => ({
  why: 'already',
  what: 'returned',
  by,
  at,
})

const unconfirmed = (duty: Duty): Duty | Refusal => {
  const done = doneBefore(duty)
  if (done) return done
  if (!duty.submission) return { why: 'nothing-submitted' }
  return duty.submission.returned ? sentBack(duty.submission.returned) : duty
}

/** The receipt that typed words mean: they pick only when exactly one fits. */
const typedReceipt = (incident: Incident, authority: string | undefined, world: World): Duty | Refusal => {
  const all = reportsOf(incident, world)
  const waiting = all.filter(waits)
  const found = fitting(waiting, authority)
  const [only] = found
  if (only) return found.length === 1 ? only : which(found)
  const others = fitting(all, authority)
  if (authority?.trim() && others.length === 0 && waiting.length > 0) return which(waiting)
  const done = others
    .filter((duty) => duty.done)
    .sort((a, b) => ((a.done?.at ?? '') < (b.done?.at ?? '') ? -1 : 1))
    .at(-1)
  return (done && doneBefore(done)) ?? { why: 'nothing-submitted' }
}

/** The receipt that a button or words mean. */
export const receiptMeant = (
  incident: Incident,
  wanted: Pick<Wanted, 'duty' | 'nth' | 'authority'>,
  world: World,
): Duty | Refusal =>
  wanted.duty === undefined
    ? typedReceipt(incident, wanted.authority, world)
    : namedReceipt(incident, wanted.duty, wanted.nth, world)
