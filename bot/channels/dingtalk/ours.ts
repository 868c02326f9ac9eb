// Is it meant for us? What comes in for another robot, or from another organisation, is refused at the door.
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Memory } from '../channel.js'

/** Addressed to another robot, or from another organisation. */
export class Foreign extends Error {}

export type Ours = {
  open(memory: Memory): void
  /** Throws `Foreign`. What says neither robot nor organisation passes: not every frame does. */
  check(body: unknown): void
}

const text = z.string().min(1).optional().catch(undefined)
/** The same in the three things that come in; events over HTTP write their names with capital letters. */
const Names = z.object({ robotcode: text, chatbotcorpid: text, corpid: text }).catch({})

const lower = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]))
    : body

/**
 * The robot is known from the configuration. The organisation is not: the first message that is signed and names our
 * robot tells it, and it is kept beside the application to which it belongs.
 */
export const openOurs = (options: { clientId: string; robotCode: string; log: Log }): Ours => {
  const { clientId, robotCode, log } = options
  const logged = new Set<string>()
  let memory: Memory | undefined
  let corp: string | undefined

  const refuse = (about: Record<string, string>): never => {
    const what = JSON.stringify(about)
    if (!logged.has(what) && logged.size < 100) {
      logged.add(what)
      log.warn(about, 'refused: DingTalk brought what is meant for another robot or organisation')
    }
    throw new Foreign('not for this robot')
  }

  return {
    open(opened) {
      memory = opened
      const [client, known] = String(opened.get('corp') ?? '').split(' ')
      if (client === clientId && known) corp = known
    },
    check(body) {
      const { robotcode, chatbotcorpid, corpid } = Names.parse(lower(body))
      if (robotcode !== undefined && robotcode !== robotCode) refuse({ robotCode: robotcode })
      const from = chatbotcorpid ?? corpid
      if (from === undefined) return
      if (corp !== undefined && from !== corp) refuse({ corpId: from })
      if (corp !== undefined || robotcode === undefined || chatbotcorpid === undefined) return
      corp = from
      memory?.put('corp', `${clientId} ${from}`).catch((error: unknown) => {
        log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not keep the organisation')
      })
    },
  }
}
