// Who else works on these campuses? Each process says so twice a second; who is not heard for two seconds is not there.
import { createHash } from 'node:crypto'
import type { Log } from '../log.js'
import type { Address } from './address.js'
import { openSession, type Session } from './session.js'
import type { Time } from './writer.js'

const SAY_EVERY_MS = 500
const SILENT_MS = 2_000

type Workers = {
  /** How many campuses each of the others serves. */
  others(): number[]
  /** Says goodbye. */
  stop(): Promise<void>
}

/** Those who name the same schemas are of one deployment; nothing is written down, so there is nothing to clear away. */
export const openWorkers = (options: {
  addresses: readonly [Address, ...Address[]]
  /** Of this process, and nobody else's. */
  id: string
  /** How many campuses it serves itself. */
  serves: () => number
  time: Time
  log: Log
}): Workers => {
  const { addresses, id, serves, time, log } = options
  const schemas = addresses.map(({ schema }) => schema).sort()
  const group = createHash('sha256').update(schemas.join(' ')).digest('hex').slice(0, 16)
  const channel = `fenghuo workers ${group}` // a schema has no space in its name: never the channel of a campus
  const heard = new Map<string, { serves: number; atMs: number }>()
  let session: Session | undefined
  let stopped = false
  let next: (() => void) | undefined

  const hear = (payload: string): void => {
    const [who = '', count] = payload.split(' ')
    if (who === id) return
    if (count === undefined) heard.delete(who)
    else heard.set(who, { serves: Number(count), atMs: time.steadyMs() })
  }
  const say = async (text: string): Promise<void> => {
    if (!session || session.broken()) {
      session = await openSession(addresses[0], { answerMs: SILENT_MS, heard: (_, payload) => hear(payload) })
      await session.ask(`LISTEN "${channel}"`)
    }
    await session.ask('SELECT pg_notify($1, $2)', [channel, text], 'workers')
  }
  let quiet = false
  const goOn = (): void => {
    if (stopped) return
    say(`${id} ${serves()}`)
      .then(
        () => {
          quiet = false
        },
        (error: unknown) => {
          if (!quiet)
            log.warn({ reason: String(error) }, 'the database does not answer; other processes are not heard')
          quiet = true
        },
      )
      .finally(() => {
        next = time.after(SAY_EVERY_MS, goOn)
      })
  }
  goOn()
  return {
    others() {
      for (const [who, { atMs }] of heard) if (time.steadyMs() - atMs > SILENT_MS) heard.delete(who)
      return [...heard.values()].map((one) => one.serves)
    },
    async stop() {
      stopped = true
      next?.()
      if (session && !session.broken()) await say(id).catch(() => {}) // then we are not heard, which says the same
      await session?.end()
    },
  }
}
