import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyJournal } from '../../store/journal-file.js'
import { lockDataDir } from '../../store/lock.js'
import { start } from './child.js'
import { ground, turnsAt } from './ground.js'

const HOLDS = `
  import { lockDataDir } from './store/lock.js'
  setInterval(() => {}, 1000)
  try { await lockDataDir(process.argv[2]); console.log('mine') } catch (error) { console.log('refused ' + error.message) }
`

describe('the lock on a DATA_DIR', () => {
  it('refuses a second process, naming the first, until it gives it back', async () => {
    const dir = ground()
    const other = start(HOLDS, dir)
    await other.says(/^mine/)
    await expect(lockDataDir(dir)).rejects.toThrow(`pid ${other.child.pid}`)
    await expect(turnsAt(dir)).rejects.toThrow(`pid ${other.child.pid}`)
    expect(readdirSync(dir)).toEqual(['lock'])
  })

  it('refuses the same process a second time, and is free after unlock', async () => {
    const dir = ground()
    const unlock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toThrow(`pid ${process.pid}`)
    const other = start(HOLDS, dir)
    expect(await other.says(/^(mine|refused)/)).toContain(`pid ${process.pid}`)
    await unlock()
    expect(readdirSync(dir)).toEqual([])
    await (await lockDataDir(dir))()
  })

  it('is taken over from a process that was killed', async () => {
    const dir = ground()
    const other = start(HOLDS, dir)
    await other.says(/^mine/)
    other.child.kill('SIGKILL')
    await other.gone
    expect(readdirSync(dir)).toEqual(['lock'])
    const unlock = await lockDataDir(dir)
    expect(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8')).pid).toBe(process.pid)
    expect(readdirSync(dir)).toEqual(['lock'])
    await unlock()
  })

  it('is taken over when its number is another process now, its machine was started anew, or nobody is named', async () => {
    const dir = ground()
    const path = join(dir, 'lock')
    const unlock = await lockDataDir(dir)
    const mine = JSON.parse(readFileSync(path, 'utf8'))
    await unlock()
    for (const left of [
      JSON.stringify({ ...mine, start: '1' }),
      JSON.stringify({ ...mine, boot: 'another' }),
      JSON.stringify({ ...mine, pid: 4_000_000 }),
      '',
      'null',
      '{"pid":',
    ]) {
      writeFileSync(path, left)
      await (await lockDataDir(dir))()
    }
    writeFileSync(path, JSON.stringify(mine))
    await expect(lockDataDir(dir)).rejects.toThrow(`pid ${process.pid}`)
  })

  it('is not given back by one who no longer holds it', async () => {
    const dir = ground()
    const unlock = await lockDataDir(dir)
    writeFileSync(join(dir, 'lock'), 'of another')
    await unlock()
    expect(readFileSync(join(dir, 'lock'), 'utf8')).toBe('of another')
  })

  it('of many that find a dead one, exactly one takes it over', async () => {
    const dir = ground()
    mkdirSync(join(dir, 'locked'))
    const races = join(dir, 'locked')
    const RACE = `
      import { lockDataDir } from './store/lock.js'
      for (let nth = 0; nth < 40; nth++) {
        const dir = process.argv[2] + '/' + nth
        while (Date.now() < Number(process.argv[3]) + nth * 60) {}
        try { await lockDataDir(dir); console.log('mine ' + nth) } catch (error) {
          if (!error.message.includes('pid')) console.log('fault ' + error.stack)
        }
      }
      console.log('end')
      setInterval(() => {}, 1000)
    `
    for (let nth = 0; nth < 40; nth++) {
      mkdirSync(join(races, String(nth)))
      writeFileSync(
        join(races, String(nth), 'lock'),
        JSON.stringify({ pid: 4_000_000, start: '', boot: 'gone' }),
      )
    }
    const begin = String(Date.now() + 700)
    const racers = Array.from({ length: 4 }, () => start(RACE, races, begin))
    for (const racer of racers) await racer.says(/^end/)
    const heard = racers.flatMap((racer) => racer.heard())
    expect(heard.filter((line) => line.startsWith('fault'))).toEqual([])
    expect(heard.filter((line) => line.startsWith('mine')).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, nth) => `mine ${nth}`).toSorted(),
    )
    for (let nth = 0; nth < 40; nth++) expect(readdirSync(join(races, String(nth)))).toEqual(['lock'])
  })
})

describe('a house that is killed', () => {
  it('has every turn that it answered, again and again', { timeout: 120_000 }, async () => {
    const dir = ground()
    const LIVES = `
      import { openTurns } from './bot/turn/turns.js'
      const log = { info() {}, warn() {}, error() {} }
      const turns = await openTurns({ dir: process.argv[2], now: Date.now, log, checkpointEvery: 5 })
      const worker = async () => {
        for (;;) {
          const n = await turns.turn(undefined, (turn) => {
            const n = turn.next('n')
            turn.put('meta', 'k' + n, n)
            return n
          })
          console.log('answered ' + n)
        }
      }
      for (let nth = 0; nth < 8; nth++) void worker()
    `
    let answered = 0
    for (let life = 0; life < 5; life++) {
      const other = start(LIVES, dir)
      await other.says(/^answered/)
      await new Promise((go) => setTimeout(go, 30 + life * 25))
      other.child.kill('SIGKILL')
      await other.gone
      const told = other.heard().map((line) => Number(line.split(' ')[1]))
      answered = Math.max(answered, ...told)
      const turns = await turnsAt(dir)
      const meta = await turns.read((tables) => ({ ...tables.meta }))
      for (const n of told) expect(meta[`k${n}`], `turn ${n}`).toBe(n)
      expect(Object.keys(meta).length - 1).toBe(meta['n/n'])
      await turns.stop()
    }
    expect(answered).toBeGreaterThan(20)
    await verifyJournal(dir)
  })
})
