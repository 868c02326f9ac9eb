// How does an event reach the bot? Once at least: pushed, and pushed again on the documented schedule until it is taken.
import type { Faults } from './faults.js'
import type { Answered, Socket } from './socket.js'
import { isObject, type JsonObject, type State } from './state.js'
import { post, type Sent, sealed } from './webhook.js'

type Newer = { schema: '2.0'; header: Record<string, string>; event: JsonObject }
/** The shape of events of before 2.0: approvals still have it. */
type Older = { uuid: string; ts: string; token: string; type: 'event_callback'; event: JsonObject }
export type Envelope = Newer | Older
const typeOf = (envelope: Envelope): string =>
  'header' in envelope ? (envelope.header.event_type ?? '') : String(envelope.event.type)
const idOf = (envelope: Envelope): string =>
  'header' in envelope ? (envelope.header.event_id ?? '') : envelope.uuid
export type Transport = 'websocket' | 'webhook'

export type Events = {
  envelope(type: string, event: JsonObject, eventId?: string): Envelope
  older(type: string, event: JsonObject): Envelope
  /** Resolves after the first attempt: taken, or to be pushed again 15 s, 5 min, 1 h and 6 h later. */
  push(envelope: Envelope): Promise<{ taken: boolean; answered: Answered | undefined }>
  /** Card callbacks are never pushed again. */
  call(envelope: Envelope): Promise<Answered | undefined>
  /** The console asks whether anybody is at the URL: one second for the challenge, and no signature. */
  verifyUrl(): Promise<boolean>
  /** The next `n` events wait for each other and then arrive in reverse. */
  reorderNext(n: number): void
  /** What was posted to the webhook, as bytes, newest last. */
  readonly posted: Sent[]
  /** Every attempt, also those that failed. */
  readonly attempts: { eventId: string; type: string; at: number; taken: boolean }[]
  /** Events that nobody took in all five attempts. */
  readonly lost: string[]
  /** Events that `faults.loss` has swallowed. */
  readonly dropped: Envelope[]
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
  const dropped: Envelope[] = []
  let gathering: (() => Promise<void>)[] | undefined
  let wanted = 0

  const carry = async (envelope: Envelope): Promise<Answered | undefined> => {
    if (faults.mute) return undefined
    const type = typeOf(envelope)
    // what the console does not name goes nowhere, and nobody hears why
    if (state.subscribed && !state.subscribed.includes(type)) return { code: 200 }
    const { loss } = faults
    const isPress = type === 'card.action.trigger'
    if (loss && !isPress && loss.random() < loss.share) {
      dropped.push(envelope)
      return { code: 200 }
    }
    const { mode, url } = transport()
    if (mode === 'websocket') {
      return socket.push(envelope, faults.cardFrames && isPress ? 'card' : 'event')
    }
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
    const [eventId, type] = [idOf(envelope), typeOf(envelope)]
    attempts.push({ eventId, type, at: time.now(), taken })
    if (answered?.code === 200 && answered.text === '"no X event handle"')
      state.violate(`${type} is subscribed, but nobody handles it`)
    return taken
  }
  const attempt = async (envelope: Envelope, nth: number): Promise<Answered | undefined> => {
    const answered = await held(() => carry(envelope))
    if (note(envelope, answered)) return answered
    const wait = RETRY_MS[nth]
    if (wait === undefined) lost.push(idOf(envelope))
    else time.later(wait, () => void time.under(attempt(envelope, nth + 1)))
    return answered
  }

  const pushed = async (envelope: Envelope) => {
    const answered = await time.under(attempt(envelope, 0))
    for (; faults.duplicates > 0; faults.duplicates--) await time.under(held(() => carry(envelope)))
    return { taken: answered?.code === 200, answered }
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
    older: (type, event) => ({
      uuid: state.id(''),
      ts: String(time.now() / 1000),
      token: app.verificationToken,
      type: 'event_callback',
      event: { app_id: app.id, tenant_key: app.tenantKey, type, ...event },
    }),
    push(envelope) {
      if (!gathering) return pushed(envelope)
      const group = gathering
      return new Promise((resolve) => {
        // The newest first, each when the one before it has been answered.
        group.unshift(async () => resolve(await pushed(envelope)))
        if (group.length < wanted) return
        gathering = undefined
        void time.under(group.reduce((before, next) => before.then(next), Promise.resolve()))
      })
    },
    async call(envelope) {
      const answered = await time.under(held(() => carry(envelope)))
      note(envelope, answered)
      for (; faults.duplicates > 0; faults.duplicates--) await time.under(held(() => carry(envelope)))
      return answered
    },
    async verifyUrl() {
      const { url } = transport()
      if (url === undefined) return false
      const challenge = state.id('')
      const { body, headers } = sealed(state, {
        challenge,
        token: app.verificationToken,
        type: 'url_verification',
      })
      const answered = await time.under(
        held(() =>
          post(state, url, { body, headers: { 'content-type': headers['content-type'] ?? '' } }, 1_000),
        ),
      )
      const data = answered?.data
      return answered?.code === 200 && isObject(data) && data.challenge === challenge
    },
    reorderNext(n) {
      gathering = []
      wanted = n
    },
    posted,
    attempts,
    lost,
    dropped,
  }
}
