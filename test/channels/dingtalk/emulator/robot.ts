// How does a robot speak? Private and group messages, their recall and read status, files that were sent to it (§5.2, 5.3, 5.6, 3.1).
import { z } from 'zod'
import { type Call, Refused, type Route, shaped } from './door.js'
import type { Ground } from './ground.js'
import type { App, Sent } from './state.js'
import { judgeMessage } from './words.js'

const scope = 'qyapi_robot_sendmsg'
const day = 24 * 3600_000

const DmBody = z.strictObject({
  robotCode: z.string(),
  userIds: z.array(z.string().min(1)).min(1),
  msgKey: z.string(),
  msgParam: z.string(),
})
const GroupBody = z.strictObject({
  robotCode: z.string(),
  openConversationId: z.string(),
  msgKey: z.string(),
  msgParam: z.string(),
  coolAppCode: z.string().optional(),
})

const missing = (path: string): string =>
  path === 'openConversationId' ? 'miss.openConversationId' : `invalidParameter.${path}.empty`

const checkRobot = ({ ground, app }: Call, robotCode: string): void => {
  if (robotCode === app.robotCode) return
  ground.forbid(`robotCode ${robotCode} is not this application's`)
  throw new Refused(400, 'invalidParameter.robotCode.notExsit')
}

const message = (call: Call, msgKey: string, msgParam: string): Record<string, string> => {
  const judged = judgeMessage(call.ground, msgKey, msgParam)
  if ('code' in judged) throw new Refused(400, judged.code)
  return judged.param
}

export const keep = (
  ground: Ground,
  app: App,
  sent: Pick<Sent, 'to' | 'msgKey' | 'param' | 'way'>,
  reached: string[],
): Sent => {
  const whole: Sent = {
    ...sent,
    key: `${Buffer.from(ground.nth('pqk')).toString('base64')}/+=`,
    by: app.robotCode,
    at: ground.clock.now(),
    recalled: false,
    readBy: new Set(),
  }
  ground.state.messages.push(whole)
  ground.heard({ what: 'message', sent: whole, to: reached })
  return whole
}

const sendDm = (call: Call) => {
  const { ground, app } = call
  const body = shaped(call, 'batchSend', DmBody, call.body, missing)
  checkRobot(call, body.robotCode)
  if (body.userIds.length > 20 || new Set(body.userIds).size < body.userIds.length) {
    ground.forbid(`batchSend: ${body.userIds.length} users (20 different ones at most)`)
    throw new Refused(400, 'invalidParameter.userIds.overMax')
  }
  const param = message(call, body.msgKey, body.msgParam)
  const known = body.userIds.map((id) => ({ id, user: ground.state.users.get(id) }))
  const invalid = known.filter(({ user }) => !user?.visible).map(({ id }) => id)
  const limited = known.filter(({ user }) => user?.visible && user.limited).map(({ id }) => id)
  const reached = known.filter(({ user }) => user?.visible && !user.limited).map(({ id }) => id)
  const sent = keep(ground, app, { way: 'api', to: { users: reached }, msgKey: body.msgKey, param }, reached)
  return {
    body: { processQueryKey: sent.key, invalidStaffIdList: invalid, flowControlledStaffIdList: limited },
  }
}

const sendGroup = (call: Call) => {
  const { ground, app } = call
  const body = shaped(call, 'groupMessages/send', GroupBody, call.body, missing)
  checkRobot(call, body.robotCode)
  const group = ground.state.groups.get(body.openConversationId)
  if (!group) throw new Refused(400, 'invalid.openConversationId')
  if (!group.robots.has(body.robotCode)) throw new Refused(400, 'invalidParameter.robotCode.notExsit')
  const param = message(call, body.msgKey, body.msgParam)
  const sent = keep(ground, app, { way: 'api', to: { cid: group.cid }, msgKey: body.msgKey, param }, [
    group.cid,
  ])
  return { body: { processQueryKey: sent.key } }
}

const RecallDm = z.strictObject({
  robotCode: z.string(),
  processQueryKeys: z.array(z.string()).min(1).max(20),
})
const RecallGroup = RecallDm.extend({ openConversationId: z.string() })

/** Messages and cards (by `carrierId`) can be taken back for a day; what can't is named with the reason. */
const recall = ({ ground, app }: Call, keys: string[]) => {
  const successResult: string[] = []
  const failedResult: Record<string, string> = {}
  for (const key of keys) {
    const sent =
      ground.state.messages.find((one) => one.key === key && one.by === app.robotCode) ??
      [...ground.state.cards.values()]
        .flatMap(({ deliveries }) => deliveries)
        .find(({ carrierId }) => carrierId === key)
    if (!sent) failedResult[key] = 'invalid.processQueryKey'
    else if (sent.at + day < ground.clock.now()) failedResult[key] = 'robot.processQueryKey.expired'
    else {
      sent.recalled = true
      successResult.push(key)
    }
  }
  return { body: { successResult, failedResult } }
}

