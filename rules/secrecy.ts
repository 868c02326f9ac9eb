// When is 保密办 reminded, without a word of content? The clock of state secrets, kept off-channel (保密法实施条例 第六十一条).
import type { Stub } from '../store/schema.js'
import type { Clock, Rules } from './rules.js'

const DAY_MS = 86_400_000

export const secrecyClock = (rules: Rules): Clock | undefined =>
  rules.clocks.find(({ from, off }) => from === 'classified' && !off)

const reminders = (clock: Clock): number[] => clock.remindAtMs ?? []

const atOf = (stub: Stub, nth: number, clock: Clock): number | undefined => {
  const offset = reminders(clock)[nth]
  return offset === undefined ? undefined : Date.parse(stub.at) + offset
}

/** When 保密办 must statutorily have reported, in epoch ms. */
export const secrecyDueMs = (stub: Stub, rules: Rules): number => {
  const within = secrecyClock(rules)?.within
  return Date.parse(stub.at) + (within?.unit === 'ms' ? within.ms : DAY_MS)
}

/** The next moment at which somebody of 保密办 must be asked, in epoch ms; `undefined` when nothing more is to be asked. */
export const nextSecrecyMs = (stub: Stub, rules: Rules): number | undefined => {
  const clock = secrecyClock(rules)
  return clock && !stub.done ? atOf(stub, stub.reminded ?? 0, clock) : undefined
}

/** How many reminders have come by now, when there is one that was not said: missed ones collapse into it. */
export const dueSecrecy = (stub: Stub, rules: Rules, nowMs: number): number | undefined => {
  const clock = secrecyClock(rules)
  if (!clock || stub.done) return undefined
  const come = reminders(clock).filter((offset) => Date.parse(stub.at) + offset <= nowMs).length
  return come > (stub.reminded ?? 0) ? come : undefined
}
