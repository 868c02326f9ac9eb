// How does a file that somebody sent become evidence? Fetched from its platform after the turn, kept by its hash, then recorded.

import type { Evidence } from '../../store/evidence.js'
import type { Log } from '../../store/log.js'
import type { Fetching } from '../../store/schema.js'
import { fileLost } from '../../templates/platform/words.js'
import { type Channel, DeliveryError } from '../channels/channel.js'
import type { Clock } from '../time/clock.js'
import { steady } from '../time/steady.js'
import { type Bench, happen } from '../turn/happen.js'
import type { ShownIndex } from '../turn/shown.js'
import type { Turns } from '../turn/turns.js'
import type { Campus } from '../turn/world.js'

export type Collector = {
  wake(): void
  /** Resolves when everything that can be fetched now is kept and recorded. */
  drain(): Promise<void>
  stop(): Promise<void>
}

type Options = {
  turns: Turns
  channels: readonly Channel[]
  campus: () => Campus
  index: ShownIndex
  evidence: Evidence
  clock: Clock
  log: Log
  stored: (touched: ReadonlySet<string>) => void
  /** Of a file of which nobody knows yet whose it is: what came, nothing where it can't be fetched. Drops its row. */
  lookedInto: (key: string, row: Fetching, bytes?: Uint8Array) => Promise<void>
}

const MOST_TRIES = 8

export const openCollector = (options: Options): Collector => {
  const { turns, channels, campus, index, evidence, clock, log, stored, lookedInto } = options
  const passed = steady(clock)
  /** `notBefore` by the time that has passed. */
  const tries = new Map<string, { count: number; notBefore: number }>()
  let running: Promise<void> | undefined
  let stopped = false
  let cancel = () => {}

  const conclude = (
    key: string,
    row: Fetching,
    kept: { sha256: string; bytes: number } | { reason: string },
  ) =>
    turns.turn(undefined, (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched: new Set(), channels }
      turn.afterCommit(() => stored(bench.touched))
      turn.drop('fetching', key)
      if (!turn.incident(row.incident)) return
      const what = { at: turn.at, by: row.by, name: row.file.name }
      happen(bench, row.incident, [
        'reason' in kept
          ? { type: 'evidence-lost', ...what, reason: kept.reason }
          : { type: 'evidence', ...what, ...kept, ...(row.duty ? { duty: row.duty } : {}) },
      ])
    })

  const fetchOne = async (key: string, row: Fetching): Promise<void> => {
    try {
      const channel = channels.find(({ name }) => name === row.channel)
      if (!channel) throw new DeliveryError('refused', fileLost.noPlatform)
      const bytes = await channel.fetchFile(row.file.ref)
      if (row.unknown) {
        await lookedInto(key, row, bytes)
        tries.delete(key)
        return
      }
      const sha256 = await evidence.keep(bytes)
      await conclude(key, row, { sha256, bytes: bytes.byteLength })
      tries.delete(key)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const count = (tries.get(key)?.count ?? 0) + 1
      const final = error instanceof DeliveryError && error.failure === 'refused'
      log.warn({ file: key, tries: count, reason }, 'a file could not be fetched')
      if (final || count >= MOST_TRIES) {
        if (row.unknown) await lookedInto(key, row)
        else await conclude(key, row, { reason: final ? reason : fileLost.tries })
        tries.delete(key)
        return
      }
      const retryAt = error instanceof DeliveryError ? error.retryAt : undefined
      const inMs = retryAt === undefined ? Math.min(600_000, 2000 * 2 ** count) : retryAt - clock.now()
      tries.set(key, { count, notBefore: passed() + inMs })
    }
  }

  const comeBack = (): void => {
    cancel()
    cancel = clock.after(5000, wake)
  }

  const round = async (): Promise<void> => {
    const rows = await turns.read(({ fetching }) => Object.entries(fetching))
    for (const [key, row] of rows) {
      if (stopped) return
      if ((tries.get(key)?.notBefore ?? 0) <= passed()) await fetchOne(key, row)
    }
    if (!stopped && tries.size > 0) comeBack()
    else cancel()
  }

  const wake = (): void => {
    if (stopped || Object.keys(turns.peek().fetching).length === 0) return
    running = (running ?? Promise.resolve()).then(round).catch((error) => {
      log.error({ reason: error instanceof Error ? error.message : String(error) }, 'the collector stumbled')
      if (!stopped) comeBack()
    })
  }

  return {
    wake,
    async drain() {
      wake()
      await running
    },
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}
