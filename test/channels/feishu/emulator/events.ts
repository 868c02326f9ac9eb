// How does an event reach the bot? Once at least: pushed, and pushed again on the documented schedule until it is taken.
import type { Faults } from './faults.js'
import type { Answered, Socket } from './socket.js'
import type { JsonObject, State } from './state.js'
import { post, type Sent, sealed } from './webhook.js'

export type Envelope = { schema: '2.0'; header: Record<string, string>; event: JsonObject }
export type Transport = 'websocket' | 'webhook'

export type Events = {
  envelope(type: string, event: JsonObject, eventId?: string): Envelope
  /** Resolves after the first attempt: taken, or to be pushed again 15 s, 5 min, 1 h and 6 h later. */
  push(envelope: Envelope): Promise<{ taken: boolean; answered: Answered | undefined }>
  /** Card callbacks are never pushed again. */
  call(envelope: Envelope): Promise<Answered | undefined>
  /** The next `n` events wait for each other and then arrive in reverse. */
  reorderNext(n: number): void
  /** What was posted to the webhook, as bytes, newest last. */
  readonly posted: Sent[]
  /** Every attempt, also those that failed. */
  readonly attempts: { eventId: string; type: string; at: number; taken: boolean }[]
  /** Events that nobody took in all five attempts. */
  readonly lost: string[]
}

const RETRY_MS = [15_000, 300_000, 3_600_000, 21_600_000]

export const startEvents = (
  state: State,
  faults: Faults,
  socket: Socket,
  transport: () => { mode: Transport; url: string | undefined },
): Events => {
  const { time, app } = state
  const posted: Sent[] = []
  const attempts: Events['attempts'] = []
  const lost: string[] = []
  let gathering: { left: number; release: (() => void)[] } | undefined

  const carry = async (envelope: Envelope): Promise<Answered | undefined> => {
    if (faults.mute) return undefined
    const { mode, url } = transport()
    if (mode === 'websocket') return socket.push(envelope)
    if (url === undefined) return undefined
    const sent = sealed(state, envelope)
    posted.push(sent)
    return post(state, url, sent)
  }
  const held = async <T>(work: () => Promise<T>): Promise<T> => {
    const release = time.hold()
    try {
      return await work()
    } finally {
      release()
    }
  }
  const note = (envelope: Envelope, answered: Answered | undefined): boolean => {
    const taken = answered?.code === 200
    const { event_id: eventId = '', event_type: type = '' } = envelope.header
    attempts.push({ eventId, type, at: time.now(), taken })
    if (answered?.code === 200 && answered.text === '"no X event handle"')
      state.violate(`${type} is subscribed, but nobody handles it`)
    return taken
  }
  const attempt = async (envelope: Envelope, nth: number): Promise<Answered | undefined> => {
    const answered = await held(() => carry(envelope))
    if (note(envelope, answered)) return answered
    const wait = RETRY_MS[nth]
    if (wait === undefined) lost.push(envelope.header.event_id ?? '')
    else time.later(wait, () => void time.under(attempt(envelope, nth + 1)))
    return answered
  }

  return {
    envelope: (type, event, eventId) => ({
      schema: '2.0',
      header: {
        event_id: eventId ?? state.id(''),
        event_type: type,
        // Milliseconds for events, microseconds for card callbacks.
        create_time: `${time.now()}${type === 'card.action.trigger' ? '000' : ''}`,
        token: app.verificationToken,
        app_id: app.id,
        tenant_key: app.tenantKey,
      },
      event,
    }),
    async push(envelope) {
      if (gathering) {
        const group = gathering
        const turn = new Promise<void>((resolve) => group.release.unshift(resolve))
        if (--group.left === 0) {
          gathering = undefined
          for (const release of group.release) {
            release()
            await new Promise((resolve) => setImmediate(resolve))
          }
        }
        await turn
      }
      const answered = await time.under(attempt(envelope, 0))
      for (; faults.duplicates > 0; faults.duplicates--) await time.under(held(() => carry(envelope)))
      return { taken: answered?.code === 200, answered }
    },
    async call(envelope) {
      const answered = await time.under(held(() => carry(envelope)))
      note(envelope, answered)
      for (; faults.duplicates > 0; faults.duplicates--) await time.under(held(() => carry(envelope)))
      return answered
    },
    reorderNext(n) {
      gathering = { left: n, release: [] }
    },
    posted,
    attempts,
    lost,
  }
}
