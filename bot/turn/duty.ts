// What happens as the roster goes on? Who comes gets all that is open, who goes hears it; next week's turns, and the 到达测试.
import { overNow } from '../../handlers/decision.js'
import { callsFor } from '../../handlers/reach.js'
import { RANK } from '../../handlers/tell.js'
import { officersOf, onDuty, type Turn } from '../../rules/roster.js'
import { momentsOf, mondayAfter, nextReachMs, nextWeekMs } from '../../rules/watch.js'
import type { World } from '../../rules/world.js'
import { watchOf } from '../../store/campus.js'
import type { PersonRef, ReachTest, Spoken, Tables, View } from '../../store/schema.js'
import { deskEmpty, dutyOver } from '../../templates/roster.js'
import { type Bench, owe } from './happen.js'
import { redraw } from './shown.js'
import { worldOf } from './world.js'

/** The only row of its table. */
export const ROSTER = 'roster'

/** A call of the 到达测试 that comes later than this says nothing of the night. */
const LATE_MS = 30 * 60_000

/** The test that is not over. */
export const openTest = (reach: Readonly<Tables['reach']>): ReachTest | undefined =>
  Object.values(reach).find(({ closedAt }) => closedAt === undefined)

const once = (people: readonly PersonRef[]): PersonRef[] =>
  people.filter(({ id }, at) => people.findIndex((other) => other.id === id) === at)

const send = (bench: Bench, key: string, people: readonly PersonRef[], view: View): void => {
  for (const { id } of once(people))
    owe(bench, { key: `${key}/${id}`, to: { person: id }, rank: RANK.first, view })
}

type Standing = Spoken['desks'][number]

const sameDesk =
  (one: Standing) =>
  (other: Standing): boolean =>
    one.desk === other.desk && one.person.id === other.person.id

/**
 * Who stands at the desks now, against who stood there: whoever came gets the handover, whoever went a line, and an empty
 * desk is told to the office. What is open may be somebody else's now, on every card of it.
 */
export const changeDuty = (bench: Bench): void => {
  const { turn, touched, channels } = bench
  const world = worldOf(turn, bench.campus)
  const spoken = turn.row('rota', ROSTER)
  const now = onDuty(world)
  if (!spoken && !world.directory.roster?.length) return
  const before = spoken?.desks ?? []
  const desks = now.map(({ desk, person }) => ({ desk, person }))
  turn.put('rota', ROSTER, { week: turn.at, reach: turn.at, ...spoken, turns: turn.at, desks })
  if (!spoken) return
  const came = now.filter((one) => !before.some(sameDesk(one)))
  const gone = before.filter((one) => !desks.some(sameDesk(one)))
  if (came.length + gone.length === 0) return
  handOver(bench, came, gone, world)
  const empty = gone.filter(({ desk }) => !desks.some((one) => one.desk === desk))
  if (empty.length > 0) {
    const names = [...new Set(empty.map(({ desk }) => desk))]
    const first = officersOf({ chain: [], delegations: [], unreachable: [] }, world)
    send(bench, `roster/empty/${turn.at}`, watchOf(world.directory), {
      view: 'text',
      text: deskEmpty(names, first),
    })
  }
  const tasks = channels.some((channel) => channel.tasks?.open())
  for (const matter of Object.values(turn.rows('incidents'))) {
    if (overNow(matter)) continue
    redraw(bench, matter.id, tasks)
    touched.add(matter.id)
  }
}

const handOver = (bench: Bench, came: readonly Turn[], gone: readonly Standing[], world: World): void => {
  const { turn } = bench
  for (const { id } of once(came.map(({ person }) => person))) {
    const own = came.filter(({ person }) => person.id === id)
    const desks = own.map(({ desk }) => desk)
    send(
      bench,
      `roster/handover/${turn.at}`,
      own.map(({ person }) => person),
      {
        view: 'handover',
        desks,
        until: new Date(Math.max(...own.map(({ to }) => to))).toISOString(),
        gone: once(gone.filter(({ desk }) => desks.includes(desk)).map(({ person }) => person)),
      },
    )
  }
  for (const { person } of gone) {
    const desks = gone.filter((one) => one.person.id === person.id).map(({ desk }) => desk)
    const next = once(came.filter(({ desk }) => desks.includes(desk)).map((one) => one.person))
    const text = dutyOver([...new Set(desks)], next, world)
    send(bench, `roster/over/${turn.at}`, [person], { view: 'text', text })
  }
}

/** Friday afternoon: who is on next week, to the office. */
const showWeek = (bench: Bench, world: World): void => {
  const { turn } = bench
  const spoken = turn.row('rota', ROSTER)
  if (!spoken || nextWeekMs(Date.parse(spoken.week), world.rules) > Date.parse(turn.at)) return
  turn.put('rota', ROSTER, { ...spoken, week: turn.at })
  const monday = mondayAfter(Date.parse(turn.at), world.rules)
  send(bench, `roster/week/${monday}`, watchOf(world.directory), { view: 'next-week', monday })
}

const call = (bench: Bench, test: ReachTest, part: 'night' | 'daytime', world: World): void => {
  const { turn } = bench
  const people = callsFor(part, world).filter(({ id }) => test.calls[id] === undefined)
  const calls = Object.fromEntries(people.map((person) => [person.id, { person, part, at: turn.at }]))
  turn.put('reach', test.id, { ...test, calls: { ...test.calls, ...calls } })
  for (const { id } of people)
    owe(bench, {
      key: `reach/${test.id}/${id}`,
      to: { person: id },
      rank: RANK.reminder,
      view: { view: 'reach-call', test: test.id },
      urgency: 'app',
    })
}

/** 到达测试: by night the office and who is on the roster, by day everybody else who answers for something; then who did not answer. */
const testReach = (bench: Bench, world: World): void => {
  const { turn } = bench
  const nowMs = Date.parse(turn.at)
  const spoken = turn.row('rota', ROSTER)
  const next = spoken && nextReachMs(Date.parse(spoken.reach), world.rules)
  if (spoken && next && next.night <= nowMs) {
    turn.put('rota', ROSTER, { ...spoken, reach: turn.at })
    const id = new Date(next.night).toISOString().slice(0, 10)
    if (nowMs - next.night < LATE_MS) call(bench, { id, at: turn.at, calls: {} }, 'night', world)
  }
  const test = openTest(turn.rows('reach'))
  if (!test) return
  const { daytimeMs, closesMs, called } = momentsOf(test, world.rules)
  if (!called && daytimeMs <= nowMs) call(bench, test, 'daytime', world)
  if (closesMs > nowMs) return
  const whole = turn.row('reach', test.id) ?? test
  turn.put('reach', test.id, { ...whole, closedAt: turn.at })
  send(bench, `reach/${test.id}/result`, watchOf(world.directory), { view: 'reach', test: test.id })
}

/** What has come due of the roster. For the ticker. */
export const standWatch = (bench: Bench): void => {
  changeDuty(bench)
  const world = worldOf(bench.turn, bench.campus)
  showWeek(bench, world)
  testReach(bench, world)
}
