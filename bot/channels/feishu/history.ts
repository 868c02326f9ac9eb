// What did people say that no event told us? The chats are read back, and what is new goes through the same door.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { feishuMend } from '../../../templates/operator/feishu.js'
import type { Clock } from '../../time/clock.js'
import { DeliveryError } from '../channel.js'
import type { Api } from './api.js'
import { type Chat, type Chats, READ_BACK_MS } from './chats.js'
import { isUnfit, judge } from './errors.js'
import { FeishuError } from './http.js'
import type { Envelope } from './inbound.js'
import { limits } from './limits.js'

/** What is due is looked at together, so often at most. */
const AT_LEAST_MS = 30_000
const PAGES = 4
const AT_ONCE = 20
/** What was said a moment before it was read may not have been there to be read yet. */
const OVERLAP_MS = 60_000
/** An event that has not come so long after it was said is not on its way any more. */
const MISSED_MS = 10_000
const AFTER_FAILURE_MS = 60_000
const AFTER_SPENT_MS = 60 * 60_000
const MOST_HEARD = 5_000

const Item = z.object({
  message_id: z.string(),
  msg_type: z.string(),
  create_time: z.string(),
  deleted: z.boolean().optional(),
  sender: z.object({ id: z.string(), id_type: z.string().optional(), sender_type: z.string().optional() }),
  body: z.object({ content: z.string() }).optional(),
  mentions: z
    .array(z.object({ key: z.string(), id: z.string().optional(), name: z.string().optional() }))
    .nullish(),
  root_id: z.string().nullish(),
  parent_id: z.string().nullish(),
  thread_id: z.string().nullish(),
})
type Item = z.infer<typeof Item>
const Page = z.object({
  data: z.object({
    has_more: z.boolean().optional(),
    page_token: z.string().nullish(),
    items: z.array(z.unknown()).nullish(),
  }),
})

/** A message of the history in the shape in which its event would have come: read by the same reader. */
const asEvent = (item: Item, chat: Chat, bot: string | undefined): Envelope => ({
  schema: '2.0',
  header: { event_id: `history/${item.message_id}`, event_type: 'im.message.receive_v1', app_id: undefined },
  event: {
    sender: { sender_id: { open_id: item.sender.id }, sender_type: item.sender.sender_type ?? 'user' },
    message: {
      message_id: item.message_id,
      ...(item.root_id ? { root_id: item.root_id } : {}),
      ...(item.parent_id ? { parent_id: item.parent_id } : {}),
      ...(item.thread_id ? { thread_id: item.thread_id } : {}),
      chat_id: chat.id,
      chat_type: chat.address === undefined ? 'group' : 'p2p',
      message_type: item.msg_type,
      content: item.body?.content ?? '',
      ...(item.mentions
        ? {
            mentions: item.mentions.map(({ key, id, name }) => ({
              key,
              id: { open_id: id },
              mentioned_type: id === bot ? 'bot' : 'user',
              name,
            })),
          }
        : {}),
    },
  },
})

const spent = (nowMs: number): DeliveryError =>
  new DeliveryError('transient', 'the budget of reading back is spent', nowMs + AFTER_SPENT_MS)

type History = {
  /** Something may be due earlier than it was. */
  arm(): void
  /** An event brought this message: it is not missed. */
  heard(message: string): void
  /** Was it read back, and stored? */
  hasRead(message: string): boolean
  /** The connection stands again after so long; what was said meanwhile is read. */
  up(gapMs: number): void
  /** Reads at once what is due. Resolves when it is done. */
  look(): Promise<void>
  /** Why nothing can be read back, in the operator's words. */
  unwell(): string | undefined
  stop(): Promise<void>
}

