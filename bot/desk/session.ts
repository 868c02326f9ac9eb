// Whose browser is it? What a cookie says is believed only under our seal, of its kind, and until its time.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const Sealed = z.object({ value: z.record(z.string(), z.string()), until: z.number() })
type Value = z.infer<typeof Sealed>['value']

export type Seal = {
  /** `until`: epoch ms. */
  close(kind: string, value: Value, until: number): string
  /** What was closed as this kind, while it is in force. */
  open(kind: string, given: string, nowMs: number): Value | undefined
}

/** The key hangs on the platforms' secrets: it outlives a restart, is written nowhere, and another secret ends every session. */
export const openSeal = (secrets: readonly string[]): Seal => {
  const key = createHmac('sha256', JSON.stringify(secrets)).update('fenghuo desk').digest()
  const mark = (kind: string, text: string): Buffer =>
    createHmac('sha256', key).update(`${kind}\n${text}`).digest()
  return {
    close(kind, value, until) {
      const text = Buffer.from(JSON.stringify({ value, until })).toString('base64url')
      return `${text}.${mark(kind, text).toString('base64url')}`
    },
    open(kind, given, nowMs) {
      const [text = '', signature = ''] = given.split('.')
      const found = Buffer.from(signature, 'base64url')
      const right = mark(kind, text)
      if (found.length !== right.length || !timingSafeEqual(found, right)) return undefined
      // sealed by us, so it is JSON of this shape
      const { value, until } = Sealed.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
      return until > nowMs ? value : undefined
    },
  }
}
