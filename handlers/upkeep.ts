// How does the directory change in the chat? One person of the office sends a file and asks, another approves or sends back; which open matters change hands.
import { chainToday } from '../rules/chain.js'
import { openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import { evolve } from '../store/matter.js'
import type { Directory, Matter, Move, Party, PersonRef, Proposal, Refusal } from '../store/schema.js'
import { refOf } from './decision.js'
import { successions } from './succession.js'

/** So long a file waits; then what it said is forgotten. */
export const WAITS_MS = 7 * 86_400_000

const isOver = ({ state }: Proposal): boolean => state !== 'sent' && state !== 'asked'

/** What waits for this signature can't have it any more, or not from this person. */
const wrong = (by: Party, proposal: Proposal | undefined, world: World): Refusal | undefined => {
  if (!by.office) return { why: 'office-only' }
  if (!proposal) return { why: 'no-proposal' }
  if (isOver(proposal)) return { why: 'proposal-over', state: proposal.state, ...lastOf(proposal) }
  if (!world.incoming?.[proposal.id]) return { why: 'proposal-lapsed' }
  return undefined
}

const lastOf = ({ approved, ended }: Proposal): { by?: PersonRef; at?: string } => {
  const last = ended ?? approved
  return last ? { at: last.at, ...(last.by ? { by: last.by } : {}) } : {}
}

/** «提请核定»: whoever sent it, or another one of the office who answers for it from then on. */
export const askDirectory = (by: Party, proposal: Proposal | undefined, world: World): Proposal | Refusal => {
  const no = wrong(by, proposal, world)
  if (no || !proposal) return no ?? { why: 'no-proposal' }
  if (proposal.asked)
    return { why: 'already', what: 'proposed', by: proposal.asked.by, at: proposal.asked.at }
  return { ...proposal, state: 'asked', asked: { by: refOf(by), at: world.now } }
}

/** «核定生效»: another person than who sent it and who asked for it. `base`: the directory in force. */
export const approveDirectory = (
  by: Party,
  proposal: Proposal | undefined,
  world: World,
  base: string,
): Proposal | Refusal => {
  const no = wrong(by, proposal, world)
  if (no || !proposal) return no ?? { why: 'no-proposal' }
  if (!proposal.asked) return { why: 'proposal-not-asked', by: proposal.sent.by }
  const maker = [proposal.sent.by, proposal.asked.by].find(({ id }) => id === by.id)
  if (maker) return { why: 'proposal-same-person', by: maker }
  if (proposal.base !== base) return { ...proposal, state: 'stale', ended: { at: world.now } }
  return { ...proposal, state: 'approved', approved: { by: refOf(by), at: world.now } }
}

/** «退回»: by another person; whoever sent it takes it back by the same word. */
export const returnDirectory = (
  by: Party,
  proposal: Proposal | undefined,
  world: World,
  reason?: string,
): Proposal | Refusal => {
  const no = wrong(by, proposal, world)
  if (no || !proposal) return no ?? { why: 'no-proposal' }
  return {
    ...proposal,
    state: 'returned',
    ended: { by: refOf(by), at: world.now, ...(reason ? { reason } : {}) },
  }
}

const ownersIn = (matter: Matter, world: World): PersonRef[] =>
  openDuties(matter, world)
    .flatMap(({ owners }) => owners)
    .filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at)
    .map(refOf)

const isOpen = ({ status }: Matter): boolean => status === 'open' || status === 'resolved'

/** Who owes something in an open matter now, and would not under this directory; and the other way round. */
export const movesUnder = (directory: Directory, world: World): Move[] => {
  const then: World = { ...world, directory }
  return Object.values(world.incidents)
    .filter(isOpen)
    .flatMap((matter) => {
      const events = successions(matter, world.directory, then, chainToday(matter, directory))
      const after = ownersIn(events.reduce<Matter>(evolve, matter), then)
      const before = ownersIn(matter, world)
      const without = (some: PersonRef[], others: PersonRef[]) =>
        some.filter(({ id }) => !others.some((one) => one.id === id))
      const [from, to] = [without(before, after), without(after, before)]
      return from.length + to.length > 0 ? [{ matter: matter.id, from, to }] : []
    })
}
