// Is the connection live, or deaf? Something is done on the platform of which it must tell us; if it does not, nobody is heard.
//
// The bot lays a reaction on a message of its own, in a group that holds nobody but itself, or takes it away again: one
// call, one event (`im.message.reaction.created_v1` or `.deleted_v1`). At most every 80 minutes, and only when no event
// has come of itself: 24 h ÷ 80 min = 18 calls a day, and two that are kept for trying again.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { feishuTells, feishuWrong } from '../../../templates/operator/feishu.js'
import { trialGroup, trialMessage } from '../../../templates/platform/feishu.js'
import type { Clock } from '../../time/clock.js'
import type { Inside } from '../channel.js'
import type { Api } from './api.js'
import { isGone, isUnfit } from './errors.js'
import { FeishuError } from './http.js'
import { parsed } from './json.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const EVERY_MS = 80 * MINUTE
/** After a first miss the line is opened again, and tried again so much later. */
const AGAIN_MS = 5 * MINUTE
const ANSWER_MS = 30_000
const A_DAY = 20
const KEPT_FOR_AGAIN = 2
/** A line that is opened again for one missed message is not opened again for the next. */
const RENEW_EVERY_MS = 10 * MINUTE
const EMOJI = 'OK'

const Made = z.object({ data: z.object({ chat_id: z.string() }) })
const Sent = z.object({ data: z.object({ message_id: z.string() }) })
const Laid = z.object({ data: z.object({ reaction_id: z.string() }) })
const Done = z.object({})
/** `proven`: an answer has come back once, so that a missing one means something. `calls`: when each of the last day's was made. */
const Kept = z.object({
  message: z.string().optional(),
  reaction: z.string().optional(),
  proven: z.boolean(),
  calls: z.array(z.number()),
})
type Kept = z.infer<typeof Kept>

/** What an event says of a reaction, as far as it is about ours. */
const Reacted = z.object({
  header: z.object({ event_type: z.string().startsWith('im.message.reaction.') }),
  event: z.object({ message_id: z.string() }),
})

type Roundtrip = {
  start(): void
  /** An event came: the line is live, whatever it was. */
  heard(envelope: unknown): void
  /** Something was said at this moment of which no event came. */
  missed(saidMs: number): void
  /** Why the line is not to be trusted, if so. */
  unwell(): string | undefined
  stop(): void
}

