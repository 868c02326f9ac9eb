// How does the bot speak on no platform at all? The sandbox: a make-believe chat inside this process, open to this machine only.

import { randomUUID } from 'node:crypto'
import type { Router } from 'express'
import { directoryFinding } from '../../../templates/operator/doctor.js'
import { undelivered } from '../../../templates/platform/sandbox.js'
import { fileKinds } from '../../../templates/platform/words.js'
import { type Channel, DeliveryError, type Destination } from '../channel.js'
import { openChats } from './chats.js'
import type { SandboxOptions } from './needs.js'
import { campus } from './people.js'
import { plainly } from './plainly.js'
import { sandboxRouter } from './router.js'
import { openStreams } from './stream.js'

const groupChat = 'group'

/** The sandbox's channel, and the routes of its page and API, to be mounted at the root. */
export const sandboxChannel = (
  options: SandboxOptions,
): { channel: Channel; router: Router; forget(chat: string, since: string, until: string): void } => {
  const { log } = options
  const streams = openStreams()
  const chats = openChats(log, streams)
  const people = () => campus(options.people())

  /** The chat behind a destination. Throws where no phone rings. */
  const reach = (to: Destination): string => {
    if ('group' in to) return groupChat
    if (!people().some(({ id }) => id === to.address))
      throw new DeliveryError('unreachable', undelivered.nobody)
    if (!log.reachable(to.address)) throw new DeliveryError('unreachable', undelivered.off)
    return to.address
  }

  const once = (key: string, make: () => string): { message: string } => {
    const message = log.byKey(key)
    return { message: message ?? stored(make) }
  }

  const channel: Channel = {
    name: 'sandbox',
    hasGroup: true,
    toasts: true,
    pickers: true,
    addressOf: ({ id }) => id,
    personAt: (address) => address,
    async start() {},
    meet() {},
    async deliver({ key, to, content, at }) {
      const shown = 'card' in content ? { card: plainly(content.card) } : content
      return once(`sent:${key}`, () => chats.put(reach(to), { at, from: 'bot', ...shown }, `sent:${key}`))
    },
    async redraw({ message }, card) {
      if (!stored(() => chats.redraw(message, plainly(card))))
        throw new DeliveryError('refused', undelivered.noMessage)
      return { message }
    },
    async urge(message, to, level) {
      reach(to)
      if (!stored(() => chats.buzz(message, level))) throw new DeliveryError('refused', undelivered.noMessage)
      return { level }
    },
    async sendFile(key, to, { name, bytes }) {
      return once(`sent:${key}`, () => {
        const chat = reach(to)
        const id = randomUUID()
        const safe = safeName(name)
        log.keepFile(id, bytes)
        const url = `/sandbox/api/files/${id}/${encodeURIComponent(safe)}`
        const at = new Date(options.now()).toISOString()
        return chats.put(chat, { at, from: 'bot', file: { name: safe, url } }, `sent:${key}`)
      })
    },
    async fetchFile() {
      throw new DeliveryError('refused', undelivered.noFiles)
    },
    wrong: () => undefined,
    usage: () => ({ calls: 0 }),
    check: async () => [directoryFinding.everybody],
    async stop() {
      streams.close()
    },
  }

  return {
    channel,
    router: sandboxRouter({ ...options, people, chats, streams }),
    forget(chat, since, until) {
      for (const message of log.forget(chat, since, until)) streams.tell({ event: 'update', chat, message })
    },
  }
}

/** What the disk does not take is not delivered; the courier tries again. */
const stored = <T>(write: () => T): T => {
  try {
    return write()
  } catch (error) {
    if (error instanceof DeliveryError) throw error
    throw new DeliveryError('transient', undelivered.notKept(String(error)))
  }
}

/** A file name without paths, control characters or signs that some system forbids; never empty. */
const safeName = (name: string): string => {
  const plain = name.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, '_').replace(/^\.+/, '')
  const chars = [...plain]
  const short = chars.length > 120 ? [...chars.slice(0, 60), '…', ...chars.slice(-59)].join('') : plain
  return short.trim() || fileKinds.file
}
