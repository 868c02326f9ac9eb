// What is a journal? The port: lines that are durable when `append` resolves, and that can be read again in order.
import type { Change, Entry, Instant } from './schema.js'

/** Where the journal ends: the last line's number, and the digest of its bytes: SHA-256 in hex, or `sm3:` and hex. */
export type Head = { seq: number; prev: string }

export const START: Head = { seq: 0, prev: '0'.repeat(64) }

export type Journal = {
  head(): Head
  /** Appends one line; it is on disk when this resolves. When it rejects nothing of it remains. */
  append(at: Instant, changes: Change[]): Promise<Head>
  /** Every entry after `after`, in order, its chain checked. Answers where the last of them stands. */
  replay(after: Head, each: (entry: Entry) => void): Promise<Head>
  /** Can the store take a write now? Rejects with the reason. */
  probe(): Promise<void>
  /** Rejects once another process may have taken over: what is in memory here is no longer surely the truth. */
  confirm(): Promise<void>
  /** Resolves where it is noticed without being asked that another process has taken over. */
  readonly lost?: Promise<void>
  /** The first place that no line stands in, as it was when this was opened: where to look for lines that are missing. */
  place?: string
  close(): Promise<void>
}

/** The record was changed or damaged: the first place where it does not hold. */
export class BrokenChain extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly reason: string,
  ) {
    super(`${file}:${line} ${reason}`)
  }
}

/** Nothing was stored, and nothing may be confirmed. */
export class StoreUnavailable extends Error {}

/** Nobody answers who would know whether another process has taken over: what is in memory may be old. */
export class Unconfirmed extends StoreUnavailable {}

/** Another process has taken the next epoch of this journal: this one writes nothing more, and has to end. */
export class Superseded extends StoreUnavailable {
  constructor(holder = '') {
    super(`另一个进程已接管这个数据目录${holder}，本进程不再写入`)
  }
}

/** A file of the store does not hold what it held. The sentence names it and says how to go on. */
export class Damaged extends Error {}

const texts = new WeakMap<Change, string>()

/**
 * A change as it stands in its line. Made once, when its turn ends: what is stored is what the turn left, and a value
 * that can't be stored fails its own turn, not those that share the line.
 */
export const textOf = (change: Change): string => {
  const known = texts.get(change)
  if (known !== undefined) return known
  const text = JSON.stringify(change)
  texts.set(change, text)
  return text
}
