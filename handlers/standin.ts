// 转办, 外出, 稍后提醒: who acts when the responsible person can't, and how long may they wait?
import { mayActAs } from '../rules/chain.js'
import { type Duty, openDuties } from '../rules/duties.js'
import { lastSnooze } from '../rules/rounds.js'
import { personOf, rulesOf, type World } from '../rules/world.js'
import { findPeople, folded } from '../store/campus.js'
import { type Away, type Incident, type PersonRef, PostName } from '../store/schema.js'
import { type Decision, type Party, type Refusal, record, refOf, refuse, settled } from './decision.js'
import { doneBefore, named } from './named.js'
import { responsibleOf } from './see.js'
import { parseTime } from './time.js'

/**
 * The one person of the directory that a name or number means. A single character of a name is a slip more often than
 * a name: it is asked back, even where it fits only one.
 */
export const whom = (text: string | undefined, world: Pick<World, 'directory'>): PersonRef | Refusal => {
  const wanted = text?.trim()
  if (!wanted) return { why: 'person-needed' }
  const found = findPeople(world.directory, wanted)
  const [only] = found
  if (!only) return { why: 'no-such-person' }
  const exact = [only.id, only.name].some((word) => folded(word) === folded(wanted))
  const guessed = !exact && [...folded(wanted)].length < 2
  return found.length > 1 || guessed ? { why: 'which-person', people: found.map(refOf) } : refOf(only)
}

/** 转办: somebody else acts for this person in this incident, recorded as 代. */
export const delegate = (
  by: Party,
  incident: Incident,
  to: { person?: string | undefined; reason?: string | undefined } | undefined,
  world: World,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  const actor = mayActAs(refOf(by), PostName.options, incident, world)
  if (!actor) {
    return refuse({ why: 'not-yours', may: responsibleOf(incident) })
  }
  if (!to) return { kind: 'form', form: 'delegate' }
  const person = whom(to.person, world)
  if ('why' in person) return refuse(person)
  const from = actor.for ?? refOf(by)
  if (person.id === by.id || person.id === from.id) return refuse({ why: 'not-to-yourself' })
  if (incident.delegations.some((known) => known.from.id === from.id && known.to.id === person.id)) {
    const since = incident.record.findLast(
      (event) => event.type === 'delegated' && event.from.id === from.id && event.to.id === person.id,
    )
    return refuse({
      why: 'already-acting',
      by: since?.type === 'delegated' ? since.by : from,
      at: since?.at ?? incident.reportedAt,
    })
  }
  const reason = to.reason?.trim()
  return record(
    { did: 'delegated', to: person },
    { type: 'delegated', at: world.now, by: actor, from, to: person, ...(reason ? { reason } : {}) },
  )
}

/**
 * 稍后提醒: bounded in length and number, recorded, and never past a statutory deadline. One reminder is put off once:
 * `nth` is the reminder that the button stands on.
 */
export const snooze = (
  by: Party,
  incident: Incident,
  dutyId: string | undefined,
  world: World,
  nth?: number,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  const duty = dutyId === undefined ? onlyOwed(by, incident, world) : named(incident, dutyId, world)
  if ('why' in duty) return refuse(duty)
  const done = doneBefore(duty)
  if (done) return refuse(done)
  const owner = duty.owners.find(({ id }) => id === by.id)
  if (!owner) return refuse({ why: 'not-yours', may: duty.owners })
  const last = lastSnooze(incident, duty.id)
  if (last && (last.until > world.now || (nth !== undefined && nth <= last.nth)))
    return refuse({ why: 'snoozed-already', by: last.by, at: last.at, until: last.until })
  const { forMs, times } = rulesOf(incident, world).remind.snooze
  if ((incident.snoozed[duty.id]?.count ?? 0) >= times) return refuse({ why: 'snoozed-enough', times })
  const nowMs = Date.parse(world.now)
  const untilMs = duty.statutory ? Math.min(nowMs + forMs, Date.parse(duty.due)) : nowMs + forMs
  if (untilMs <= nowMs) return refuse({ why: 'overdue' })
  const until = new Date(untilMs).toISOString()
  return record(
    { did: 'snoozed', until },
    { type: 'snoozed', at: world.now, by: owner, duty: duty.id, until },
  )
}

/** Where none is named: the one that this person owes, when it is only one. */
const onlyOwed = (by: Party, incident: Incident, world: World): Duty | Refusal => {
  const owed = openDuties(incident, world)
  const mine = owed.filter(({ owners }) => owners.some(({ id }) => id === by.id))
  const [only] = mine
  if (!only) return { why: 'not-yours', may: owed.flatMap(({ owners }) => owners) }
  return mine.length === 1 ? only : { why: 'button-dead' }
}

/** 外出 人 起 止: for oneself, or by the office for anybody. `rest` is what was typed after the word. */
export const away = (
  by: Party,
  rest: string,
  world: World,
): { away: Away; person: PersonRef; standIn: PersonRef } | Refusal => {
  const words = rest.split(/[\s,，、]+|至|到/).filter(Boolean)
  const named = words[0] ? whom(words[0], world) : undefined
  const self = !named || 'why' in named
  if (named && 'why' in named && named.why === 'which-person') return named
  const person = self ? refOf(by) : named
  if (person.id !== by.id && !by.office) return { why: 'office-only' }
  const times = words.slice(self ? 0 : 1)
  const nowMs = Date.parse(world.now)
  const [fromText, toText] = spans(times)
  if (!fromText || !toText) return { why: 'period-wrong' }
  const from = parseTime(fromText, nowMs, world.rules.timezone, { future: true })
  const to = parseTime(toText, nowMs, world.rules.timezone, { future: true })
  if ('problem' in from || 'problem' in to) return { why: 'period-wrong' }
  const untilMs = /\d[:：点时]/.test(toText) ? to.at : to.at + 86_399_000 // a bare date means the whole day
  if (untilMs <= from.at || untilMs <= nowMs) return { why: 'period-wrong' }
  const standIn = personOf(world, personOf(world, person.id)?.standIn ?? '')
  if (!standIn) return { why: 'no-stand-in', person }
  return {
    away: {
      person: person.id,
      from: new Date(from.at).toISOString(),
      to: new Date(untilMs).toISOString(),
      by: refOf(by),
    },
    person,
    standIn: refOf(standIn),
  }
}

/** «11月24日 14:00 11月26日 9:00» is two moments in four words. */
const spans = (words: string[]): [string | undefined, string | undefined] => {
  const joined: string[] = []
  for (const word of words) {
    const last = joined.at(-1)
    if (last !== undefined && /^\d{1,2}([:：点时])/.test(word) && !/[:：点时]/.test(last))
      joined[joined.length - 1] = `${last} ${word}`
    else joined.push(word)
  }
  return [joined[0], joined[1] ?? joined[0]]
}
