// What does a receipt say: by which channel a report went, when, and who took it down?
import type { World } from '../../rules/world.js'
import type { Instant, Matter, Receipt, Refusal } from '../../store/schema.js'
import type { Answers } from '../actions/action.js'
import { tooLongIn } from '../limits.js'
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

export const channelOf = (text: string): string | Refusal =>
  receiptChannels.find((known) => known === text.trim()) ?? {
    why: 'channel-unknown',
    channels: receiptChannels,
  }

/** Not in the future, not before there was anything to report. */
const momentOf =
  (field: 'sent_at' | 'received_at') =>
  (text: string, incident: Matter, world: World): { at: Instant } | Refusal => {
    const read = parseTime(text, Date.parse(world.now), world.rules.timezone)
    if ('problem' in read)
      return { why: read.problem === 'future' ? 'time-in-future' : 'time-not-understood', field }
    if (read.at + 60_000 < Date.parse(incident.discoveredAt))
      return { why: 'before-discovered', field, discovered: incident.discoveredAt }
    return { at: new Date(read.at).toISOString() }
  }

/** When the report went out. */
export const sentAt = momentOf('sent_at')

/** 刚刚 is read anew when the form is sent: so much later may the sending seem than it was. */
const SLACK_MS = 15 * 60_000

const takenAt = momentOf('received_at')

/** When the authority took it: not before it was sent, either. Nothing where it was left out. */
export const receivedAt = (
  text: string,
  sent: string,
  incident: Matter,
  world: World,
): { at?: Instant } | Refusal => {
  if (!text.trim()) return {}
  const received = takenAt(text, incident, world)
  const before = sentAt(sent, incident, world)
  if ('why' in received || 'why' in before) return received
  return Date.parse(received.at) + SLACK_MS < Date.parse(before.at)
    ? { why: 'received-before-sent' }
    : received
}

/** A web site or a fax has nobody to name. */
export const hasReceiver = (channel: string): boolean => !withoutReceiver.includes(channel.trim())

/** Who took it down, in one line. */
export const receiverOf = (text: string, channel: string): string | Refusal =>
  text.trim().replace(/[\r\n]+/gu, ' ') || (hasReceiver(channel) ? { why: 'receiver-needed' } : '—')

export const parseReceipt = (form: Answers, incident: Matter, world: World): Receipt | Refusal => {
  const long = tooLongIn(form)
  if (long) return long
  const channel = channelOf(form.channel ?? '')
  if (typeof channel !== 'string') return channel
  const sent = sentAt(form.sent_at ?? '', incident, world)
  if ('why' in sent) return sent
  const received_by = receiverOf(form.received_by ?? '', channel)
  if (typeof received_by !== 'string') return received_by
  const received = receivedAt(form.received_at ?? '', form.sent_at ?? '', incident, world)
  if ('why' in received) return received
  const ref_no = form.ref_no?.trim()
  const instructions = form.instructions?.trim()
  return {
    channel,
    sent_at: sent.at,
    received_by,
    ...(received.at ? { received_at: received.at } : {}),
    ...(ref_no ? { ref_no } : {}),
    ...(instructions ? { instructions } : {}),
  }
}

/** What is wrong with something that was read; nothing where it was understood. */
export const refusalIn = (parsed: string | { at?: Instant } | Refusal): Refusal | undefined =>
  typeof parsed === 'object' && 'why' in parsed ? parsed : undefined

/** Of a picture: does its name, or what was written beside it, say that it shows a receipt? */
export const showsReceipt = (said: string): boolean => /回执|签收|受理/u.test(said)
