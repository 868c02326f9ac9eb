// Does this really come from DingTalk? Signatures of the three kinds of callback, and the AES envelope of events.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Compares without telling by the time it takes how much was right. */
export const same = (a: string, b: string): boolean => {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64')

/** The `sign` header of a robot message (docs 0718): the body is not covered. */
export const messageSign = (timestamp: string, secret: string): string =>
  hmac(secret, `${timestamp}\n${secret}`)

/** The `x-ddpaas-signature` header of a card callback. */
export const cardSign = (timestamp: string, secret: string): string => hmac(secret, timestamp)

/** The `signature` of an encrypted event. */
export const eventSign = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex')

export type EventKeys = { token: string; aesKey: string; owner: string }

const keyOf = (aesKey: string): Buffer => {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  if (key.length !== 32) throw new Error('the AES key of events must have 43 characters')
  return key
}

const blockBytes = 32

/** Wraps a text for the platform. `random` (16 bytes) is given by tests only. */
export const seal = (
  text: string,
  { aesKey, owner }: EventKeys,
  random: Uint8Array = randomBytes(16),
): string => {
  const key = keyOf(aesKey)
  const message = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([random, length, message, Buffer.from(owner)])
  const pad = blockBytes - (plain.length % blockBytes)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64')
}

/** Unwraps an event; nothing where it was not made with our key, or for another owner. */
export const unseal = (encrypt: string, { aesKey, owner }: EventKeys): string | undefined => {
  const bytes = Buffer.from(encrypt, 'base64')
  if (bytes.length === 0 || bytes.length % 16 !== 0) return undefined
  const key = keyOf(aesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const pad = padded[padded.length - 1] ?? 0
  if (pad < 1 || pad > blockBytes || pad > padded.length) return undefined
  const plain = padded.subarray(0, padded.length - pad)
  if (plain.length < 20) return undefined
  const end = 20 + plain.readUInt32BE(16)
  if (end > plain.length || !same(plain.subarray(end).toString(), owner)) return undefined
  return plain.subarray(20, end).toString()
}
