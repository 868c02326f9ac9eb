import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { remind } from '../../handlers/remind.js'
import { reported } from '../../handlers/report.js'
import { isAway, joined, nextAwayMs } from '../../rules/away.js'
import { acting, isHere } from '../../rules/chain.js'
import { openDuties } from '../../rules/duties.js'
import { ownersOf } from '../../rules/owners.js'
import { nextDueMs } from '../../rules/reminders.js'
import type { World } from '../../rules/world.js'
import { begin, evolve } from '../../store/matter.js'
import type { Away, Directory, Incident } from '../../store/schema.js'
import { shipped } from '../scenes/stage.js'

const { directory, rules } = await shipped()
const START = Date.parse('2026-11-24T00:00:00.000Z')
const HOUR = 3_600_000
const at = (ms: number): string => new Date(ms).toISOString()
const unit = directory.units.find(({ name }) => name === '信息学院')?.id ?? ''
const ids = directory.people.map(({ id }) => id)

const worldAt = (ms: number, more: Partial<World> = {}): World => ({
  now: at(ms),
  rules,
  directory,
  away: {},
  strangers: {},
  incidents: {},
  ledger: {},
  find: () => undefined,
  ...more,
})
const fresh = (world: World): Incident =>
  begin(
    reported(
      { id: 's', name: '刘老师' },
      { unit, summary: '首页被改' },
      { number: '2026-0001', drill: false },
      world,
    ),
  )
const whole = (person: string): Away[] => [
  { person, from: at(START - HOUR), to: at(START + 24 * HOUR), by: { id: person, name: person } },
]

/** Any stand-ins at all: rings, oneself, nobody; any people away, out of reach, or handed to. */
const ground = fc.record({
  standIns: fc.dictionary(fc.constantFrom(...ids), fc.option(fc.constantFrom(...ids)), { maxKeys: 20 }),
  gone: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: ids.length }),
  lost: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 6 }),
  handed: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 6 }),
})

const refOf = (id: string) => ({ id, name: id })

describe('whoever is away, whoever stands in for whom', () => {
  it('who acts is there, or nobody of them is; what is owed is owed by somebody who is there while the desk is', () => {
    fc.assert(
      fc.property(ground, ({ standIns, gone, lost, handed }) => {
        const people = directory.people.map((person): Directory['people'][number] => {
          const { standIn: known, ...rest } = person
          const standIn = person.id in standIns ? (standIns[person.id] ?? undefined) : known
          return standIn === undefined ? rest : { ...rest, standIn }
        })
        const away = Object.fromEntries(gone.map((id) => [id, whole(id)]))
        const world = worldAt(START, { directory: { ...directory, people }, away })
        const incident = {
          ...fresh(world),
          unreachable: lost,
          delegations: handed.map(([from, to]) => ({ from: refOf(from), to: refOf(to) })),
        }
        for (const { person } of incident.chain) {
          const actor = acting(person, incident, world)
          if (actor.id !== person.id) expect(isHere(actor, incident, world)).toBe(true)
        }
        const desk = incident.chain.filter(({ post }) => /^office/.test(post))
        const anyoneAtTheDesk = desk.some(({ person }) =>
          isHere(acting(person, incident, world), incident, world),
        )
        for (const post of ['first', 'direct', 'office'] as const) {
          const owners = ownersOf(post, incident, world)
          expect(owners.length).toBeGreaterThan(0)
          if (anyoneAtTheDesk) for (const owner of owners) expect(isHere(owner, incident, world)).toBe(true)
        }
        for (const duty of openDuties(incident, world)) expect(duty.owners.length).toBeGreaterThan(0)
      }),
    )
  })

  it('times away that touch are one; the next change is the beginning of what has not begun, else an end', () => {
    const period = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 })).map(
      ([from, hours]): Away => ({
        person: 'p',
        from: at(START + from * HOUR),
        to: at(START + (from + hours) * HOUR - 1000),
        by: { id: 'p', name: 'p' },
      }),
    )
    fc.assert(
      fc.property(fc.array(period, { maxLength: 12 }), (periods) => {
        let kept: Away[] = []
        for (const one of periods) {
          const { one: merged, others } = joined(kept, one)
          kept = [...others, merged]
        }
        for (let hour = 0; hour < 260; hour += 1) {
          const now = at(START + hour * HOUR)
          const was = isAway('p', { now, away: { p: periods } })
          expect(isAway('p', { now, away: { p: kept } })).toBe(was)
        }
        for (const one of kept)
          for (const other of kept)
            if (one !== other) expect(one.to < other.from || other.to < one.from).toBe(true)
        expect(nextAwayMs(kept)).toBe(
          kept.length === 0 ? undefined : Math.min(...kept.map(({ from }) => Date.parse(from))),
        )
      }),
    )
  })
})

