// What becomes of an interactive card? Created, delivered, updated (§6.1, 6.2), with every limit of its data.
import type { z } from 'zod'
import {
  BothBody,
  CreateBody,
  DeliverBody,
  emptyCode,
  judgeParams,
  RegisterBody,
  StreamBody,
  UpdateBody,
} from './card-shapes.js'
import { type Call, Refused, type Route, shaped } from './door.js'
import type { Ground } from './ground.js'
import { type CardDelivery, type CardInstance, publicTemplates } from './state.js'

const scope = 'Card.Instance.Write'

/** Private data wants variables that the template marks as private; elsewhere it hides every later update from that person (§3.2). */
const judgePrivate = (ground: Ground, templateId: string, people: number): void => {
  if (people > 0 && Object.values<string>(publicTemplates).includes(templateId))
    ground.forbid('card: private data on a public template, which has no private variables')
}

const create = (call: Call, body: z.infer<typeof CreateBody>): CardInstance => {
  const { ground, app } = call
  if (body.outTrackId === '' || body.outTrackId.length > 100) {
    ground.forbid(`card: an outTrackId of ${body.outTrackId.length} characters`)
    throw new Refused(400, body.outTrackId === '' ? 'param.outTrackIdEmpty' : 'param.invalid')
  }
  if (!app.templates.has(body.cardTemplateId)) throw new Refused(400, 'param.templateNotExist')
  const data = judgeParams(ground, body.cardData.cardParamMap)
  const privateData = new Map(
    Object.entries(body.privateData ?? {}).map(([id, { cardParamMap }]) => [
      id,
      judgeParams(ground, cardParamMap),
    ]),
  )
  judgePrivate(ground, body.cardTemplateId, privateData.size)
  if (body.callbackType === 'HTTP' && !app.callbacks.has(body.callbackRouteKey ?? ''))
    ground.forbid(`card: callbackRouteKey ${body.callbackRouteKey} was never registered`)
  const known = ground.state.cards.get(body.outTrackId)
  if (known) {
    if (ground.settings.duplicateCard === 'error') throw new Refused(400, 'param.cardAlreadyExist')
    return known
  }
  const card: CardInstance = {
    outTrackId: body.outTrackId,
    clientId: app.clientId,
    templateId: body.cardTemplateId,
    data,
    privateData,
    clickerData: new Map(),
    callbackType: body.callbackType ?? 'HTTP',
    ...(body.callbackRouteKey ? { routeKey: body.callbackRouteKey } : {}),
    deliveries: [],
    history: [data],
    createdAt: ground.clock.now(),
  }
  return card
}

type Delivered = { spaceType: string; spaceId: string; success: boolean; carrierId: string; errorMsg: string }

const deliver = (
  call: Call,
  card: CardInstance,
  body: Omit<z.infer<typeof DeliverBody>, 'outTrackId'>,
): Delivered[] => {
  const { ground, app } = call
  const found = /^dtv1\.card\/\/(.+)$/.exec(body.openSpaceId)
  const spaces = (found?.[1] ?? '').split(';').map((one) => /^(IM_GROUP|IM_ROBOT)\.(.+)$/.exec(one))
  if (spaces.length === 0 || spaces.some((one) => one === null)) {
    ground.forbid(`card: openSpaceId ${body.openSpaceId}`)
    throw new Refused(400, 'param.openSpaceIdInvalid')
  }
  return spaces.map((space) => {
    const [, spaceType, spaceId = ''] = space ?? []
    if (spaceType === 'IM_GROUP' ? !body.imGroupOpenDeliverModel : !body.imRobotOpenDeliverModel) {
      ground.forbid(`card: no deliver model for ${spaceType}`)
      throw new Refused(400, 'param.openDeliverModelEmpty')
    }
    const robotCode = body.imGroupOpenDeliverModel?.robotCode ?? body.imRobotOpenDeliverModel?.robotCode
    if (robotCode !== undefined && robotCode !== app.robotCode)
      throw new Refused(400, 'param.openDeliverModelError')
    const failed = (errorMsg: string): Delivered => ({
      spaceType: spaceType ?? '',
      spaceId,
      success: false,
      carrierId: '',
      errorMsg,
    })
    if (spaceType === 'IM_GROUP') {
      if (!ground.state.groups.get(spaceId)?.robots.has(app.robotCode)) return failed('robot not in group')
    } else {
      const user = ground.state.users.get(spaceId)
      if (!user) throw new Refused(400, 'param.userIdNotExist')
      if (!user.visible) return failed('user is not in the visible range')
    }
    // The same card in the same space: the platform does not show it twice.
    const known = card.deliveries.find((one) => one.spaceId === spaceId)
    if (known)
      return { spaceType: known.spaceType, spaceId, success: true, carrierId: known.carrierId, errorMsg: '' }
    const delivery: CardDelivery = {
      spaceType: spaceType as 'IM_GROUP' | 'IM_ROBOT', // by the pattern
      spaceId,
      carrierId: `${ground.nth('4v+Az')}==`,
      recalled: false,
      at: ground.clock.now(),
    }
    card.deliveries.push(delivery)
    ground.heard({ what: 'card', card, delivery })
    // As the documentation's own sample: a text that says nothing though it went well.
    return {
      spaceType: delivery.spaceType,
      spaceId,
      success: true,
      carrierId: delivery.carrierId,
      errorMsg: 'ok',
    }
  })
}

