// What is a frame of the stream answered? By its topic: the effect is on disk first, what can't be read is refused, what can't be stored comes again.
import { ZodError } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Ack, Frame } from './frames.js'
import type { Ear } from './listen.js'
import { Foreign } from './ours.js'

const messages = '/v1.0/im/bot/messages/get'
const callbacks = '/v1.0/card/instances/callback'

const nothing = JSON.stringify({ response: null })
/** Never status in the answer of a card: it would hide what is drawn for everybody later (platform notes 3.2). */
const unchanged = JSON.stringify({ response: {} })
const taken = JSON.stringify({ status: 'SUCCESS', message: '' })
const later = JSON.stringify({ status: 'LATER', message: 'not stored' })

const parse = (data: string): unknown => {
  try {
    return JSON.parse(data)
  } catch {
    throw new ZodError([{ code: 'custom', path: [], message: 'not JSON', input: undefined }])
  }
}

export const openTaker =
  (ear: () => Ear | undefined, log: Log) =>
  async ({ type, headers, data }: Frame): Promise<Ack> => {
    const open = ear()
    if (!open) return 'silent'
    const { topic, messageId } = headers
    const isEvent = type === 'EVENT'
    try {
      if (isEvent) {
        await open.event(headers.eventType ?? '', headers.eventId ?? messageId, parse(data))
        return { code: 200, data: taken }
      }
      if (topic === messages) {
        await open.message(parse(data))
        return { code: 200, data: nothing }
      }
      if (topic === callbacks) {
        await open.callback(`dingtalk:${messageId}`, parse(data))
        return { code: 200, data: unchanged }
      }
      return { code: 404, message: 'no handler for this topic', data: nothing }
    } catch (error) {
      // Brought again it would not be for us either.
      if (error instanceof Foreign)
        return { code: 200, data: isEvent ? taken : topic === callbacks ? unchanged : nothing }
      if (error instanceof ZodError) {
        log.warn({ type, topic }, 'a DingTalk frame holds what can not be read')
        return isEvent ? { code: 200, data: taken } : { code: 400, message: 'malformed', data: nothing }
      }
      log.error(
        { type, topic, reason: error instanceof Error ? error.message : '' },
        'could not store a DingTalk frame',
      )
      // A message without an answer is sent again; an event says so itself; who pressed must see that it failed.
      if (isEvent) return { code: 200, data: later }
      return topic === callbacks ? { code: 500, message: 'not stored', data: nothing } : 'silent'
    }
  }
