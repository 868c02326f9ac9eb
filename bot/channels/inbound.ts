// What comes in? Words said, buttons pressed and the small signs around them, whatever platform they came from.
import type { ChannelName } from '../../store/schema.js'
import type { ActionValue, Card } from '../../templates/card.js'

/** Who a platform says is speaking: its own address for them, and the name it shows where it gives one. */
export type Speaker = { channel: ChannelName; address: string; name?: string }

/** A file or picture that was sent to the bot. `ref` is what the channel needs to fetch it later (its own text, kept as it is). */
export type Attachment = { ref: string; name: string; kind: 'picture' | 'file' | 'audio' | 'video' }

/**
 * `id` is the platform's own id of the thing, prefixed by the channel: the same id twice is the same thing.
 * `message` is the platform's id of the message, where it can be recalled. `text` may be empty when there are files.
 * `unread`: parts that no bot can read (a sticker, forwarded messages), by their kind; `missing`: files that came without
 * what is needed to fetch them, by their name.
 */
export type Said = {
  id: string
  by: Speaker
  chat: 'dm' | 'group'
  text: string
  message?: string
  files?: Attachment[]
  unread?: string[]
  missing?: string[]
}

/** `message` is the platform's id of the card that was pressed, empty where it was not told. `value` is what the button carried: a key, never trusted. */
export type Pressed = {
  id: string
  by: Speaker
  message: string
  value: ActionValue
  form?: Record<string, string>
}

/** The action of a press of which nobody can tell what it means: whoever pressed is told so. */
export const UNREADABLE = 'unreadable'

/** Somebody opened the private chat with the bot for the first time. */
export type Entered = { id: string; by: Speaker }

/** A message that was said to the bot was taken back: recorded, nothing is deleted. */
export type Recalled = { id: string; channel: ChannelName; message: string }

/** A person opened messages of the bot: a weak sign, never an acknowledgement. */
export type Seen = { id: string; by: Speaker; messages: string[] }

/** Somebody ticked an entry of their own task list. `task` is the platform's id of it. */
export type Ticked = { id: string; channel: ChannelName; task: string }

/**
 * A platform tells that somebody is not there: `left` the organisation, or their account is out of use; `leave` from when to
 * when, under its own number; `back` of one or the other. `leave` alone: what was granted under this number is taken back.
 */
export type Moved = { id: string; channel: ChannelName } & (
  | { what: 'left' | 'back'; addresses: string[] }
  | { what: 'leave'; address: string; leave: string; fromMs: number; toMs: number }
  | { what: 'leave-over'; leave: string }
)

export type Toast = { type: 'info' | 'success' | 'warning' | 'error'; text: string }

/**
 * `card`: the card that was pressed, as it must look now; nothing when it stays as it is.
 * `withheld`: what was said must not be kept anywhere, not even by the sandbox's own chat log.
 * `wrong`: why a form was not taken, by the names of its fields; `card` is that form then, without anything that was
 * typed. It is of this one answer: a repeated press hears the toast alone.
 */
export type Answer = { toast?: Toast; card?: Card; withheld?: boolean; wrong?: Wrong | undefined }
export type Wrong = Readonly<Record<string, string>>

/** The door through which every channel hands things in. Resolves when the effect is on disk; rejects when it could not be stored. */
export type Receive = {
  /**
   * `saidMs`: when, by the platform's clock, where it tells. The same words of the same person in the same second are
   * the same thing too, whatever their id.
   */
  said(said: Said, saidMs?: number): Promise<Answer>
  pressed(pressed: Pressed): Promise<Answer>
  entered(entered: Entered): Promise<void>
  recalled(recalled: Recalled): Promise<void>
  seen(seen: Seen): Promise<void>
  ticked(ticked: Ticked): Promise<void>
  moved(moved: Moved): Promise<void>
}
