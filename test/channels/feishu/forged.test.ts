// What gets past the webhook? Nothing that Feishu did not send; and whatever is sent, the process lives and nothing is stored.
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { encrypt, sign } from './emulator/webhook.js'
import { type Ground, openGround } from './ground.js'

let ground: Ground
const rejections: unknown[] = []
const unhandled = (error: unknown) => rejections.push(error)
beforeAll(async () => {
  process.on('unhandledRejection', unhandled)
  process.on('uncaughtException', unhandled)
  ground = await openGround('webhook')
})
afterAll(async () => {
  await ground.end()
  process.off('unhandledRejection', unhandled)
  process.off('uncaughtException', unhandled)
})
const stored = () => {
  const { said, pressed, entered, recalled, seen } = ground.house
  return said.length + pressed.length + entered.length + recalled.length + seen.length
}
let before = 0
beforeAll(() => {
  before = stored()
})
afterEach(async () => {
  expect(stored()).toBe(before)
  expect(rejections).toEqual([])
  // It still takes what is real.
  expect(await ground.feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '待办' })).toMatchObject({
    taken: true,
  })
  expect(stored()).toBe(before + 1)
  before++
})

type Sent = { body?: string | Uint8Array; headers?: Record<string, string | undefined>; method?: string }
const post = ({
  body = '',
  headers = {},
  method = 'POST',
}: Sent): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const given = Object.entries({ 'content-type': 'application/json', ...headers }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    )
    const out = request(
      ground.url,
      { method, headers: Object.fromEntries(given), agent: false },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        )
      },
    )
    out.on('error', reject)
    out.end(body)
  })

const event = (more: { header?: object; event?: object } = {}) => ({
  schema: '2.0',
  header: {
    event_id: 'e-forged',
    event_type: 'im.message.receive_v1',
    token: ground.feishu.app.verificationToken,
    app_id: ground.feishu.app.id,
    ...more.header,
  },
  event: {
    sender: { sender_id: { open_id: 'ou_a' }, sender_type: 'user' },
    message: {
      message_id: 'om_x',
      chat_id: 'oc_x',
      chat_type: 'p2p',
      message_type: 'text',
      content: '{"text":"报告"}',
    },
    ...more.event,
  },
})
const press = (more: object) =>
  event({
    header: { event_type: 'card.action.trigger' },
    event: {
      operator: { open_id: 'ou_a' },
      token: 'c-1',
      context: { open_message_id: 'om_1' },
      action: { value: { action: 'acknowledge' } },
      ...more,
    },
  })

const key = () => ground.feishu.app.encryptKey
const nowS = () => Math.floor(ground.feishu.time.now() / 1000)
const sealed = (
  content: unknown,
  more: { seconds?: number | string; key?: string; signKey?: string; raw?: string } = {},
): Sent => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const body = more.raw ?? JSON.stringify({ encrypt: encrypt(more.key ?? key(), text) })
  const timestamp = String(more.seconds ?? nowS())
  return {
    body,
    headers: {
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': 'nonce',
      'x-lark-signature': sign(timestamp, 'nonce', more.signKey ?? key(), body),
    },
  }
}
const without = (sent: Sent, ...names: string[]): Sent => ({
  ...sent,
  headers: { ...sent.headers, ...Object.fromEntries(names.map((name) => [name, undefined])) },
})
const SIGNATURE = 'x-lark-signature'
const TIMESTAMP = 'x-lark-request-timestamp'
const NONCE = 'x-lark-request-nonce'

