// What is said where an answer is cut? One sentence for each question, at most a few an hour: whom to ring instead.
import { RANK } from '../../handlers/tell.js'
import type { World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import type { Notice } from '../../store/schema.js'
import { telephoneInstead } from '../../templates/sentences.js'
import type { Clock } from '../time/clock.js'
import type { Route } from './routes.js'

const HOUR_MS = 3_600_000
const MOST_AN_HOUR = 4
const MOST_REMEMBERED = 1_000

type Telephone = {
  /** Resolves when it has been said, or need not be said again. Throws `DeliveryError`. */
  instead(route: Route, notice: Notice, world: World): Promise<void>
}

/** What was asked: all answers to one message are one. */
const askedIn = (key: string): string => key.replace(/\/\d+$/, '')

export const openTelephone = (clock: Clock): Telephone => {
  const said = new Map<string, number>()
  return {
    async instead({ channel, to }, notice, world) {
      if ('group' in to) return
      const nowMs = clock.now()
      for (const [asked, at] of said) if (at <= nowMs - HOUR_MS) said.delete(asked)
      const asked = `${to.address} ${askedIn(notice.key)}`
      const recently = [...said.keys()].filter((one) => one.startsWith(`${to.address} `)).length
      if (said.has(asked) || recently >= MOST_AN_HOUR || said.size >= MOST_REMEMBERED) return
      const text = telephoneInstead(deskPhone(world.directory, '网信办'))
      const key = `${askedIn(notice.key)}/telephone`
      await channel.deliver({
        key,
        to,
        content: { text },
        at: notice.at,
        rank: RANK.reply,
        need: 'telephone',
      })
      said.set(asked, nowMs)
    },
  }
}
