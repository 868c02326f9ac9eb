// Whoever goes away, hands on and takes back: is there always somebody who owes, and does the office know where it is one for two?
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { actingFor, isHere } from '../../rules/chain.js'
import { openDuties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import { play } from '../scenes/scene.js'
import { openStage, type Stage } from '../scenes/stage.js'
import { reported } from '../scenes/told.js'

const PEOPLE = ['书记', '副院长', '文学院书记', '朱墨涵', '值班甲', '值班乙', '常务甲'] as const
const NAMES = ['张伟', '李建国', '杨书言', '朱墨涵', '钱小雨', '冯一鸣'] as const
const who = fc.constantFrom(...PEOPLE)
const name = fc.constantFrom(...NAMES)
const step = fc.oneof(
  fc.record({ as: who, text: fc.constantFrom('外出 今天 明天', '外出 今天 今天18:00', '销假') }),
  fc.record({ as: who, text: name.map((one) => `转办 2026-0001 ${one}`) }),
  fc.record({ as: who, text: fc.constantFrom('撤回转办 2026-0001', '撤回转办 2026-0001 张伟') }),
  fc.record({ wait: fc.constantFrom(20, 120) }),
)

const worldOf = (stage: Stage): World => {
  const { away } = stage.fenghuo.turns.peek()
  return {
    ...{ now: new Date(stage.now()).toISOString(), rules: stage.rules, directory: stage.directory, away },
    ...{ strangers: {}, incidents: {}, ledger: {}, find: () => undefined },
  }
}

it('nothing that is owed is without somebody there; no ring; one person for both posts is never unknown to the office', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 7 }), async (steps) => {
      const stage = await openStage()
      try {
        await play(stage, `08:00\n${reported()}`)
        const told = (): string =>
          Object.values(stage.fenghuo.turns.peek().outbox)
            .map(({ view }) => ('text' in view ? view.text : ''))
            .join('\n')
        let heard = ''
        for (const one of steps) {
          if ('wait' in one) await stage.moveTo(stage.now() + one.wait * 60_000)
          else await stage.say(stage.id(one.as), one.text)
          heard += told() + JSON.stringify(stage.platform.deliveries)
          const incident = stage.incident('2026-0001')
          if (!incident) throw new Error('it is gone')
          const world = worldOf(stage)
          const desk = actingFor(['office', 'office_deputy', 'office_director'], incident, world)
          for (const { id, owners } of openDuties(incident, world))
            expect(
              owners.some((owner) => isHere(owner, incident, world)) ||
                !desk.some((person) => isHere(person, incident, world)),
              id,
            ).toBe(true)
          for (const { from } of incident.delegations) {
            const round = new Set<string>()
            for (let at: string | undefined = from.id; at && !round.has(at); ) {
              round.add(at)
              at = incident.delegations.find((known) => known.from.id === at)?.to.id
              expect(at).not.toBe(from.id)
            }
          }
          const [first, direct] = (['first', 'direct'] as const).map(
            (post) => actingFor([post], incident, world)[0],
          )
          if (first && first.id === direct?.id && isHere(first, incident, world))
            expect(heard).toMatch(new RegExp(`都由${first.name}一人办理|改由${first.name}`, 'u'))
        }
      } finally {
        await stage.end()
      }
    }),
    { numRuns: Number(process.env.HANDS ?? 5) },
  )
})
