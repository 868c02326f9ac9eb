// What happens as it grows? Turns of a day, open incidents, lines of the journal: start, tick, press and memory as curves, in docs/growth.svg.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { campus as campusOf } from './lib/campus.mjs'
import { chronicle } from './lib/chronicle.mjs'
import { curves } from './lib/curves.mjs'
import { median, rounded } from './lib/figures.mjs'
import { folder, remove } from './lib/ground.mjs'
import { forked } from './lib/processes.mjs'
import { startOnce, toItsEnd, writeDirectory } from './lib/program.mjs'

export const title = 'turns, open incidents, lines of the journal'

const listed = (name, preset) => (process.env[name] ? process.env[name].split(',').map(Number) : preset)
/** Overridden to look closer, or further: GROWTH_LINES=10000000. */
const TURNS = listed('GROWTH_TURNS', [1000, 5000, 20_000, 100_000])
const OPEN = listed('GROWTH_OPEN', [10, 100, 1000, 10_000])
const LINES = listed('GROWTH_LINES', [10_000, 100_000, 1_000_000])
const AT = Date.parse('2026-11-24T00:00:00.000Z')
const STARTS = 3

const line = (row) =>
  Object.entries(row)
    .map(([name, value]) => `${name} ${rounded(value)}`)
    .join('  ')

/** The whole of Fenghuo with its sandbox behind HTTP, and reporters who never stop: a day's worth, then a week's. */
export const overTurns = async (say) => {
  const process = await forked('growing.mjs', {}, ['--expose-gc'])
  const rows = []
  let done = 0
  for (const turns of TURNS) {
    const { cpuMs, residentMb, heapMb, rows: held } = await process.ask({ turns: turns - done })
    const row = { turns, cpuMsPerTurn: cpuMs / (turns - done), residentMb, heapMb, inbox: held.inbox ?? 0 }
    done = turns
    rows.push(row)
    say(line(row))
  }
  await process.end()
  return rows
}

export const overOpen = async (say) => {
  const rows = []
  for (const open of OPEN) {
    const process = await forked('standing.mjs', { incidents: open, atMs: AT }, ['--expose-gc'])
    const row = { open, ...process.ready }
    await process.end()
    rows.push(row)
    say(line(row))
  }
  return rows
}

export const overLines = async (say) => {
  const campus = await campusOf()
  const people = join(folder(), 'directory')
  writeDirectory(people, campus)
  const rows = []
  for (const lines of LINES) {
    const dir = folder()
    const laid = await chronicle({ dir, campus, archived: 0, open: 100, atMs: Date.now(), lines })
    const env = { DIRECTORY: people }
    const starts = []
    for (let nth = 0; nth < STARTS; nth++) starts.push(await startOnce(dir, env))
    const verified = await toItsEnd([process.execPath, 'dist/bot/verify.js'], { ...env, DATA_DIR: dir })
    rmSync(join(dir, 'state.json'))
    const without = await startOnce(dir, env)
    const of = (what) => median(starts.map((one) => one[what]))
    const row = {
      lines: laid.lines,
      startMs: of('ms'),
      startCpuMs: of('cpuMs'),
      startPeakMb: of('peakMb'),
      withoutMs: without.ms,
      withoutCpuMs: without.cpuMs,
      withoutPeakMb: without.peakMb,
      verifyMs: verified.ms,
      verifyCpuMs: verified.cpuMs,
      verifyPeakMb: verified.peakMb,
    }
    remove(dir)
    rows.push(row)
    say(line(row))
  }
  remove(join(people, '..'))
  return rows
}

/** The curves of what was measured. */
export const draw = ({ turns, open, lines }) =>
  writeFileSync(
    new URL('../docs/growth.svg', import.meta.url),
    curves([
      { title: 'memory after so many turns, MB', x: 'turns', rows: turns, lines: ['heapMb', 'residentMb'] },
      {
        title: 'a turn at so many open incidents, ms of processor time',
        x: 'open',
        rows: open,
        lines: ['tickMs', 'pressMs', 'noteMs'],
      },
      {
        title: 'start at so many open incidents: ms of processor time, MB',
        x: 'open',
        rows: open,
        lines: ['startCpuMs', 'heapMb'],
      },
      {
        title: 'at so many lines of the journal, s of processor time',
        x: 'lines',
        rows: lines.map((row) => ({
          lines: row.lines,
          start: row.startCpuMs / 1000,
          'without checkpoint': row.withoutCpuMs / 1000,
          verify: row.verifyCpuMs / 1000,
        })),
        lines: ['start', 'without checkpoint', 'verify'],
      },
    ]),
  )

export const run = async (say) => {
  const raw = { turns: await overTurns(say), open: await overOpen(say), lines: await overLines(say) }
  draw(raw)
  const { turns, open, lines } = raw
  const against = (rows, what) => rows.at(-1)[what] / rows[0][what]
  const flat = { reach: 1.2, better: 'less' }
  return {
    reaches: [
      {
        what: 'processor time of a turn, last against first',
        value: against(turns, 'cpuMsPerTurn'),
        ...flat,
      },
      {
        what: 'a tick at the most open incidents against the fewest',
        value: against(open, 'tickMs'),
        ...flat,
      },
      { what: 'a press, the same', value: against(open, 'pressMs'), ...flat },
      {
        what: 'a start with checkpoint at the most lines against the fewest',
        value: against(lines, 'startCpuMs'),
        ...flat,
      },
    ],
    raw,
  }
}
