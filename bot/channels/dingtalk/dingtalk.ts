// How does the bot speak on DingTalk? Puts the parts together into one channel: api, pace, stream or webhook, cards and people.

import type { Router } from 'express'
import type { Log } from '../../../store/log.js'
import type { Directory } from '../../../store/schema.js'
import { dingtalkTells } from '../../../templates/operator/dingtalk.js'
import type { Clock } from '../../time/clock.js'
import type { Channel, Inside } from '../channel.js'
import { openApi } from './api.js'
import { check } from './check.js'
import type { EventKeys } from './crypto.js'
import { openDoubt } from './doubt.js'
import { Refused } from './errors.js'
import type { Quota } from './limits.js'
import { type Ear, openEar } from './listen.js'
import { openMenus } from './menus.js'
import { openOurs } from './ours.js'
import { openPace } from './pace.js'
import { openPeople } from './people.js'
import { openSender } from './send.js'
import { openSessions } from './sessions.js'
import { openSignIn } from './sign-in.js'
import { openStream } from './stream.js'
import { openTaker } from './take.js'
import { openTodos } from './todos.js'
import { openUrge } from './urge.js'
import { dingtalkRouter } from './webhook.js'

export type DingtalkOptions = {
  clientId: string
  clientSecret: string
  mode: 'stream' | 'webhook'
  robotCode: string
  apiBase: string
  oapiBase: string
  groupConversationId?: string
  cardTemplateId: string
  /** Where the platform reaches this server; without it cards in HTTP mode have message buttons. */
  publicUrl?: string
  clock: Clock
  log: Log
  /** Token and AES key of HTTP event subscription, where the console has one. */
  events?: Pick<EventKeys, 'token' | 'aesKey'>
  /** What the organisation bought; the standard edition where nothing is said. */
  quota?: Quota
}

const routeKey = 'fenghuo'
/** A registration or a search that did not go through is tried again, with pauses that grow to ten minutes. */
const pauseMs = (tries: number): number => Math.min(600_000, 5_000 * 2 ** Math.min(tries, 10))
const mostCarried = 2_000
const longGapMs = 5 * 60_000

export const dingtalkChannel = (options: DingtalkOptions): { channel: Channel; router?: Router } => {
  const { clock, log, mode, robotCode, clientSecret, clientId } = options
  const group = options.groupConversationId ? { groupConversationId: options.groupConversationId } : {}
  const pace = openPace({ clock, log, ...(options.quota ? { quota: options.quota } : {}) })
  const api = openApi({ ...options, pace, answered: () => stream?.nudge() })
  const people = openPeople(api, log)
  const todos = openTodos({ api, pace, people, clock, log })
  const menus = openMenus()
  const sessions = openSessions(clock)
  const ours = openOurs({ clientId, robotCode, log })
  const carried = new Map<string, string>()
  const cancels = new Set<() => void>()
  let inside: Inside | undefined
  let ear: Ear | undefined
  let registered = mode === 'stream'
  let stopped = false

  const tellOffice = (key: string, text: string): void => {
    void inside?.tellOffice(key, text).catch((error: unknown) => {
      log.error({ reason: error instanceof Error ? error.message : '' }, 'could not tell the office')
    })
  }

  const callback = () =>
    mode === 'stream'
      ? { callbackType: 'STREAM' as const }
      : registered
        ? { callbackType: 'HTTP' as const, callbackRouteKey: routeKey }
        : undefined

  const doubt = openDoubt()
  const sender = openSender({
    api,
    pace,
    menus,
    sessions,
    doubt,
    clock,
    log,
    robotCode,
    templateId: options.cardTemplateId,
    ...group,
    callback,
    answered: (card) => ear?.answered(card) ?? Promise.resolve(),
    carried(carrier, message) {
      carried.set(carrier, message)
      const [oldest] = carried.keys()
      if (carried.size > mostCarried && oldest !== undefined) carried.delete(oldest)
    },
  })

  /** Does something over the network until it goes through. */
  const untilDone = (what: string, act: () => Promise<void>, tries = 0): void => {
    void act().catch((error: unknown) => {
      if (stopped) return
      const code = error instanceof Refused ? error.code : error instanceof Error ? error.message : ''
      log.warn({ code, tries }, what)
      if (error instanceof Refused && error.failure === 'refused') return
      const cancel = clock.after(pauseMs(tries), () => {
        cancels.delete(cancel)
        untilDone(what, act, tries + 1)
      })
      cancels.add(cancel)
    })
  }

  const register = async (publicUrl: string): Promise<void> => {
    await api.call('POST', '/v1.0/card/callbacks/register', {
      callbackRouteKey: routeKey,
      callbackUrl: `${publicUrl.replace(/\/$/, '')}/dingtalk/webhook`,
      apiSecret: clientSecret,
      forceUpdate: true,
    })
    registered = true
    log.info({}, 'card callbacks are registered with DingTalk')
  }

  const meet = (directory: Directory): void =>
    untilDone('could not look for people on DingTalk', () => people.seek(directory))

  /** There is no way to read what was said meanwhile: who was to be reached by it must ask. */
  const back = (gapMs: number): void => {
    if (gapMs < longGapMs) return
    const at = new Date(clock.now()).toISOString().slice(0, 16)
    tellOffice(`dingtalk/gap/${at}`, dingtalkTells.gap(Math.round(gapMs / 60_000)))
  }

  const taker = openTaker(() => ear, log)
  const stream =
    mode === 'stream'
      ? openStream({ gateway: (signal) => api.gateway(signal), take: taker, back, clock, log })
      : undefined

  const channel: Channel = {
    name: 'dingtalk',
    hasGroup: Boolean(options.groupConversationId),
    toasts: false,
    pickers: false,
    addressOf: (person) => people.addressOf(person),
    personAt: (address) => people.personAt(address),
    signIn: openSignIn({ ...options, people }),
    async start(opened) {
      inside = opened
      pace.open(opened)
      menus.open(opened.memory)
      doubt.open(opened.memory)
      people.open(opened.memory)
      ours.open(opened.memory)
      todos.recall(opened.memory)
      ear = openEar({
        inside: opened,
        api,
        pace,
        people,
        menus,
        sessions,
        ours,
        clock,
        log,
        draw: sender.draw,
        ...group,
        carriedBy: (key) => carried.get(key),
      })
      meet(opened.directory())
      untilDone('could not learn whether todos may be written', todos.learn)
      stream?.start()
      const { publicUrl } = options
      if (mode === 'webhook' && publicUrl)
        untilDone('could not register card callbacks with DingTalk', () => register(publicUrl))
      if (mode === 'webhook' && !publicUrl)
        log.warn({}, 'PUBLIC_URL is not set: buttons on DingTalk are message buttons, not cards')
    },
    meet,
    deliver: sender.deliver,
    redraw: sender.redraw,
    sendFile: sender.sendFile,
    fetchFile: sender.fetchFile,
    tasks: todos,
    urge: openUrge({ api, clock, robotCode, say: sender.say, tellOffice }),
    wrong: () => api.wrong() ?? pace.wrong(),
    usage: () => {
      const { calls, limit } = pace.usage()
      return { calls, limit }
    },
    check: (directory) => check({ ...options, api, people, directory }),
    async stop() {
      stopped = true
      for (const cancel of cancels) cancel()
      await stream?.stop()
      await pace.close()
    },
  }
  if (mode === 'stream') return { channel }
  const events = options.events ? { events: { ...options.events, owner: clientId } } : {}
  return { channel, router: dingtalkRouter({ secret: clientSecret, ...events, ear: () => ear, clock, log }) }
}
