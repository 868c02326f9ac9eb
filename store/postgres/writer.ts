// Who writes? One session holds the lock of the campus and the newest epoch; it says every moment that it lives, and whoever hears nothing for long takes over.
import { Damaged, Superseded, Unconfirmed } from '../journal.js'
import type { Log } from '../log.js'
import type { Address } from './address.js'
import { BEAT_EVERY_MS, beatOnce } from './beat.js'
import { Cut, openSession, type Session } from './session.js'

/** Real time: pauses, and a count that never goes back. */
export type Time = { after(ms: number, wake: () => void): () => void; steadyMs(): number }

/** So long after it last said so the writer may be sure that nobody else writes. */
const LEASE_MS = 1_500
/** So long nothing was heard of it: its place is taken. Longer than the lease, so that there are never two who are sure. */
const SILENT_MS = 2_000
const LOOK_EVERY_MS = 200
/** So long a process that holds its share leaves the place to another one. */
const LATE_MS = 3_000
const ANSWER_MS = 4_000
const AGAIN_MS = 200
/** So long the lock may take to come free of a session that was ended. */
const REGAIN_WITHIN_MS = 4_000
/** So long a server may be away when it is asked what became of a line: longer, and whoever waits for an answer is gone. */
const SETTLE_WITHIN_MS = 2_500

/** Of the two numbers of an advisory lock the second: the table `writer` of this schema, by its number. The first is ours. */
const LOCK_CLASS = 0x66_68
const LOCK = `${LOCK_CLASS}, 'writer'::regclass::oid::int`
/** Held together by all who stand by, so that the writer knows of them. */
const LINE_CLASS = LOCK_CLASS + 1
const LINE = `${LINE_CLASS}, 'writer'::regclass::oid::int`
const held = (lock: number): string => `
  l.locktype = 'advisory' AND l.classid = ${lock} AND l.objid = 'writer'::regclass::oid
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.granted AND l.pid <> pg_backend_pid()`

/** Who this process is, for people, and for another process on the same machine. */
type Self = { text: string; isGone(text: string): Promise<boolean> }

export type Writer = {
  epoch(): number
  /** The session that holds the lock. Rejects with `Superseded` once another has taken over, with `Cut` while no server answers. */
  session(): Promise<Session>
  /**
   * After a `Cut`: a new session with a new epoch, so that nothing that the old one asked can still be done. As `session`,
   * but that a server which starts again is waited for a while.
   */
  regain(): Promise<Session>
  /** Rejects with `Superseded`, or with `Unconfirmed` where nobody answers who would know. */
  confirm(): Promise<void>
  /** Another one is known to write. */
  supersede(): Superseded
  readonly lost: Promise<void>
  /** There are new lines: whoever follows may read them. */
  news(): void
  /** Gives the lock back in good order, so that the next one need not wait. */
  leave(): Promise<void>
}

const isLocked = async (session: Session): Promise<boolean> =>
  (await session.ask(`SELECT pg_try_advisory_lock(${LOCK}) AS got`))[0]?.got === true

const endOther = `
  SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
  WHERE a.pid = $1 AND a.backend_start = $2::timestamptz AND a.pid <> pg_backend_pid()`
const endHolder = `
  SELECT pg_terminate_backend(l.pid) FROM pg_locks l
  WHERE ${held(LOCK_CLASS)}`
const others = `SELECT count(*) AS n FROM pg_locks l WHERE ${held(LINE_CLASS)}`
/** Whoever stands by listens here. A schema is a plain name: address.ts. */
const channelOf = ({ schema }: Address): string => `fenghuo/${schema}`