export const openRoundtrip = (options: {
  api: Api
  appId: string
  /** Opens the line again, where we are the ones who open it. */
  renew: (() => void) | undefined
  clock: Clock
  wire: Clock
  log: Log
  inside: () => Inside | undefined
}): Roundtrip => {
  const { api, appId, renew, clock, wire, log, inside } = options
  let kept: Kept = { proven: false, calls: [] }
  let heardMs = clock.now()
  let nextMs = clock.now() + EVERY_MS
  let renewedMs = Number.NEGATIVE_INFINITY
  /** How often in a row no answer came back. */
  let misses = 0
  let awaited: { message: string; back: () => void } | undefined
  let stopped = false
  let cancel = () => {}

  const put = async (): Promise<void> => {
    await inside()?.memory.put('roundtrip', JSON.stringify(kept))
  }

  const spend = async (spare: number): Promise<boolean> => {
    const nowMs = clock.now()
    kept.calls = kept.calls.filter((at) => at > nowMs - DAY)
    if (kept.calls.length >= A_DAY - spare) return false
    kept.calls.push(nowMs)
    await put()
    return true
  }

  /** A group with nobody in it, and a message there: made once, two calls. */
  const place = async (): Promise<string | undefined> => {
    if (kept.message !== undefined) return kept.message
    if (!(await spend(0))) return undefined
    const { data } = await api.call(
      {
        api: 'im.chat.create',
        method: 'POST',
        path: '/open-apis/im/v1/chats',
        params: { uuid: `roundtrip-${appId}` },
        data: {
          ...trialGroup,
          chat_mode: 'group',
          chat_type: 'private',
        },
        need: 'spare',
        optional: true,
      },
      Made,
    )
    if (!(await spend(0))) return undefined
    const sent = await api.call(
      {
        api: 'im.message.create',
        method: 'POST',
        path: '/open-apis/im/v1/messages',
        params: { receive_id_type: 'chat_id' },
        data: {
          receive_id: data.chat_id,
          msg_type: 'text',
          content: JSON.stringify({ text: trialMessage }),
          uuid: `roundtrip-${data.chat_id}`.slice(0, 50),
        },
        need: 'spare',
        optional: true,
      },
      Sent,
    )
    kept = { proven: kept.proven, calls: kept.calls, message: sent.data.message_id }
    await put()
    return kept.message
  }

  /** Lays the reaction, or takes it away. */
  const toggle = async (message: string): Promise<void> => {
    const path = `/open-apis/im/v1/messages/${encodeURIComponent(message)}/reactions`
    const { reaction } = kept
    if (reaction === undefined) {
      const { data } = await api.call(
        {
          api: 'im.message.reaction.create',
          method: 'POST',
          path,
          data: { reaction_type: { emoji_type: EMOJI } },
          need: 'spare',
          optional: true,
        },
        Laid,
      )
      kept.reaction = data.reaction_id
    } else {
      delete kept.reaction
      await api.call(
        {
          api: 'im.message.reaction.delete',
          method: 'DELETE',
          path: `${path}/${encodeURIComponent(reaction)}`,
          need: 'spare',
          optional: true,
        },
        Done,
      )
    }
    await put()
  }

  const answered = (message: string): Promise<boolean> =>
    new Promise((resolve) => {
      const late = wire.after(ANSWER_MS, () => {
        awaited = undefined
        resolve(false)
      })
      awaited = {
        message,
        back() {
          late()
          awaited = undefined
          resolve(true)
        },
      }
    })

  const openAgain = (why: string): void => {
    if (!renew || clock.now() - renewedMs < RENEW_EVERY_MS) return
    renewedMs = clock.now()
    log.warn({ why }, 'the connection to Feishu may be deaf; it is opened again')
    renew()
  }

  const came = async (): Promise<void> => {
    if (misses > 0) log.info({ misses }, 'Feishu tells us of what happens again')
    misses = 0
    if (!kept.proven) {
      kept.proven = true
      await put()
    }
  }

  const lost = async (): Promise<void> => {
    if (!kept.proven) {
      // No answer has ever come: the events may not be subscribed. Then its absence says nothing.
      log.warn(
        {},
        'Feishu does not tell us of our own reactions; is im.message.reaction.created_v1 subscribed?',
      )
      nextMs = clock.now() + DAY
      return
    }
    misses++
    log.error({ misses }, 'something was done on Feishu, and no event came of it: nobody is heard')
    openAgain('no answer to a round trip')
    nextMs = clock.now() + AGAIN_MS * Math.min(misses, 12)
    if (misses < 2) return
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    await inside()?.tellOffice(`feishu/deaf/${day}`, feishuTells.deaf)
  }

  const tryOut = async (): Promise<void> => {
    nextMs = clock.now() + EVERY_MS
    const message = await place()
    if (message === undefined || !(await spend(misses > 0 ? 0 : KEPT_FOR_AGAIN))) return
    // listened for before it is done: the event may be quicker than the answer
    const back = answered(message)
    try {
      await toggle(message)
    } catch (error) {
      awaited?.back()
      throw error
    }
    if (await back) await came()
    else await lost()
  }

  const look = async (): Promise<void> => {
    const nowMs = clock.now()
    if (awaited || nowMs < nextMs || (misses === 0 && nowMs - heardMs < EVERY_MS)) return
    try {
      await tryOut()
    } catch (error) {
      if (isGone(error)) {
        // the message or its group is no longer there: another one, tomorrow
        kept = { proven: kept.proven, calls: kept.calls }
        await put()
      }
      if (isUnfit(error) || error instanceof FeishuError) nextMs = clock.now() + DAY
      log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not try out the connection')
    }
  }

  /** Looks when it may be time: an event that came meanwhile only moves that moment on. */
  const arm = (): void => {
    cancel()
    if (stopped) return
    const dueMs = misses > 0 ? nextMs : Math.max(nextMs, heardMs + EVERY_MS)
    cancel = wire.after(Math.max(MINUTE, dueMs - clock.now()), () => {
      look()
        .catch((error: unknown) =>
          log.warn(
            { reason: error instanceof Error ? error.message : '' },
            'could not try out the connection',
          ),
        )
        .finally(arm)
    })
  }

  return {
    start() {
      const known = Kept.safeParse(parsed(inside()?.memory.get('roundtrip')))
      if (known.success) kept = known.data
      arm()
    },
    heard(envelope) {
      heardMs = clock.now()
      if (!awaited) misses = 0
      const reacted = Reacted.safeParse(envelope)
      if (reacted.success && reacted.data.event.message_id === awaited?.message) awaited.back()
    },
    missed(saidMs) {
      // Other events came since: one was dropped, which happens; the line itself is live.
      if (heardMs > saidMs) return
      openAgain('a message was read back of which no event came')
    },
    unwell: () => (misses > 0 ? feishuWrong.deaf(misses) : undefined),
    stop() {
      stopped = true
      cancel()
    },
  }
}
