// Where may we answer without a token? The session webhooks that came with messages, in memory only: they live 90 minutes.
import type { Clock } from '../../time/clock.js'
import type { Session } from './inbound.js'

export type Sessions = {
  /** A message came in: answers to it may go this way. */
  note(id: string, speaker: string, chat: 'dm' | 'group', session: Session): void
  /** The group in which this message was said, and who said it. */
  ofMessage(id: string): (Session & { speaker: string }) | undefined
  /** The private chat of this person. */
  ofPerson(address: string): Session | undefined
  forget(session: Session): void
}

/** Not used in its last minute: the answer must still arrive. */
const marginMs = 60_000
const most = 1_000

export const openSessions = (clock: Clock): Sessions => {
  const byMessage = new Map<string, Session & { speaker: string }>()
  const byPerson = new Map<string, Session>()
  const put = <T>(map: Map<string, T>, key: string, value: T): void => {
    map.delete(key)
    map.set(key, value)
    const [oldest] = map.keys()
    if (map.size > most && oldest !== undefined) map.delete(oldest)
  }
  const fresh = <T extends Session>(session: T | undefined): T | undefined =>
    session && session.until - marginMs > clock.now() ? session : undefined
  return {
    note(id, speaker, chat, session) {
      if (chat === 'group') put(byMessage, id, { ...session, speaker })
      else put(byPerson, speaker, session)
    },
    ofMessage: (id) => fresh(byMessage.get(id)),
    ofPerson: (address) => fresh(byPerson.get(address)),
    forget({ url }) {
      for (const map of [byMessage, byPerson])
        for (const [key, session] of map) if (session.url === url) map.delete(key)
    },
  }
}
