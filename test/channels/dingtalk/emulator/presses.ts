// What happens when a person presses on a card? The callback in each of its shapes (§3.2, 13.5), and what its answer changes for them.
import { dmOf, type Ground, isRecord, parsed } from './ground.js'
import { pushCard } from './push.js'
import type { App, CardInstance } from './state.js'
import type { Outcome, Stream } from './stream.js'

export type MsgButton = {
  text: string
  color: string
  id?: string
  request?: boolean
  params?: Record<string, string>
  url?: string
}

export const buttonsIn = (map: Record<string, string>): MsgButton[] => {
  const whole = parsed(map.sys_full_json_obj ?? '{}')
  return isRecord(whole) && Array.isArray(whole.msgButtons) ? (whole.msgButtons as MsgButton[]) : [] // judged when it came in
}

export const makePresses = (ground: Ground, app: App, stream: Stream) => {
  const { state } = ground
  const cardOf = (outTrackId: string): CardInstance => {
    const card = state.cards.get(outTrackId)
    if (!card) throw new Error(`there is no card ${outTrackId}`)
    return card
  }

  /** §13.5: the documented and the observed shapes of a press. */
  const pressBody = (
    card: CardInstance,
    staffId: string,
    actionId: string,
    params: Record<string, unknown>,
  ) => {
    const shape = ground.settings.callbackShape
    const inner = {
      cardPrivateData: {
        actionIds: [shape === 'object' ? 'node_ocabc_1' : actionId],
        params: shape === 'id' ? {} : params,
      },
    }
    const group = card.deliveries.find(({ spaceType }) => spaceType === 'IM_GROUP')
    const text = JSON.stringify(inner)
    return {
      type: 'actionCallback',
      outTrackId: card.outTrackId,
      corpId: state.corpId,
      userId: staffId,
      userIdType: 1,
      spaceType: shape === 'object' ? 'im' : 'IM',
      spaceId: group?.spaceId ?? dmOf(staffId, app),
      extension: '{}',
      ...(shape === 'value' ? { value: text } : { content: shape === 'object' ? inner : text }),
    }
  }

  const applyAnswer = (card: CardInstance, staffId: string, outcome: Outcome): void => {
    if (!outcome.ok || !isRecord(outcome.response)) return
    const { response } = outcome
    const mapOf = (part: unknown): Record<string, string> =>
      isRecord(part) && isRecord(part.cardParamMap) ? (part.cardParamMap as Record<string, string>) : {}
    const known = Object.keys(response).filter(
      (key) => !['cardUpdateOptions', 'cardData', 'userPrivateData'].includes(key),
    )
    if (known.length > 0) ground.forbid(`card callback: answered with ${known.join(', ')}`)
    const hidden = mapOf(response.userPrivateData)
    if (Object.keys(hidden).length > 0)
      ground.forbid('card callback: private data on a template without private variables hides later updates')
    card.clickerData.set(staffId, { ...card.clickerData.get(staffId), ...mapOf(response.cardData) })
    if (Object.keys(hidden).length > 0)
      card.privateData.set(staffId, { ...card.privateData.get(staffId), ...hidden })
  }

  /** Over HTTP a callback has no id: the same one again is the same bytes, signed at the same moment. */
  const moments = new Map<string, number>()
  const momentOf = (id: string | undefined): number => {
    const moment = moments.get(id ?? '') ?? ground.clock.now()
    if (id !== undefined) moments.set(id, moment)
    return moment
  }

  const callBack = async (
    card: CardInstance,
    staffId: string,
    actionId: string,
    params: Record<string, unknown>,
    messageId?: string,
  ): Promise<Outcome> => {
    if (!state.users.has(staffId)) throw new Error(`nobody has the staffId ${staffId}`)
    const data = pressBody(card, staffId, actionId, params)
    ground.clicksUnderWay.add(card.outTrackId)
    const callback = card.routeKey ? app.callbacks.get(card.routeKey) : undefined
    const outcome: Outcome =
      card.callbackType === 'STREAM'
        ? await stream.push(app.clientId, 'card', data, messageId ? { messageId } : {})
        : callback
          ? await pushCard(ground, callback, data, momentOf(messageId))
          : { ok: false, reason: 'no callback is registered' }
    ground.clicksUnderWay.delete(card.outTrackId)
    applyAnswer(card, staffId, outcome)
    return outcome
  }

  const buttonOf = (map: Record<string, string>, wanted: { buttonId?: string; buttonText?: string }) =>
    buttonsIn(map).find(({ id, text }) =>
      wanted.buttonId === undefined ? text === wanted.buttonText : id === wanted.buttonId,
    )

  const cardView = (outTrackId: string, staffId: string): Record<string, string> => {
    const card = cardOf(outTrackId)
    return { ...card.data, ...card.clickerData.get(staffId), ...card.privateData.get(staffId) }
  }

  return {
    cardView,
    /** Presses a button that the person sees now; throws when there is none. */
    click(press: {
      outTrackId: string
      staffId: string
      buttonId?: string
      buttonText?: string
      messageId?: string
    }) {
      const button = buttonOf(cardView(press.outTrackId, press.staffId), press)
      if (!button) throw new Error(`no button ${press.buttonId ?? press.buttonText} on ${press.outTrackId}`)
      return callBack(
        cardOf(press.outTrackId),
        press.staffId,
        button.id ?? '',
        button.params ?? {},
        press.messageId,
      )
    },
    /** Presses a button as an old client shows it, whatever the card looks like by now. */
    clickStale: (outTrackId: string, staffId: string, button: MsgButton, messageId?: string) =>
      callBack(cardOf(outTrackId), staffId, button.id ?? '', button.params ?? {}, messageId),
    /** A click on the card's body, which some templates report although it means nothing (§3.2). */
    clickBody: (outTrackId: string, staffId: string) =>
      callBack(cardOf(outTrackId), staffId, 'body', { fromConfig: "''" }),
    submitForm(outTrackId: string, staffId: string, values: Record<string, string>) {
      const card = cardOf(outTrackId)
      const form = parsed(cardView(outTrackId, staffId).form ?? '')
      const fields = isRecord(form) && Array.isArray(form.fields) ? form.fields.filter(isRecord) : []
      if (fields.length === 0) throw new Error(`${outTrackId} has no form`)
      const filled: Record<string, unknown> = {}
      for (const field of fields) {
        const name = String(field.name)
        const given = values[name]
        if (given === undefined || given === '') {
          if (field.required === true) throw new Error(`the client asks for ${name}`)
          continue
        }
        const options = Array.isArray(field.options) ? field.options.filter(isRecord) : undefined
        const index = options?.findIndex(({ value }) => value === given)
        if (index === -1) throw new Error(`${given} is not one of the options of ${name}`)
        filled[name] = index === undefined ? given : { index, value: given }
      }
      // A form's answer lies in the params: without them it is none, whatever shape buttons have.
      const shape = ground.settings.callbackShape
      if (shape === 'id') ground.settings.callbackShape = 'params'
      const outcome = callBack(card, staffId, 'form', { form: filled })
      ground.settings.callbackShape = shape
      return outcome
    },
  }
}
