// How do we speak to PostgreSQL? One session; what it answers is an answer, and where the line breaks nobody knows what was done.
import pg from 'pg'
import type { Address } from './address.js'

/** The line broke before the answer came: what was asked is done, or not. */
export class Cut extends Error {}

/** The database said no: nothing of what was asked is done. */
export class Refused extends Error {
  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
  ) {
    super(message)
  }
}

export type Session = {
  /** Of the server's process behind this session. */
  readonly pid: number
  /** When that process began, as the server writes it: with the pid, nobody else's. */
  readonly began: string
  /** `name`: prepared once, and known by it. Rejects with `Cut` or `Refused`. */
  ask(text: string, values?: readonly unknown[], name?: string): Promise<Record<string, unknown>[]>
  /** What the other end called itself when we came: a pool between answers for another process than it lends. */
  readonly greetedAs: number
  /** How many rows a statement touched. */
  touch(text: string, values?: readonly unknown[], name?: string): Promise<number>
  broken(): boolean
  /** Says goodbye. */
  end(): Promise<void>
  /** Cuts the line from here. */
  cut(): void
}

const CONNECT_MS = 3_000

/** Of the errors that a server sends, these end the session: a statement under way may be done all the same (57P01 while it waits for a standby). */
const ends = new Set(['FATAL', 'PANIC'])

// whole numbers of 64 bits: our own counts, which never come near the limit of a number
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens a session whose names are found in the schema. `answerMs`: longer is not waited for an answer. Rejects with `Cut` or `Refused`. */
export const openSession = async (
  address: Address,
  options: { answerMs: number; heard?: (channel: string, payload: string) => void; gone?: () => void },
): Promise<Session> => {
  const client = new pg.Client({
    connectionString: address.url,
    application_name: 'fenghuo',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    query_timeout: options.answerMs,
  })
  let broken = false
  const breaks = (): void => {
    if (broken) return
    broken = true
    options.gone?.()
  }
  client.on('error', breaks)
  client.on('end', breaks)
  client.on('notification', ({ channel, payload }) => options.heard?.(channel, payload ?? ''))
  const cut = (): void => {
    breaks()
    // the driver says goodbye and waits; a line that is dead hears nothing
    ;(client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy()
  }
  const read = (error: unknown): Error => {
    if (error instanceof pg.DatabaseError && error.code && !ends.has(error.severity ?? ''))
      return new Refused(error.message, error.code)
    cut()
    return new Cut(error instanceof Error ? error.message : String(error), { cause: error })
  }
  /** One after the other: the driver's own queue is on its way out. */
  let before: Promise<unknown> = Promise.resolve()
  const run = (text: string, values?: readonly unknown[], name?: string) => {
    const asked = before.then(() => ask(text, values, name))
    before = asked.catch(() => {}) // whoever asked hears it
    return asked
  }
  const ask = async (text: string, values: readonly unknown[] = [], name?: string) => {
    if (broken) throw new Cut('the session is gone')
    try {
      return await client.query({ text, values: [...values], ...(name ? { name } : {}) })
    } catch (error) {
      throw read(error)
    }
  }
  try {
    await client.connect()
  } catch (error) {
    throw read(error)
  }
  try {
    await run(`SET search_path TO "${address.schema}"`) // a plain lower-case name: address.ts
    // whatever the server's custom is: what we confirm is on its disk
    await run(
      "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
    )
    const [self] = (
      await run('SELECT pid, backend_start::text AS began FROM pg_stat_activity WHERE pid = pg_backend_pid()')
    ).rows as { pid: number; began: string }[]
    return {
      pid: self?.pid ?? 0,
      began: self?.began ?? '',
      greetedAs: (client as unknown as { processID?: number }).processID ?? 0, // not in the driver's types
      ask: async (...given) => (await run(...given)).rows,
      touch: async (...given) => (await run(...given)).rowCount ?? 0,
      broken: () => broken,
      async end() {
        broken = true
        await client.end().catch(() => {}) // it is gone either way
      },
      cut,
    }
  } catch (error) {
    cut()
    throw error
  }
}
