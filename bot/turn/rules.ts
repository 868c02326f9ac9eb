// Which rules hold? What the operator's file says, which version is in force until two people sign, which one an incident started under.
import { createHash } from 'node:crypto'
import { differences } from '../../handlers/rulebook.js'
import { completeRules, type Law, lawOf, parseRules, type Rules } from '../../rules/rules.js'
import { isShipped, readChecked, shippedPath } from '../../store/rules-yaml.js'
import type { Rulebook } from '../../store/schema.js'
import { differenceText } from '../../templates/differences.js'
import type { Turn } from './turn.js'

/** Every rules that this process has read, and the only place that remembers any. */
const shelf: {
  /** What stands where a file is silent. Read once: whoever edits it under a running bot changes no version that was kept. */
  law?: Law
  /** Everything that a file said, its defaults filled in: what is kept as a version. Nothing for rules that no file gave. */
  said: WeakMap<Rules, unknown>
  /** Kept versions; nothing where this program can't read one any more. */
  versions: Map<string, Rules | undefined>
} = { said: new WeakMap(), versions: new Map() }

const law = (): Law => {
  shelf.law ??= readChecked(shippedPath(), lawOf)
  return shelf.law
}

/** The same for the same rules, whatever the order of the keys in the file. */
const versionOf = (raw: unknown): string =>
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
  shelf.said.set(rules, complete)
  return rules
}

/** Throws `Mistakes`, each `rules.yaml:34 clocks[3].within …`. */
export const loadRules = async (path: string): Promise<Rules> =>
  isShipped(path) ? rulesFrom(law()) : readChecked(path, rulesFrom)

/** The same of a file that may have changed since this program started, be it the shipped one. */
export const readRules = (path: string): Rules => readChecked(path, rulesFrom)

/** A kept version as rules; nothing when this program can't read it any more. Read once. */
export const readBook = (book: Rulebook | undefined): Rules | undefined => {
  if (!book) return undefined
  const { versions } = shelf
  if (!versions.has(book.version)) {
    try {
      versions.set(book.version, { ...rulesFrom(book.raw), version: book.version })
    } catch {
      versions.set(book.version, undefined) // written by a newer program; the caller falls back to the rules in force
    }
  }
  return versions.get(book.version)
}

/**
 * Which rules are in force once the file was read? The first file ever is. Later ones wait for two people of the office;
 * until then the version before stays in force. `asks`: the office has not been told of this one yet.
 */
export const rulesInForce = (turn: Turn, found: Rules): { rules: Rules; asks?: true } => {
  const raw = shelf.said.get(found)
  if (!raw) return { rules: found }
  const { version } = found
  const books = Object.values(turn.rows('rulebooks'))
  const inForce = books.find(({ state }) => state === 'in-force')
  const old = readBook(inForce)
  if (!inForce || !old) {
    if (inForce) turn.put('rulebooks', inForce.version, { ...inForce, state: 'replaced' })
    turn.put('rulebooks', version, { version, raw, at: turn.at, state: 'in-force' })
    return { rules: found }
  }
  if (inForce.version === version) return { rules: found }
  const known = turn.row('rulebooks', version)
  if (known?.state === 'found' || known?.state === 'asked') return { rules: old }
  const differs = differences(inForce.raw, raw).map(differenceText)
  turn.put('rulebooks', version, { version, raw, at: turn.at, state: 'found', differs })
  return { rules: old, asks: true }
}
