// Does the new app hear and speak? The real channel is opened with no house behind it; what comes in is told to whoever waits.
import type { Log } from '../../store/log.js'
import type { Directory } from '../../store/schema.js'
import type { Finding } from '../../templates/operator/finding.js'
import { firstCard, firstCardDone, firstCardToast } from '../../templates/operator/setup.js'
import type { Channel } from '../channels/channel.js'
import type { Speaker } from '../channels/inbound.js'
import { openChannels } from '../channels/open.js'
import type { Config } from '../process/config.js'
import { machineClock } from '../time/clock.js'

export type Listening = {
  /** What the doctor finds of this platform. */
  check(directory: Directory): Promise<Finding[]>
  /** Somebody said something in the private chat. */
  said: Promise<Speaker>
  /** Somebody pressed the first card, or said what stands on its button. */
  pressed: Promise<true>
  /** The platform's id of a group that the bot was taken into, or called in. */
  group: Promise<string>
  /** Throws `DeliveryError`. */
  greet(speaker: Speaker): Promise<void>
  stop(): Promise<void>
}

const promised = <T>() => {
  let keep: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    keep = resolve
  })
  return { promise, keep: (value: T) => keep(value) }
}

const nobody: Directory = { units: [], people: [] }

export const listen = async (config: Config, name: 'feishu' | 'dingtalk'): Promise<Listening> => {
  const said = promised<Speaker>()
  const pressed = promised<true>()
  const group = promised<string>()
  const log: Log = {
    info(about) {
      // how DingTalk's channel tells of a group that it does not know
      if ('conversation' in about) group.keep(String(about.conversation))
    },
    warn() {},
    error() {},
  }
  const { channels } = await openChannels(config, { clock: machineClock, log })
  const channel: Channel | undefined = channels.find((one) => one.name === name)
  if (!channel) throw new Error(`${name} has no keys`)
  const kept = new Map<string, string | number>()
  let greeted = false
  await channel.start({
    receive: {
      async said({ by, chat, text }) {
        if (chat !== 'dm') return {}
        said.keep(by)
        if (greeted && text.includes(firstCard(name).actions[0]?.label ?? '')) pressed.keep(true)
        return {}
      },
      async pressed() {
        pressed.keep(true)
        return { toast: { type: 'success', text: firstCardToast }, card: firstCardDone(name) }
      },
      async entered() {},
      async recalled() {},
      async seen() {},
      async ticked() {},
      async moved() {},
    },
    memory: {
      get: (key) => kept.get(key),
      async put(key, value) {
        kept.set(key, value)
      },
    },
    directory: () => nobody,
    async tellOffice(key) {
      const id = /^feishu\/group\/(.+)$/.exec(key)?.[1]
      if (id) group.keep(id)
    },
  })
  return {
    check: (directory) => channel.check(directory),
    said: said.promise,
    pressed: pressed.promise,
    group: group.promise,
    async greet({ address }) {
      greeted = true
      const nowMs = machineClock.now()
      await channel.deliver({
        key: `setup/${nowMs}`,
        to: { person: 'installer', address },
        content: { card: firstCard(name) },
        at: new Date(nowMs).toISOString(),
        rank: 0,
      })
    },
    async stop() {
      await Promise.all(channels.map((one) => one.stop()))
    },
  }
}
