// What do a full disk, a crash of the server, a line cut in the middle of a word and a killed process do to the record? Everything from one seed; nothing lost, nothing doubled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTurns, type Turns } from '../../bot/turn/turns.js'
import { examine } from '../../store/examine.js'
import { openWhole } from '../../store/postgres/whole.js'
import { randomFrom } from '../crash/harness.js'
import { addressAt, baseAt, quiet } from './base.js'
import { hasPostgres, postgres } from './server.js'
import { openWire, type Wire } from './wire.js'

const SEEDS = Number(process.env.SEEDS ?? 12)
const STEPS = 30
const at = '2026-11-28T00:00:00.000Z'
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const noRoom = `
  CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
  CREATE TRIGGER no_room BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION no_room()`

const playOnce = async (seed: number) => {
  const server = await postgres()
  const random = randomFrom(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const url = server.fresh()
  const wires: Wire[] = []
  /** Of the process that lives now. */
  let wire = await openWire(server.port)
  const faults = new Map<string, number>()
  const dirs: string[] = []
  let turns: Turns | undefined
  let dir = ''
  const open = async (fresh: boolean): Promise<void> => {
    if (fresh || dir === '') {
      dir = mkdtempSync(join(tmpdir(), 'fenghuo-pg-faults-'))
      dirs.push(dir)
    }
    for (;;)
      try {
        const base = await baseAt(url.replace(`:${server.port}/`, `:${wire.port}/`), dir)
        turns = await openTurns({
          dir,
          base,
          unlock: async () => {},
          now: () => Date.parse(at),
          log: quiet,
          checkpointEvery: 7,
        })
        return
      } catch (error) {
        if (!/连不上|没有存下|Connection|ECONN|timeout/.test(String(error))) throw error
        await pause(50)
      }
  }
  /** What a platform does: the same again until it is taken; and a process that ended is started again. */
  const say = async (id: string, big: boolean): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const mine = turns
      try {
        if (!mine) throw new Error('nobody is there')
        await mine.turn(id, (turn) => {
          turn.put('meta', `of/${id}`, big ? 'x'.repeat(200_000) : id)
          return turn.next('n')
        })
        return
      } catch (error) {
        if (tries > 300) throw error
        await pause(30)
        if (mine === turns) await reviving
      }
    }
  }
  let reviving: Promise<void> = Promise.resolve()
  const watch = (): void => {
    const mine = turns
    void mine?.superseded.then(() => {
      if (mine !== turns) return
      faults.set('ended by itself', (faults.get('ended by itself') ?? 0) + 1)
      reviving = open(false).then(watch)
    })
  }
  await open(true)
  watch()
  let said = 0
  const blows: Record<string, () => Promise<void>> = {
    'line cut': async () => {
      wire.be('broken')
      await pause(below(300))
      wire.be('whole')
    },
    'cut on the way up': async () => wire.cutAfter(below(2_000), 'up'),
    'cut on the way down': async () => wire.cutAfter(below(200), 'down'),
    'disk full': async () => {
      await server.ask(url, noRoom)
      await pause(below(200))
      await server.ask(url, 'DROP TRIGGER no_room ON journal; DROP FUNCTION no_room')
    },
    'server crash': async () => server.crash(),
    'session ended': async () => {
      await server.ask(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 'writer'::regclass::oid`,
      )
    },
    'killed, and started elsewhere': async () => {
      // all that a killed process leaves behind is a line that ends; what it still does is nobody's
      const dead = turns
      turns = undefined
      wire.be('broken')
      wires.push(wire)
      wire = await openWire(server.port)
      await open(below(2) === 0)
      watch()
      await dead?.stop().catch(() => {})
    },
    'stopped and started': async () => {
      const before = turns
      turns = undefined
      await before?.stop()
      await open(below(2) === 0)
      watch()
    },
  }
  const names = Object.keys(blows)
  for (let step = 0; step < STEPS; step++) {
    const talking = Promise.all(
      Array.from({ length: 1 + below(6) }, () => say(`id${++said}`, below(10) === 0)),
    )
    if (below(3) === 0) {
      const name = names[below(names.length)] ?? ''
      faults.set(name, (faults.get(name) ?? 0) + 1)
      await pause(below(15))
      await blows[name]?.()
    }
    await talking
    if (below(4) === 0) await say(`id${1 + below(said)}`, false) // delivered once more
  }
  wire.be('whole')
  await reviving
  const head = turns?.head()
  const seen = turns && { n: turns.peek().meta['n/n'], inbox: Object.keys(turns.peek().inbox).length }
  await turns?.stop()
  const whole = await openWhole(addressAt(url), dir)
  const findings = whole ? await examine(dir, { nowMs: Date.parse(at) }, whole) : []
  await whole?.close()
  const stored = await server.ask(url, 'SELECT count(*) AS n, max(seq) AS last FROM journal')
  for (const one of [...wires, wire]) await one.close()
  for (const one of dirs) rmSync(one, { recursive: true, force: true })
  return { said, seen, head, stored: stored[0], wrong: findings.filter(({ good }) => !good), faults }
}

it.skipIf(!hasPostgres)(
  `${SEEDS} seeds of trouble over one database: nothing lost, nothing doubled`,
  async () => {
    const sum = new Map<string, number>()
    let said = 0
    for (let seed = 1; seed <= SEEDS; seed++) {
      const one = await playOnce(seed)
      said += one.said
      for (const [name, n] of one.faults) sum.set(name, (sum.get(name) ?? 0) + n)
      expect({ seed, ...one.seen, wrong: one.wrong }).toEqual({
        seed,
        n: one.said,
        inbox: one.said,
        wrong: [],
      })
      expect(Number(one.stored?.n), `seed ${seed}`).toBe(one.head?.seq)
      expect(Number(one.stored?.last), `seed ${seed}`).toBe(one.head?.seq)
    }
    process.stdout.write(
      `${SEEDS} seeds over PostgreSQL: ${said} turns, ${[...sum].map(([name, n]) => `${n} × ${name}`).join(', ')}; nothing lost, nothing doubled\n`,
    )
  },
  1_800_000,
)
