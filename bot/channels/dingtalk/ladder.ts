// In which form does a card reach somebody? The best that this tenant takes: own template, public template, message buttons, numbered text.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Card } from '../../../templates/card.js'
import { undelivered, withheldBody } from '../../../templates/platform/dingtalk.js'
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import type { Destination } from '../channel.js'
import type { Api } from './api.js'
import { short, tooLong } from './buttons.js'
import {
  actionCard,
  type CardParams,
  menuOf,
  numberedText,
  ownParams,
  publicParams,
  publicTemplate,
} from './cards.js'
import { Refused } from './errors.js'
import { cardId, isPublicCard, messageId } from './ids.js'
import { plainText } from './markdown.js'
import type { Menus } from './menus.js'

type Rung = 'own' | 'public' | 'buttons' | 'text'

export type Say = (
  to: Destination,
  msgKey: string,
  msgParam: Record<string, string>,
  key: string,
) => Promise<void>

export type Ladder = {
  /** Sends the card as well as it can. Answers our id of it. Throws `Refused`. */
  send(key: string, to: Destination, card: Card): Promise<string>
  /** Draws a card anew for all who see it. Throws `Refused`. */
  redraw(outTrackId: string, card: Card): Promise<void>
}

export type LadderOptions = {
  api: Api
  menus: Menus
  clock: Clock
  log: Log
  robotCode: string
  templateId: string
  groupConversationId?: string
  /** How presses come back; nothing where they can't. */
  callback: () => { callbackType: 'STREAM' } | { callbackType: 'HTTP'; callbackRouteKey: string } | undefined
  say: Say
  /** The card has gone out under the platform's own id `carrier`. */
  carried(carrier: string, message: string): void
}

/** What the tenant refused is tried again after so long. */
const rememberMs = 30 * 60_000

/** The tenant takes no such card at all, whoever it is for. */
const never =
  /templatenotexist|templateunpublished|template\.not\.existed|template\.stopped|accesstokenpermissiondenied|msgkey\.invalid|msg\.unsupport/

const Delivered = z.looseObject({
  result: z
    .looseObject({
      deliverResults: z
        .array(
          z.looseObject({
            success: z.union([z.boolean(), z.string()]).transform(String),
            carrierId: z.string().nullish(),
            errorMsg: z.string().nullish(),
          }),
        )
        .optional(),
    })
    .optional(),
})

export const openLadder = (options: LadderOptions): Ladder => {
  const { api, menus, clock, log, robotCode, templateId } = options
  const passed = steady(clock)
  const fallen = new Map<Rung, number>()
  const own = templateId !== publicTemplate
  const stands = (rung: Rung): boolean => (fallen.get(rung) ?? 0) <= passed()

  const params = (outTrackId: string, card: Card): CardParams =>
    own && !isPublicCard(outTrackId) ? ownParams(card) : publicParams(card)

  const spaceOf = (to: Destination, card: Card): object => {
    const alert = plainText(card.lead ?? card.title)
    const model = {
      supportForward: false,
      lastMessageI18n: { ZH_CN: plainText(card.title) },
      searchSupport: { searchDesc: plainText(card.title) },
      notification: { alertContent: alert, notificationOff: false },
    }
    return 'group' in to
      ? {
          openSpaceId: `dtv1.card//IM_GROUP.${options.groupConversationId}`,
          imGroupOpenSpaceModel: model,
          imGroupOpenDeliverModel: { robotCode },
        }
      : {
          openSpaceId: `dtv1.card//IM_ROBOT.${to.address}`,
          imRobotOpenSpaceModel: model,
          imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
        }
  }

  const redraw = async (outTrackId: string, card: Card): Promise<void> => {
    // The whole map, without options: what is left out would stay.
    await api.call('PUT', '/v1.0/card/instances', {
      outTrackId,
      cardData: { cardParamMap: params(outTrackId, card) },
      userIdType: 1,
    })
  }

  const create = async (template: string, key: string, to: Destination, card: Card): Promise<string> => {
    const outTrackId = cardId(key, template === templateId ? 'given' : 'public')
    const address = 'address' in to ? to.address : ''
    if (own && card.form && !isPublicCard(outTrackId))
      await menus.hold(outTrackId, address, card.form.submit.value)
    for (const { value } of menuOf(card)) if (tooLong(value)) await menus.hold(short(value), address, value)
    try {
      const answer = await api.call('POST', '/v1.0/card/instances/createAndDeliver', {
        cardTemplateId: template,
        outTrackId,
        ...options.callback(),
        userIdType: 1,
        cardData: { cardParamMap: params(outTrackId, card) },
        ...spaceOf(to, card),
      })
      const parsed = Delivered.safeParse(answer)
      const results = parsed.data?.result?.deliverResults ?? []
      const failed = results.find(({ success }) => success !== 'true')
      // An answer of 200 can hide that nobody got it.
      if (failed) throw new Refused('refused', undelivered.noCard, 'deliver.failed')
      for (const { carrierId } of results) if (carrierId) options.carried(carrierId, outTrackId)
    } catch (error) {
      if (!(error instanceof Refused && /cardalreadyexist/.test(error.code))) throw error
      await redraw(outTrackId, card) // sent before, and its receipt was lost: brought up to date
    }
    return outTrackId
  }

  const asMessage = async (
    rung: 'buttons' | 'text',
    key: string,
    to: Destination,
    card: Card,
  ): Promise<string> => {
    const id = messageId(key)
    const values = menuOf(card).map(({ value }) => value)
    // In a group a tap on such a button does not reach the bot, which hears only what names it.
    const codes = 'group' in to ? [] : await menus.offer(id, to.address, values)
    if (rung === 'buttons') {
      const { msgKey, msgParam } = actionCard(card, codes)
      await options.say(to, msgKey, msgParam, key)
    } else await options.say(to, 'sampleText', { content: numberedText(card, codes) }, key)
    return id
  }

  const rungs = (card: Card): Rung[] => {
    const pressable = options.callback() !== undefined || (menuOf(card).length === 0 && !card.form)
    const all: Rung[] = [
      ...(pressable ? ([...(own ? ['own'] : []), 'public'] as Rung[]) : []), // literals of Rung
      'buttons',
      'text',
    ]
    return all.filter((rung) => rung === 'text' || stands(rung))
  }

  return {
    redraw,
    async send(key, to, given) {
      let card = given
      let last: unknown
      for (const rung of rungs(card)) {
        try {
          if (rung === 'own') return await create(templateId, key, to, card)
          if (rung === 'public') return await create(publicTemplate, key, to, card)
          return await asMessage(rung, key, to, card)
        } catch (error) {
          last = error
          if (!(error instanceof Refused)) throw error
          const lasting = never.test(error.code)
          if (!lasting && error.failure !== 'refused') throw error
          log.warn({ rung, code: error.code, lasting }, 'a card goes out in a simpler form')
          if (lasting) fallen.set(rung, passed() + rememberMs)
          // Words that the platform holds for unsafe stand in what people wrote: the call to act must arrive all the same.
          if (/contentunsafe|^4301/.test(error.code)) card = withoutContent(card)
        }
      }
      throw last
    },
  }
}

const withoutContent = (card: Card): Card => ({
  title: card.title,
  tone: card.tone,
  ...(card.lead ? { lead: card.lead } : {}),
  fields: [],
  body: withheldBody,
  actions: card.actions,
  ...(card.form ? { form: card.form } : {}),
})
