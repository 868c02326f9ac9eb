// Does every invariant hold, whatever the seed? The simulator itself runs beside the tests; `npm run simulate` plays more.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { turnOf } from '../turn.js'
import { makeDisk } from './disk.js'
import { type Patch, plant } from './planted.js'
import { randomFrom, seedOf } from './random.js'
import { scriptOf } from './script.js'
import { shrink } from './shrink.js'

/** Of the first two hundred every other one, in turns, a day each; all of those that are asked for. */
const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 200)
const EVERY = process.env.SIMULATION_SEEDS === undefined ? 2 : 1
const FIRST = 1 + turnOf(EVERY)

const simulate = (args: string[]): Promise<{ status: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/simulate.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk)
      })
    child.once('close', (status) => resolve({ status, said }))
  })

describe('the simulator', () => {
  it(`${SEEDS / EVERY} seeds: nothing lost, doubled, leaked or forgotten`, {
    timeout: 900_000,
  }, async () => {
    const half = await simulate([
      ...['--from', String(FIRST), '--seeds', String(SEEDS - FIRST + 1), '--every', String(EVERY)],
    ])
    // a full disk is rare: of two hundred seeds two meet one, both odd
    const full = await simulate(['--from', '173', '--seeds', '1'])
    const said = half.said + full.said
    const status = half.status === 0 ? full.status : half.status
    expect(half.said).toContain(`${SEEDS / EVERY} seeds in`)
    for (const one of [half, full]) expect(one.said).toContain('every invariant held after every step')
    // a run in which nothing went wrong would prove nothing
    for (const kind of [
      'killed',
      'power failure',
      'fsync fails',
      'disk full',
      'answer lost',
      'inbound doubled',
      'platform down',
    ])
      expect(said, kind).toMatch(new RegExp(`${kind} [1-9]`))
    expect(status).toBe(0)
  })

  it('finds a bug that was planted, and shows how little it needs', { timeout: 900_000 }, async () => {
    const { status, said } = await simulate(['--planted', 'bulletin-tells-all'])
    expect(said).toContain('✓ bulletin-tells-all: found at seed')
    expect(said).toContain('1 of 1 planted bugs found')
    expect(status).toBe(0)
  })

  it('every planted bug says what it breaks and why that matters, and still has its place in the program', () => {
    // compiled by the runs before this
    const folder = 'test/simulation/planted'
    const names = readdirSync(folder)
    expect(names.length).toBeGreaterThanOrEqual(20)
    for (const name of names) {
      const { breaks, why, changes } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        breaks: string
        why: string
        changes: Patch[]
      } // its own files
      expect(breaks.length, name).toBeGreaterThan(10)
      expect(why.length, name).toBeGreaterThan(10)
      for (const change of changes) {
        const text = readFileSync(join('dist/simulation', change.file.replace(/\.ts$/, '.js')), 'utf8')
        expect(() => plant(text, change), name).not.toThrow()
      }
    }
  })

  it('a power failure takes nothing of what was synced and not touched since, though more was written behind it and cut off', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const disk = makeDisk(
        randomFrom(seed),
        () => 0,
        () => {},
      )
      const handle = disk.open('data/log', 'w', disk.begin())
      disk.sync(disk.open('data', 'r', 1))
      disk.write(handle, Buffer.from('one\n'), 0)
      disk.sync(handle)
      disk.write(handle, Buffer.from('two\n'), 4)
      disk.truncate(handle, 4)
      disk.powerLoss()
      expect(disk.fileAt('data/log', 'read').data.toString()).toBe('one\n')
    }
  })

  it('the same seed is the same script, and neighbours differ', () => {
    expect(scriptOf(7)).toEqual(scriptOf(7))
    expect(scriptOf(7)).not.toEqual(scriptOf(8))
    const lots = randomFrom(seedOf('a', 1))
    expect(lots.next()).not.toBe(randomFrom(seedOf('a', 2)).next())
  })

  it('a script is shrunk to the steps that its failure needs', async () => {
    const script = scriptOf(3)
    const needed = [script[2]?.nth, script[4]?.nth]
    const { script: left } = await shrink(script, async (steps) => {
      const fails = needed.every((nth) => steps.some((step) => step.nth === nth))
      const none = {
        seed: 3,
        steps: steps.length,
        days: 0,
        faults: {},
        hash: '',
        lines: 0,
        events: 0,
        delivered: 0,
        history: [],
      }
      return fails ? { ...none, failure: { step: script.at(-1)?.nth ?? 0, sentence: 'lost' } } : none
    })
    expect(left.map(({ nth }) => nth)).toEqual(needed)
  })
})
