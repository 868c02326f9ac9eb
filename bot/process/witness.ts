// Who outside this machine knows where the record stood? Once a day the head of the chain goes to WITNESS_URL.
import type { Log } from '../../store/log.js'
import type { Clock } from '../time/clock.js'
import type { Turns } from '../turn/turns.js'

type Witness = {
  /** Takes today's head if it is not taken yet, and sends what was not sent. Never rejects, never waits for the wire. */
  look(): void
  /** Resolves when nothing is on the wire. */
  stop(): Promise<void>
}

/** What is sent: the last line's number, its digest, and when that was so. */
type Sent = { seq: number; head: string; at: string }

const DAY_MS = 24 * 3_600_000
const LOOK_EVERY_MS = 60_000
const ANSWER_WITHIN_MS = 10_000
const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 3_600_000
/** Older heads prove nothing that a newer one does not. */
const KEEPS_DAYS = 30

/** Days are counted in UTC: the head is taken at 8 in the morning, Beijing time. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

const post = async (url: string, body: Sent, leaving: AbortSignal): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error', // what was configured is who is told
    signal: AbortSignal.any([leaving, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
}

/**
 * The heads wait as rows of `meta`: `witness/<day>` is `seq:head`, `witness-sent` the last day that was told. So a
 * witness that is down for a week is told of each day afterwards, and `verify` finds what was sent.
 */
export const openWitness = (options: {
  url: string
  turns: Pick<Turns, 'turn' | 'head' | 'peek'>
  clock: Clock
  log: Log
}): Witness => {
  const { url, turns, clock, log } = options
  let running: Promise<void> | undefined
  let cancel = () => {}
  const leaving = new AbortController()
  let failures = 0
  let notBefore = 0

  const take = async (day: string): Promise<void> => {
    if (turns.peek().meta[`witness/${day}`] !== undefined) return
    await turns.turn(undefined, (turn) => {
      const { seq, prev } = turns.head() // on disk, whatever this turn adds
      if (seq === 0) return
      turn.put('meta', `witness/${day}`, `${seq}:${prev}`)
      turn.put('meta', `witness-at/${day}`, turn.at)
      const oldest = dayOf(clock.now() - KEEPS_DAYS * DAY_MS)
      for (const key of Object.keys(turn.rows('meta'))) {
        const [kind, of] = key.split('/')
        if ((kind === 'witness' || kind === 'witness-at') && of !== undefined && of < oldest)
          turn.drop('meta', key)
      }
    })
  }

  const sendAll = async (): Promise<void> => {
    const { meta } = turns.peek()
    const last = String(meta['witness-sent'] ?? '')
    const days = Object.keys(meta)
      .flatMap((key) => (key.startsWith('witness/') ? key.slice('witness/'.length) : []))
      .filter((day) => day > last)
      .sort()
    for (const day of days) {
      const [seq = '', ...head] = String(meta[`witness/${day}`]).split(':')
      const at = String(meta[`witness-at/${day}`] ?? '')
      await post(url, { seq: Number(seq), head: head.join(':'), at }, leaving.signal)
      await turns.turn(undefined, (turn) => turn.put('meta', 'witness-sent', day))
      failures = 0
    }
  }

  const once = async (): Promise<void> => {
    try {
      await take(dayOf(clock.now()))
      await sendAll()
    } catch (error) {
      failures++
      notBefore = clock.now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1))
      log.warn(
        { reason: error instanceof Error ? error.message : String(error), failures },
        'the witness could not be told where the record stands; it is tried again',
      )
    }
  }

  const look = (): void => {
    cancel()
    if (leaving.signal.aborted) return
    if (clock.now() >= notBefore)
      running ??= once().finally(() => {
        running = undefined
      })
    cancel = clock.after(LOOK_EVERY_MS, look)
  }

  return {
    look,
    async stop() {
      leaving.abort()
      cancel()
      await running
    },
  }
}