const cases: [name: string, status: number, make: () => Sent][] = [
  ['nothing at all', 401, () => ({})],
  ['an empty object', 401, () => ({ body: '{}' })],
  ['no JSON', 401, () => ({ body: 'hello' })],
  ['a plain event without encryption', 401, () => ({ body: JSON.stringify(event()) })],
  ['a plain event, signed', 400, () => sealed('', { raw: JSON.stringify(event()) })],
  ['an encrypted event without signature', 401, () => without(sealed(event()), SIGNATURE, TIMESTAMP, NONCE)],
  ['a signature without timestamp', 401, () => without(sealed(event()), TIMESTAMP)],
  ['a signature without nonce', 401, () => without(sealed(event()), NONCE)],
  [
    'an empty signature',
    401,
    () => ({ ...sealed(event()), headers: { ...sealed(event()).headers, [SIGNATURE]: '' } }),
  ],
  [
    'a signature of zeros',
    401,
    () => ({ ...sealed(event()), headers: { ...sealed(event()).headers, [SIGNATURE]: '0'.repeat(64) } }),
  ],
  [
    'a signature in capitals',
    401,
    () => {
      const sent = sealed(event())
      return { ...sent, headers: { ...sent.headers, [SIGNATURE]: sent.headers?.[SIGNATURE]?.toUpperCase() } }
    },
  ],
  ['a signature of another key', 401, () => sealed(event(), { signKey: 'another key' })],
  [
    'a signature of another body',
    401,
    () => ({ ...sealed(event()), body: JSON.stringify({ encrypt: encrypt(key(), '{}') }) }),
  ],
  [
    'a signature over another timestamp',
    401,
    () => ({ ...sealed(event()), headers: { ...sealed(event()).headers, [TIMESTAMP]: String(nowS() - 1) } }),
  ],
  ['six minutes old', 401, () => sealed(event(), { seconds: nowS() - 360 })],
  ['six minutes ahead', 401, () => sealed(event(), { seconds: nowS() + 360 })],
  ['a timestamp in milliseconds', 401, () => sealed(event(), { seconds: nowS() * 1000 })],
  ['a timestamp that is no number', 401, () => sealed(event(), { seconds: 'now' })],
  ['encrypted with another key', 400, () => sealed(event(), { key: 'another key' })],
  ['AAAA as cipher text', 400, () => sealed('', { raw: '{"encrypt":"AAAA"}' })],
  ['AAAA as cipher text, unsigned', 401, () => ({ body: '{"encrypt":"AAAA"}' })],
  ['a cipher text that is no text', 400, () => sealed('', { raw: '{"encrypt":{"a":1}}' })],
  ['no base64', 400, () => sealed('', { raw: `{"encrypt":"${'事件'.repeat(32)}"}` })],
  ['signed, but no JSON', 400, () => sealed('', { raw: 'hello' })],
  ['signed, an array', 400, () => sealed('', { raw: '[]' })],
  ['signed, null', 400, () => sealed('', { raw: 'null' })],
  ['no JSON inside', 400, () => sealed('hello')],
  ['null inside', 400, () => sealed('null')],
  ['a number inside', 400, () => sealed('1')],
  ['an empty object inside', 401, () => sealed({})],
  ['a wrong token', 401, () => sealed(event({ header: { token: 'another-token' } }))],
  ['no token', 401, () => sealed(event({ header: { token: undefined } }))],
  ['a token that is an object', 400, () => sealed(event({ header: { token: {} } }))],
  ['another app', 401, () => sealed(event({ header: { app_id: 'cli_0000000000000000' } }))],
  ['no app', 401, () => sealed(event({ header: { app_id: undefined } }))],
  ['no event id', 400, () => sealed(event({ header: { event_id: undefined } }))],
  ['no event', 400, () => sealed({ ...event(), event: undefined })],
  [
    'a message without an id',
    400,
    () =>
      sealed(
        event({ event: { message: { chat_type: 'p2p', message_type: 'text', content: '{"text":"x"}' } } }),
      ),
  ],
  ['a press without an operator', 400, () => sealed(press({ operator: undefined }))],
  ['a press without a card', 400, () => sealed(press({ context: {} }))],
  ['a press whose value is a text', 400, () => sealed(press({ action: { value: 'acknowledge' } }))],
  [
    'a press whose value is polluted',
    400,
    () =>
      sealed(
        JSON.stringify(press({})).replace(
          '{"action":"acknowledge"}',
          '{"__proto__":{"action":"acknowledge"}}',
        ),
      ),
  ],
  [
    'a question for presence, unsigned, wrong token',
    401,
    () => without(sealed({ type: 'url_verification', challenge: 'c', token: 'x' }), SIGNATURE),
  ],
  [
    'a question for presence, not encrypted',
    401,
    () => ({
      body: JSON.stringify({
        type: 'url_verification',
        challenge: 'c',
        token: ground.feishu.app.verificationToken,
      }),
    }),
  ],
  [
    'a question for presence without its question',
    400,
    () => sealed({ type: 'url_verification', token: ground.feishu.app.verificationToken }),
  ],
  ['more than a megabyte', 413, () => ({ body: Buffer.alloc(1024 * 1024 + 1, 97) })],
  ['a coding that nobody knows', 415, () => ({ body: 'x', headers: { 'content-encoding': 'br2' } })],
  ['gzip that is none', 400, () => ({ body: 'x', headers: { 'content-encoding': 'gzip' } })],
]

describe('the webhook', () => {
  it(`has ${cases.length} ways to be knocked at in vain`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(40)
  })

  it.each(cases)('refuses %s with %i', async (_name, status, make) => {
    const answer = await post(make())
    expect(answer.status).toBe(status)
    expect(answer.text).toBe('{}')
  })

  it('answers the question whether it is there, signed or not', async () => {
    const question = {
      type: 'url_verification',
      challenge: 'ajls384kdj',
      token: ground.feishu.app.verificationToken,
    }
    for (const sent of [sealed(question), without(sealed(question), SIGNATURE, TIMESTAMP, NONCE)])
      expect(await post(sent)).toEqual({ status: 200, text: '{"challenge":"ajls384kdj"}' })
  })

  it('survives a connection that ends in the middle', async () => {
    const { hostname, port, pathname } = new URL(ground.url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"encr`)
        setImmediate(() => socket.destroy())
      })
      socket.on('close', () => resolve())
    })
  })

  it('checks the raw bytes, not what they would be when written again', async () => {
    const raw = `{ "encrypt": "${encrypt(key(), JSON.stringify({ type: 'url_verification', challenge: 'c', token: ground.feishu.app.verificationToken }))}" }`
    expect((await post(sealed('', { raw }))).status).toBe(200)
  })

  it('says nothing of what it refused in the log', async () => {
    await post(sealed(event({ header: { token: 'a-token-of-somebody' } })))
    expect(ground.log.text()).not.toContain('a-token-of-somebody')
    expect(ground.log.text()).not.toContain('报告')
    expect(ground.log.text()).toContain('a wrong token')
  })
})
