// Which chats are read back, and how often? Those in which somebody may just have spoken, the sooner the more likely.
//
// A month of the free plan has 10,000 calls. Reading back may take a fifth of it, 66 a day, and what is left over is
// saved for up to a week (466), because an incident comes in one day and not in thirtieths.
// One chat after its last word: every 2 minutes for a quarter of an hour (7 calls), then whenever the quiet has doubled
// (15 min, 30 min, 1 h … 24 h: 7 calls in the first day, then one a day for a month): 14 calls for a conversation,
// 66 ÷ 14 = 4 to 5 conversations a day the month round. While more than half is saved it is every 2 minutes for an
// hour: 30 + 5 calls, 233 ÷ 35 = 6 conversations before it becomes a quarter again, and 16 more after that on one bad day.
// A chat that was only told something begins at 4 minutes and doubles: 9 calls. 300 chats in which nobody speaks cost
// at most one call a day each, and are forgotten a month after their last word; they come after those who speak, and
// get nothing on a day on which the budget is spent. The group costs 12 a day.
// As the budget runs down every pause grows, up to fivefold; below one call nothing is read. A tenant that has bought
// calls without a limit has every chat of the last day read every 3 minutes.
import { z } from 'zod'
import type { Clock } from '../../time/clock.js'
import type { Inside } from '../channel.js'
import { parsed } from './json.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const HOT_MS = 15 * MINUTE
/** The same while plenty is saved. */
const LONG_HOT_MS = 60 * MINUTE
/** Without a limit, for every chat of the last day. */
const FREELY_MS = 3 * MINUTE
const HOT_EVERY_MS = 2 * MINUTE
const TOLD_FIRST_MS = 4 * MINUTE
/** The group: it holds more people than any private chat. */
const GROUP_EVERY_MS = 120 * MINUTE
const FORGET_MS = 30 * DAY
const MOST_CHATS = 1_000
/** Of the month's calls. */
const SHARE = 5
const SAVED_DAYS = 7
/** What is known of the chats is written down at least so often. */
const KEEP_EVERY_MS = 60 * MINUTE
/** What is older is not read back: it was heard, or the person has long telephoned. Less than the inbox remembers. */
export const READ_BACK_MS = 23 * 60 * MINUTE

/** `address`: whose private chat it is; the group has none. */
export type Chat = {
  id: string
  address?: string
  /** The last word of somebody in it, and the last thing they were told that waits for an answer. */
  spokeMs: number
  toldMs: number
  /** When it was last read, and from when on it is to be read next. */
  readMs: number
  fromMs: number
  wanted: boolean
  /** The platform does not let us read it. */
  closed: boolean
}

/** `since`: when the bot was started for the first time; what was said before that was not said to it. */
const Kept = z.object({
  since: z.number(),
  at: z.number(),
  tokens: z.number(),
  chats: z.array(z.tuple([z.string(), z.string(), z.number()])),
})

export type Chats = {
  /** Takes up what an earlier run knew; answers whether there was one. */
  recall(): boolean
  spoke(chat: string, address: string | undefined, atMs?: number): void
  told(chat: string, address: string): void
  /** Somebody pressed: what they are asked next they type. */
  pressed(address: string): void
  /** Those to be read now, the most recently active first. */
  due(): Chat[]
  /** When the next one is due, if any is known. */
  nextMs(): number | undefined
  /** Read after a pause of the line, however short: those in which somebody was active; `all` after a long one. */
  want(all: boolean): void
  /** A call is about to be spent. False when the budget is empty. */
  spend(): boolean
  read(chat: Chat, fromMs: number): void
  /** It can't be read, until the next start. */
  close(chat: Chat): void
  keep(): Promise<void>
}

