// Is somebody who could not be reached tried again? Once after each overdue step, quietly, with their own card.
import { expect, it } from 'vitest'
import { rulesFrom } from '../../bot/turn/rules.js'
import { remind } from '../../handlers/remind.js'
import { openDuties } from '../../rules/duties.js'
import { nextReminderMs } from '../../rules/reminders.js'
import { evolve } from '../../store/matter.js'
import type { Incident } from '../../store/schema.js'
import { at, incidentOf, MINUTE, T0, worldAt } from '../rules/ground.js'

const lost = (incident: Incident, id: string): Incident =>
  evolve(incident, {
    type: 'undeliverable',
    at: at(T0),
    notice: `card/${id}`,
    to: { id, name: id },
    what: '事件通知',
    reason: '对方不可达',
  })
const tries = (incident: Incident, ms: number) =>
  remind(incident, worldAt(ms, undefined, incident)).notices.filter(({ quiet }) => quiet)

it('tries after an overdue step, and not before the deadline', () => {
  const incident = lost(incidentOf(), 'P015')
  expect(tries(incident, T0 + 8 * MINUTE)).toEqual([])
  expect(tries(incident, T0 + 15 * MINUTE)).toMatchObject([
    { to: { person: 'P015' }, view: { view: 'incident' }, quiet: true },
  ])
})

it('gives every step a key of its own, and the same step the same key', () => {
  const incident = lost(incidentOf(), 'P015')
  const keys = [15, 16, 25].map((minutes) => tries(incident, T0 + minutes * MINUTE)[0]?.key)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

it('leaves alone who is reached, and who has no part in the chain', () => {
  expect(tries(incidentOf(), T0 + 15 * MINUTE)).toEqual([])
  expect(tries(lost(incidentOf(), 's'), T0 + 15 * MINUTE)).toEqual([])
})

it('a duty that is put off and whose next hearers are all out of reach speaks again when the snooze ends, and not all the time', () => {
  const until = T0 + 60 * MINUTE
  const ms = T0 + 41 * MINUTE
  const world = (one: Incident) => worldAt(ms, undefined, one)
  const first = incidentOf()
  const lone = first.chain.reduce((one, { person }) => lost(one, person.id), first)
  const owed = (one: Incident) => openDuties(one, world(one)).find(({ id }) => id === 'ack/direct')
  const [by] = owed(lone)?.owners ?? []
  if (!by) throw new Error('somebody owes it')
  const silent = evolve(lone, {
    type: 'snoozed',
    at: at(T0 + 20 * MINUTE),
    by,
    duty: 'ack/direct',
    until: at(until),
  })
  const duty = owed(silent)
  expect(duty && nextReminderMs(duty, silent, world(silent))).toBeGreaterThan(ms)
})

it('in a flood, what the law asks for without a figure (立即) is repeated every hour, not every four', () => {
  const within = { within: '2h', to: 'edu', kind: 'report', statutory: false, confidence: 'A' }
  const law = { ...within, id: 'LAW', figure: 'D', wording: '立即报告', source: '数据安全法 第二十九条' }
  const repeated = (clock: object): (number | undefined)[] => {
    const rules = rulesFrom({ clocks: [clock] })
    const due = T0 + 120 * MINUTE
    const heard = [0, 10, 30, 60].reduce((incident, minutes) => {
      const { events } = remind(incident, worldAt(due + minutes * MINUTE, rules, incident))
      return events.reduce(evolve, incident)
    }, incidentOf())
    const { notices } = remind(heard, worldAt(due + 70 * MINUTE, rules, heard))
    return notices.flatMap(({ to, renewMs }) => ('person' in to && to.person === 'P007' ? [renewMs] : []))
  }
  expect(repeated(law)).toEqual([60 * MINUTE])
  expect(repeated({ ...within, id: 'OWN' })).toEqual([240 * MINUTE])
})

it('a call that left some seconds late does not swallow the one ten minutes after it was due', () => {
  const calledAt = (incident: Incident, ms: number) => remind(incident, worldAt(ms, undefined, incident))
  const late = T0 + 25 * MINUTE + 5_000
  const first = calledAt(incidentOf(), late)
  const then = first.events.reduce(evolve, incidentOf())
  const next = calledAt(then, T0 + 35 * MINUTE)
  const urged = ({ notices }: typeof first) =>
    notices.flatMap(({ to, urgency }) => ('person' in to && urgency ? [to.person] : []))
  expect(urged(first).length).toBeGreaterThan(0)
  expect(urged(next)).toEqual(expect.arrayContaining(urged(first)))
})
