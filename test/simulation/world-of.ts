// What do the rules say of what the record says? The rules' own view of the fold, at a moment.
import { readBook } from '../../bot/turn/rules.js'
import type { Rules } from '../../rules/rules.js'
import type { World } from '../../rules/world.js'
import type { Directory, Matter, Tables } from '../../store/schema.js'

export const worldOf = (
  tables: Readonly<Tables>,
  campus: { directory: Directory; rules: Rules },
  nowMs: number,
  incidents: Readonly<Record<string, Matter>> = tables.incidents,
): World => ({
  now: new Date(nowMs).toISOString(),
  rules: campus.rules,
  directory: campus.directory,
  away: tables.away,
  strangers: tables.strangers,
  incidents,
  ledger: tables.ledger,
  find: (id) => incidents[id],
  stubs: tables.stubs,
  rulebooks: tables.rulebooks,
  rulebook: (version) => readBook(tables.rulebooks[version]),
})
