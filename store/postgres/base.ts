// How does a store stand on PostgreSQL? Followed while another process writes, then held by this one; the checkpoint is a file of each process.
import { join } from 'node:path'
import type { Base } from '../base.js'
import type { Digest } from '../digest.js'
import { Damaged, type Head, type Journal, StoreUnavailable } from '../journal.js'
import { selfHere, shownHolder } from '../lock.js'
import type { Log } from '../log.js'
import { makeFolder } from '../private.js'
import { openSeal } from '../seal.js'
import { openState } from '../state.js'
import type { Address } from './address.js'
import { openBeside } from './beside.js'
import { openTableEvidence } from './evidence.js'
import { endOf, openTableJournal, replayTable } from './journal.js'
import { Cut, openSession, type Session } from './session.js'
import { makeTables } from './tables.js'
import { standBy, type Time } from './writer.js'

const READING_MS = 60_000

/** A session that is opened when it is needed, and again when it broke. */
export const openReading = (address: Address) => {
  let opening: Promise<Session> | undefined
  const session = async (): Promise<Session> => {
    const known = await opening?.catch(() => undefined) // what failed before is tried again
    if (known && !known.broken()) return known
    opening = openSession(address, { answerMs: READING_MS })
    return opening
  }
  return {
    session,
    async close(): Promise<void> {
      await (await opening?.catch(() => undefined))?.end() // one that never opened has nothing to end
    },
  }
}

/** Each database has a name of its own, so that a checkpoint of another one is never taken for its. */
export const cacheOf = async (session: Session, dir: string): Promise<string> => {
  const [store] = await session.ask('SELECT id, moved FROM store')
  if (typeof store?.moved === 'string')
    throw new Damaged(`这个数据库里的数据已迁走（${store.moved}），不再使用。请改用迁去的地方`)
  return join(dir, 'postgres', String(store?.id))
}

/** A journal that only tells, while another process writes. */
const followed = (head: () => Head, replay: Journal['replay']): Journal => {
  const no = async (): Promise<never> => {
    throw new StoreUnavailable('另一个进程在负责，本进程在待命')
  }
  return { head, replay, append: no, probe: no, confirm: no, async close() {} }
}

/**
 * Opens the store of a campus in PostgreSQL; resolves when it is this process's to write. `dir` is DATA_DIR, held by this
 * process alone. Rejects with `Damaged` or `BrokenChain`, and with what the database says where it can't be used.
 */
export const openPostgres = async (options: {
  address: Address
  dir: string
  digest?: Digest | undefined
  time: Time
  log: Log
  /** Another process writes; this one is ready to take over, and `holder` says in brackets from whom. */
  waiting?: (holder: string) => void
  /** Beats beside the loop in this epoch, so that a loop that is held for long is not taken for a dead one; 0: not any more. */
  heart?: (epoch: number) => void
  /** Told to stop while it stands by. */
  stopped?: () => boolean
  /** Is there room for one more campus in this process? As `standBy`; always, where it is the only one. */
  claim?: () => (() => void) | undefined
}): Promise<Base> => {
  const { address, dir, time, log } = options
  const reading = openReading(address)
  try {
    const first = await reading.session()
    if (first.pid !== first.greetedAs)
      throw new Damaged(
        `与数据库 ${address.shown} 之间有按事务借用连接的连接池，锁不能归本进程独有：请让 DATABASE_URL 直连数据库`,
      )
    await makeTables(first, address)
    const cache = await cacheOf(first, dir)
    await makeFolder(cache)
    const beside = openBeside(cache, reading.session)
    const seal = openSeal(beside.keys)
    const state = await openState(cache, seal)
    let end = await endOf(first)
    const before = seal.over(
      followed(
        () => end,
        async (after, each) => replayTable(await reading.session(), after, each, beside),
      ),
      () => {},
    )
    await beside.before(first, ['"sealed":']) // the checkpoint may hold rows that are
    const mended = await state.recover(before)
    if (mended) log.warn({ mended }, 'the checkpoint did not hold and was built anew')
    const warm = async (): Promise<void> => {
      await state.follow(before)
      await beside.bring(await reading.session(), state.tables.ledger)
    }
    const writer = await standBy({
      ...{ address, time, log, warm, self: await selfHere() },
      waiting: (holder, since) => options.waiting?.(shownHolder(holder, since)),
      stopped: options.stopped ?? (() => false),
      heart: options.heart ?? (() => {}),
      claim: options.claim ?? (() => () => {}),
    })
    await warm()
    end = await endOf(await reading.session())
    const journal = openTableJournal({
      ...{ writer, beside, reading: reading.session, digest: options.digest ?? 'sha256', head: end },
    })
    return {
      ...{ dir: cache, journal, keys: beside.keys, archive: beside.archive, warm: { seal, state, mended } },
      evidence: openTableEvidence(reading.session),
      used: end.seq > 0,
      async markUsed() {},
      async holder() {
        const [row] = await (await reading.session()).ask('SELECT holder, since FROM writer')
        return row?.since instanceof Date ? shownHolder(String(row.holder), row.since) : ''
      },
      async close() {
        await journal.close()
        await reading.close()
      },
    }
  } catch (error) {
    await reading.close()
    throw error instanceof Cut
      ? new StoreUnavailable(`连不上数据库 ${address.shown}：${error.message}`)
      : error
  }
}
