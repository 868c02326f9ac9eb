// Can two processes ever write one record? In containers, at once, asleep and woken: one writes, the other says who does.
import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { hostname } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import { examine } from '../../store/examine.js'
import { Superseded } from '../../store/journal.js'
import { openFileJournal, verifyJournal } from '../../store/journal-file.js'
import type { Change } from '../../store/schema.js'
import { start, startIn } from './child.js'
import { at, ground, hearing, linesOf, segmentsOf, turnsAt } from './ground.js'

const put = (key: string, value: unknown): Change => ({ put: 'meta', key, value })
const journalAt = (dir: string) => openFileJournal(dir, { log: hearing() })

const HOUSE = `
  import { openTurns } from './bot/turn/turns.js'
  const log = { info() {}, warn() {}, error() {} }
  setInterval(() => {}, 1000)
  try {
    const turns = await openTurns({ dir: process.argv[2], now: Date.now, log })
    turns.superseded.then((why) => console.log('ended ' + why))
    await turns.turn(undefined, (turn) => turn.next('starts'))
    const again = () => turns.turn(undefined, (turn) => turn.put('meta', 'by', 'the old one')).then(
      () => setTimeout(again, 5), (error) => console.log('refused ' + error.message))
    if (process.argv[3] === 'wakes') process.on('SIGCONT', again)
    console.log('up ' + process.pid)
    if (process.argv[3] === 'writes') again()
  } catch (error) { console.log('refused ' + error.message) }
`
const CONTAINER = ['unshare', '-fpm', '--mount-proc', '--kill-child']
const containers = spawnSync(CONTAINER[0] ?? '', [...CONTAINER.slice(1), 'true']).status === 0

describe('several processes on one folder', () => {
  it('six at once: one is up, five say who holds it', { timeout: 60_000 }, async () => {
    const dir = ground()
    const six = Array.from({ length: 6 }, () => start(HOUSE, dir))
    const said = await Promise.all(six.map((one) => one.says(/^(up|refused)/)))
    const up = said.filter((line) => line.startsWith('up'))
    expect(up.length).toBe(1)
    const holder = `主机 ${hostname()}，pid ${up[0]?.split(' ')[1]}，自 2`
    for (const line of said.filter((one) => !one.startsWith('up'))) expect(line).toContain(holder)
    expect(linesOf(dir).length).toBe(1)
  })

  // a machine that lets nobody make namespaces can't stand for two containers
  it.skipIf(!containers)(
    'two containers: the second is refused, 20 of 20',
    { timeout: 120_000 },
    async () => {
      const dir = ground()
      const first = startIn(CONTAINER, HOUSE, dir)
      expect(await first.says(/^(up|refused)/)).toBe('up 1')
      const said: string[] = []
      for (let round = 0; round < 5; round++)
        said.push(
          ...(await Promise.all(
            Array.from({ length: 4 }, () => startIn(CONTAINER, HOUSE, dir).says(/^(up|refused)/)),
          )),
        )
      expect(said.length).toBe(20)
      for (const line of said)
        expect(line).toContain(`数据目录正被另一个进程使用（主机 ${hostname()}，pid 1，`)
      expect(linesOf(dir).length).toBe(1)
    },
  )

  it('a start right after kill -9 is not refused', { timeout: 60_000 }, async () => {
    const dir = ground()
    for (let life = 0; life < 4; life++) {
      const one = start(HOUSE, dir, 'writes')
      expect(await one.says(/^(up|refused)/)).toMatch(/^up/)
      one.child.kill('SIGKILL')
    }
    expect((await examine(dir, { nowMs: Date.parse(at) })).every(({ good }) => good)).toBe(true)
  })

  it('one that slept while another took over appends nothing when it wakes, and says why it ends', {
    timeout: 60_000,
  }, async () => {
    const dir = ground()
    const old = start(HOUSE, dir, 'wakes')
    await old.says(/^up/)
    old.child.kill('SIGSTOP')
    // its lock was lost meanwhile, as over a network disk: the new one is not asked for one
    const turns = await turnsAt(dir, { unlock: async () => {} })
    const taken = turns.head().seq
    await turns.turn(undefined, (turn) => turn.put('meta', 'by', 'the new one'))
    const before = segmentsOf(dir).map((file) => readFileSync(file).length)
    old.child.kill('SIGCONT')
    expect(await old.says(/^refused/)).toContain('另一个进程已接管这个数据目录')
    expect(await old.says(/^ended/)).toContain('本进程不再写入')
    await turns.turn(undefined, (turn) => turn.put('meta', 'more', 1))
    expect(turns.head().seq).toBe(taken + 2)
    expect(
      segmentsOf(dir)
        .map((file) => readFileSync(file).length)
        .slice(0, -1),
    ).toEqual(before.slice(0, -1))
    expect(await turns.read(({ meta }) => meta.by)).toBe('the new one')
    await turns.stop()
    old.child.kill('SIGKILL')
    await old.gone
    const again = await turnsAt(dir)
    expect(await again.read(({ meta }) => [meta.by, meta.more])).toEqual(['the new one', 1])
    await again.stop()
  })
})

