// Is anything overdue that nobody was reminded of? Looks after every step at the incidents where something is overdue, and raises it.
import { nextAuditMs, unheard } from '../../rules/audit.js'
import type { World } from '../../rules/world.js'
import type { Log } from '../../store/log.js'
import type { Matter } from '../../store/schema.js'
import { unheardText } from '../../templates/standin.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldIn } from '../turn/world.js'
import type { Clock } from './clock.js'
import { openDueList } from './due.js'

export type Auditor = {
  /** This incident changed: when must it be audited next? */
  look(id: string, incident: Matter | undefined, world: World): void
  audit(): Promise<void>
  /** How many overdue duties nobody is known to have been reminded of. */
  found(): number
}

const PER_RUN = 200
/** What is wrong is looked at again after this, whatever its next moment is. */
const AGAIN_MS = 60_000

export const openAuditor = (options: {
  turns: Turns
  campus: () => Campus
  clock: Clock
  log: Log
  tellOffice: (key: string, text: string) => Promise<void>
}): Auditor => {
  const { turns, campus, clock, log, tellOffice } = options
  const due = openDueList()
  const faults = new Map<string, number>()
  /** When each was looked at last, in epoch ms. */
  const audited = new Map<string, number>()

  return {
    look(id, incident, world) {
      const at = incident && nextAuditMs(incident, world, audited.get(id))
      if (at === undefined) {
        due.delete(id)
        faults.delete(id)
        audited.delete(id)
      } else due.set(id, faults.has(id) ? Math.min(at, clock.now() + AGAIN_MS) : at)
    },
    async audit() {
      const ready = due.until(clock.now()).slice(0, PER_RUN)
      if (ready.length === 0) return
      const found = await turns.read((tables) => {
        const world = worldIn(tables, clock.now(), campus())
        const asked = new Set(ready)
        const waiting = Object.values(tables.outbox).filter(
          ({ incident, gathered }) =>
            asked.has(incident ?? '') || gathered?.some((one) => asked.has(one.incident)),
        )
        return ready.flatMap((id) => {
          const incident = tables.incidents[id]
          const wrong = incident ? unheard(incident, world, waiting) : []
          if (wrong.length > 0) faults.set(id, wrong.length)
          else faults.delete(id)
          const nowMs = Date.parse(world.now)
          const next = incident && nextAuditMs(incident, world, nowMs)
          if (next === undefined) due.delete(id)
          else {
            due.set(id, Math.max(next, nowMs + AGAIN_MS))
            audited.set(id, nowMs)
          }
          return incident ? wrong.map((one) => ({ ...one, incident })) : []
        })
      })
      const late = found.filter(({ what }) => what === 'waits')
      if (late.length > 0)
        log.warn({ duties: late.length }, 'reminders of overdue duties still wait to be sent')
      for (const { incident, duty, what, people, since } of found) {
        if (what === 'waits') continue
        log.error(
          { incident: incident.id, duty, what, since },
          'an overdue duty without a delivered reminder',
        )
        await tellOffice(
          `unheard/${incident.id}/${duty}`,
          unheardText(incident, duty, people, campus().rules),
        )
      }
    },
    found: () => [...faults.values()].reduce((sum, one) => sum + one, 0),
  }
}
