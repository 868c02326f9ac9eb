// Is this webhook really from Feishu, and what does it say? Signature and decryption, nothing else.
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/** `hex(sha256(timestamp + nonce + encryptKey + body))` over the raw body. */
export const signature = (timestamp: string, nonce: string, encryptKey: string, body: Uint8Array): string =>
  createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(body)
    .digest('hex')

/** Equal, in a time that does not tell where they differ. */
export const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** `base64(iv ‖ AES-256-CBC)` under `SHA256(encryptKey)`. Nothing when it was not encrypted with this key. */
export const decrypt = (encrypted: string, encryptKey: string): string | undefined => {
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.length < 32 || bytes.length % 16 !== 0) return undefined
  try {
    const decipher = createDecipheriv(
      'aes-256-cbc',
      createHash('sha256').update(encryptKey).digest(),
      bytes.subarray(0, 16),
    )
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8')
  } catch {
    return undefined // wrong padding: another key, or no cipher text at all
  }
}
