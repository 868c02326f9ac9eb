// By which platform does a notice go? The one it must, the one the person last used, else Feishu before DingTalk.
import { personOf, type World } from '../../rules/world.js'
import type { Notice } from '../../store/schema.js'
import type { Channel, Destination } from '../channels/channel.js'

export type Route = { channel: Channel; to: Destination }

/** The channels on which this notice may go, the preferred one first. */
export const routesOf = (
  channels: readonly Channel[],
  notice: Pick<Notice, 'to' | 'channel' | 'only' | 'redraw'>,
  world: World,
  lastUsed: unknown,
): Route[] => {
  const order = (channel: Channel) =>
    channel.name === notice.channel
      ? 0
      : channel.name === lastUsed
        ? 1
        : channel.name === 'feishu'
          ? 2
          : channel.name === 'dingtalk'
            ? 3
            : 4
  const allowed = channels
    .filter(({ name }) => (notice.redraw === undefined && !notice.only) || name === notice.channel)
    .sort((a, b) => order(a) - order(b))
  if ('group' in notice.to)
    return allowed.filter(({ hasGroup }) => hasGroup).map((channel) => ({ channel, to: { group: true } }))
  const id = notice.to.person
  const person = personOf(world, id)
  const stranger = world.strangers[id]
  return allowed.flatMap((channel) => {
    const address = person
      ? channel.addressOf(person)
      : stranger?.channel === channel.name
        ? stranger.address
        : undefined
    return address === undefined ? [] : [{ channel, to: { person: id, address } }]
  })
}
