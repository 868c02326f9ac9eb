// Is an archived incident what it was when it went there? A digest of what it says, kept in its line of the ledger; older lines get theirs from the journal.
import { createHash } from 'node:crypto'
import { apply, copyOf } from './fold.js'
import { type Journal, START } from './journal.js'
import type { Change, Matter, Tables } from './schema.js'

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

/** The SHA-256 of what it says, in whatever order it says it. */
export const proofOf = (incident: Matter): string =>
  createHash('sha256').update(JSON.stringify(incident, inOrder)).digest('hex')

/** The lines of the ledger that an older program wrote, with the proof that the whole journal gives of each. */
export const missingProofs = async (
  journal: Pick<Journal, 'replay'>,
  ledger: Tables['ledger'],
): Promise<Change[]> => {
  const bare = Object.entries(ledger).filter(([, line]) => line.sha256 === undefined)
  if (bare.length === 0) return []
  const tables = copyOf({})
  const archived = new Map<string, string>()
  await journal.replay(START, ({ changes }) => {
    for (const change of changes) {
      const gone = 'drop' in change && change.drop === 'incidents' ? tables.incidents[change.key] : undefined
      if (gone) archived.set(gone.id, proofOf(gone))
      apply(tables, [change])
    }
  })
  return bare.flatMap(([key, line]): Change[] => {
    const sha256 = archived.get(key)
    return sha256 ? [{ put: 'ledger', key, value: { ...line, sha256 } }] : []
  })
}
