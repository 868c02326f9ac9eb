// What comes in? Words said and buttons pressed, whatever platform they came from.
import type { ChannelName } from '../store/schema.js'
import type { ActionValue } from '../templates/card.js'

/** Who a platform says is speaking: its own address for them, and the name it shows where it gives one. */
export type Speaker = { channel: ChannelName; address: string; name?: string }

/** `id` is the platform's own id of the thing, prefixed by the channel: the same id twice is the same thing. */
export type Said = { id: string; by: Speaker; chat: 'dm' | 'group'; text: string }

/** `message` is the platform's id of the card that was pressed. `value` is what the button carried: a key, never trusted. */
export type Pressed = {
  id: string
  by: Speaker
  message: string
  value: ActionValue
  form?: Record<string, string>
}

export type Toast = { type: 'info' | 'success' | 'warning' | 'error'; text: string }

/** `withheld`: what was said must not be kept anywhere, not even by the sandbox's own chat log. */
export type Answer = { toast?: Toast; withheld?: boolean }

/** The door through which every channel hands things in. Resolves when the effect is on disk; rejects when it could not be stored. */
export type Receive = {
  said(said: Said): Promise<Answer>
  pressed(pressed: Pressed): Promise<Answer>
}
