// What do all parts of the emulator stand on? State, clock, ids, the list of what was forbidden, and the faults that a test has ordered.
import type { VirtualClock } from './clock.js'
import { type App, emptyState, type Happened, type State } from './state.js'

export type Failure = { status: number; body: unknown; times: number }

export type Settings = {
  /** An unacknowledged robot message comes again after this long (§2.5). */
  redeliverMs: number
  /** A card callback must be answered within this. */
  cardAckMs: number
  /** Events and HTTP pushes must be answered within this. */
  eventAckMs: number
  /** The connection stays open this long after `disconnect`. */
  drainMs: number
  /** The same outTrackId again: an error, or a success that changes nothing (§6.3 has seen both). */
  duplicateCard: 'error' | 'silent'
  /** Which of the documented shapes a card callback has (§13.5). */
  callbackShape: 'id' | 'params' | 'value' | 'object'
  /** Calls of one application and one API in any second. */
  callsPerSecond: number
  /** Message kinds that this tenant refuses, by the beginning of their msgKey. */
  refusedMsgKeys: string[]
}

export type Ground = {
  state: State
  clock: VirtualClock
  settings: Settings
  /** `http://127.0.0.1:PORT`, once the door is open. */
  base: string
  violations: string[]
  forbid(what: string): void
  faults: {
    failures: Map<string, Failure[]>
    delays: Map<string, number>
    /** Every call is cut off: the platform does not answer. `sends`: all but the gateway. */
    down: boolean | 'sends'
    refuseConnectionsUntil: number
    /** Acks that get lost on the way: this many more. */
    dropAcks: number
    /** Frames that are sent twice: this many more. */
    duplicates: number
    /** This share of the frames other than presses is lost on the way; what is not acknowledged comes again. */
    loss: { share: number; random: () => number } | undefined
    lost: number
    /** While set, frames are held back, to go out in reverse order. */
    held?: (() => void)[]
  }
  /** Every call that arrived, in order; for tests that look at what was sent. */
  calls: { method: string; path: string; at: number; body: unknown }[]
  /** Cards whose press is being answered just now. */
  clicksUnderWay: Set<string>
  /** Calls that are held until the clock has moved on. */
  waiting: number
  /** How many things that came were lost because nobody listened. */
  lost: number
  nth(prefix: string): string
  heard(happened: Happened): void
  listeners: Set<(happened: Happened) => void>
}

export const makeGround = (clock: VirtualClock, corpId: string, settings: Partial<Settings>): Ground => {
  let counter = 0
  const violations: string[] = []
  const listeners = new Set<(happened: Happened) => void>()
  return {
    state: emptyState(corpId),
    clock,
    settings: {
      redeliverMs: 60_000,
      cardAckMs: 2000,
      eventAckMs: 3000,
      drainMs: 10_000,
      duplicateCard: 'error',
      callbackShape: 'id',
      callsPerSecond: 20,
      refusedMsgKeys: [],
      ...settings,
    },
    base: '',
    violations,
    forbid(what) {
      violations.push(what)
    },
    faults: {
      failures: new Map(),
      delays: new Map(),
      down: false,
      refuseConnectionsUntil: 0,
      dropAcks: 0,
      duplicates: 0,
      loss: undefined,
      lost: 0,
    },
    calls: [],
    clicksUnderWay: new Set(),
    waiting: 0,
    lost: 0,
    nth: (prefix) => `${prefix}${++counter}`,
    heard(happened) {
      for (const listener of listeners) listener(happened)
    },
    listeners,
  }
}

/** A user as the platform's encrypted id names them: stable, and useless for sends. */
export const encryptedId = (staffId: string): string =>
  `$:LWCP_v1:$${Buffer.from(staffId).toString('base64')}`

/** The private conversation of a user with a robot. */
export const dmOf = (staffId: string, app: App): string =>
  `cid${Buffer.from(`${staffId}/${app.robotCode}`).toString('base64url')}==`

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON, or nothing where it is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
