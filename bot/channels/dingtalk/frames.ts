// What travels over the stream? Frames from the platform, and what they are answered; unguarded JSON never throws.
import { z } from 'zod'

const text = z.union([z.string(), z.number()]).transform(String)
const Headers = z.looseObject({
  messageId: text,
  topic: z.string().default(''),
  eventType: z.string().optional(),
  eventId: text.optional(),
})
const Frame = z.object({ type: z.string(), headers: Headers, data: z.string().default('') })
export type Frame = z.infer<typeof Frame>

/** What a frame is answered. `silent`: not at all, so that the platform sends it again. */
export type Ack = { code: number; message?: string; data: string } | 'silent'

const parse = (raw: string): unknown => {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined // not JSON: told as broken
  }
}

/** A frame; or the id under which what can't be read may at least be refused. */
export const readFrame = (raw: string): Frame | { broken: string | undefined } => {
  const parsed = Frame.safeParse(parse(raw))
  return parsed.success ? parsed.data : { broken: raw.match(/"messageId"\s*:\s*"([^"\\]{1,200})"/)?.[1] }
}

export const ackText = (messageId: string, { code, message, data }: Exclude<Ack, 'silent'>): string =>
  JSON.stringify({
    code,
    message: message ?? (code === 200 ? 'OK' : 'error'),
    headers: { messageId, contentType: 'application/json' },
    data,
  })
