// When is 保密办 reminded, and who is it, without a word of content? The clock of state secrets, kept off-channel (保密法实施条例 第六十一条).
import { unitOfKind } from '../store/campus.js'
import type { Actor, Role, Stub, UnitKind } from '../store/schema.js'
import { acting } from './chain.js'
import type { Clock, Rules } from './rules.js'
import type { World } from './world.js'

const DAY_MS = 86_400_000

export const secrecyClock = (rules: Rules): Clock | undefined =>
  rules.clocks.find(({ from, off }) => from === 'classified' && !off)

/** When 保密办 must statutorily have reported, in epoch ms. */
export const secrecyDueMs = (stub: Stub, rules: Rules): number => {
  const within = secrecyClock(rules)?.within
  return Date.parse(stub.at) + (within?.unit === 'ms' ? within.ms : DAY_MS)
}

/** The reminders before the deadline, then one at it and, slowly, until somebody says that it is taken care of. */
const atMs = (stub: Stub, nth: number, clock: Clock, rules: Rules): number => {
  const dueMs = secrecyDueMs(stub, rules)
  const before = (clock.remindAtMs ?? [])
    .map((offset) => Date.parse(stub.at) + offset)
    .filter((ms) => ms < dueMs)
  return before[nth] ?? dueMs + (nth - before.length) * rules.remind.ceiling.everyMs
}

/** Does it wait for 保密办? What was written on about the same matter is asked about once, with its first stub. */
export const isAsked = (stub: Stub): boolean => !stub.done && !stub.with

/** The next moment at which somebody of 保密办 must be asked, in epoch ms; `undefined` when nothing more is to be asked. */
export const nextSecrecyMs = (stub: Stub, rules: Rules): number | undefined => {
  const clock = secrecyClock(rules)
  return clock && isAsked(stub) ? atMs(stub, stub.reminded ?? 0, clock, rules) : undefined
}

/** How many reminders have come by now, when there is one that was not said: missed ones collapse into it. */
export const dueSecrecy = (stub: Stub, rules: Rules, nowMs: number): number | undefined => {
  const clock = secrecyClock(rules)
  if (!clock || !isAsked(stub)) return undefined
  const said = stub.reminded ?? 0
  let come = said
  while (atMs(stub, come, clock, rules) <= nowMs) come++
  return come > said ? come : undefined
}

type Here = Pick<World, 'directory' | 'away' | 'now'>

/** Who holds one of these posts in the unit of this kind, or who acts for them. */
export const holders = (kind: UnitKind, roles: readonly Role[], world: Here): Actor[] => {
  const unit = unitOfKind(world.directory, kind)
  return world.directory.people
    .filter(({ posts }) =>
      posts.some((post) => post.unit === unit?.id && roles.some((role) => role === post.role)),
    )
    .map(({ id, name, title }) =>
      acting({ id, name, ...(title ? { title } : {}) }, { delegations: [], unreachable: [] }, world),
    )
}

export const once = (people: Actor[]): Actor[] =>
  people.filter(({ id }, at) => people.findIndex((one) => one.id === id) === at)

/** The two responsible people of 保密办, or who acts for them. */
export const secrecyDesk = (world: Here): Actor[] =>
  once(holders('保密办', ['第一责任人', '直接责任人'], world))
