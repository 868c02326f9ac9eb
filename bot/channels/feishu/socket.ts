// How do we stay connected to Feishu without a public address? The SDK's long connection, and a watch over what it gives up on.

import { EventDispatcher, type HttpInstance, WSClient } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { feishuTells, feishuWrong } from '../../../templates/operator/feishu.js'
import type { Clock } from '../../time/clock.js'
import { steadyClock } from '../../time/steady.js'
import type { Inside } from '../channel.js'
import type { Api } from './api.js'
import { type Events, notRead, type Reply, stillBusy } from './events.js'
import { overhear } from './frames.js'
import { sdkLogger } from './http.js'
import { Envelope, type Incoming } from './inbound.js'
import { pauseMs } from './retry.js'

/** Well below Feishu's 120 s between pings: at or above it the SDK's watch never fires. */
const PING_TIMEOUT_S = 20
const HANDSHAKE_MS = 10_000
const WATCH_EVERY_MS = 30_000
const STUCK_MS = 5 * 60_000
/** Two pings of Feishu's and a little: a connection that says nothing for so long is none. */
const SILENT_MS = 5 * 60_000
/** Of the 3 s after which Feishu gives up. */
const BUDGET_MS = 2_500
const OTHERS_AGAIN_MS = 60_000

/** The SDK starts nothing, and only logs it, when the id looks otherwise. */
export const isAppId = (id: string): boolean => /^cli_[0-9a-fA-F]{16}$/.test(id)

/** A press by somebody who is named: whatever it means, they wait for an answer. */
const Clicked = z.object({
  header: z.object({ event_type: z.literal('card.action.trigger') }),
  event: z.object({ operator: z.object({ open_id: z.string() }) }),
})
const Instances = z.object({ data: z.object({ online_instance_cnt: z.number() }) })

/** Feishu's own words for why there is no connection to be had. */
const reasons: Record<number, string> = {
  403: feishuWrong.socketForbidden,
  514: feishuWrong.socketCredentials,
  1000040350: feishuWrong.socketsTooMany,
}

type Socket = {
  open(): void
  wrong(): string | undefined
  connected(): boolean
  /** Lets the connection go and opens another: this one stands, but brings nothing. */
  renew(): void
  close(): void
}

