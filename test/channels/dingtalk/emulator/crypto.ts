// How are pushes over HTTP signed and encrypted (§4)? The platform's side, written apart from the channel's so that both can be wrong alone.
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

/** `sign` of a robot message, and of a custom robot's call (§4.1, 5.5). */
export const robotSign = (timestamp: string, secret: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')

/** `x-ddpaas-signature` of a card callback (§4.3). */
export const cardSign = (timestamp: string, apiSecret: string): string =>
  createHmac('sha256', apiSecret).update(timestamp).digest('base64')

export const eventSignature = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex')

const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64')

export const encryptEvent = (
  aesKey: string,
  ownerKey: string,
  text: string,
  random: Uint8Array = randomBytes(16),
): string => {
  const key = keyOf(aesKey)
  const message = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([random, length, message, Buffer.from(ownerKey)])
  const pad = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64')
}

export const decryptEvent = (aesKey: string, encrypt: string): { text: string; ownerKey: string } => {
  const key = keyOf(aesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypt, 'base64')), decipher.final()])
  const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
  const length = plain.readUInt32BE(16)
  return {
    text: plain.subarray(20, 20 + length).toString('utf8'),
    ownerKey: plain.subarray(20 + length).toString('utf8'),
  }
}
