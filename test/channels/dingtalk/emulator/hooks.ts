// How is an answer sent without a token? The session webhook of a conversation, the custom group robot (§5.4, 5.5), and media (§5.8).
import { robotSign } from './crypto.js'
import type { Call, Reply, Route } from './door.js'
import { keep } from './robot.js'
import { judgeHook } from './words.js'

const bySession = (call: Call): Reply => {
  const { ground } = call
  const session = ground.state.sessions.get(call.query.get('session') ?? '')
  if (!session || session.expires <= ground.clock.now())
    return { body: { errcode: 300001, errmsg: 'session 不存在' } }
  const app = ground.state.apps.get(session.clientId)
  const words = judgeHook(ground, call.body)
  if (!app || 'errcode' in words) return { body: words }
  const to = session.cid ? { cid: session.cid } : { users: [session.staffId] }
  keep(ground, app, { way: 'session', to, msgKey: words.msgKey, param: words.param }, [
    session.cid ?? session.staffId,
  ])
  return { body: { errcode: 0, errmsg: 'ok' } }
}

const byCustomRobot = (call: Call): Reply => {
  const { ground } = call
  const nowMs = ground.clock.now()
  const token = call.query.get('access_token')
  if (!token) return { body: { errcode: 400101, errmsg: 'access_token is missing' } }
  const robot = ground.state.robots.get(token)
  if (!robot) return { body: { errcode: 300005, errmsg: 'token is not exist' } }
  if (robot.secret) {
    const timestamp = call.query.get('timestamp') ?? ''
    if (!(Math.abs(nowMs - Number(timestamp)) <= 3600_000))
      return { body: { errcode: 310000, errmsg: 'invalid timestamp' } }
    if (call.query.get('sign') !== robotSign(timestamp, robot.secret))
      return { body: { errcode: 310000, errmsg: 'sign not match' } }
  }
  if (robot.keywords.length > 0 && !robot.keywords.some((word) => JSON.stringify(call.body).includes(word)))
    return { body: { errcode: 310000, errmsg: 'keywords not in content' } }
  robot.sent = robot.sent.filter((at) => at > nowMs - 60_000)
  if (robot.lockedUntil > nowMs || robot.sent.length >= 20) {
    if (robot.lockedUntil <= nowMs) {
      robot.lockedUntil = nowMs + 600_000
      ground.forbid('custom robot: more than 20 messages in a minute')
    }
    return { body: { errcode: 410100, errmsg: 'send too fast' } }
  }
  const { msgUuid, ...rest } = call.body
  if (typeof msgUuid === 'string') {
    if (robot.uuids.has(msgUuid)) return { body: { errcode: 0, errmsg: 'ok' } }
    robot.uuids.add(msgUuid)
  }
  const words = judgeHook(ground, rest)
  if ('errcode' in words) return { body: words }
  robot.sent.push(nowMs)
  keep(
    ground,
    call.app,
    { way: 'custom', to: { cid: robot.cid }, msgKey: words.msgKey, param: words.param },
    [robot.cid],
  )
  return { body: { errcode: 0, errmsg: 'ok' } }
}

const kinds: Record<string, { most: number; ends: string[] }> = {
  image: { most: 20, ends: ['jpg', 'gif', 'png', 'bmp'] },
  voice: { most: 2, ends: ['amr', 'mp3', 'wav'] },
  video: { most: 20, ends: ['mp4'] },
  file: { most: 20, ends: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'] },
}

const upload = async (call: Call): Promise<Reply> => {
  const { ground } = call
  const refuse = (errmsg: string): Reply => {
    ground.forbid(`media/upload: ${errmsg}`)
    return { body: { errcode: 40035, errmsg } }
  }
  const type = call.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return refuse('not a multipart form')
  const form = await new Response(Uint8Array.from(call.bytes), {
    headers: { 'content-type': type },
  }).formData()
  const kind = String(form.get('type') ?? call.query.get('type') ?? '')
  const media = form.get('media')
  const limits = kinds[kind]
  if (!limits) return refuse(`a type that does not exist: ${kind}`)
  if (!media || typeof media === 'string') return refuse('the part media is no file: its filename is missing')
  const bytes = new Uint8Array(await media.arrayBuffer())
  if (bytes.length === 0 || bytes.length > limits.most * 1024 * 1024)
    return refuse(`${bytes.length} bytes of ${kind}`)
  const end = media.name.split('.').at(-1)?.toLowerCase() ?? ''
  if (!limits.ends.includes(end)) return refuse(`.${end} is no ${kind}`)
  const id = `@lAz${Buffer.from(ground.nth('media')).toString('base64url')}`
  ground.state.media.set(id, { name: media.name, bytes, type: kind })
  return {
    body: { errcode: 0, errmsg: 'ok', media_id: id, created_at: ground.clock.now(), type: kind },
  }
}

export const hookRoutes: Route[] = [
  { method: 'POST', path: '/robot/sendBySession', door: 'open', free: true, handle: bySession },
  { method: 'POST', path: '/robot/send', door: 'open', free: true, handle: byCustomRobot },
  { method: 'POST', path: '/media/upload', door: 'oapi', handle: upload },
]
