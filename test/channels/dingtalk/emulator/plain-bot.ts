// Who talks to the emulator when it is itself under test? The plainest bot: fetch and a WebSocket, each call written by hand.
import { WebSocket } from 'ws'
import type { Emulator } from './emulator.js'
import { isRecord } from './ground.js'
import type { Frame } from './state.js'

export type Answered = { status: number; body: Record<string, unknown>; text: string }

export const subscriptions = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
  { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
]

export const plainBot = (emulator: Emulator) => {
  const { clientId, clientSecret, robotCode } = emulator.app
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const answer = await fetch(`${emulator.base}${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : {}
    return { status: answer.status, body: isRecord(json) ? json : {}, text }
  }
  const token = async (): Promise<string> =>
    String(
      (await call('POST', '/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret })).body
        .accessToken,
    )
  const api = async (method: string, path: string, body?: unknown): Promise<Answered> =>
    call(method, path, body, { 'x-acs-dingtalk-access-token': await token() })
  const gateway = () =>
    call('POST', '/v1.0/gateway/connections/open', { clientId, clientSecret, subscriptions })

  return {
    call,
    api,
    token,
    gateway,
    dm: (userIds: string[], msgKey: string, param: unknown, more: Record<string, unknown> = {}) =>
      api('POST', '/v1.0/robot/oToMessages/batchSend', {
        robotCode,
        userIds,
        msgKey,
        msgParam: typeof param === 'string' ? param : JSON.stringify(param),
        ...more,
      }),
    card: (
      outTrackId: string,
      user: string,
      map: Record<string, unknown>,
      more: Record<string, unknown> = {},
    ) =>
      api('POST', '/v1.0/card/instances/createAndDeliver', {
        cardTemplateId: '1366a1eb-bc54-4859-ac88-517c56a9acb1.schema',
        outTrackId,
        callbackType: 'STREAM',
        userIdType: 1,
        cardData: { cardParamMap: map },
        openSpaceId: `dtv1.card//IM_ROBOT.${user}`,
        imRobotOpenSpaceModel: { supportForward: false },
        imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
        ...more,
      }),
    update: (outTrackId: string, map: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      api('PUT', '/v1.0/card/instances', { outTrackId, cardData: { cardParamMap: map }, ...more }),

    /** A connection; `answer` says what each frame is answered, `undefined` not at all. */
    async connect(answer: (frame: Frame) => unknown = acknowledge) {
      const { endpoint, ticket } = (await gateway()).body
      return open(`${String(endpoint)}?ticket=${encodeURIComponent(String(ticket))}`, answer)
    },
    open: (url: string, answer: (frame: Frame) => unknown = acknowledge) => open(url, answer),
  }
}

const open = (url: string, answer: (frame: Frame) => unknown) =>
  new Promise<{ socket: WebSocket; frames: Frame[] }>((resolve, reject) => {
    const socket = new WebSocket(url)
    const frames: Frame[] = []
    socket.on('message', (bytes) => {
      const frame = JSON.parse(String(bytes)) as Frame // the emulator's own frames
      frames.push(frame)
      const ack = answer(frame)
      if (ack !== undefined) socket.send(typeof ack === 'string' ? ack : JSON.stringify(ack))
    })
    socket.on('open', () => resolve({ socket, frames }))
    socket.on('error', reject)
  })

export const ack = (frame: Frame, data: unknown, code = 200) => ({
  code,
  message: 'OK',
  headers: { messageId: frame.headers.messageId, contentType: 'application/json' },
  data: typeof data === 'string' ? data : JSON.stringify(data),
})

/** What a good bot answers. */
export const acknowledge = (frame: Frame): unknown => {
  if (frame.type === 'SYSTEM') return frame.headers.topic === 'ping' ? ack(frame, frame.data) : undefined
  return ack(frame, frame.type === 'EVENT' ? { status: 'SUCCESS', message: '' } : { response: null })
}