const sentBy = ({ ground }: Call, key: string): Sent => {
  const sent = ground.state.messages.find((one) => one.key === key)
  if (!sent) throw new Refused(400, 'invalid.processQueryKey')
  if (sent.at + day < ground.clock.now()) throw new Refused(400, 'robot.processQueryKey.expired')
  return sent
}

const readStatus = (call: Call) => {
  checkRobot(call, call.query.get('robotCode') ?? '')
  const sent = sentBy(call, call.query.get('processQueryKey') ?? '')
  const users = 'users' in sent.to ? sent.to.users : []
  return {
    body: {
      sendStatus: sent.recalled ? 'RECALLED' : 'SUCCESS',
      messageReadInfoList: users.map((userId) => ({
        name: call.ground.state.users.get(userId)?.name ?? '',
        userId,
        readStatus: sent.readBy.has(userId) ? 'READ' : 'UNREAD',
      })),
    },
  }
}

const QueryBody = z.strictObject({
  openConversationId: z.string(),
  robotCode: z.string(),
  processQueryKey: z.string(),
  maxResults: z.number().optional(),
  nextToken: z.string().optional(),
})

const groupRead = (call: Call) => {
  const body = shaped(call, 'groupMessages/query', QueryBody, call.body)
  checkRobot(call, body.robotCode)
  const sent = sentBy(call, body.processQueryKey)
  return {
    body: {
      sendStatus: sent.recalled ? 'RECALLED' : 'SUCCESS',
      readUserIds: [...sent.readBy],
      nextToken: '',
      hasMore: false,
    },
  }
}

const DownloadBody = z.strictObject({ downloadCode: z.string(), robotCode: z.string() })

export const robotRoutes: Route[] = [
  { method: 'POST', path: '/v1.0/robot/oToMessages/batchSend', door: 'api', scope, handle: sendDm },
  { method: 'POST', path: '/v1.0/robot/groupMessages/send', door: 'api', scope, handle: sendGroup },
  {
    method: 'POST',
    path: '/v1.0/robot/otoMessages/batchRecall',
    door: 'api',
    scope,
    handle(call) {
      const body = shaped(call, 'batchRecall', RecallDm, call.body)
      checkRobot(call, body.robotCode)
      return recall(call, body.processQueryKeys)
    },
  },
  {
    method: 'POST',
    path: '/v1.0/robot/groupMessages/recall',
    door: 'api',
    scope,
    handle(call) {
      const body = shaped(call, 'groupMessages/recall', RecallGroup, call.body)
      checkRobot(call, body.robotCode)
      return recall(call, body.processQueryKeys)
    },
  },
  { method: 'GET', path: '/v1.0/robot/oToMessages/readStatus', door: 'api', scope, handle: readStatus },
  { method: 'POST', path: '/v1.0/robot/groupMessages/query', door: 'api', scope, handle: groupRead },
  {
    method: 'POST',
    path: '/v1.0/robot/groups/robots/query',
    door: 'api',
    scope: 'qyapi_chat_manage',
    handle({ ground, body }) {
      const group = ground.state.groups.get(String(body.openConversationId))
      if (!group) throw new Refused(400, 'invalid.openConversationId')
      return {
        body: {
          chatbotInstanceVOList: [...group.robots].map((robotCode) => ({
            robotCode,
            name: '烽火',
            downloadIconURL: '',
            openRobotType: 2,
          })),
        },
      }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/robot/messageFiles/download',
    door: 'api',
    scope,
    handle(call) {
      const { downloadCode, robotCode } = shaped(call, 'messageFiles/download', DownloadBody, call.body)
      const file = call.ground.state.files.get(downloadCode)
      if (!file) throw new Refused(400, 'invalidParameter.robotCode.downloadCode')
      if (file.robotCode !== robotCode) throw new Refused(400, 'invalidParameter.robotCode.auth')
      return {
        body: { downloadUrl: `${call.ground.base}/files/${encodeURIComponent(downloadCode)}?Expires=1` },
      }
    },
  },
  {
    method: 'GET',
    path: '/files/*',
    door: 'open',
    free: true,
    handle(call) {
      if (call.headers['x-acs-dingtalk-access-token'])
        call.ground.forbid('GET /files: the access token is given to the file store')
      const file = call.ground.state.files.get(call.params[0] ?? '')
      if (!file) return { status: 404, body: '<Error/>', type: 'application/xml' }
      return { body: Buffer.from(file.bytes), type: 'application/octet-stream' }
    },
  },
]
