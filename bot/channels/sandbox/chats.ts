// In what order do the sandbox's people see things? What somebody says stands before what the bot answers to it.
import type { SandboxLog, SandboxMessage } from '../../../store/sandbox-log.js'
import type { Urgency } from '../../../store/schema.js'
import type { Happening, Streams } from './stream.js'

type Draft = Omit<SandboxMessage, 'id'>

/**
 * The chats over the log and the streams. A person's message is kept only once the bot has stored its effect, so its
 * place is reserved first; what comes into that chat meanwhile is kept at once but shown after it.
 */
export const openChats = (log: SandboxLog, streams: Streams) => {
  const open = new Map<string, Set<string>>()
  const held = new Map<string, Happening[]>()

  const tell = (chat: string, happening: Happening): void => {
    if (open.has(chat)) held.set(chat, [...(held.get(chat) ?? []), happening])
    else streams.tell(happening)
  }

  const settle = (chat: string, id: string): void => {
    const waiting = open.get(chat)
    waiting?.delete(id)
    if (waiting?.size) return
    open.delete(chat)
    const happenings = held.get(chat) ?? []
    held.delete(chat)
    const messages = happenings.flatMap((each) => (each.event === 'message' ? [each] : []))
    messages.sort((one, other) => (one.message.id < other.message.id ? -1 : 1))
    for (const each of messages) streams.tell(each)
    for (const each of happenings) if (each.event !== 'message') streams.tell(each)
  }

  /** Up to the first place that is still open. */
  const settled = (chat: string): ((id: string) => boolean) => {
    const until = [...(open.get(chat) ?? [])].sort()[0]
    return (id) => until === undefined || id < until
  }

  return {
    /** What stands in this chat. */
    seen(chat: string, after?: string): SandboxMessage[] {
      const isSettled = settled(chat)
      return log.messages(chat, after).filter(({ id }) => isSettled(id))
    },
    /** The last hundred that the bot said there. */
    ofBot: (chat: string): string[] => log.ofBot(chat).filter(settled(chat)),
    put(chat: string, draft: Draft, key?: string): string {
      const message = { id: log.nextId(), ...draft }
      log.add(chat, message, key)
      tell(chat, { event: 'message', chat, message })
      return message.id
    },
    /** A place in this chat, to be filled or given up. */
    reserve(chat: string) {
      const id = log.nextId()
      open.set(chat, (open.get(chat) ?? new Set()).add(id))
      return {
        fill(draft: Draft, key?: string): string {
          const message = { id, ...draft }
          try {
            log.add(chat, message, key)
            tell(chat, { event: 'message', chat, message })
          } finally {
            settle(chat, id)
          }
          return id
        },
        giveUp: () => settle(chat, id),
      }
    },
    redraw(id: string, card: unknown): boolean {
      const chat = log.find(id)?.chat
      const message = log.redraw(id, card)
      if (chat === undefined || !message) return false
      tell(chat, { event: 'update', chat, message })
      return true
    },
    buzz(id: string, level: Urgency): boolean {
      const chat = log.find(id)?.chat
      if (chat === undefined) return false
      log.buzz(id, level)
      tell(chat, { event: 'urgent', chat, messageId: id, level })
      return true
    },
  }
}
export type Chats = ReturnType<typeof openChats>
