// What must a platform be able to do for a scene to be played on it? The same few things, whether it is make-believe or speaks the wire.
import type { Channel } from '../../bot/channels/channel.js'
import type { Toast } from '../../bot/channels/inbound.js'
import type { Clock } from '../../bot/time/clock.js'
import type { Log } from '../../store/log.js'
import type { Directory } from '../../store/schema.js'
import type { ActionValue, Card, CardPick, Rendered } from '../../templates/card.js'

/** What reached people, in the order in which it did. `to` is a person's 编号, or `群`. Cards are read back into the neutral shape. */
export type Delivery =
  | { kind: 'message'; to: string; id: string; content: Rendered; key: string }
  | { kind: 'redraw'; to: string; id: string; card: Card }
  | { kind: 'urgent'; to: string; level: string }
  | { kind: 'file'; to: string; name: string; bytes: Uint8Array }
  | { kind: 'toast'; to: string; text: string }

/**
 * What people do not have on a platform: private toasts (the same words come as a message), forms (their fields are
 * typed, and so is what could be picked), events (of who left: in DingTalk's HTTP mode there are none), cards (buttons are typed too, so nobody presses what stands in another person's chat).
 */
export type Lack = 'toasts' | 'forms' | 'cards' | 'events'

export type Platform = {
  /** As the title of a scene names it: `飞书 webhook`. */
  name: string
  /** The directory as a campus on this platform keeps it: the sample people with their addresses filled in. */
  populate(directory: Directory): Directory
  /** The process starts: a channel of its own (or several), on the same platform. What HTTP it needs it serves itself. */
  open(process: { clock: Clock; log: Log }): Channel | Channel[]
  /** The process ends (the channel has been stopped by the house): its door closes, the platform goes on. */
  close(): Promise<void>
  /** Waits until all that is on the way has arrived: frames, callbacks, answers. */
  settle(): Promise<void>
  readonly deliveries: Delivery[]
  /** The message as this person sees it now, newest first to be found. */
  latest(
    to: string,
    fits: (content: Rendered) => boolean,
  ): [message: string, content: { content: Rendered }] | undefined
  /** How many messages stand on the platform, and under which of our keys. */
  keys(): string[]
  /** A person types. Resolves when the bot has taken it; rejects when the bot did not. The same `id` is the same message again. */
  say(as: string, text: string, chat: 'dm' | 'group', id?: string): Promise<void>
  /** A person sends a file in the private chat. */
  sendFile(as: string, name: string, bytes: Uint8Array): Promise<void>
  /** The platform tells that somebody left the organisation, or is there again. */
  tellsOf(person: string, what: 'left' | 'back'): Promise<void>
  /** A person presses; the toast that they see, if any. */
  press(
    as: string,
    message: string,
    value: ActionValue,
    form?: Record<string, string>,
    id?: string,
  ): Promise<Toast | undefined>
  /** A person picks an answer that a question offers: a time as `2026-11-24 08:00`, or one of a list. Where there are pickers. */
  pick?(as: string, message: string, pick: CardPick, words: string): Promise<Toast | undefined>
  /** This person can't be reached / can again. */
  switchOff(person: string): void
  switchOn(person: string): void
  setDown(down: boolean): void
  /** What the bot did that the platform forbids; a scene fails on any. */
  violations(): string[]
  end(): Promise<void>
}
