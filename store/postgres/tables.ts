// Which tables does a campus have in PostgreSQL? Made once, changed step by step, each step under one lock and written down.
import { Damaged } from '../journal.js'
import type { Address } from './address.js'
import type { Session } from './session.js'

/**
 * Every step once, in order; none is ever changed after it was released.
 * `keys` and `beat` are unlogged: a key that is thrown away must not live on in the write-ahead log, in its archive or on a
 * standby; after a crash of the server they are empty, and what they sealed is dropped and told, as without `keys` on a disk.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE store (one boolean PRIMARY KEY DEFAULT true CHECK (one), id uuid NOT NULL DEFAULT gen_random_uuid(), moved text);
  INSERT INTO store DEFAULT VALUES;
  CREATE TABLE journal (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    epoch bigint NOT NULL,
    digest text NOT NULL DEFAULT 'sha256',
    line text NOT NULL
  );
  CREATE TABLE archive (id text PRIMARY KEY, matter text NOT NULL);
  CREATE TABLE evidence (sha256 text PRIMARY KEY, bytes bytea NOT NULL);
  CREATE TABLE writer (one boolean PRIMARY KEY DEFAULT true CHECK (one), epoch bigint NOT NULL DEFAULT 0, holder text NOT NULL DEFAULT '', since timestamptz NOT NULL DEFAULT now(), left_well boolean NOT NULL DEFAULT true);
  INSERT INTO writer DEFAULT VALUES;
  CREATE UNLOGGED TABLE beat (one boolean PRIMARY KEY DEFAULT true CHECK (one), epoch bigint NOT NULL, n bigint NOT NULL);
  CREATE UNLOGGED TABLE keys (id text PRIMARY KEY, bytes bytea NOT NULL);
  `,
]

/** So that two that start at once do not make the same table. */
const LOCK = 'fenghuo migrations'

const lastStep = async (session: Session, schema: string): Promise<number | undefined> => {
  const [there] = await session.ask('SELECT to_regclass($1) IS NOT NULL AS yes', [`"${schema}".migrations`])
  if (!there?.yes) return undefined
  const [last] = await session.ask('SELECT coalesce(max(nth), 0) AS nth FROM migrations')
  return Number(last?.nth ?? 0)
}

const refuseNewer = (last: number): void => {
  if (last > steps.length)
    throw new Damaged(
      `数据库里的表是第 ${last} 版，这个程序只懂到第 ${steps.length} 版：由较新的程序写下，请用较新的程序启动`,
    )
}

/** Are the tables there? Throws `Damaged` where a newer program made them. */
export const hasTables = async (session: Session, { schema }: Address): Promise<boolean> => {
  const last = await lastStep(session, schema)
  if (last === undefined || last === 0) return false
  refuseNewer(last)
  return true
}

/** Makes what is missing. Throws `Damaged` where a newer program was here, `Refused` where we may not. */
export const makeTables = async (session: Session, { schema }: Address): Promise<void> => {
  if ((await lastStep(session, schema)) === steps.length) return
  await session.ask('BEGIN')
  try {
    await session.ask('SELECT pg_advisory_xact_lock(hashtext($1))', [LOCK])
    await session.ask(`CREATE SCHEMA IF NOT EXISTS "${schema}"`)
    await session.ask(
      'CREATE TABLE IF NOT EXISTS migrations (nth int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
    )
    const last = (await lastStep(session, schema)) ?? 0
    refuseNewer(last)
    for (const [nth, step] of steps.entries())
      if (nth >= last) {
        await session.ask(step)
        await session.ask('INSERT INTO migrations (nth) VALUES ($1)', [nth + 1])
      }
    await session.ask('COMMIT')
  } catch (error) {
    if (!session.broken()) await session.ask('ROLLBACK')
    throw error
  }
}
