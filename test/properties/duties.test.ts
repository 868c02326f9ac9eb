import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actions } from '../../handlers/actions/index.js'
import type { Decision } from '../../handlers/decision.js'
import { remind } from '../../handlers/remind.js'
import { reported } from '../../handlers/report.js'
import { partyOf } from '../../handlers/see.js'
import { tell } from '../../handlers/tell.js'
import { openDuties } from '../../rules/duties.js'
import { nextDueMs } from '../../rules/reminders.js'
import type { World } from '../../rules/world.js'
import { begin, evolve } from '../../store/matter.js'
import type { Event, Incident, Level } from '../../store/schema.js'
import { shipped } from '../scenes/stage.js'

const { directory, rules } = await shipped()
const START = Date.parse('2026-11-24T00:00:00.000Z')
const unit = directory.units.find(({ name }) => name === '信息学院')?.id ?? ''
const at = (ms: number): string => new Date(ms).toISOString()
const worldAt = (ms: number, incident?: Incident): World => ({
  now: at(ms),
  rules,
  directory,
  away: {},
  strangers: {},
  incidents: incident ? { [incident.id]: incident } : {},
  ledger: {},
  find: (id) => (incident?.id === id ? incident : undefined),
})
const fresh = (drill = false): Incident =>
  begin(
    reported(
      { id: 's', name: '刘老师' },
      { unit, summary: '首页被改' },
      { number: drill ? '演练2026-0001' : '2026-0001', drill },
      worldAt(START),
    ),
  )

const responsible = (incident: Incident) =>
  incident.chain.filter(({ post }) => post === 'first' || post === 'direct').map(({ person }) => person)
const desk = (incident: Incident) =>
  incident.chain.filter(({ post }) => post === 'office').map(({ person }) => person)

type Move = {
  wait: number
  what: 'tick' | 'acknowledge' | 'grade' | 'submit' | 'confirm' | 'resolve' | 'close' | 'snooze'
  who: number
  level: Level
}
const move: fc.Arbitrary<Move> = fc.record({
  wait: fc.integer({ min: 0, max: 5 * 3_600_000 }),
  what: fc.constantFrom('tick', 'acknowledge', 'grade', 'submit', 'confirm', 'resolve', 'close', 'snooze'),
  who: fc.nat(3),
  level: fc.constantFrom<Level>(1, 2, 3, 4),
})

const decide = ({ what, who, level }: Move, incident: Incident, world: World): Decision => {
  const people = what === 'acknowledge' || what === 'snooze' ? responsible(incident) : desk(incident)
  const by = partyOf(people[who % people.length] ?? { id: '', name: '' }, world)
  const asked = { by, incident, world }
  switch (what) {
    case 'acknowledge':
    case 'resolve':
    case 'close':
      return actions[what].decide(asked)
    case 'grade':
      return actions.grade.decide({ ...asked, answers: { level: String(level), reason: '核实' } })
    case 'submit':
      return actions.submit_receipt.decide({
        ...asked,
        answers: { channel: '电话', sent_at: '刚刚', received_by: '王' },
      })
    case 'confirm':
      return actions.confirm_receipt.decide(asked)
    default:
      return actions.snooze.decide(asked)
  }
}

/** Plays the moves; calls back after each with what happened. */
const playAll = (
  moves: Move[],
  each: (step: { before: Incident; after: Incident; events: Event[]; world: World; move: Move }) => void,
): Incident => {
  let incident = fresh()
  let ms = START
  for (const one of moves) {
    ms += one.wait
    const world = worldAt(ms, incident)
    const before = incident
    const decision = one.what === 'tick' ? undefined : decide(one, incident, world)
    const events =
      one.what === 'tick'
        ? remind(incident, world).events
        : decision?.kind === 'record'
          ? decision.events
          : []
    for (const event of events) incident = evolve(incident, event)
    each({ before, after: incident, events, world, move: one })
  }
  return incident
}