describe('the epoch of a journal', () => {
  it('an older opening appends, probes and confirms nothing', async () => {
    const dir = ground()
    const old = await journalAt(dir)
    await old.append(at, [put('a', 1)])
    const next = await journalAt(dir)
    await expect(old.confirm()).rejects.toThrow(Superseded)
    await expect(old.append(at, [put('a', 'old')])).rejects.toThrow(Superseded)
    await expect(old.probe()).rejects.toThrow(Superseded)
    await next.append(at, [put('a', 2)])
    await expect(old.append(at, [put('a', 'old')])).rejects.toThrow('另一个进程已接管')
    await Promise.all([old.close(), next.close()])
    expect(linesOf(dir).join()).not.toContain('old')
    expect(await verifyJournal(dir)).toEqual({
      lines: 2,
      head: next.head(),
      place: expect.stringMatching(/^journal\/.*:2$/),
    })
  })

  it('of many that open at once exactly one may write', async () => {
    const dir = ground()
    const journals = await Promise.all(Array.from({ length: 8 }, () => journalAt(dir)))
    const results = await Promise.allSettled(journals.map((one) => one.append(at, [put('a', 1)])))
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    await Promise.all(journals.map((one) => one.close()))
    expect((await verifyJournal(dir)).lines).toBe(1)
  })

  it('a line that was on its way while another took over is confirmed to nobody', async () => {
    for (const reads of ['before it is on disk', 'after']) {
      const dir = ground()
      const old = await journalAt(dir)
      await old.append(at, [put('a', 1)])
      const probe = await open('/dev/null', 'r')
      await probe.close()
      const handles = Object.getPrototypeOf(probe) as { datasync(): Promise<void> } // FileHandle's class is not exported
      let next: Awaited<ReturnType<typeof journalAt>> | undefined
      const take = async () => {
        next = await journalAt(dir)
        if (reads.startsWith('before')) await next.append(at, [put('a', 'new')])
      }
      const datasync = vi.spyOn(handles, 'datasync').mockImplementationOnce(take)
      await expect(old.append(at, [put('a', 'old')])).rejects.toThrow(Superseded)
      datasync.mockRestore()
      await next?.append(at, [put('b', 'new')])
      await Promise.all([old.close(), next?.close()])
      // the line was complete when the next one read: it goes on after it, as after a crash before the answer
      const { lines, head } = await verifyJournal(dir)
      expect({ lines, head }).toEqual({ lines: reads === 'after' ? 3 : 4, head: next?.head() })
    }
  })

  it('what an older opening leaves behind the takeover is told, and never folded', async () => {
    const dir = ground()
    const old = await journalAt(dir)
    await old.append(at, [put('a', 1)])
    const [first = ''] = segmentsOf(dir)
    const next = await journalAt(dir)
    await next.append(at, [put('a', 'new')])
    const { seq, prev } = JSON.parse(linesOf(dir)[1] ?? '')
    for (const behind of [
      `${JSON.stringify({ seq, prev, at, changes: [put('a', 'old')] })}\n`,
      `${JSON.stringify({ seq: 9, prev, at, changes: [] })}\n{"seq":3,`,
    ]) {
      appendFileSync(first, behind)
      const values: unknown[] = []
      const found = await verifyJournal(dir, ({ changes }) =>
        values.push(changes[0] && 'value' in changes[0] && changes[0].value),
      )
      expect(values).toEqual([1, 'new'])
      expect(found).toMatchObject({ lines: 2, left: [{ file: 'journal/000000000001.ndjson' }] })
    }
    const log = hearing()
    const third = await openFileJournal(dir, { log })
    expect([third.head(), log.said]).toEqual([next.head(), []])
    await third.append(at, [put('a', 3)])
    await Promise.all([old.close(), next.close(), third.close()])
    expect((await verifyJournal(dir)).lines).toBe(3)
    expect(await examine(dir, { nowMs: 0 })).toContainEqual({
      good: true,
      what: 'journal/000000000001.ndjson 里有被接替的进程留下的内容，从未确认过，不计入记录',
    })
  })

  it('a first line of an opening that was torn is cut, and the next opening goes on before it', async () => {
    const dir = ground()
    for (const n of [1, 2]) {
      const journal = await journalAt(dir)
      await journal.append(at, [put('a', n)])
      await journal.close()
    }
    const last = segmentsOf(dir).at(-1) ?? ''
    appendFileSync(last, '{"seq":3,"pr')
    const third = await journalAt(dir)
    await third.append(at, [put('a', 3)])
    await third.close()
    const torn = segmentsOf(dir).at(-1) ?? ''
    const { truncateSync } = await import('node:fs')
    truncateSync(torn, 20)
    for (const n of [3, 4]) {
      const journal = await journalAt(dir)
      await journal.append(at, [put('a', n)])
      await journal.close()
    }
    expect((await verifyJournal(dir)).lines).toBe(4)
  })
})
