// Does any card stand brackets in brackets? Over what may be reported, graded, late, and whoever may read it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hereOf } from '../../bot/turn/drawing.js'
import { reported } from '../../handlers/report.js'
import { partyOf } from '../../handlers/see.js'
import { openDuties } from '../../rules/duties.js'
import { begin, evolve } from '../../store/matter.js'
import type { Event, Incident, Report, View } from '../../store/schema.js'
import { inBrackets } from '../../templates/brackets.js'
import { render } from '../../templates/cards.js'
import { directory, rules, T0, worldAt } from '../rules/ground.js'

const NESTED = /（[^（）]*（/u

const about: fc.Arbitrary<Partial<Report>> = fc.record({
  category: fc.constantFrom('DS', 'NA', 'IC', 'MP', 'AB'),
  harmful_content: fc.boolean(),
  ransomware: fc.boolean(),
  pi_persons: fc.constantFrom(10, 6_000, 60_000, 1_200_000),
  system: fc.constantFrom('unknown', '教务系统', '图书馆管理系统'),
  crime_suspected: fc.constantFrom<(boolean | 'unknown')[]>(true, false, 'unknown'),
})

const officer = directory.people.find(({ name }) => name === '钱小雨')
const happenedTo = (incident: Incident, level: 1 | 2 | 3 | 4 | undefined, at: string): Incident => {
  const { id = '', name = '', title } = officer ?? {}
  const by = { id, name, title: title ?? '值班员' }
  const graded: Event[] = level
    ? [
        { type: 'graded', at, by, level, reason: '研判' },
        { type: 'graded', at, by, level: 4, reason: '影响很小', waits: true },
        { type: 'grade-returned', at, by, level: 4, reason: '再看' },
        { type: 'graded', at, by, level: 4, reason: '影响很小', waits: true },
      ]
    : []
  return graded.reduce(evolve, incident)
}

it('no card nests （）: what stands in brackets stands on one level', () => {
  fc.assert(
    fc.property(
      about,
      fc.constantFrom(undefined, 1 as const, 2 as const, 3 as const, 4 as const),
      fc.constantFrom(0, 40, 300, 3_000),
      fc.nat(1_000),
      (report, level, late, nth) => {
        const unit = directory.units[nth % directory.units.length]?.id ?? ''
        const said = { unit, summary: '名单外泄', ...report } as Report
        const teacher = { id: 's', name: '刘老师' }
        const incident = happenedTo(
          begin(reported(teacher, said, { number: '2026-0001', drill: false }, worldAt(T0))),
          level,
          new Date(T0 + 60_000).toISOString(),
        )
        const world = worldAt(T0 + late * 60_000, rules, incident)
        const duties = openDuties(incident, world).map(({ id }) => id)
        const items = duties.map((duty) => ({ incident: incident.id, duty }))
        const views: View[] = [
          { view: 'incident', incident: incident.id },
          { view: 'duty', incident: incident.id, duties },
          ...duties.map((duty): View => ({ view: 'duty', incident: incident.id, duties: [duty] })),
          { view: 'reminder', incident: incident.id, duties, nth: 3, role: 'owner' },
          { view: 'reminder', incident: incident.id, duties, nth: 3, role: 'above' },
          { view: 'todo', items, total: items.length, above: items },
          { view: 'record', incident: incident.id } as View,
          ...incident.record.map((_, event): View => ({ view: 'news', incident: incident.id, event })),
        ]
        const readers = [teacher, ...incident.chain.map(({ person }) => person)]
        for (const reader of readers)
          for (const view of views) {
            const drawn = render(view, partyOf(reader, world), hereOf(world))
            const texts = JSON.stringify(drawn ?? {}).split('"')
            expect(texts.filter((text) => NESTED.test(text))).toEqual([])
          }
      },
    ),
    { numRuns: 25 },
  )
})

it('whatever is put in brackets, there is one pair of them', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('甲', '（', '）', '，', '四', ' ', '“', '”') }), (text) => {
      expect(inBrackets(text)).toMatch(/^（[^（）]*）$/u)
    }),
  )
  expect(inBrackets('校内时限，非法定（原文“立即”：实施细则 第十一条（四）、第十三条）')).toBe(
    '（校内时限，非法定，原文“立即”：实施细则 第十一条第四项、第十三条）',
  )
  expect(inBrackets('暂按较大（III 级）计时')).toBe('（暂按较大 III 级计时）')
  expect(inBrackets('赵明轩（电话 100）、钱小雨（电话 200）尚未打开')).toBe(
    '（赵明轩 100、钱小雨 200 尚未打开）',
  )
})
