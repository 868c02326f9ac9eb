// What do the store's tests stand on? A folder of their own, a log that is heard, a clock that stands, an incident's first fact.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTurns } from '../../bot/turn/turns.js'
import type { Journal } from '../../store/journal.js'
import type { Log } from '../../store/log.js'
import type { EventOf } from '../../store/schema.js'

export const at = '2026-11-24T00:00:00.000Z'

export const ground = (): string => mkdtempSync(join(tmpdir(), 'fenghuo-store-'))

export const hearing = (): Log & { said: { level: string; about: object; sentence: string }[] } => {
  const said: { level: string; about: object; sentence: string }[] = []
  const say = (level: string) => (about: object, sentence: string) => {
    said.push({ level, about, sentence })
  }
  return { said, info: say('info'), warn: say('warn'), error: say('error') }
}

export const turnsAt = (dir: string, more: Partial<Omit<Parameters<typeof openTurns>[0], 'dir'>> = {}) =>
  openTurns({ dir, now: () => Date.parse(at), log: hearing(), ...more })

export const segmentsOf = (dir: string): string[] =>
  readdirSync(join(dir, 'journal'))
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .map((name) => join(dir, 'journal', name))

export const linesOf = (dir: string): string[] =>
  segmentsOf(dir).flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1))

const by = { id: 'p1', name: '刘老师' }

export const reported = (number: string): EventOf<'reported'> => ({
  type: 'reported',
  at,
  by,
  number,
  drill: false,
  report: { unit: 'u1', summary: '主页被篡改' },
  unit: { id: 'u1', name: '信息学院' },
  chain: [{ post: 'first', person: { id: 'p2', name: '书记' } }],
  discoveredAt: at,
})
export const noted = (text: string): EventOf<'noted'> => ({ type: 'noted', at, by, text })

/** A journal whose appends wait for a word and fail when told to; what is stored is the real thing. */
export const held = () => {
  let holding = false
  let failing: Error | undefined
  let waiting: (() => void)[] = []
  let appends = 0
  return {
    wrap: (journal: Journal): Journal => ({
      ...journal,
      async append(when, changes) {
        appends++
        if (holding)
          await new Promise<void>((resolve) => {
            waiting.push(resolve)
          })
        if (failing) throw failing
        return journal.append(when, changes)
      },
    }),
    hold: () => {
      holding = true
    },
    release: () => {
      holding = false
      for (const go of waiting) go()
      waiting = []
    },
    /** Lets the append that waits now go on; the next one waits again. */
    step: () => waiting.shift()?.(),
    fail: (error: Error | undefined) => {
      failing = error
    },
    get appends() {
      return appends
    },
    get waiting() {
      return waiting.length
    },
  }
}

export const noSpace = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

/** Lets everything that can go on go on, the disk too. */
export const settle = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