export const openChats = (options: {
  clock: Clock
  limit: number
  groupChatId: string | undefined
  inside: () => Inside | undefined
  /** Somebody was active: something may be due earlier. */
  stirred: () => void
}): Chats => {
  const { clock, limit, groupChatId, inside, stirred } = options
  const chats = new Map<string, Chat>()
  const aDay = limit > 0 ? limit / SHARE / 30 : Number.POSITIVE_INFINITY
  const most = aDay * SAVED_DAYS
  let tokens = most
  let filledMs = clock.now()
  let keptMs = clock.now()
  let sinceMs = clock.now()
  let fresh = false

  const fill = (): void => {
    const nowMs = clock.now()
    if (Number.isFinite(most)) tokens = Math.min(most, tokens + (Math.max(0, nowMs - filledMs) / DAY) * aDay)
    filledMs = nowMs
    // a clock that was set back: nothing has happened later than now
    for (const chat of chats.values())
      if (Math.max(chat.readMs, chat.spokeMs, chat.toldMs) > nowMs)
        for (const age of ['readMs', 'spokeMs', 'toldMs', 'fromMs'] as const)
          chat[age] = Math.min(chat[age], nowMs)
  }

  const known = (id: string, address: string | undefined): Chat => {
    const before = chats.get(id)
    if (before) return before
    const chat: Chat = {
      id,
      ...(address === undefined ? {} : { address }),
      spokeMs: 0,
      toldMs: 0,
      readMs: clock.now(),
      fromMs: sinceMs,
      wanted: false,
      closed: false,
    }
    chats.set(id, chat)
    fresh = true
    return chat
  }

  const plenty = (): boolean => !Number.isFinite(most) || tokens > most / 2
  const hotMs = (): number => (plenty() ? LONG_HOT_MS : HOT_MS)

  const lastOf = ({ spokeMs, toldMs }: Chat): number => Math.max(spokeMs, toldMs)

  const forget = (): void => {
    const nowMs = clock.now()
    const old = [...chats.values()].sort((a, b) => lastOf(b) - lastOf(a))
    for (const [nth, chat] of old.entries())
      if (chat.id !== groupChatId && (nth >= MOST_CHATS || lastOf(chat) < nowMs - FORGET_MS))
        chats.delete(chat.id)
  }

  /** How long after the last reading the next one comes. */
  const pauseMs = (chat: Chat): number => {
    const nowMs = clock.now()
    const base =
      nowMs - chat.spokeMs < hotMs()
        ? HOT_EVERY_MS
        : Math.min(
            chat.address === undefined ? GROUP_EVERY_MS : DAY,
            Math.max(TOLD_FIRST_MS, chat.readMs - lastOf(chat)),
          )
    if (!Number.isFinite(most)) return nowMs - lastOf(chat) < DAY ? Math.min(base, FREELY_MS) : base
    return plenty() ? base : base * (1 + 4 * (1 - tokens / Math.max(most, 1)))
  }

  const put = async (): Promise<void> => {
    const at = inside()
    if (!at) return
    forget()
    keptMs = clock.now()
    fresh = false
    const rows = [...chats.values()].map(({ id, address = '', ...chat }) => [
      id,
      address,
      lastOf({ id, ...chat }),
    ])
    const value = {
      since: sinceMs,
      at: clock.now(),
      tokens: Number.isFinite(tokens) ? Math.floor(tokens) : 0,
      chats: rows,
    }
    await at.memory.put('history', JSON.stringify(value))
  }

  return {
    recall() {
      sinceMs = clock.now()
      const kept = Kept.safeParse(parsed(inside()?.memory.get('history')))
      if (groupChatId !== undefined) known(groupChatId, undefined)
      fresh = false
      if (!kept.success) return false
      const { since, at, chats: rows } = kept.data
      sinceMs = since
      tokens = Number.isFinite(most) ? Math.min(most, kept.data.tokens) : most
      filledMs = Math.min(at, clock.now())
      for (const [id, address, lastMs] of rows) {
        const chat = known(id, address || undefined)
        chat.spokeMs = Math.max(chat.spokeMs, lastMs)
        // a quiet chat may have been read long before the last run ended; what was heard is known by its id
        chat.fromMs = sinceMs
      }
      fresh = false
      return true
    },
    spoke(id, address, atMs = clock.now()) {
      const chat = known(id, address)
      // its event came: what came before it can wait the two minutes
      if (clock.now() - chat.spokeMs >= hotMs()) chat.readMs = clock.now()
      chat.spokeMs = Math.max(chat.spokeMs, atMs)
      stirred()
    },
    told(id, address) {
      const chat = known(id, address)
      chat.toldMs = clock.now()
      stirred()
    },
    pressed(address) {
      for (const chat of chats.values()) if (chat.address === address) chat.spokeMs = clock.now()
      stirred()
    },
    due() {
      fill()
      const nowMs = clock.now()
      return [...chats.values()]
        .filter((chat) => !chat.closed && (chat.wanted || nowMs - chat.readMs >= pauseMs(chat)))
        .sort((a, b) => lastOf(b) - lastOf(a))
    },
    nextMs() {
      fill()
      const due = [...chats.values()]
        .filter(({ closed }) => !closed)
        .map((chat) => (chat.wanted ? 0 : chat.readMs + pauseMs(chat)))
      return due.length > 0 ? Math.min(...due) : undefined
    },
    want(all) {
      const nowMs = clock.now()
      for (const chat of chats.values()) {
        const active =
          nowMs - chat.spokeMs < hotMs() || (nowMs - lastOf(chat) < DAY && nowMs - chat.readMs > 10 * MINUTE)
        if (all || active) chat.wanted = true
      }
    },
    spend() {
      fill()
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    read(chat, fromMs) {
      chat.readMs = clock.now()
      chat.fromMs = fromMs
      chat.wanted = false
    },
    close(chat) {
      chat.closed = true
    },
    async keep() {
      if (fresh || clock.now() - keptMs >= KEEP_EVERY_MS) await put()
    },
  }
}