describe('whatever is pressed, whenever', () => {
  it('a command repeated at once decides nothing', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        playAll(moves, ({ after, events, world, move }) => {
          if (move.what === 'tick')
            expect(remind(after, { ...world, incidents: { [after.id]: after } }).events).toEqual([])
          else if (events.length > 0 && move.what !== 'snooze')
            expect(decide(move, after, world).kind).not.toBe('record')
        })
      }),
    )
  })

  it('nobody is reminded of what they did', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        playAll(moves, ({ before, events }) => {
          for (const event of events) {
            if (event.type !== 'reminded') continue
            const post = event.duty.split('/')[1]
            if (event.duty.startsWith('ack/'))
              expect(before.acknowledged.map((one) => one.post)).not.toContain(post)
            if (event.duty === 'grade/office') expect(before.grading).toBeUndefined()
            expect(before.submissions[event.duty]?.confirmed).toBeUndefined()
          }
        })
      }),
    )
  })

  it('slots of a duty only rise, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3_600_000, max: 6 * 3_600_000 }), { maxLength: 40 }),
        (jumps) => {
          let incident = fresh()
          let ms = START
          for (const jump of jumps) {
            ms += jump
            for (const event of remind(incident, worldAt(ms, incident)).events) {
              if (event.type === 'reminded')
                expect(event.slot).toBeGreaterThan(
                  incident.reminding[event.duty]?.slot ?? Number.NEGATIVE_INFINITY,
                )
              incident = evolve(incident, event)
            }
          }
        },
      ),
    )
  })

  it('keys are unique in the life of an incident', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const keys: string[] = []
        let told = 0
        playAll(moves, ({ before, after, world, move }) => {
          if (move.what === 'tick') keys.push(...remind(before, world).notices.map(({ key }) => key))
          for (; told < after.record.length; told++)
            keys.push(
              ...tell(after, told, world)
                .map(({ key }) => key)
                .filter((key) => !key.includes('/card/')),
            )
        })
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('every open duty has an owner, and an open incident always has a next moment', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        playAll(moves, ({ after, world }) => {
          const open = openDuties(after, world)
          for (const duty of open) expect(duty.owners.length).toBeGreaterThan(0)
          const next = nextDueMs(after, world)
          expect(next === undefined).toBe(open.length === 0)
          if (next !== undefined) {
            expect(Number.isFinite(next)).toBe(true)
            // and when it comes, it is said
            const then = Math.max(next, Date.parse(world.now))
            expect(remind(after, worldAt(then, after)).events.length).toBeGreaterThan(0)
          }
        })
      }),
    )
  })

  it('only two different people of the office can end a reporting duty; closing needs every duty done', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        playAll(moves, ({ before, events, world }) => {
          for (const event of events) {
            if (event.type === 'confirmed')
              expect(before.submissions[event.duty]?.by.id).not.toBe(event.by.id)
            if (event.type === 'closed') expect(openDuties(before, world)).toEqual([])
          }
        })
      }),
    )
  })

  it('the clock of a report never starts later than the discovery, however often the level changes', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const end = playAll(moves, () => {})
        for (const duty of openDuties(end, worldAt(START + 86_400_000, end))) {
          if (duty.kind === 'report') expect(duty.from).toBe(end.discoveredAt)
        }
      }),
    )
  })

  it('a drill speaks to people of the campus and to the group, never to an authority', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 * 3_600_000 }), { maxLength: 20 }), (waits) => {
        let incident = fresh(true)
        let ms = START
        const told = tell(incident, 0, worldAt(ms, incident))
        for (const wait of waits) {
          ms += wait
          const { events, notices } = remind(incident, worldAt(ms, incident))
          told.push(...notices)
          for (const event of events) incident = evolve(incident, event)
        }
        for (const { to } of told) {
          if ('group' in to) continue
          expect(to.person === 's' || directory.people.some(({ id }) => id === to.person)).toBe(true)
          expect(rules.authorities.some(({ id, name }) => id === to.person || name === to.person)).toBe(false)
        }
      }),
    )
  })
})
