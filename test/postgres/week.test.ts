// Is a busy week the same over PostgreSQL as in files? One seed, the same people and moments: the same tables, the same deliveries in the same order.
import { expect, it } from 'vitest'
import { examine } from '../../store/examine.js'
import { openWhole } from '../../store/postgres/whole.js'
import { openStage, type StageOptions, shipped } from '../scenes/stage.js'
import { DAY, type Happening, planOf, START } from '../year/plan.js'
import { playThrough, rosterOf } from '../year/play.js'
import { addressAt, databaseFor } from './base.js'
import { hasPostgres } from './server.js'

const SEED = 2026
const WEEK = 7 * DAY
const FROM = START + 4 * DAY
/** Some of what is owed is done after it. */
const UNTIL = FROM + 2 * WEEK

/** A third of what a year brings, in a week. The key periods of the calendar are not in it. */
const busyWeek = (plan: readonly Happening[]): Happening[] =>
  plan
    .filter(({ what }, nth) => what !== 'period' && (nth % 3 === 0 || what === 'drill'))
    .map((one) => ({ ...one, at: FROM + ((one.at - START) % WEEK) }))
    .sort((a, b) => a.at - b.at)

const play = async (more: Partial<StageOptions>) => {
  const { directory: sample } = await shipped()
  const directory = { ...sample, roster: rosterOf(sample, UNTIL) }
  const stage = await openStage({ at: new Date(FROM).toISOString(), directory, mornings: true, ...more })
  const people = await playThrough({
    ...{ seed: SEED, stage, plan: busyWeek(planOf(SEED, directory)), until: UNTIL },
  })
  const tables = structuredClone(stage.fenghuo.turns.peek())
  const archived = Object.keys(tables.ledger).map((id) => stage.fenghuo.turns.find(id))
  const { dir } = stage
  const now = stage.now()
  return { tables, archived, messages: people.messages, dir, now, end: stage.end }
}

it.skipIf(!hasPostgres)(
  'a busy week, in files and over PostgreSQL',
  async () => {
    const files = await play({})
    const { url, ...over } = await databaseFor()
    const database = await play(over)
    expect(files.messages.length).toBeGreaterThan(500)
    expect(Object.keys(files.tables.incidents).length + files.archived.length).toBeGreaterThan(25)
    expect(database.messages).toEqual(files.messages)
    expect(database.tables).toEqual(files.tables)
    expect(database.archived).toEqual(files.archived)
    const whole = await openWhole(addressAt(url), database.dir)
    const found = await examine(database.dir, { nowMs: database.now }, whole)
    await whole?.close()
    const inFiles = await examine(files.dir, { nowMs: files.now })
    const said = (findings: typeof found) =>
      findings.map(({ good, what }) => `${good} ${what.replace(/末行 .*…/, '')}`)
    expect(said(found)).toEqual(said(inFiles))
    process.stdout.write(
      `a busy week (seed ${SEED}): ${files.messages.length} messages, ${found.map(({ what }) => what).join('；')}\n`,
    )
    await files.end()
    await database.end()
  },
  900_000,
)
