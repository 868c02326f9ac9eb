// What does a sealed row say? Opened with the key that lies on the simulated disk, by code of its own.
import { createDecipheriv, createHash } from 'node:crypto'

export type Envelope = { sealed: string; of: string; data: string }
export const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' && value !== null && 'sealed' in value && 'of' in value && 'data' in value

const [KEY, NONCE, TAG] = [32, 12, 16]

/** The row inside, or nothing when its key was thrown away. `slot` is `table/key`. */
export const unsealed = (keys: Buffer | undefined, envelope: Envelope, slot: string): unknown => {
  const place = Number(envelope.sealed.split('-')[0])
  const key = keys?.subarray(place * KEY, (place + 1) * KEY)
  if (key?.length !== KEY) return undefined
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16)
  if (envelope.sealed !== `${place}-${name}`) return undefined
  const bytes = Buffer.from(envelope.data, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
  decipher.setAAD(Buffer.from(`${slot}\n${envelope.of}`))
  decipher.setAuthTag(bytes.subarray(-TAG))
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}
