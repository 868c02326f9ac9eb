// What reached people on the platform, in the words of a scene? Messages, redrawings and DINGs, as their readers see them.
import type { Rendered } from '../../../../templates/card.js'
import type { Delivery } from '../../../scenes/platform.js'
import type { Emulator } from './emulator.js'
import { readCard, readSent } from './reading.js'

export type RecordOptions = {
  /** The campus group. */
  group: string
  /** Does this tenant take cards? */
  cards: boolean
  personAt: (address: string) => string
}

export const openRecord = (emulator: Emulator, options: RecordOptions) => {
  const deliveries: Delivery[] = []
  /** Everything that stands on the platform, in the order in which it came. */
  const standing: { to: string; id: string; key: string; read: () => Rendered }[] = []
  /** Our key of what is just being sent to an address; the platform itself knows none. */
  const underWay = new Map<string, string>()

  /**
   * A message can't be drawn anew: the channel says once, in its title and first line, that what it was about is settled.
   * For the one who reads that is the redrawing.
   */
  const settledBy = (to: string, content: Rendered) => {
    const [title = '', lead, ...more] = 'text' in content ? content.text.split('\n') : []
    if (!lead || more.length > 0 || !title.startsWith('【网络安全事件')) return undefined
    // a card without buttons is read back as the text that it became
    const shows = (seen: Rendered): boolean =>
      ('card' in seen ? seen.card.title : seen.text.split('\n')[0]) === title
    const old = standing.findLast(
      (one) => one.to === to && !emulator.state.cards.has(one.id) && shows(one.read()),
    )
    return old && { id: old.id, card: { title, tone: 'green' as const, lead, fields: [], actions: [] } }
  }

  const arrived = (address: string, id: string, content: Rendered): void => {
    const to = address === options.group ? '群' : options.personAt(address)
    const key = underWay.get(address) ?? id
    // What this tenant refuses it has always refused: the office has long been told, no scene begins with it.
    if (!options.cards && 'text' in content && content.text.startsWith('钉钉没有接受卡片')) return
    const settled = settledBy(to, content)
    standing.push({ to, id, key, read: () => content })
    deliveries.push(settled ? { kind: 'redraw', to, ...settled } : { kind: 'message', to, id, content, key })
  }

  emulator.onHappened((happened) => {
    switch (happened.what) {
      case 'message': {
        const { msgKey, param } = happened.sent
        const file = msgKey === 'sampleFile' ? emulator.state.media.get(param.mediaId ?? '') : undefined
        for (const address of happened.to)
          if (file)
            deliveries.push({
              kind: 'file',
              to: options.personAt(address),
              name: param.fileName ?? '',
              bytes: file.bytes,
            })
          else arrived(address, happened.sent.key, readSent(happened.sent))
        return
      }
      case 'card': {
        const { card, delivery } = happened
        const to = delivery.spaceType === 'IM_GROUP' ? '群' : options.personAt(delivery.spaceId)
        const id = card.outTrackId
        const key = underWay.get(delivery.spaceId) ?? id
        const read = () => ({ card: readCard(emulator.cardView(id, delivery.spaceId)) })
        standing.push({ to, id, key, read })
        deliveries.push({ kind: 'message', to, id, content: { card: readCard(card.data) }, key })
        return
      }
      case 'card-updated':
        for (const { spaceType, spaceId } of happened.card.deliveries)
          deliveries.push({
            kind: 'redraw',
            to: spaceType === 'IM_GROUP' ? '群' : options.personAt(spaceId),
            id: happened.card.outTrackId,
            card: readCard(happened.card.data),
          })
        return
      case 'ding':
        for (const address of happened.ding.to)
          deliveries.push({
            kind: 'urgent',
            to: options.personAt(address),
            level: ({ 1: 'app', 2: 'sms', 3: 'phone' } as const)[happened.ding.type],
          })
    }
  })

  return { deliveries, standing, underWay }
}