export const openSocket = (options: {
  http: HttpInstance
  api: Api
  domain: string
  appId: string
  appSecret: string
  events: Events
  /** The machine's time. */
  wire: Clock
  log: Log
  inside: () => Inside | undefined
  /** It stands again after so long; after for ever, the first time. */
  up: (gapMs: number) => void
}): Socket => {
  const { http, api, domain, appId, appSecret, events, log, inside } = options
  const wire = steadyClock(options.wire)
  let client: WSClient | undefined
  let closed = false
  let failures = 0
  let reason: string | undefined
  let heardMs = 0
  let sinceMs = 0
  let lostMs: number | undefined = Number.NEGATIVE_INFINITY
  let restart = () => {}
  let unwatch = () => {}
  let unask = () => {}

  /** The reply to one envelope; throws when Feishu must bring it again. */
  const invoke = async (data: unknown): Promise<Record<string, unknown>> => {
    let incoming: Incoming
    try {
      const envelope = Envelope.parse(data)
      // Brought again it would not be for us either.
      if (events.foreign(data) !== undefined) return {}
      incoming = events.read(envelope)
    } catch {
      // Brought again it would read no better.
      log.warn({}, 'a frame of Feishu is not as documented')
      return Clicked.safeParse(data).success ? notRead : {}
    }
    let cancel = () => {}
    const soon = new Promise<'late'>((resolve) => {
      cancel = wire.after(BUDGET_MS, () => resolve('late'))
    })
    try {
      const work = events.take(incoming)
      const taken: Reply | 'late' = await Promise.race([work, soon])
      if (taken !== 'late') {
        // The SDK sends what we return in the same turn of the event loop; only then may the card be drawn anew.
        wire.after(0, taken.gone)
        return taken.reply
      }
      work.then(
        ({ gone }) => gone(),
        (error) =>
          log.error({ reason: error instanceof Error ? error.message : '' }, 'could not be stored, late'),
      )
      if (incoming.kind === 'pressed') return stillBusy
      throw new Error('the house took too long')
    } finally {
      cancel()
    }
  }

  /** The SDK's own dispatcher lets a card's token overwrite the envelope's; ours takes the envelope as it is. */
  const dispatcher = (): EventDispatcher => {
    const own = new EventDispatcher({ ...sdkLogger(log) })
    own.invoke = invoke
    return own
  }

  const drop = (): void => {
    restart()
    const old = client
    client = undefined
    lostMs ??= wire.now()
    old?.close({ force: true })
  }

  const later = (what: string, atLeastMs = 0): void => {
    drop()
    if (closed) return
    failures++
    const inMs = Math.max(pauseMs(failures), atLeastMs)
    log.warn({ what, inMs }, 'the long connection to Feishu is opened again later')
    restart = wire.after(inMs, connect)
  }

  /** The SDK has given up. */
  const gaveUp = (error: Error): void => {
    const code = Number(/code=(\d+)/.exec(error.message)?.[1])
    const mend = reasons[code]
    if (mend && mend !== reason) log.error({ code, mend }, 'Feishu refuses the long connection')
    reason = mend
    later(`code ${code}`, mend ? 60_000 * 2 ** Math.min(failures, 3) : 0)
  }

  const up = (): void => {
    failures = 0
    reason = undefined
    sinceMs = wire.now()
    heardMs = wire.now()
    if (lostMs !== undefined) options.up(wire.now() - lostMs)
    lostMs = undefined
    log.info({}, 'the long connection to Feishu stands')
    void others(false)
  }

  /** Feishu gives each event to one connection only: a second process takes away half of what is reported. */
  const others = async (again: boolean): Promise<void> => {
    try {
      const { data } = await api.call(
        {
          api: 'event.connection',
          method: 'GET',
          path: '/open-apis/event/v1/connection',
          need: 'spare',
          free: true,
          optional: true,
        },
        Instances,
      )
      if (closed || data.online_instance_cnt <= 1) return
      log.warn(
        { connections: data.online_instance_cnt },
        'another process is connected as the same Feishu app and takes events away',
      )
      if (again)
        await inside()?.tellOffice('feishu/second-consumer', feishuTells.others(data.online_instance_cnt))
      // A process that is being replaced is gone in a minute.
      else unask = wire.after(OTHERS_AGAIN_MS, () => void others(true))
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : '' },
        'could not ask for the other connections',
      )
    }
  }

  const connect = (): void => {
    if (closed) return
    client = new WSClient({
      appId,
      appSecret,
      domain,
      httpInstance: http,
      handshakeTimeoutMs: HANDSHAKE_MS,
      wsConfig: { pingTimeout: PING_TIMEOUT_S },
      onReady: up,
      onReconnected: up,
      onReconnecting: () => {
        sinceMs = wire.now()
        lostMs ??= wire.now()
        log.warn({}, 'the long connection to Feishu is lost and being opened again')
      },
      onError: gaveUp,
      ...sdkLogger(log),
    })
    sinceMs = wire.now()
    overhear(client, () => {
      heardMs = wire.now()
    })
    client
      .start({ eventDispatcher: dispatcher() })
      .catch((error) => later(error instanceof Error ? error.message : 'could not start'))
  }

  const watch = (): void => {
    if (closed) return
    const nowMs = wire.now()
    const state = client?.getConnectionStatus().state
    if (state === 'connected' ? nowMs - heardMs > SILENT_MS : client && nowMs - sinceMs > STUCK_MS)
      later(`${state ?? 'nothing'} for too long`)
    unwatch = wire.after(WATCH_EVERY_MS, watch)
  }

  return {
    open() {
      if (closed) return
      connect()
      unwatch = wire.after(WATCH_EVERY_MS, watch)
    },
    wrong: () => (isAppId(appId) ? reason : feishuWrong.appIdMisspelt),
    renew() {
      if (closed) return
      drop()
      connect()
    },
    connected: () => client?.getConnectionStatus().state === 'connected',
    close() {
      closed = true
      unwatch()
      unask()
      drop()
    },
  }
}
