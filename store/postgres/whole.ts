// Where does the whole record lie in PostgreSQL, for whoever reads all of it and changes nothing?
import { Damaged, START } from '../journal.js'
import { proofOf } from '../proof.js'
import type { Matter } from '../schema.js'
import { openSeal } from '../seal.js'
import type { Whole } from '../whole.js'
import type { Address } from './address.js'
import { cacheOf, openReading } from './base.js'
import { keysToRead, readKeys } from './beside.js'
import { openTableEvidence } from './evidence.js'
import { followTable } from './journal.js'
import { hasTables } from './tables.js'

const parsed = (text: string): Matter | undefined => {
  try {
    return JSON.parse(text) as Matter // written by us only; its proof is asked for
  } catch {
    return undefined
  }
}

/** `dir` is DATA_DIR: this process's checkpoint lies in it. Resolves with nothing where no store was made yet. */
export const openWhole = async (
  address: Address,
  dir: string,
): Promise<(Whole & { close(): Promise<void> }) | undefined> => {
  const { session, close } = openReading(address)
  try {
    if (!(await hasTables(await session(), address))) {
      await close()
      return undefined
    }
    let hasKeys = (await readKeys(await session())).size > 0
    return {
      dir: await cacheOf(await session(), dir),
      async found() {
        return (await (await session()).ask('SELECT seq FROM journal LIMIT 1')).length > 0
      },
      async verify(each, passed) {
        return followTable(await session(), START, {
          ...(each ? { each } : {}),
          ...(passed ? { passed } : {}),
        })
      },
      async archived() {
        const rows = await (await session()).ask('SELECT id FROM archive ORDER BY id')
        return [['', rows.map(({ id }) => `${id}.json`)]]
      },
      async find(id, proof) {
        const [row] = await (await session()).ask('SELECT matter FROM archive WHERE id = $1', [id])
        if (!row) return undefined
        const matter = parsed(String(row.matter))
        if (!matter || proofOf(matter) !== proof)
          throw new Damaged(`数据库里的归档 ${id} 与日志不一致，被改动或损坏。日志里有它的全部事实`)
        return matter
      },
      evidence: openTableEvidence(session),
      async seal() {
        const keys = await readKeys(await session())
        hasKeys ||= keys.size > 0
        return openSeal(keysToRead(keys))
      },
      hasKeys: () => hasKeys,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
