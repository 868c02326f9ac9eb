// Can this database keep a campus? What the doctor asks it; nothing is made or changed that stays.
import { shownHolder } from '../lock.js'
import type { Address } from './address.js'
import { openSession } from './session.js'
import { hasTables } from './tables.js'

type DatabaseFacts = {
  /** `15.18`. */
  version: string
  major: number
  /** Settings by which a confirmed line could be gone after a power failure. */
  lossy: string[]
  /** Its custom is to confirm before the disk has it; in our sessions it is not. */
  hasty: boolean
  utf8: boolean
  /** It only repeats what another server writes. */
  readOnly: boolean
  /** Something between us and it lends its sessions: a lock would be anybody's. */
  pooled: boolean
  /** We may make and fill tables in the schema. */
  mayWrite: boolean
  /** Who writes now, in brackets; empty: nobody. Undefined: there are no tables yet. */
  writer: string | undefined
}

const OLDEST = 13
export const isTooOld = ({ major }: DatabaseFacts): boolean => major < OLDEST

/** Rejects with what the driver or the server says where it does not answer. */
export const lookAtDatabase = async (address: Address): Promise<DatabaseFacts> => {
  const session = await openSession(address, { answerMs: 5_000 })
  try {
    const [row] = await session.ask(`
      SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
        current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS ro, pg_backend_pid() AS pid,
        current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
        (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit') AS commit`)
    const lossy = [
      ...(row?.fsync === 'off' ? ['fsync'] : []),
      ...(row?.pages === 'off' ? ['full_page_writes'] : []),
    ]
    const made = await hasTables(session, address)
    const [may] = made
      ? await session.ask(
          "SELECT has_table_privilege('journal', 'INSERT') AND has_table_privilege('writer', 'UPDATE') AND has_table_privilege('keys', 'DELETE') AS yes",
        )
      : await session.ask(
          `SELECT CASE WHEN EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)
             THEN has_schema_privilege($1, 'CREATE') ELSE has_database_privilege(current_database(), 'CREATE') END AS yes`,
          [address.schema],
        )
    const [now] = made ? await session.ask('SELECT holder, since, left_well FROM writer') : []
    return {
      version: String(row?.version).split(' ')[0] ?? '',
      major: Number(row?.major),
      lossy,
      hasty: row?.commit === 'off',
      utf8: row?.encoding === 'UTF8',
      readOnly: row?.ro === true,
      pooled: Number(row?.pid) !== session.greetedAs,
      mayWrite: may?.yes === true,
      writer: now
        ? now.left_well === true || !(now.since instanceof Date)
          ? ''
          : shownHolder(String(now.holder), now.since)
        : undefined,
    }
  } finally {
    await session.end()
  }
}
