// How is evidence kept in PostgreSQL? One row each, named by its SHA-256, written once and never changed.
import { createHash } from 'node:crypto'
import type { Evidence } from '../evidence.js'
import { Damaged, StoreUnavailable } from '../journal.js'
import type { Session } from './session.js'

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const asked = async <A>(asking: Promise<A>, wrong: (reason: string) => Error): Promise<A> => {
  try {
    return await asking
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

export const openTableEvidence = (session: () => Promise<Session>): Evidence => ({
  async keep(bytes) {
    const sha256 = hashOf(bytes)
    const put = async (): Promise<void> => {
      const through = await session()
      await through.ask(
        'INSERT INTO evidence (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING',
        [sha256, Buffer.from(bytes)],
      )
    }
    await asked(put(), (reason) => new StoreUnavailable(`数据库没有存下证据文件：${reason}`))
    return sha256
  },
  async holds(sha256) {
    const look = async () =>
      (await (await session()).ask('SELECT bytes FROM evidence WHERE sha256 = $1', [sha256]))[0]
    const row = await asked(
      look(),
      (reason) => new Damaged(`证据文件 ${sha256} 读不了（${reason}）。请检查数据库，再核对一次`),
    )
    return Buffer.isBuffer(row?.bytes) && hashOf(row.bytes) === sha256
  },
})
