// What must a chat platform be able to do? The port: a small value, one for each platform.
import type { ChannelName, Person, Urgency } from '../../store/schema.js'
import type { Card, Rendered } from '../../templates/card.js'

/** Where a message goes: a person's address on this platform, or the campus group. */
export type Destination = { person: string; address: string } | { group: true }

/** `key` is deterministic: the platform's idempotency key is made from it, so a repeated send is the same message. */
export type Outgoing = { key: string; to: Destination; content: Rendered; at: string }

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
  ) {
    super(message)
  }
}

export type Channel = {
  name: ChannelName
  /** This person's address here, or nothing when they have none. */
  addressOf(person: Pick<Person, 'id' | 'feishu' | 'dingtalk' | 'phone'>): string | undefined
  hasGroup: boolean
  /** Sends one message. Answers the platform's id of it. Throws `DeliveryError`. */
  deliver(message: Outgoing): Promise<{ message: string }>
  /** Draws a card anew where it stands. Throws `DeliveryError`. */
  redraw(shown: { message: string; to: Destination }, card: Card): Promise<void>
  /** Makes a message loud: in the app, by SMS, by telephone. Throws `DeliveryError`. */
  urge(message: string, to: Destination, level: Urgency): Promise<void>
  /** Sends a file. Throws `DeliveryError`. */
  sendFile(
    key: string,
    to: Destination,
    file: { name: string; bytes: Uint8Array },
  ): Promise<{ message: string }>
  stop(): Promise<void>
}
