// Who is whom on the platform? Contacts of the old and the new API, and the work notification (§5.9, 5.10).
import { z } from 'zod'
import { Refused, type Route, shaped } from './door.js'
import type { User } from './state.js'

const MobileBody = z.strictObject({
  mobile: z.string(),
  support_exclusive_account_search: z.boolean().optional(),
})
const UserBody = z.strictObject({ userid: z.string(), language: z.enum(['zh_CN', 'en_US']).optional() })
const SearchBody = z.strictObject({
  queryWord: z.string(),
  offset: z.number(),
  size: z.number(),
  fullMatchField: z.number().optional(),
})
const NotifyBody = z.strictObject({
  agent_id: z.number(),
  userid_list: z.string(),
  msg: z.looseObject({ msgtype: z.string() }),
})

const profile = (user: User) => ({
  userid: user.staffId,
  unionid: user.unionId,
  name: user.name,
  avatar: '',
  ...(user.mobile ? { mobile: user.mobile } : {}),
  title: '',
  dept_id_list: [1],
  admin: false,
  active: true,
})

export const peopleRoutes: Route[] = [
  {
    method: 'POST',
    path: '/topapi/v2/user/getbymobile',
    door: 'oapi',
    scope: 'qyapi_get_member_by_mobile',
    free: true,
    handle(call) {
      const { mobile } = shaped(call, 'getbymobile', MobileBody, call.body)
      const request_id = call.ground.nth('request-')
      if (!/^\+?[\d-]{6,}$/.test(mobile))
        return { body: { errcode: 40104, errmsg: '无效的手机号码', request_id } }
      const user = [...call.ground.state.users.values()].find((one) => one.mobile === mobile)
      if (!user) return { body: { errcode: 60121, errmsg: '找不到该用户', request_id } }
      return {
        body: {
          errcode: 0,
          errmsg: 'ok',
          result: { userid: user.staffId, exclusive_account_userid_list: [] },
          request_id,
        },
      }
    },
  },
  {
    method: 'POST',
    path: '/topapi/v2/user/get',
    door: 'oapi',
    scope: 'qyapi_get_member',
    free: true,
    handle(call) {
      const { userid } = shaped(call, 'user/get', UserBody, call.body)
      const request_id = call.ground.nth('request-')
      const user = call.ground.state.users.get(userid)
      if (!user) return { body: { errcode: 60121, errmsg: '找不到该用户', request_id } }
      return { body: { errcode: 0, errmsg: 'ok', result: profile(user), request_id } }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/contact/users/search',
    door: 'api',
    scope: 'qyapi_addresslist_search',
    free: true,
    handle(call) {
      const body = shaped(call, 'users/search', SearchBody, call.body)
      const all = [...call.ground.state.users.values()]
        .filter(({ name }) =>
          body.fullMatchField === 1 ? name === body.queryWord : name.includes(body.queryWord),
        )
        .map(({ staffId }) => staffId)
      const list = all.slice(body.offset, body.offset + body.size)
      return { body: { hasMore: body.offset + body.size < all.length, totalCount: all.length, list } }
    },
  },
  {
    method: 'POST',
    path: '/topapi/message/corpconversation/asyncsend_v2',
    door: 'oapi',
    handle(call) {
      const body = shaped(call, 'asyncsend_v2', NotifyBody, call.body)
      if (body.userid_list.split(',').length > 100) throw new Refused(400, 'invalidParameter.userIds.overMax')
      if (Buffer.byteLength(JSON.stringify(body.msg)) > 2048)
        return { body: { errcode: 33, errmsg: '消息超过 2048 字节' } }
      return { body: { errcode: 0, errmsg: 'ok', task_id: 256271667526 } }
    },
  },
]
