// debug
import { readFileSync } from 'node:fs'
import { it } from 'vitest'
import { termsOf } from '../../rules/terms.js'
import { begin, evolve } from '../../store/matter.js'
import { rulesOf } from '../../rules/world.js'
import { shipped } from '../scenes/stage.js'
import { worldOf } from '../simulation/world-of.js'
import { emptyTables } from '../../store/schema.js'
import { reportsOf } from './count.js'
it('x', async () => {
  const campus = await shipped()
  const all = JSON.parse(readFileSync('/tmp/year-events.json', 'utf8')) as [string, any[]][]
  for (const [id, events] of all) {
    if (events[0].type !== 'reported' || events[0].drill) continue
    let m: any = { ...begin(events[0]), record: [events[0]] }
    for (const e of events.slice(1)) m = evolve(m, e)
    const world = ({ ...worldOf({ ...emptyTables(), incidents: { [id]: m } } as any, campus, Date.parse("2027-03-10")), rulebook: () => campus.rules })
    const terms = termsOf(m, { ...world, rules: campus.rules }).filter(({ owed }) => owed.clock.kind === 'report' || owed.clock.kind === 'final')
    const mine = new Map(reportsOf(events).map((r) => [r.duty, r]))
    for (const t of terms) {
      const r = mine.get((t.owed as any).counted ?? t.id) 
      const k = t.kept === 'in-time'
      if (!r || k !== r.sent <= r.due) console.log(id, 'product', t.id, t.kept, t.owed.from, t.owed.due, 'counted', (t.owed as any).counted, 'mine', r && [new Date(r.base).toISOString(), new Date(r.due).toISOString(), new Date(r.sent).toISOString()])
    }
    for (const [d, r] of mine) if (!terms.some((t) => ((t.owed as any).counted ?? t.id) === d)) console.log(id, 'only mine', d, r.sent <= r.due, new Date(r.due).toISOString(), new Date(r.sent).toISOString())
    for (const e of events) if (e.type === 'missed') console.log(id, 'missed', e.duty, e.due, mine.has(e.duty))
  }
})
