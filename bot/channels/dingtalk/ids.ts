// Which id has a message of ours? Made from the notice's key, so that a repeated send is the same message, also after a restart.
import { createHash } from 'node:crypto'

const hash = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32)

/** The `outTrackId` of a card. A card that had to take the public template has one of its own: its parameters differ. */
export const cardId = (key: string, template: 'given' | 'public'): string =>
  template === 'given' ? hash(key) : `${hash(key)}-b`
/** A message with buttons or codes, which can't be drawn anew. */
export const messageId = (key: string): string => `m:${hash(key)}`
/** A todo, on our side. */
export const todoSource = (key: string): string => hash(key)
/** Such a message of which it has been said that it is settled. */
export const settledId = (message: string): string => message.replace(/^m:/, 'd:')

export const isCard = (message: string): boolean => /^[0-9a-f]{32}(-b)?$/.test(message)
export const isPublicCard = (message: string): boolean => /^[0-9a-f]{32}-b$/.test(message)
export const isMessage = (message: string): boolean => message.startsWith('m:')

/** The inbound id behind a reply (`reply/<id>/<nth>`, as `bot/reception.ts` names them): it says in which group to answer. */
export const repliesTo = (key: string): string | undefined => key.match(/^reply\/(dingtalk:.+)\/\d+$/)?.[1]
