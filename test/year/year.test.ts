// Does a whole year go as it should? Twelve months of one campus in the test clock: nothing stays undone, the figures are those that somebody counts from the raw journal, and nobody is flooded.
import { expect, it } from 'vitest'
import { type Figures, figuresOf } from '../../rules/figures.js'
import { allIdsOf } from '../../rules/year.js'
import { isLeader, isOffice } from '../../store/campus.js'
import type { Directory, Shift } from '../../store/schema.js'
import type { Stage } from '../scenes/acts.js'
import { openStage, shipped } from '../scenes/stage.js'
import { count, eventsIn } from './count.js'
import { makePeople, type People } from './people.js'
import { DAY, END, type Happening, planOf, START, YEAR } from './plan.js'

const SEED = 2026
const WEEK = 7 * DAY
/** What is owed of an incident of December is done by then. */
const CLOSING = END + 10 * WEEK
/** In the worst week, a day (the issue's own bounds). */
const MOST = { office: 12, leader: 3 }

const dayOf = (ms: number): string => new Date(ms + DAY / 3).toISOString().slice(0, 10)

/** The two 值班员 take turns of twelve hours at both desks, the week-ends too. */
const rosterOf = ({ people, units }: Directory): Shift[] => {
  const office = units.find(({ kind }) => kind === '网信办')?.id
  const onDuty = people.filter(({ posts }) =>
    posts.some(({ unit, role }) => unit === office && role === '值班员'),
  )
  const days = Array.from({ length: (CLOSING - START) / DAY }, (_, nth) => nth)
  return days.flatMap((nth) =>
    [
      { from: '08:00', to: '20:00' },
      { from: '20:00', to: '08:00' },
    ].flatMap((hours, half) =>
      (['技术值班', '内容值班'] as const).map((desk) => ({
        date: dayOf(START + nth * DAY),
        ...hours,
        desk,
        person: onDuty[(nth + half) % onDuty.length]?.id ?? '',
      })),
    ),
  )
}

const begin = async (one: Happening, people: People, stage: Stage): Promise<void> => {
  const all = () => Object.keys(stage.fenghuo.turns.peek().incidents)
  const before = new Set(all())
  switch (one.what) {
    case 'incident': {
      const who = stage.id('刘老师')
      await people.say(who, '填表')
      const form = {
        ...{ classified: '否', harmful_content: '否', unit: one.unit, system: one.system },
        ...{ category: one.category, summary: '工作中发现异常', discovered_at: '刚刚' },
      }
      await people.press(who, ({ action }) => action === 'submit_report', form)
      await people.press(who, ({ action }) => action === 'submit_report')
      break
    }
    case 'notice': {
      const who = people.office()
      const from = one.source ? `，来文：${one.source}，${one.reply}` : ''
      await people.say(who, `通报 ${one.units} ${one.text}${from}`)
      if (!one.source) await people.say(who, '本校自查')
      await people.say(who, '下发')
      break
    }
    case 'drill': {
      const who = people.office()
      await people.say(who, `演练 ${one.scenario} ${one.unit}`)
      await people.press(who, ({ action }) => action === 'submit_report')
      break
    }
    case 'leave':
      return people.leave(one.days)
    case 'succession':
      return people.succeed()
    case 'period': {
      const who = people.office()
      await people.say(who, `零报告 ${one.name} ${one.from}至${one.to} 每天17:00`)
      return people.say(who, '开始零报告')
    }
  }
  const fresh = all().filter((id) => !before.has(id))
  if (fresh.length === 0)
    throw new Error(JSON.stringify([one, people.messages.slice(-3).map(({ text }) => text)]))
  for (const id of fresh) await people.follow(id, one.what === 'incident' ? one : {})
}

