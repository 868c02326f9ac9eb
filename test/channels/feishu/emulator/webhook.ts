// How do events travel by webhook? Encrypted and signed as documented, three seconds for the answer.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Answered } from './socket.js'
import { parsed, type State } from './state.js'

const keyOf = (encryptKey: string): Buffer => createHash('sha256').update(encryptKey, 'utf8').digest()

/** base64(iv ‖ AES-256-CBC(text)), key SHA-256 of the Encrypt Key. */
export const encrypt = (encryptKey: string, text: string, iv: Buffer = randomBytes(16)): string => {
  const cipher = createCipheriv('aes-256-cbc', keyOf(encryptKey), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}

export const decrypt = (encryptKey: string, encrypted: string): string => {
  const bytes = Buffer.from(encrypted, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', keyOf(encryptKey), bytes.subarray(0, 16))
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8')
}

/** hex(sha256(timestamp + nonce + encryptKey + raw body)). */
export const sign = (timestamp: string, nonce: string, encryptKey: string, body: string): string =>
  createHash('sha256')
    .update(timestamp + nonce + encryptKey + body)
    .digest('hex')

export type Sent = { body: string; headers: Record<string, string> }

/** The request as the platform makes it; a test may send it again, byte for byte. */
export const sealed = (state: State, envelope: object): Sent => {
  const plain = JSON.stringify(envelope)
  const { encryptKey } = state.app
  const type = { 'content-type': 'application/json;charset=utf-8' }
  if (encryptKey === '') return { body: plain, headers: type }
  const body = JSON.stringify({ encrypt: encrypt(encryptKey, plain) })
  const timestamp = String(Math.floor(state.time.now() / 1000))
  const nonce = state.id('').slice(0, 10)
  return {
    body,
    headers: {
      ...type,
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': nonce,
      'x-lark-signature': sign(timestamp, nonce, encryptKey, body),
    },
  }
}

/** Posts one request; nothing when no answer came in time. */
export const post = (
  state: State,
  url: string,
  { body, headers }: Sent,
  withinMs = 3_000,
): Promise<Answered | undefined> =>
  new Promise((resolve) => {
    const { time } = state
    time.stir()
    const end = (answered: Answered | undefined) => {
      cancel()
      time.stir()
      resolve(answered)
    }
    const out = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent: false },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', () => end(undefined))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          const data = parsed(text)
          const code = response.statusCode ?? 0
          if (code >= 300 && code < 400) state.violate('a redirect as the answer to a push')
          end({ code, text, ...(data === undefined ? {} : { data }) })
        })
      },
    )
    const cancel = time.after(withinMs, () => {
      out.destroy()
      end(undefined)
    })
    out.on('error', () => end(undefined))
    out.end(body)
  })
