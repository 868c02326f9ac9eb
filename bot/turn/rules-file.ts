// Which rules does the operator's file hold? Checked against the law's shapes, and known by a fingerprint of all it says.
import { createHash } from 'node:crypto'
import { completeRules, type Law, lawOf, parseRules, type Rules } from '../../rules/rules.js'
import { isShipped, readChecked, shippedPath } from '../../store/rules-file.js'
import type { Rulebook } from '../../store/schema.js'

let shipped: Law | undefined

/** What stands where a file is silent. Read once: whoever edits it under a running bot changes no version that was kept. */
const law = (): Law => {
  shipped ??= readChecked(shippedPath(), lawOf)
  return shipped
}

const raws = new WeakMap<Rules, unknown>()

/** Everything that a file said, its defaults filled in: what is kept as a version. Nothing for rules that no file gave. */
export const rawOf = (rules: Rules): unknown => raws.get(rules)

/** The same for the same rules, whatever the order of the keys in the file. */
export const versionOf = (raw: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(raw)))
    .digest('hex')
    .slice(0, 12)

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, part]) => [key, sorted(part)]),
        )
      : value

/** Rules of a kept version, or of a file that was read. Throws `RuleMistakes`. */
export const rulesFrom = (raw: unknown): Rules => {
  const complete = completeRules(raw, law())
  const rules = { ...parseRules(raw, law()), version: versionOf(complete) }
  raws.set(rules, complete)
  return rules
}

/** Throws `Mistakes`, each `rules.yaml:34 clocks[3].within …`. */
export const loadRules = async (path: string): Promise<Rules> =>
  isShipped(path) ? rulesFrom(law()) : readChecked(path, rulesFrom)

const read = new Map<string, Rules | undefined>()

/** A kept version as rules; nothing when this program can't read it any more. Read once. */
export const readBook = (book: Rulebook | undefined): Rules | undefined => {
  if (!book) return undefined
  if (!read.has(book.version)) {
    try {
      read.set(book.version, { ...rulesFrom(book.raw), version: book.version })
    } catch {
      read.set(book.version, undefined) // written by a newer program; the caller falls back to the rules in force
    }
  }
  return read.get(book.version)
}
