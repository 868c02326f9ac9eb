// Does a whole year go as it should? Twelve months of one campus in the test clock: nothing stays undone, the figures are those that somebody counts from the raw journal, and nobody is flooded.
import { expect, it } from 'vitest'
import { type Figures, figuresOf } from '../../rules/figures.js'
import { allIdsOf } from '../../rules/year.js'
import { isLeader, isOffice } from '../../store/campus.js'
import { openStage, shipped } from '../scenes/stage.js'
import { count, eventsIn } from './count.js'
import type { People } from './people.js'
import { DAY, END, planOf, START, YEAR } from './plan.js'
import { playThrough, rosterOf } from './play.js'

const SEED = 2026
const WEEK = 7 * DAY
/** What is owed of an incident of December is done by then. */
const CLOSING = END + 10 * WEEK
/** In the worst week, a day (the issue's own bounds). */
const MOST = { office: 12, leader: 3 }

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
  const directory = { ...sample, roster: rosterOf(sample, CLOSING) }
  const stage = await openStage({ at: new Date(START).toISOString(), directory, mornings: true })
  const people = await playThrough({ seed: SEED, stage, plan: planOf(SEED, directory), until: CLOSING })

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
