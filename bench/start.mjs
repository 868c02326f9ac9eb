// How soon is it back? The whole program, started on the store of many years as after a power failure, until it says it is ready.
import { join } from 'node:path'
import { campus as campusOf } from './lib/campus.mjs'
import { chronicle } from './lib/chronicle.mjs'
import { ends, median, rounded } from './lib/figures.mjs'
import { folder, remove } from './lib/ground.mjs'
import { startOnce, writeDirectory } from './lib/program.mjs'

export const title = 'start with 50,000 archived and 1,000 open incidents'

const ARCHIVED = 50_000
const OPEN = 1000
const ROUNDS = 5
const MB = 1024 * 1024

export const run = async (say) => {
  const campus = await campusOf()
  const dir = folder()
  const empty = folder()
  const people = join(folder(), 'directory')
  writeDirectory(people, campus)
  const laid = await chronicle({ dir, campus, archived: ARCHIVED, open: OPEN, atMs: Date.now() })
  say(
    `the journal has ${laid.lines} lines, its last segment ${rounded(laid.lastSegmentBytes / MB)} MB; killed with 2,000 lines after the checkpoint`,
  )
  const full = []
  const bare = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await startOnce(empty, { DIRECTORY: people }))
    full.push(await startOnce(dir, { DIRECTORY: people }))
  }
  for (const one of [dir, empty, join(people, '..')]) remove(one)
  const of = (rows, what) => rows.map((row) => row[what])
  const line = (numbers, unit) => {
    const { min, median, max } = ends(numbers)
    return `${rounded(min)} / ${rounded(median)} / ${rounded(max)} ${unit}`
  }
  for (const [name, rows] of [
    ['empty store', bare],
    ['full store', full],
  ])
    say(
      `${name.padEnd(12)} ${line(of(rows, 'ms'), 'ms')}; resident ${line(of(rows, 'residentMb'), 'MB')}, peak ${line(of(rows, 'peakMb'), 'MB')}`,
    )
  return {
    reaches: [
      {
        what: 'from exec to ready (median)',
        value: median(of(full, 'ms')),
        unit: ' ms',
        reach: 2000,
        better: 'less',
      },
      {
        what: 'resident when ready (median)',
        value: median(of(full, 'residentMb')),
        unit: ' MB',
        reach: 350,
        better: 'less',
      },
    ],
    compared: {
      'an empty store is ready after, ms': median(of(bare, 'ms')),
      'an empty store is resident at, MB': median(of(bare, 'residentMb')),
    },
    raw: { archived: ARCHIVED, open: OPEN, ...laid, full, empty: bare },
  }
}