const judgeForward = (ground: Ground, body: z.infer<typeof CreateBody>): void => {
  for (const model of [body.imGroupOpenSpaceModel, body.imRobotOpenSpaceModel])
    if (model && model.supportForward !== false) ground.forbid('card: it can be forwarded to others')
  if (!body.imGroupOpenSpaceModel && !body.imRobotOpenSpaceModel) {
    ground.forbid('card: no open space model')
    throw new Refused(400, 'param.openSpaceModelInvalid')
  }
}

const update = (call: Call) => {
  const { ground } = call
  const body = shaped(call, 'PUT card', UpdateBody, call.body, emptyCode)
  if (!body.cardData && !body.privateData) throw new Refused(400, 'param.cardDataAndPrivateDataBothEmpty')
  const card = ground.state.cards.get(body.outTrackId)
  if (!card || card.clientId !== call.app.clientId) throw new Refused(400, 'param.cardNotExist')
  if (ground.clicksUnderWay.has(body.outTrackId))
    ground.forbid(`PUT card ${body.outTrackId}: updated inside the callback, before its ack`)
  const byKey = body.cardUpdateOptions?.updateCardDataByKey === true
  if (body.cardData) {
    const map = judgeParams(ground, body.cardData.cardParamMap)
    card.data = byKey ? { ...card.data, ...map } : map
    card.history.push(card.data)
  }
  judgePrivate(ground, card.templateId, Object.keys(body.privateData ?? {}).length)
  for (const [id, { cardParamMap }] of Object.entries(body.privateData ?? {})) {
    const map = judgeParams(ground, cardParamMap)
    const merge = body.cardUpdateOptions?.updatePrivateDataByKey === true
    card.privateData.set(id, merge ? { ...card.privateData.get(id), ...map } : map)
  }
  // What only the clicker saw is overtaken by what everybody sees.
  card.clickerData.clear()
  ground.heard({ what: 'card-updated', card })
  return { body: { success: true, result: true } }
}

export const cardRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1.0/card/instances/createAndDeliver',
    door: 'api',
    scope,
    handle(call) {
      const body = shaped(call, 'createAndDeliver', BothBody, call.body, emptyCode)
      judgeForward(call.ground, body)
      const card = create(call, body)
      const deliverResults = deliver(call, card, body)
      // An instance stands once it was delivered somewhere; what reached nobody may be tried again.
      if (card.deliveries.length > 0) call.ground.state.cards.set(card.outTrackId, card)
      return { body: { success: true, result: { outTrackId: card.outTrackId, deliverResults } } }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/card/instances',
    door: 'api',
    scope,
    handle(call) {
      const body = shaped(call, 'POST card', CreateBody, call.body, emptyCode)
      judgeForward(call.ground, body)
      const card = create(call, body)
      call.ground.state.cards.set(card.outTrackId, card)
      return { body: { success: true, result: card.outTrackId } }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/card/instances/deliver',
    door: 'api',
    scope,
    handle(call) {
      const body = shaped(call, 'deliver card', DeliverBody, call.body, emptyCode)
      const card = call.ground.state.cards.get(body.outTrackId)
      if (!card) throw new Refused(400, 'param.cardNotExist')
      return { body: { success: true, result: deliver(call, card, body) } }
    },
  },
  { method: 'PUT', path: '/v1.0/card/instances', door: 'api', scope, handle: update },
  {
    method: 'PUT',
    path: '/v1.0/card/streaming',
    door: 'api',
    scope: 'Card.Streaming.Write',
    handle(call) {
      const body = shaped(call, 'streaming', StreamBody, call.body)
      const card = call.ground.state.cards.get(body.outTrackId)
      if (!card) throw new Refused(400, 'param.cardNotExist')
      if (card.templateId !== publicTemplates.aiMarkdown)
        call.ground.forbid('streaming: this template does not stream')
      card.data = {
        ...card.data,
        [body.key]: body.isFull ? body.content : `${card.data[body.key] ?? ''}${body.content}`,
      }
      return { body: { success: true, result: true } }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/card/callbacks/register',
    door: 'api',
    scope,
    handle(call) {
      const body = shaped(call, 'register callback', RegisterBody, call.body)
      const known = call.app.callbacks.get(body.callbackRouteKey)
      const callback = {
        url: known && !body.forceUpdate ? known.url : body.callbackUrl,
        apiSecret: body.apiSecret ?? known?.apiSecret ?? call.ground.nth('api-secret-'),
      }
      call.app.callbacks.set(body.callbackRouteKey, callback)
      return { body: { success: true, result: { callbackUrl: callback.url, apiSecret: callback.apiSecret } } }
    },
  },
]