describe('what was settled and goes on', () => {
  it('slots still only rise, whatever the clock does and however often it was opened again; what is owed has a next moment', () => {
    const step = fc.record({
      jump: fc.integer({ min: -HOUR, max: 60 * HOUR }),
      what: fc.constantFrom('tick', 'tick', 'tick', 'withdraw', 'reopen'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let incident = fresh(worldAt(START))
        let ms = START
        const keys: string[] = []
        for (const { jump, what } of steps) {
          ms += jump
          const by = { id: 'o', name: '值班' }
          if (what === 'withdraw' && incident.status === 'open')
            incident = evolve(incident, { type: 'withdrawn', at: at(ms), by, reason: '误' })
          else if (what === 'reopen' && incident.status === 'withdrawn')
            incident = evolve(incident, { type: 'reopened', at: at(ms), by, reason: '真' })
          const world = worldAt(ms)
          const { events, notices } = remind(incident, world)
          keys.push(...notices.map(({ key }) => key))
          for (const event of events) {
            if (event.type === 'reminded')
              expect(event.slot).toBeGreaterThan(
                incident.reminding[event.duty]?.slot ?? Number.NEGATIVE_INFINITY,
              )
            incident = evolve(incident, event)
          }
          const next = nextDueMs(incident, world)
          expect(next === undefined).toBe(incident.status === 'withdrawn')
          if (next !== undefined) expect(next).toBeGreaterThan(ms)
        }
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('the final report of another end is reminded of from the start, in slots that still rise', () => {
    const by = { id: 'o', name: '值班' }
    const DAY = 24 * HOUR
    const graded = evolve(fresh(worldAt(START)), { type: 'graded', at: at(START), by, level: 3 })
    let incident = evolve(graded, { type: 'resolved', at: at(START), by })
    const said: { slot: number; at: number; key: string }[] = []
    const until = (fromMs: number, days: number) => {
      for (let ms = fromMs; ms <= fromMs + days * DAY; ms += 6 * HOUR) {
        const { events, notices } = remind(incident, worldAt(ms))
        for (const event of events) {
          incident = evolve(incident, event)
          if (event.type !== 'reminded' || !event.duty.startsWith('NAT-FINAL-30D')) continue
          const key = notices.find((one) => one.key.includes(`${event.duty}@${event.slot}`))?.key ?? ''
          said.push({ slot: event.slot, at: ms, key })
        }
      }
    }
    until(START, 60)
    incident = evolve(incident, { type: 'closed', at: at(START + 60 * DAY), by })
    incident = evolve(incident, { type: 'reopened', at: at(START + 61 * DAY), by, reason: '又来' })
    const again = START + 62 * DAY
    incident = evolve(incident, { type: 'resolved', at: at(again), by })
    until(again, 31)
    const second = said.filter((one) => one.at >= again).map((one) => (one.at - again) / DAY)
    expect(second.slice(0, 4)).toEqual([15, 22.5, 27, 30])
    expect(said.map(({ slot }) => slot)).toEqual(said.map(({ slot }) => slot).sort((a, b) => a - b))
    expect(new Set(said.map(({ key }) => key)).size).toBe(said.length)
  })

  it('the first reminder after it was opened again comes at the foot of the ladder', () => {
    const by = { id: 'o', name: '值班' }
    let incident = fresh(worldAt(START))
    incident = evolve(incident, { type: 'withdrawn', at: at(START + HOUR), by, reason: '误' })
    const then = START + 8 * 24 * HOUR
    incident = evolve(incident, { type: 'reopened', at: at(then), by, reason: '真' })
    const { events } = remind(incident, worldAt(then))
    const first = events.flatMap((event) =>
      event.type === 'reminded' && event.duty === 'ack/first' ? [event] : [],
    )
    expect(first).toHaveLength(1)
    expect(first[0]).toMatchObject({ urgency: 'app', overdueMs: 8 * 24 * HOUR - 15 * 60_000 })
    expect(first[0]?.to.map(({ id }) => id)).toEqual(['P014'])
  })
})