export const openHistory = (options: {
  api: Api
  chats: Chats
  bot: () => string | undefined
  /** Hands it to the house; rejects when it could not be stored. */
  take: (envelope: Envelope) => Promise<void>
  /** No event came of something said `sinceMs`: the line may be deaf. */
  missed: (sinceMs: number) => void
  clock: Clock
  wire: Clock
  log: Log
}): History => {
  const { api, chats, bot, take, missed, clock, wire, log } = options
  const heard = new Set<string>()
  const brought = new Set<string>()
  let forbidden: string | undefined
  let upMs = clock.now()
  let notBefore = 0
  let running: Promise<void> | undefined
  let stopped = false
  let cancel = () => {}
  let armedMs: number | undefined

  const note = (message: string): void => {
    heard.add(message)
    const [oldest] = heard
    if (heard.size > MOST_HEARD && oldest !== undefined) heard.delete(oldest)
  }

  const page = async (chat: Chat, fromMs: number, token: string | undefined) =>
    (
      await api.call(
        {
          api: 'im.message.list',
          method: 'GET',
          path: '/open-apis/im/v1/messages',
          params: {
            container_id_type: 'chat',
            container_id: chat.id,
            start_time: String(Math.floor(fromMs / 1000)),
            sort_type: 'ByCreateTimeAsc',
            page_size: limits.historyPage,
            ...(token ? { page_token: token } : {}),
          },
          need: 'spare',
          optional: true,
        },
        Page,
      )
    ).data

  const hand = async (item: Item, chat: Chat): Promise<void> => {
    if (heard.has(item.message_id)) return
    const saidMs = Number(item.create_time)
    try {
      await take(asEvent(item, chat, bot()))
    } catch (error) {
      // what can't be read by its reader is no better the next time
      if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error
      log.warn({}, 'a message of the history is not as documented')
    }
    note(item.message_id)
    brought.add(item.message_id)
    const [oldest] = brought
    if (brought.size > MOST_HEARD && oldest !== undefined) brought.delete(oldest)
    chats.spoke(chat.id, chat.address, saidMs)
    if (saidMs > upMs && clock.now() - saidMs >= MISSED_MS && chat.address !== undefined) {
      log.warn({ lateMs: clock.now() - saidMs }, 'a message of which Feishu sent no event was read back')
      missed(saidMs)
    }
  }

  const read = async (chat: Chat): Promise<void> => {
    const startMs = clock.now()
    const fromMs = Math.max(chat.fromMs, startMs - READ_BACK_MS)
    let token: string | undefined
    let nextMs = startMs - OVERLAP_MS
    for (let nth = 0; nth < PAGES; nth++) {
      if (!chats.spend()) throw spent(clock.now())
      const { items, has_more, page_token } = await page(chat, fromMs, token)
      for (const one of items ?? []) {
        const parsed = Item.safeParse(one)
        if (!parsed.success) continue
        const item = parsed.data
        const bySomebody = item.sender.sender_type === 'user' && item.sender.id_type !== 'app_id'
        if (!bySomebody || item.deleted || Number(item.create_time) < fromMs) continue
        await hand(item, chat)
        if (has_more) nextMs = Math.min(startMs - OVERLAP_MS, Number(item.create_time))
      }
      token = page_token ?? undefined
      if (!has_more || !token) {
        nextMs = startMs - OVERLAP_MS
        break
      }
    }
    chats.read(chat, Math.max(fromMs, nextMs))
    if (chat.address !== undefined) forbidden = undefined
  }

  const failed = (error: unknown, chat: Chat): 'on' | 'stop' => {
    if (isUnfit(error) || (error instanceof FeishuError && error.trouble.code === 230027)) {
      chats.close(chat)
      if (chat.address !== undefined) forbidden = feishuMend.history
      return 'on'
    }
    const { failure } = judge(error, clock.now())
    if (failure === 'unreachable' || failure === 'refused') {
      chats.read(chat, chat.fromMs)
      return 'on'
    }
    notBefore = Math.max(
      clock.now() + AFTER_FAILURE_MS,
      error instanceof DeliveryError ? (error.retryAt ?? 0) : 0,
    )
    return 'stop'
  }

  const round = async (): Promise<void> => {
    // more than the longest pause away: the clock was set back
    if (notBefore > clock.now() + AFTER_SPENT_MS) notBefore = 0
    if (clock.now() < notBefore) return
    for (const chat of chats.due().slice(0, AT_ONCE)) {
      if (stopped) return
      try {
        await read(chat)
      } catch (error) {
        if (failed(error, chat) === 'stop') return
      }
    }
    await chats.keep()
  }

  const look = (): Promise<void> => {
    if (stopped) return Promise.resolve()
    running ??= round()
      .catch((error: unknown) =>
        log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not read the history'),
      )
      .finally(() => {
        running = undefined
        arm()
      })
    return running
  }

  const arm = (): void => {
    if (stopped || running) return
    const next = chats.nextMs()
    const atMs = next === undefined ? undefined : Math.max(next, notBefore, clock.now() + AT_LEAST_MS)
    // what is armed already for an earlier moment looks again when it comes
    if (atMs === undefined || (armedMs !== undefined && armedMs <= atMs && armedMs > clock.now())) return
    cancel()
    armedMs = atMs
    cancel = wire.after(atMs - clock.now(), () => {
      armedMs = undefined
      void look()
    })
  }

  return {
    arm,
    heard: note,
    hasRead: (message) => brought.has(message),
    up(gapMs) {
      upMs = clock.now()
      chats.want(gapMs >= 60_000)
      void look()
    },
    look,
    unwell: () => forbidden,
    async stop() {
      stopped = true
      cancel()
      await running
      // a store that takes nothing any more must not keep the process from ending
      await chats
        .keep()
        .catch((error: unknown) =>
          log.warn(
            { reason: error instanceof Error ? error.message : '' },
            'could not keep what is known of chats',
          ),
        )
    },
  }
}
