// Is this an ack as §2.3 wants it? Everything that departs is remembered.
import { type Ground, isRecord, parsed } from './ground.js'

export type Ack = { code: number; messageId: string; data: string }

export const judgeAck = (ground: Ground, text: string): Ack | undefined => {
  const frame = parsed(text)
  if (!isRecord(frame)) {
    ground.forbid(`ack: no JSON object: ${text.slice(0, 60)}`)
    return undefined
  }
  const headers = isRecord(frame.headers) ? frame.headers : {}
  const { messageId, contentType } = headers
  if (typeof messageId !== 'string') {
    ground.forbid('ack: headers.messageId is missing')
    return undefined
  }
  const wrong = [
    typeof frame.code !== 'number' && 'code is no number',
    typeof frame.message !== 'string' && 'message is no text',
    contentType !== 'application/json' && 'headers.contentType is not application/json',
    (typeof frame.data !== 'string' || parsed(frame.data) === undefined) && 'data is not a string of JSON',
    ...Object.keys(frame)
      .filter((key) => !['code', 'message', 'headers', 'data'].includes(key))
      .map((key) => `${key} is not part of an ack`),
  ].filter((one) => one !== false)
  for (const one of wrong) ground.forbid(`ack of ${messageId}: ${one}`)
  return {
    code: wrong.length > 0 ? 400 : Number(frame.code),
    messageId,
    data: typeof frame.data === 'string' ? frame.data : '',
  }
}
