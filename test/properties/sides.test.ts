// Is 细则 第十三条 ever called met while one side has no confirmed receipt? Whatever is entered, sent back and graded.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { duties, running } from '../../rules/duties.js'
import { sidesTold } from '../../rules/sides.js'
import { evolve } from '../../store/matter.js'
import type { Event, Incident, Level } from '../../store/schema.js'
import { at, HOUR, incidentOf, rules, T0, worldAt } from '../rules/ground.js'

const by = { id: 'P007', name: '钱小雨' }
const other = { id: 'P008', name: '冯一鸣' }
const receipt = { channel: '电话', sent_at: at(T0), received_by: '王科长' } as const

const system = {
  id: 'S1',
  name: '一卡通',
  aliases: [],
  addresses: [],
  owner: { id: 'U10', name: '信息中心' },
  users: [],
}

const step = fc.record({
  what: fc.constantFrom('submitted' as const, 'confirmed' as const, 'returned' as const, 'graded' as const),
  nth: fc.nat(8),
  level: fc.constantFrom<Level>(1, 2, 3, 4),
})

const facts = fc.record({
  crime_suspected: fc.constantFrom(true, false, 'unknown' as const),
  harmful_content: fc.boolean(),
  category: fc.constantFrom('NA' as const, 'DS' as const, 'IC' as const),
})

it('never with one side only; and at every level both sides have a report of their own', () => {
  fc.assert(
    fc.property(facts, fc.boolean(), fc.array(step, { maxLength: 30 }), (report, critical, steps) => {
      let incident: Incident = { ...incidentOf({ report }), system: { ...system, critical } }
      for (const { what, nth, level } of steps) {
        const owed = duties(incident, worldAt(T0 + HOUR)).filter(({ kind }) => kind === 'report')
        const duty = owed[nth % owed.length]
        const known = duty && incident.submissions[duty.id]
        const waits = known && !known.confirmed && !known.returned
        const event: Event | undefined =
          what === 'graded'
            ? { type: 'graded', at: at(T0), by, level }
            : !duty || (what === 'submitted' ? waits || known?.confirmed : !waits)
              ? undefined
              : what === 'submitted'
                ? { type: 'submitted', at: at(T0), by, duty: duty.id, receipt }
                : what === 'confirmed'
                  ? { type: 'confirmed', at: at(T0), by: other, duty: duty.id }
                  : { type: 'returned', at: at(T0), by: other, duty: duty.id, reason: '号码不对' }
        if (event) incident = evolve(incident, event)
        const confirmed = new Set(
          Object.entries(incident.submissions)
            .filter(([, submission]) => submission.confirmed)
            .map(([id]) => rules.clocks.find((clock) => id.startsWith(`${clock.id}/`))?.to),
        )
        const [upper, local] = sidesTold(incident, worldAt(T0 + HOUR))
        if (upper?.met) expect(confirmed.has('prov-cac') && confirmed.has('edu')).toBe(true)
        if (local?.met) expect(confirmed.has('psb') || confirmed.has('local')).toBe(true)
        expect([upper, local].map((one) => one?.authorities.length)).not.toContain(0)
        expect(running(incident, rules).met.map(({ id }) => id)).toContain('SEED-UP')
      }
    }),
  )
})
