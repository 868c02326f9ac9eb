// How do the rules change? One person of the office asks, another approves; until then the old ones hold (细则 第十九条).

import type { World } from '../rules/world.js'
import type { Party, Refusal, Rulebook } from '../store/schema.js'
import { refOf } from './decision.js'

/** «提请生效»: the maker. */
export const askRules = (by: Party, book: Rulebook, world: Pick<World, 'now'>): Rulebook | Refusal => {
  if (!by.office) return { why: 'office-only' }
  if (book.state === 'in-force' || book.state === 'replaced') return { why: 'rules-settled' }
  if (book.asked) return { why: 'already', what: 'asked', by: book.asked.by, at: book.asked.at }
  return { ...book, state: 'asked', asked: { by: refOf(by), at: world.now } }
}

/** «核定生效»: the checker, never the maker. */
export const approveRules = (by: Party, book: Rulebook, world: Pick<World, 'now'>): Rulebook | Refusal => {
  if (!by.office) return { why: 'office-only' }
  if (book.state === 'in-force' || book.state === 'replaced') return { why: 'rules-settled' }
  if (!book.asked) return { why: 'rules-not-asked' }
  if (book.asked.by.id === by.id) return { why: 'rules-same-person', by: book.asked.by }
  return { ...book, state: 'in-force', approved: { by: refOf(by), at: world.now } }
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const nameOf = (row: unknown, at: number): string =>
  isTable(row) && typeof row.id === 'string' ? row.id : String(at)

const asTable = (value: unknown): Record<string, unknown> | undefined =>
  isTable(value)
    ? value
    : Array.isArray(value) && value.some(isTable)
      ? Object.fromEntries(value.map((row, at) => [nameOf(row, at), row]))
      : undefined

type Difference = { path: string; before: unknown; after: unknown }

/** What is different, by path: `clocks.NAT-OTHER-4H.within`, and what it was and became. */
export const differences = (before: unknown, after: unknown, path = ''): Difference[] => {
  const [old, fresh] = [asTable(before), asTable(after)]
  if (!old || !fresh) return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }]
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].flatMap((key) =>
    differences(old[key], fresh[key], path ? `${path}.${key}` : key),
  )
}
