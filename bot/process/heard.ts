// Does a whole store hold a reminder that nobody got? For verify: every step that was said was delivered, failed, or still waits.

import { lostSteps } from '../../rules/audit.js'
import type { Present } from '../../store/examine.js'
import { reminderLost } from '../../templates/operator/process.js'
import { readBook } from '../turn/rules.js'

/** The first such duty in a sentence; nothing when there is none. */
export const lostReminder = ({ incidents, waiting: outbox, tables, at }: Present): string | undefined => {
  const books = tables.rulebooks
  const inForce = readBook(Object.values(books).find(({ state }) => state === 'in-force'))
  if (!inForce) return undefined
  const world = {
    now: at,
    rules: inForce,
    rulebook: (version: string) => readBook(books[version]),
    // who would act today is of no matter here: only whether those who were meant then were told
    directory: { units: [], people: [] },
    away: {},
    strangers: {},
    incidents: {},
    ledger: {},
    find: (id: string) => incidents.get(id),
  }
  for (const incident of incidents.values()) {
    const waiting = outbox.filter(
      ({ incident: id, gathered }) =>
        id === incident.id || gathered?.some((one) => one.incident === incident.id),
    )
    const [lost] = lostSteps(incident, world, waiting)
    if (lost) return reminderLost(incident.id, lost)
  }
  return undefined
}
