// How does a robot make itself heard? DING in the app, by SMS, by telephone (§5.7).
import { z } from 'zod'
import { Refused, type Route, shaped } from './door.js'
import type { Ding } from './state.js'

const scope = 'Premium.Ding.Write'

const SendBody = z.strictObject({
  robotCode: z.string(),
  remindType: z.literal([1, 2, 3]),
  receiverUserIdList: z.array(z.string().min(1)).min(1),
  content: z.string().min(1),
  callVoice: z
    .enum([
      'Standard_Female_Voice',
      'Cantonese_Female_Voice',
      'Gentine_Female_Voice',
      'Overbearing_Female_Voice',
      'Lovely_Girl_Voice',
      'Standard_Male_Voice',
    ])
    .optional(),
})
const RecallBody = z.strictObject({ robotCode: z.string(), openDingId: z.string() })

export const dingRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1.0/robot/ding/send',
    door: 'api',
    scope,
    handle(call) {
      const { ground, app } = call
      const body = shaped(call, 'ding/send', SendBody, call.body, (path) =>
        path === 'receiverUserIdList' ? 'miss.staffId' : 'send.ding.exception',
      )
      if (body.robotCode !== app.robotCode) throw new Refused(400, 'invalid.chatbotId')
      const { remindType, receiverUserIdList: receivers } = body
      if (receivers.length > (remindType === 1 ? 200 : 20)) {
        ground.forbid(`ding/send: ${receivers.length} receivers`)
        throw new Refused(400, 'ding.receivercount.limit')
      }
      const reached = receivers.filter((id) => ground.state.users.get(id)?.visible)
      const failed = receivers.filter((id) => !reached.includes(id))
      if (remindType !== 1) {
        if (app.dingQuota < reached.length) throw new Refused(400, 'ding.serverquota.insufficient')
        app.dingQuota -= reached.length
      }
      const ding: Ding = {
        id: ground.nth('54165'),
        type: remindType,
        to: reached,
        content: body.content,
        at: ground.clock.now(),
        recalled: false,
      }
      ground.state.dings.push(ding)
      ground.heard({ what: 'ding', ding })
      return {
        body: { openDingId: ding.id, failedList: failed.length > 0 ? { 'staffId.notExisted': failed } : {} },
      }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/robot/ding/recall',
    door: 'api',
    scope,
    handle(call) {
      const { openDingId } = shaped(call, 'ding/recall', RecallBody, call.body)
      const ding = call.ground.state.dings.find(({ id }) => id === openDingId)
      if (!ding) throw new Refused(400, 'send.ding.exception')
      ding.recalled = true
      return { body: { openDingId } }
    },
  },
]
