// Which version of the rules is in force, and which did an incident start under? Versions are kept, and change by two signatures.
import { differences } from '../../handlers/rulebook.js'
import type { Rules } from '../../rules/rules.js'
import { isOffice } from '../../store/campus.js'
import { differenceText } from '../../templates/differences.js'
import { type Bench, owe } from './happen.js'
import { rawOf, readBook } from './rules-file.js'

/**
 * Which rules are in force once the file was read? The first file ever is. Later ones wait for two people of the office,
 * who are told what is different; until then the version before stays in force.
 */
export const settleRules = (bench: Bench, found: Rules): Rules => {
  const { turn, campus } = bench
  const raw = rawOf(found)
  if (!raw) return found
  const books = Object.values(turn.rows('rulebooks'))
  const inForce = books.find(({ state }) => state === 'in-force')
  const old = readBook(inForce)
  if (!inForce || !old) {
    if (inForce) turn.put('rulebooks', inForce.version, { ...inForce, state: 'replaced' })
    turn.put('rulebooks', found.version, { version: found.version, raw, at: turn.at, state: 'in-force' })
    return found
  }
  if (inForce.version === found.version) return found
  const known = turn.row('rulebooks', found.version)
  if (known?.state === 'found' || known?.state === 'asked') return old
  turn.put('rulebooks', found.version, {
    version: found.version,
    raw,
    at: turn.at,
    state: 'found',
    differs: differences(inForce.raw, raw).map(differenceText),
  })
  const nth = turn.next('rules')
  for (const { id } of campus.directory.people)
    if (isOffice(campus.directory, id))
      owe(bench, {
        key: `rules/${found.version}/${nth}/${id}`,
        to: { person: id },
        rank: 0,
        view: { view: 'rules', version: found.version },
      })
  return old
}
