// How does the bot speak on Feishu? The channel, put together from its parts; which door it listens at is the operator's choice.

import type { Router } from 'express'
import { withoutEnd } from '../../../rules/ends.js'
import type { Log } from '../../../store/log.js'
import { feishuTells, feishuWrong } from '../../../templates/operator/feishu.js'
import { type Clock, machineClock } from '../../time/clock.js'
import { steadyClock } from '../../time/steady.js'
import { type Channel, DeliveryError, type Destination, type Inside } from '../channel.js'
import { openAnswering } from './answering.js'
import { openApi } from './api.js'
import { botOf } from './bot.js'
import { openChats } from './chats.js'
import { checkFeishu } from './check.js'
import { judge } from './errors.js'
import { openEvents } from './events.js'
import { openFiles } from './files.js'
import { openHistory } from './history.js'
import { openHttp } from './http.js'
import { limits } from './limits.js'
import { openOurs } from './ours.js'
import { openPeople } from './people.js'
import { type Retry, untilDone } from './retry.js'
import { openRoundtrip } from './roundtrip.js'
import { openSender } from './send.js'
import { openSignIn } from './sign-in.js'
import { isAppId, openSocket } from './socket.js'
import { openTasks } from './tasks.js'
import { openUrger } from './urge.js'
import { webhookRouter } from './webhook.js'

export type FeishuOptions = {
  appId: string
  appSecret: string
  mode: 'websocket' | 'webhook'
  encryptKey?: string
  verificationToken?: string
  domain: string
  groupChatId?: string
  /** Calls that the tenant may make in a month; 0 when it has bought them without a limit. */
  monthlyCalls?: number
  clock: Clock
  log: Log
  /** The machine's time, for deadlines of the network: another one only in tests. */
  wire?: Clock
  timeoutMs?: number
}

