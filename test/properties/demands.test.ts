// Is a dated demand ever lost? Whatever is entered, sent back, graded, ended, withdrawn and taken up again: it is owed until it is done, and 办结 waits for it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Wanted } from '../../handlers/actions/action.js'
import { actions } from '../../handlers/actions/index.js'
import { demandId } from '../../rules/demands.js'
import { duties, openDuties } from '../../rules/duties.js'
import { begin, evolve } from '../../store/matter.js'
import type { ActionName, Incident } from '../../store/schema.js'
import { at, HOUR, incidentOf, rules, T0, worldAt } from '../rules/ground.js'

const office = [
  { id: 'P007', name: '钱小雨', office: true, leader: false },
  { id: 'P008', name: '冯一鸣', office: true, leader: false },
] as const

const names: ActionName[] = [
  ...(['submit_receipt', 'confirm_receipt', 'return_receipt', 'demand', 'perform', 'grade'] as const),
  ...([
    'confirm_grade',
    'resolve',
    'unresolve',
    'close',
    'withdraw',
    'reopen',
    'follow_up',
    'snooze',
  ] as const),
]
const texts = [
  '明天18时前报送说明',
  '24小时内断网；三天内报整改',
  '尽快处理',
  '昨天前报送',
  '月底前报送',
  '',
] as const

const step = fc.record({
  name: fc.constantFrom(...names),
  who: fc.nat(1),
  nth: fc.nat(12),
  text: fc.constantFrom(...texts),
  level: fc.constantFrom('1', '2', '3', '4'),
  later: fc.constantFrom(0, 1, 5, 30),
})

it('owed until done, with the date that was set; closed only when all are', () => {
  const demand = { to: 'edu', authority: '自治区教育厅', text: '明天前报送', due: at(T0 + 24 * HOUR) }
  let seen = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let incident = evolve(incidentOf({}), { type: 'demanded', at: at(T0), by: office[0], ...demand })
      let now = T0
      for (const { name, who, nth, text, level, later } of steps) {
        now += later * HOUR
        const world = worldAt(now, rules, incident)
        const by = office[who] ?? office[0]
        const owed = duties(incident, world)
        const duty = owed.length > 0 ? owed[nth % owed.length]?.id : undefined
        const answers = {
          ...{ channel: '电话', sent_at: '刚刚', received_by: '王科长', instructions: text, demand_due: '' },
          ...{ authority: '自治区教育厅', reason: '原因', level },
        }
        const wanted: Wanted = { duty, answers }
        const decision = actions[name].decide({ by, incident, world, ...wanted })
        if (decision.kind === 'record') incident = decision.events.reduce<Incident>(evolve, incident)
        const after = worldAt(now, rules, incident)
        const over = incident.status === 'closed' || incident.status === 'withdrawn'
        const demands = incident.demands ?? []
        const open = openDuties(incident, after).map(({ id, due }) => `${id} ${due}`)
        const left = demands.filter((_, one) => !incident.performed?.[demandId(one + 1)])
        demands.forEach(({ due }, one) => {
          const id = demandId(one + 1)
          const done = incident.performed?.[id] !== undefined
          if (!over) expect(open.includes(`${id} ${due}`)).toBe(!done)
        })
        seen += left.length
        if (incident.status === 'closed') expect(left).toEqual([])
        if (!over && left.length > 0) {
          const close = actions.close.decide({ by, incident, world: after })
          expect(close).toMatchObject({ kind: 'refuse', refusal: { why: 'duties-open' } })
        }
      }
      const [first, ...rest] = incident.record
      if (first?.type === 'reported') expect(rest.reduce(evolve, begin(first))).toEqual(incident)
    }),
  )
  expect(seen).toBeGreaterThan(100)
})

it('what ends it says how: a bare click opens the form', () => {
  const demand = { to: 'edu', authority: '自治区教育厅', text: '明天前报送', due: at(T0 + 24 * HOUR) }
  const by = office[0]
  const incident = evolve(incidentOf({}), { type: 'demanded', at: at(T0), by, ...demand })
  const asked = { by, incident, world: worldAt(T0, rules, incident), duty: demandId(1) }
  for (const answers of [undefined, {}, { reason: ' ' }])
    expect(actions.perform.decide({ ...asked, answers })).toMatchObject({ kind: 'form' })
  expect(actions.perform.decide({ ...asked, answers: { reason: '已书面答复' } })).toMatchObject({
    kind: 'record',
  })
})