const hold = (options: {
  address: Address
  time: Time
  log: Log
  heart: (epoch: number) => void
  first: { session: Session; epoch: number; sureFromMs: number }
}): Writer => {
  const { address, time, log, heart, first } = options
  let { session, epoch } = first
  let sureUntil = first.sureFromMs + LEASE_MS
  let heardMs = first.sureFromMs
  /** Somebody stands by: whoever is not heard is replaced. */
  let replaced = false
  let superseded = false
  let fresh = false
  let leaving = false
  let end: () => void = () => {}
  const lost = new Promise<void>((resolve) => {
    end = resolve
  })
  const supersede = (): Superseded => {
    if (!superseded) {
      superseded = true
      heart(0)
      end()
    }
    return new Superseded()
  }
  const open = (): Promise<Session> =>
    openSession(address, {
      answerMs: ANSWER_MS,
      gone() {
        sureUntil = Number.NEGATIVE_INFINITY
      },
    })

  /** One at a time: whoever needs the session waits for the same one. */
  let regaining: Promise<Session> | undefined
  const regain = (): Promise<Session> => {
    regaining ??= (async () => {
      if (superseded) throw new Superseded()
      const old = session
      old.cut()
      const fresh = await open()
      try {
        // what the old session asked last must be over, one way or the other, before anybody looks
        await fresh.ask(endOther, [old.pid, old.began])
        const [own] = await fresh.ask(
          'UPDATE writer SET epoch = epoch + 1 WHERE epoch = $1 RETURNING epoch',
          [epoch],
        )
        if (!own) throw supersede()
        for (const until = time.steadyMs() + REGAIN_WITHIN_MS; !(await isLocked(fresh)); ) {
          // the old session is on its way out; if it is somebody else who holds the lock, theirs is the next epoch
          if (time.steadyMs() > until) throw supersede()
          await new Promise<void>((wake) => void time.after(AGAIN_MS, wake))
        }
        epoch = Number(own.epoch)
        heart(epoch)
        session = fresh
        log.warn({ epoch }, 'the session with the database was lost and is regained')
        return fresh
      } catch (error) {
        fresh.cut()
        throw error
      }
    })().finally(() => {
      regaining = undefined
    })
    return regaining
  }
  const current = async (): Promise<Session> => {
    if (superseded) throw new Superseded()
    return session.broken() ? regain() : session
  }
  const beat = async (): Promise<void> => {
    const from = time.steadyMs()
    const touched = await (await current()).touch(beatOnce, [epoch], 'beat')
    if (touched === 0) throw supersede()
    if (fresh) {
      fresh = false
      await session.ask('SELECT pg_notify($1, $2)', [channelOf(address), ''], 'notify')
    }
    sureUntil = Math.max(sureUntil, from + LEASE_MS)
    heardMs = time.steadyMs()
    replaced = Number((await session.ask(others, [], 'others'))[0]?.n) > 0
  }
  let next: (() => void) | undefined
  const goOn = (): void => {
    if (superseded || leaving) return
    next = time.after(BEAT_EVERY_MS, () => {
      beat()
        .catch((error: unknown) => {
          if (error instanceof Superseded) return
          log.warn({ reason: String(error) }, 'the database does not answer')
          // where nobody stands by it goes on trying, and tells people that nothing is stored
          if (replaced && time.steadyMs() - heardMs > SILENT_MS) supersede()
        })
        .finally(goOn)
    })
  }
  goOn()
  heart(epoch)

  return {
    epoch: () => epoch,
    session: current,
    async regain() {
      for (const until = time.steadyMs() + SETTLE_WITHIN_MS; ; )
        try {
          return await regain()
        } catch (error) {
          if (!(error instanceof Cut) || time.steadyMs() > until) throw error
          await new Promise<void>((wake) => void time.after(AGAIN_MS, wake))
        }
    },
    supersede,
    lost,
    news() {
      fresh = true
    },
    async confirm() {
      if (superseded) throw new Superseded()
      if (time.steadyMs() < sureUntil) return
      try {
        await beat()
      } catch (error) {
        if (error instanceof Superseded) throw error
        throw new Unconfirmed('数据库没有应答，不能确认本进程仍在负责', { cause: error })
      }
    },
    async leave() {
      leaving = true
      heart(0)
      next?.()
      if (superseded || session.broken()) return session.cut()
      await session.touch('UPDATE writer SET left_well = true WHERE epoch = $1', [epoch]).catch(() => {}) // then the next one waits for the end of our lease
      await session.ask('SELECT pg_notify($1, $2)', [channelOf(address), 'left']).catch(() => {})
      await session.end()
    },
  }
}

/** Takes the lock for a move, and fences whoever wrote before. Throws `Damaged` while a process writes or stands by. */
export const lockToMove = async (session: Session): Promise<void> => {
  const [line] = await session.ask(others)
  if (Number(line?.n) > 0 || !(await isLocked(session)))
    throw new Damaged('有进程正在使用这个数据库：请先停掉所有烽火进程，再搬')
  await session.ask('UPDATE writer SET epoch = epoch + 1, left_well = true')
}

