// What may stand in the calls for interactive cards (§6.1, 6.2, 6.5)? Their bodies, their data, and the buttons of the public templates.
import { z } from 'zod'
import { Refused } from './door.js'
import { type Ground, isRecord, parsed } from './ground.js'

const ParamMap = z.strictObject({ cardParamMap: z.record(z.string(), z.unknown()) })
const SpaceModel = z.strictObject({
  supportForward: z.boolean().optional(),
  lastMessageI18n: z.record(z.string(), z.string()).optional(),
  searchSupport: z
    .strictObject({
      searchIcon: z.string().optional(),
      searchTypeName: z.string().optional(),
      searchDesc: z.string().optional(),
    })
    .optional(),
  notification: z
    .strictObject({ alertContent: z.string().optional(), notificationOff: z.boolean().optional() })
    .optional(),
})
const GroupDeliver = z.strictObject({
  robotCode: z.string(),
  atUserIds: z.record(z.string(), z.string()).optional(),
  recipients: z.array(z.string()).optional(),
  extension: z.record(z.string(), z.string()).optional(),
})
const RobotDeliver = z.strictObject({
  spaceType: z.literal('IM_ROBOT'),
  robotCode: z.string().optional(),
  extension: z.record(z.string(), z.string()).optional(),
})
const created = {
  cardTemplateId: z.string(),
  outTrackId: z.string(),
  callbackType: z.enum(['STREAM', 'HTTP']).optional(),
  callbackRouteKey: z.string().optional(),
  userId: z.string().optional(),
  userIdType: z.literal([1, 2]).optional(),
  cardData: ParamMap,
  privateData: z.record(z.string(), ParamMap).optional(),
  imGroupOpenSpaceModel: SpaceModel.optional(),
  imRobotOpenSpaceModel: SpaceModel.optional(),
  cardAtUserIds: z.array(z.string()).optional(),
}
const delivered = {
  openSpaceId: z.string(),
  imGroupOpenDeliverModel: GroupDeliver.optional(),
  imRobotOpenDeliverModel: RobotDeliver.optional(),
}
export const CreateBody = z.strictObject(created)
export const BothBody = z.strictObject({ ...created, ...delivered })
export const DeliverBody = z.strictObject({
  outTrackId: z.string(),
  userIdType: z.literal([1, 2]).optional(),
  ...delivered,
})
export const UpdateBody = z.strictObject({
  outTrackId: z.string(),
  cardData: ParamMap.optional(),
  privateData: z.record(z.string(), ParamMap).optional(),
  cardUpdateOptions: z
    .strictObject({
      updateCardDataByKey: z.boolean().optional(),
      updatePrivateDataByKey: z.boolean().optional(),
    })
    .optional(),
  userIdType: z.literal([1, 2]).optional(),
})

export const emptyCode = (path: string): string =>
  ({
    outTrackId: 'param.outTrackIdEmpty',
    cardTemplateId: 'param.cardTemplateIdEmpty',
    openSpaceId: 'param.openSpaceIdEmpty',
    cardData: 'param.cardPublicDataEmpty',
    imGroupOpenSpaceModel: 'param.openSpaceModelInvalid',
    imRobotOpenSpaceModel: 'param.openSpaceModelInvalid',
    imGroupOpenDeliverModel: 'param.openDeliverModelError',
    imRobotOpenDeliverModel: 'param.openDeliverModelError',
  })[path] ?? 'param.invalid'

/** Every value a string, keys short, and the buttons of the public templates as their client draws them (§6.5). */
export const judgeParams = (ground: Ground, map: Record<string, unknown>): Record<string, string> => {
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string') {
      ground.forbid(`card: ${key} is no string`)
      throw new Refused(400, 'MissingStringValue', `cardParamMap.${key} must be a string`)
    }
    if (Buffer.byteLength(key) > 100) ground.forbid(`card: the key ${key} is longer than 100 bytes`)
  }
  const strings = map as Record<string, string> // every value was just seen to be a string
  if (strings.sys_full_json_obj !== undefined) judgeButtons(ground, strings.sys_full_json_obj)
  return strings
}

const Button = z.strictObject({
  text: z.string().min(1),
  color: z.enum(['gray', 'blue', 'red']),
  id: z.string().max(4096).optional(),
  request: z.boolean().optional(),
  params: z.record(z.string(), z.string()).optional(),
  url: z.string().optional(),
  iosUrl: z.string().optional(),
})
export type CardButton = z.infer<typeof Button>

const judgeButtons = (ground: Ground, text: string): void => {
  const whole = parsed(text)
  if (!isRecord(whole)) {
    ground.forbid('card: sys_full_json_obj is not the JSON of an object')
    throw new Refused(400, 'param.invalid')
  }
  if (whole.msgButtons === undefined) return
  const buttons = z.array(Button).max(8).safeParse(whole.msgButtons)
  if (!buttons.success) {
    for (const { path, message } of buttons.error.issues)
      ground.forbid(`card: msgButtons.${path.join('.')}: ${message}`)
    return
  }
  for (const { text: label, request, url, id, params } of buttons.data) {
    if (!request && !url) ground.forbid(`card: the button ${label} does nothing: neither request nor url`)
    if (request && (!id || params?.id === undefined))
      ground.forbid(`card: the button ${label} needs both id and params.id, clients differ (§6.5)`)
  }
}

export const RegisterBody = z.strictObject({
  callbackRouteKey: z.string().min(1),
  callbackUrl: z.url(),
  apiSecret: z.string().optional(),
  forceUpdate: z.boolean().optional(),
})

export const StreamBody = z.strictObject({
  outTrackId: z.string(),
  guid: z.string(),
  key: z.string(),
  content: z.string(),
  isFull: z.boolean(),
  isFinalize: z.boolean(),
  isError: z.boolean(),
})
