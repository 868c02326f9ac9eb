// Which person of the directory is behind an address of a platform? By what the channel has found out, else by the directory's own column.
import type { ChannelName, Directory, Person } from '../../store/schema.js'
import type { Channel } from './channel.js'

export const personBehind = (
  { channel: name, address }: { channel: ChannelName; address: string },
  { people }: Pick<Directory, 'people'>,
  channels: readonly Channel[],
): Person | undefined => {
  const found = channels.find((one) => one.name === name)?.personAt(address)
  return people.find(
    (one) =>
      one.id === found ||
      (name === 'feishu' && one.feishu === address) ||
      (name === 'dingtalk' && one.dingtalk === address),
  )
}