/** The same figures, in the words of whoever counts by hand. */
const inWords = (figures: Figures): ReturnType<typeof count> => {
  const share = ({ kept, missed }: { kept: number; missed: number }) => ({ kept, missed })
  const middle = ({ minutes, of }: { minutes?: number; of: number }) => ({
    of,
    ...(minutes === undefined ? {} : { minutes }),
  })
  return {
    incidents: figures.incidents.length,
    withdrawn: figures.withdrawn.length,
    notices: figures.notices.length,
    drills: figures.drills.length,
    acknowledge: middle(figures.acknowledge),
    firstReport: middle(figures.firstReport),
    reports: share(figures.reports),
    rectified: share(figures.rectified),
    assignments: figures.assignments.length,
    carriedOut: share(figures.carriedOut),
    zero: share(figures.zero ?? { kept: 0, missed: 0 }),
  }
}

/** How many messages each person had: by month, and a day in their worst week. */
const burden = (messages: People['messages']) => {
  const people = new Map<string, { months: number[]; weeks: Map<number, number> }>()
  for (const { at, to } of messages.filter(({ at }) => at < END)) {
    const own = people.get(to) ?? { months: Array<number>(12).fill(0), weeks: new Map() }
    const month = new Date(at + DAY / 3).getUTCMonth()
    own.months[month] = (own.months[month] ?? 0) + 1
    const week = Math.floor((at - START) / WEEK)
    own.weeks.set(week, (own.weeks.get(week) ?? 0) + 1)
    people.set(to, own)
  }
  return [...people].map(([id, { months, weeks }]) => ({
    id,
    months,
    worst: Math.max(...weeks.values()) / 7,
  }))
}

it('twelve months, fourteen units', async () => {
  const { directory: sample } = await shipped()
  const directory = { ...sample, roster: rosterOf(sample) }
  const stage = await openStage({ at: new Date(START).toISOString(), directory, mornings: true })
  const queue: { at: number; nth: number; run: () => Promise<void> }[] = []
  let nth = 0
  const people = makePeople(SEED, stage, (at, run) => queue.push({ at, nth: nth++, run }))
  const plan = planOf(SEED, directory)
  for (const one of plan) queue.push({ at: one.at, nth: nth++, run: () => begin(one, people, stage) })
  // somebody looks at their chat every few hours, whatever else happens
  for (let at = START; at < END; at += DAY / 6) queue.push({ at, nth: nth++, run: people.discover })
  for (;;) {
    queue.sort((a, b) => a.at - b.at || a.nth - b.nth)
    const next = queue.shift()
    if (!next || next.at > CLOSING) break
    await stage.moveTo(Math.max(next.at, stage.now()))
    people.look()
    await next.run()
  }
  expect(people.stuck).toEqual([])
  await stage.moveTo(CLOSING)
  people.look()

  const events = eventsIn(stage.dir)
  const world = { ...people.world(), find: (id: string) => stage.fenghuo.turns.find(id) }
  const matters = allIdsOf(YEAR, world).flatMap((id) => world.find(id) ?? [])
  const { units, all } = figuresOf(matters, world)
  const own = (unit: string) =>
    [...events].filter(([, [first]]) => !first.drill && (first.zero ? true : first.unit.id === unit))
  const name = new Map(stage.directory.people.map((one) => [one.id, one.name]))
  const shown = burden(people.messages).sort((a, b) => b.worst - a.worst)
  process.stdout.write(`messages a month, and a day in the worst week (seed ${SEED})\n`)
  for (const { id, months, worst } of shown)
    process.stdout.write(
      `${(name.get(id) ?? id).padEnd(8)} ${months.map((one) => String(one).padStart(4)).join('')}   ${worst.toFixed(1)}\n`,
    )
  expect(inWords(all)).toEqual(count(events))
  for (const one of units)
    expect({ unit: one.unit.name, ...inWords({ ...one, drills: [] }) }).toEqual({
      unit: one.unit.name,
      ...count(own(one.unit.id), one.unit.id),
    })
  for (const { id, worst } of shown) {
    if (isOffice(stage.directory, id))
      expect(worst, `${name.get(id)}, a day`).toBeLessThanOrEqual(MOST.office)
    else if (isLeader(stage.directory, id))
      expect(worst, `${name.get(id)}, a day`).toBeLessThanOrEqual(MOST.leader)
  }
  await stage.end()
}, 900_000)