export const feishuChannel = (options: FeishuOptions): { channel: Channel; router?: Router } => {
  const { appId, appSecret, mode, encryptKey, verificationToken, clock, log } = options
  const groupChatId = options.groupChatId || undefined
  const domain = withoutEnd(options.domain, '/')
  const wire = options.wire ?? machineClock
  let house: Inside | undefined
  let bot: string | undefined
  let asleep: string | undefined
  let stopped = false
  const tries: Record<'begin' | 'meet' | 'tasks', Retry | undefined> = {
    begin: undefined,
    meet: undefined,
    tasks: undefined,
  }
  const inside = () => house
  const monthlyCalls = options.monthlyCalls ?? limits.monthlyCalls
  /** There was a run before this one, which knew of chats. */
  let before = false

  const http = openHttp(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs })
  const api = openApi({
    http,
    domain,
    appId,
    appSecret,
    monthlyCalls,
    clock,
    log,
    inside,
  })
  const answering = openAnswering(wire)
  const people = openPeople({ api, clock, wire, log, inside })
  const chats = openChats({
    clock,
    limit: monthlyCalls,
    groupChatId,
    inside,
    stirred: () => history.arm(),
  })
  const ours = openOurs({ appId, log, inside })
  const sender = openSender({
    api,
    answering,
    groupChatId,
    told(to, { chat, tenant, need }) {
      if (tenant) ours.learn(tenant)
      if (chat && !('group' in to) && need === 'vital') chats.told(chat, to.address)
    },
    clock,
    wire,
  })
  const urger = openUrger({ api, appId, clock, log, inside })
  const files = openFiles({ api, sender })
  const tasks = openTasks({ api, appId, domain, clock, log, inside })
  const events = openEvents({
    inside,
    bot: () => bot,
    people,
    answering,
    chats,
    ours,
    heard: (envelope) => roundtrip.heard(envelope),
    stored: (message) => history.heard(message),
    known: (message) => history.hasRead(message),
    calm: urger.calm,
    ticked: tasks.tickedBySomebody,
    groupChatId,
    log,
  })
  const socket =
    mode === 'websocket'
      ? openSocket({
          http,
          api,
          domain,
          appId,
          appSecret,
          events,
          wire,
          log,
          inside,
          // A first start has missed nothing.
          up: (gapMs) => history.up(Number.isFinite(gapMs) || before ? gapMs : 0),
        })
      : undefined
  const roundtrip = openRoundtrip({
    api,
    appId,
    renew: socket ? () => socket.renew() : undefined,
    clock: steadyClock(clock),
    wire,
    log,
    inside,
  })
  const history = openHistory({
    api,
    chats,
    bot: () => bot,
    async take(envelope) {
      const incoming = events.readBack(envelope)
      if (incoming.kind === 'said') await events.take(incoming)
    },
    missed: roundtrip.missed,
    clock,
    wire,
    log,
  })

  /** Every way out throws a class that the courier knows. */
  const judged = async <T>(work: Promise<T>, to?: Destination): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const known = judge(error, clock.now())
      if (to && 'group' in to && known.failure === 'unreachable') {
        await house?.tellOffice(`feishu/group-unreachable/${groupChatId ?? ''}`, feishuTells.groupUnreachable)
        throw new DeliveryError('refused', known.message)
      }
      throw known
    }
  }

  const begin = async (): Promise<void> => {
    await api.knock()
    const { openId, active, state } = await botOf(api)
    bot = openId
    asleep = active ? undefined : feishuWrong.asleep(state)
    if (!active) throw new Error('the bot is not switched on')
  }

  const meet = (): void => {
    tries.meet?.stop()
    if (stopped) return
    tries.meet = untilDone({
      work: async () => {
        if (house) await people.find(house.directory())
      },
      what: 'looking for people',
      clock,
      wire,
      log,
    })
  }

  const learn = (): void => {
    tries.tasks?.stop()
    if (stopped) return
    tries.tasks = untilDone({ work: tasks.learn, what: 'learning of task lists', clock, wire, log })
  }

  const channel: Channel = {
    name: 'feishu',
    hasGroup: groupChatId !== undefined,
    toasts: true,
    pickers: true,
    cardStandsMs: limits.cardStandsMs,
    addressOf: people.addressOf,
    personAt: people.personAt,
    signIn: openSignIn({ http, domain, appId, appSecret }),
    async start(at) {
      house = at
      people.recall(at.directory())
      ours.recall()
      tasks.recall()
      before = chats.recall()
      roundtrip.start()
      history.arm()
      let listening = false
      tries.begin = untilDone({
        work: async () => {
          await api.knock()
          // With credentials that are good; before that the SDK would only knock without end.
          if (!listening && socket && isAppId(appId)) socket.open()
          listening = true
          await begin()
          meet()
          learn()
          // Nobody opens a line for a webhook: what was said since the last run is read as soon as there is a token.
          if (before && mode === 'webhook') history.up(Number.POSITIVE_INFINITY)
        },
        what: 'the first steps',
        clock,
        wire,
        log,
      })
    },
    meet,
    deliver: (message) => judged(sender.deliver(message), message.to),
    redraw: (standing, card) => judged(sender.redraw(standing, card), standing.to),
    urge: (message, to, level) => judged(urger.urge(message, to, level)),
    sendFile: (key, to, file) => judged(files.send(key, to, file), to),
    fetchFile: (ref) => judged(files.fetch(ref)),
    tasks,
    wrong: () => socket?.wrong() ?? api.wrong() ?? asleep,
    unwell: () => [roundtrip.unwell(), history.unwell()].flatMap((one) => one ?? []),
    usage: () => api.month.usage(),
    check: (directory) => checkFeishu({ api, people, appId, mode, groupChatId }, directory),
    async stop() {
      stopped = true
      tries.begin?.stop()
      tries.meet?.stop()
      tries.tasks?.stop()
      roundtrip.stop()
      socket?.close()
      await history.stop()
      await api.month
        .keep()
        .catch((error: unknown) =>
          log.warn(
            { reason: error instanceof Error ? error.message : '' },
            "could not keep the month's count",
          ),
        )
    },
  }

  if (mode === 'websocket') return { channel }
  return {
    channel,
    router: webhookRouter({ appId, encryptKey, verificationToken, clock, wire, events, log }),
  }
}