/**
 * Stands by until it is ours to write. `warm` is called while another one writes: it reads what has come meanwhile.
 * Resolves holding lock and epoch, when whoever wrote before can't be sure any more that it does. Rejects with `Cut` or
 * `Refused` where the database does not answer at the beginning; later on it is tried again.
 */
export const standBy = async (options: {
  address: Address
  time: Time
  log: Log
  self: Self
  warm: () => Promise<void>
  /** Told once, when another one is found to write. */
  waiting: (holder: string, since: Date) => void
  stopped: () => boolean
  /** Beats beside the loop, in this epoch; 0: not any more. */
  heart: (epoch: number) => void
  /** Is there room for one more campus here? The answer says that it is not taken after all. */
  claim: () => (() => void) | undefined
}): Promise<Writer> => {
  const { address, time, log, self, warm, waiting, stopped, heart, claim } = options
  let news = true
  let rouse: () => void = () => {}
  const pause = (ms: number) =>
    new Promise<void>((wake) => {
      rouse = wake
      time.after(ms, wake)
    })
  const open = async (): Promise<Session> => {
    const one = await openSession(address, {
      answerMs: ANSWER_MS,
      heard() {
        news = true
        rouse()
      },
    })
    await one.ask(`LISTEN "${channelOf(address)}"`)
    await one.ask(`SELECT pg_advisory_lock_shared(${LINE})`)
    return one
  }
  let session = await open()
  let told = false
  let seen: { beat: string; sinceMs: number } | undefined

  const look = async () => {
    const [row] = await session.ask(
      'SELECT w.epoch, w.holder, w.since, w.left_well, b.epoch AS beats, b.n FROM writer w LEFT JOIN beat b ON true',
    )
    const beat = `${row?.epoch}/${row?.beats}/${row?.n}`
    if (seen?.beat !== beat) seen = { beat, sinceMs: time.steadyMs() }
    const since = row?.since instanceof Date ? row.since : new Date(0)
    return { since, holder: String(row?.holder ?? ''), leftWell: row?.left_well === true }
  }
  const silentMs = (): number => time.steadyMs() - (seen?.sinceMs ?? Number.POSITIVE_INFINITY)

  const take = async (): Promise<Writer> => {
    const { holder, leftWell } = await look()
    const before = seen?.beat
    const [row] = await session.ask(
      'UPDATE writer SET epoch = epoch + 1, holder = $1, since = now(), left_well = false RETURNING epoch',
      [self.text],
    )
    const epoch = Number(row?.epoch)
    await session.ask(`SELECT pg_advisory_unlock_shared(${LINE})`)
    const sureFromMs = time.steadyMs()
    // from here on the one before stores nothing more; it may still be sure of what it has in memory, until its lease is over
    const gone = leftWell || (await self.isGone(holder))
    if (!gone) {
      const [now] = await session.ask('SELECT b.epoch AS beats, b.n FROM beat b')
      const quiet = before?.endsWith(`/${now?.beats}/${now?.n}`) ? silentMs() : 0
      if (quiet < LEASE_MS) await pause(LEASE_MS - quiet)
    }
    await session.touch(beatOnce, [epoch], 'beat')
    return hold({ address, time, log, heart, first: { session, epoch, sureFromMs } })
  }

  for (;;) {
    if (stopped()) {
      await session.end()
      throw new Superseded()
    }
    try {
      if (session.broken()) session = await open()
      const room = claim()
      const mayTake = room !== undefined || silentMs() > LATE_MS
      if (mayTake && (await isLocked(session))) return await take()
      room?.()
      const { holder, since } = await look()
      if (!told) waiting(holder, since)
      told = true
      if (mayTake && silentMs() > SILENT_MS) {
        log.warn({}, 'whoever writes has been silent for too long; its session is ended')
        await session.ask(endHolder)
        continue
      }
      if (news) {
        news = false
        await warm()
      }
    } catch (error) {
      if (!(error instanceof Cut)) throw error
      log.warn({ reason: error.message }, 'the database does not answer; waiting')
    }
    await pause(LOOK_EVERY_MS)
  }
}
