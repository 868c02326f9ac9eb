// What do people do on the platform? They type, press, read, take back (§13.4); each act goes to the bot as the platform would send it.
import { dmOf, encryptedId, type Ground } from './ground.js'
import { makePresses } from './presses.js'
import { pushEvent, pushMessage } from './push.js'
import type { App } from './state.js'
import type { Outcome, Stream } from './stream.js'
import { dtmdText, linksOf } from './words.js'

export type Saying = {
  staffId: string
  /** In this group; without, in the private chat. */
  cid?: string
  text: string
  /** In a group, only what calls the bot reaches it; true unless said otherwise. */
  atBot?: boolean
  /** processQueryKey of a bot's message that is quoted. */
  quoteOf?: string
  /** The platform's id of the message; the same again is the same message. */
  msgId?: string
}

export const makeDriver = (ground: Ground, app: App, stream: Stream) => {
  const { state, clock } = ground
  const userOf = (staffId: string) => {
    const user = state.users.get(staffId)
    if (!user) throw new Error(`nobody has the staffId ${staffId}`)
    return user
  }

  /** §3.1: the body of a robot message, the same on both ways. */
  const messageBody = (from: Saying, content: Record<string, unknown>) => {
    const { staffId, cid } = from
    const user = userOf(staffId)
    const session = ground.nth('session')
    const nowMs = clock.now()
    state.sessions.set(session, {
      ...(cid ? { cid } : {}),
      staffId,
      clientId: app.clientId,
      expires: nowMs + 5_400_000,
    })
    return {
      conversationId: cid ?? dmOf(staffId, app),
      chatbotCorpId: state.corpId,
      chatbotUserId: encryptedId(app.robotCode),
      msgId: from.msgId ?? `${ground.nth('msg')}==`,
      senderNick: user.name,
      isAdmin: false,
      senderStaffId: staffId,
      senderId: encryptedId(staffId),
      sessionWebhook: `${ground.base}/robot/sendBySession?session=${session}`,
      sessionWebhookExpiredTime: nowMs + 5_400_000,
      createAt: nowMs,
      conversationType: cid ? '2' : '1',
      robotCode: app.robotCode,
      senderPlatform: 'Mac',
      ...(cid
        ? {
            conversationTitle: state.groups.get(cid)?.title ?? '',
            senderCorpId: state.corpId,
            isInAtList: true,
            atUsers: [{ dingtalkId: encryptedId(app.robotCode) }],
          }
        : {}),
      ...(from.quoteOf ? { originalMsgId: ground.nth('msg'), originalProcessQueryKey: from.quoteOf } : {}),
      ...content,
    }
  }

  const toBot = (from: Saying, content: Record<string, unknown>): Promise<Outcome> => {
    const { cid, staffId } = from
    if (cid && from.atBot === false) return Promise.resolve({ ok: false, reason: 'the bot is not called' })
    const data = messageBody(from, content)
    return app.webhookUrl
      ? pushMessage(ground, app, data, { ...(cid ? { cid } : {}), staffId })
      : stream.push(app.clientId, 'robot', data)
  }

  const userSays = (saying: Saying): Promise<Outcome> => {
    // The call of the bot is taken out of the text, a blank in front remains.
    const content = saying.cid ? ` ${saying.text}` : saying.text
    return toBot(saying, {
      msgtype: 'text',
      text: {
        content,
        ...(saying.quoteOf
          ? { isReplyMsg: true, repliedMsg: { msgType: 'text', msgId: saying.quoteOf, content: {} } }
          : {}),
      },
    })
  }

  const keepFile = (bytes: Uint8Array): string => {
    const code = ground.nth('download/code+')
    state.files.set(code, { bytes, robotCode: app.robotCode })
    return code
  }
  type From = { staffId: string; cid?: string; msgId?: string }
  const sends = (from: From, msgtype: string, content: Record<string, unknown>): Promise<Outcome> =>
    toBot({ ...from, text: '' }, { msgtype, content })

  /** An event, in the shape of the way by which it travels. */
  const emitEvent = (eventType: string, data: Record<string, unknown>, eventId = ground.nth('event-')) => {
    const born = clock.now()
    if (app.events)
      return pushEvent(ground, app, {
        EventType: eventType,
        EventTime: born,
        CorpId: state.corpId,
        BizId: eventId,
        eventId,
        ...Object.fromEntries(
          Object.entries(data).map(([key, value]) => [`${key[0]?.toUpperCase()}${key.slice(1)}`, value]),
        ),
      })
    return stream.push(app.clientId, 'event', data, {
      headers: {
        eventType,
        eventId,
        eventCorpId: state.corpId,
        eventBornTime: String(born),
        eventUnifiedAppId: 'bbb381b6-0000-4000-8000-000000000000',
      },
    })
  }

  const sentOf = (key: string) => {
    const sent = state.messages.find((one) => one.key === key)
    if (!sent) throw new Error(`nothing was sent as ${key}`)
    return sent
  }
  const signEvent = (type: string, staffId: string, key: string) =>
    emitEvent(type, {
      unionId: userOf(staffId).unionId,
      operatTime: clock.now(),
      robotCode: app.robotCode,
      openConversationId: dmOf(staffId, app),
      userId: staffId,
      processQueryKey: key,
    })

  return {
    userSays,
    /** Any documented or observed kind: `content` is what stands beside `msgtype`. */
    userSendsOther: (from: From, msgtype: string, beside: Record<string, unknown> = {}) =>
      toBot({ ...from, text: '' }, { msgtype, ...beside }),
    userSendsRich: (from: From, items: Record<string, unknown>[]) =>
      sends(from, 'richText', { richText: items }),
    userSendsFile: (from: From, name: string, bytes: Uint8Array) =>
      sends(from, 'file', { downloadCode: keepFile(bytes), fileName: name, spaceId: '1', fileId: '2' }),
    userSendsPicture: (from: From, bytes: Uint8Array) => {
      const code = keepFile(bytes)
      return sends(from, 'picture', { downloadCode: code, pictureDownloadCode: code })
    },
    userSendsAudio: (from: From, recognition: string) =>
      sends(from, 'audio', { duration: 4000, downloadCode: keepFile(new Uint8Array(4)), recognition }),
    ...makePresses(ground, app, stream),
    /** Taps a pseudo-button: the person says its text, which in a group does not reach the bot (§5.12). */
    clickDtmd(key: string, label: string, staffId: string, msgId?: string) {
      const sent = sentOf(key)
      const found = linksOf(sent.param).find((one) => one.label === label)
      const text = found && dtmdText(found.link)
      if (text === undefined) throw new Error(`no pseudo-button ${label} in ${key}`)
      const more = msgId ? { msgId } : {}
      return 'cid' in sent.to
        ? userSays({ staffId, cid: sent.to.cid, text, atBot: false, ...more })
        : userSays({ staffId, text, ...more })
    },
    userReads(staffId: string, key: string) {
      sentOf(key).readBy.add(staffId)
      return signEvent('robot_msg_read', staffId, key)
    },
    userRecalls: (staffId: string, key: string) => signEvent('robot_msg_recall', staffId, key),
    emitEvent,
    /** 通讯录事件: who left, came or became active. */
    memberChanges: (type: 'user_leave_org' | 'user_add_org' | 'user_active_org', staffId: string) =>
      emitEvent(type, { timeStamp: String(clock.now()), userId: [staffId], corpId: state.corpId }),
    inboxOf: (staffId: string) =>
      state.messages.filter(({ to, recalled }) => !recalled && 'users' in to && to.users.includes(staffId)),
    groupLog: (cid: string) =>
      state.messages.filter(({ to, recalled }) => !recalled && 'cid' in to && to.cid === cid),
    cardsOf: (spaceId: string) =>
      [...state.cards.values()].filter(({ deliveries }) =>
        deliveries.some((one) => one.spaceId === spaceId && !one.recalled),
      ),
    dingsOf: (staffId: string) => state.dings.filter(({ to, recalled }) => !recalled && to.includes(staffId)),
  }
}
