// What must a chat platform be able to do? The port: a small value, one for each platform.
import type { ChannelName, Directory, Person, Urgency } from '../../store/schema.js'
import type { Card, Rendered, Task } from '../../templates/card.js'
import type { Finding } from '../../templates/operator/finding.js'
import type { Receive } from './inbound.js'
import type { Need } from './need.js'

/** Where a message goes: a person's address on this platform, or the campus group. */
export type Destination = { person: string; address: string } | { group: true }

/**
 * `key` is deterministic: the platform's idempotency key is made from it, so a repeated send is the same message.
 * `rank` as in `Notice`. `need`: what a platform whose month is nearly used up goes by; made from the rank where it is left out.
 */
export type Outgoing = {
  key: string
  to: Destination
  content: Rendered
  at: string
  rank: number
  need?: Need
}

/** A card that stands on the platform: under which key it was sent, as which message, when. */
export type Standing = { key: string; message: string; to: Destination; at: string; rank: number }

/**
 * Why a send did not go through.
 * `transient`: try again later. `limited`: not before `retryAt`. `unreachable`: this person cannot be reached here.
 * `down`: the platform itself does not answer. `refused`: the platform will never take this message.
 */
export type DeliveryFailure = 'transient' | 'limited' | 'unreachable' | 'down' | 'refused'

export class DeliveryError extends Error {
  constructor(
    readonly failure: DeliveryFailure,
    message: string,
    /** Epoch milliseconds before which a new try is useless. */
    readonly retryAt?: number,
    /** What is left of the platform's month is kept for more than this answer: whoever waits for it must telephone. */
    readonly spent = false,
  ) {
    super(message)
  }
}

/** How loud a message really became: the level reached, and why it is less than was asked for. */
export type Urged = { level?: Urgency; lower?: string }

/** What a channel keeps over restarts (counts of calls, addresses that it found): small values under names of its own. */
export type Memory = {
  get(name: string): string | number | undefined
  put(name: string, value: string | number): Promise<void>
}

/** What stands behind a channel's door: it is handed this when the house is open. The desk itself is bot/reception/desk.ts. */
export type Inside = {
  receive: Receive
  memory: Memory
  /** The directory in force now. */
  directory(): Directory
  /** Something about the platform that the office must hear of (the month is used up, SMS are spent): once for each `key`. */
  tellOffice(key: string, text: string): Promise<void>
  /**
   * Reads what came in under this id, with the watchdog knowing the id; nothing where that id froze the process before:
   * then it is taken as it is, and not read again.
   */
  reading?<A>(id: string, read: () => A): A | undefined
}

/** People's own task lists on a platform, as far as it lets us write there. */
export type TaskLists = {
  /** May we? Learned at the start; a permission that turns out to be missing ends it. */
  open(): boolean
  /** Are we told when somebody ticks what stands there? */
  hears(): boolean
  /**
   * Puts a task up; with `message`, changes the one that stands under that id. Answers its id. Throws `DeliveryError`,
   * never `down` or `limited`: messages do not wait for a task list.
   */
  put(key: string, to: Destination, task: Task, message?: string): Promise<{ message: string }>
}

/** Signing in on a page of ours with the account that people have on the platform (OAuth 2, with PKCE where the platform knows it). */
export type SignIn = {
  /** Where the browser is sent to. It comes back to `redirect` with `state` and a code. */
  address(asked: { redirect: string; state: string; challenge: string }): string
  /** Whose account it is: the address on this platform; nothing where it is nobody's of this campus. Throws where the platform says no, or nothing. */
  who(given: { redirect: string; code: string; verifier: string }): Promise<string | undefined>
}

export type Channel = {
  name: ChannelName
  hasGroup: boolean
  /** A press can be answered with a private toast. Where not, the house says it in a private message. */
  toasts: boolean
  /** A card may hold a picker of dates and times. Where not, a question is answered by its buttons and by typing. */
  pickers: boolean
  /** This person's address here, or nothing when they have none. */
  addressOf(person: Pick<Person, 'id' | 'feishu' | 'dingtalk' | 'phone'>): string | undefined
  /** The directory's person behind an address, as far as this channel has found out more than the directory says. */
  personAt(address: string): string | undefined
  /** Begins to listen. Resolves at once: what the platform does not take yet is tried again for ever, with growing pauses. */
  start(inside: Inside): Promise<void>
  /** Another directory is in force: whoever has no address yet is looked for. */
  meet(directory: Directory): void
  /** Sends one message. Answers the platform's id of it. Throws `DeliveryError`. */
  deliver(message: Outgoing): Promise<{ message: string }>
  /** Draws a card anew where it stands; where that is no longer possible, sends it anew and answers the other id. Throws `DeliveryError`. */
  redraw(standing: Standing, card: Card): Promise<{ message: string }>
  /** Makes a message loud: in the app, by SMS, by telephone; `text` is said where the platform needs words of its own. Throws `DeliveryError`. */
  urge(message: string, to: Destination, level: Urgency, text: string): Promise<Urged>
  /** Sends a file. Throws `DeliveryError`. */
  sendFile(
    key: string,
    to: Destination,
    file: { name: string; bytes: Uint8Array },
  ): Promise<{ message: string }>
  /** Fetches a file that was sent to the bot, by the `ref` of its `Attachment`. Throws `DeliveryError`; `refused` when it is gone or too large. */
  fetchFile(ref: string): Promise<Uint8Array>
  tasks?: TaskLists
  signIn?: SignIn
  /** So long a card can be pressed and drawn anew; for ever where nothing is said. */
  cardStandsMs?: number
  /** What an operator must mend before this channel can work; nothing when it works, or when the platform itself is down. */
  wrong(): string | undefined
  /** What is not as it should be although messages come and go: for the monitor. */
  unwell?(): string[]
  /** Calls to the platform this month, and how many there may be. */
  usage(): { calls: number; limit?: number }
  /** Looks at credentials, permissions, connections and at everybody named, for `npm run doctor`. Needs no `start`. */
  check(directory: Directory): Promise<Finding[]>
  stop(): Promise<void>
}
