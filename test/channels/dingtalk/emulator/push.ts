// How do things reach a bot that has an address of its own (§4)? Signed robot messages, signed card callbacks, encrypted events.
import { cardSign, decryptEvent, encryptEvent, eventSignature, robotSign } from './crypto.js'
import { type Ground, isRecord, parsed } from './ground.js'
import { keep } from './robot.js'
import type { App } from './state.js'
import type { Outcome } from './stream.js'
import { judgeHook } from './words.js'

type Post = { status: number; text: string; late: boolean }

/** Posts to the bot. Time is the virtual one: whoever waits for the clock before answering is late. */
const post = async (
  ground: Ground,
  url: string,
  headers: Record<string, string>,
  body: string,
  withinMs: number,
): Promise<Post | { error: string }> => {
  const until = ground.clock.now() + withinMs
  ground.clock.stir()
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      signal: AbortSignal.timeout(withinMs),
    })
    const text = await answer.text()
    return { status: answer.status, text, late: ground.clock.now() > until }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  } finally {
    ground.clock.stir()
  }
}

const judged = (ground: Ground, what: string, answer: Post | { error: string }): Outcome => {
  if ('error' in answer) return { ok: false, reason: answer.error }
  if (answer.late) {
    ground.forbid(`${what}: answered too late`)
    return { ok: false, reason: 'timeout' }
  }
  if (answer.status !== 200) return { ok: false, reason: `answered ${answer.status}` }
  const body = answer.text === '' ? {} : parsed(answer.text)
  if (!isRecord(body)) {
    ground.forbid(`${what}: answered with something that is no JSON object`)
    return { ok: false, reason: 'not JSON' }
  }
  return { ok: true, response: body }
}

/** A robot message. Its answer may itself be a message, which goes where the question came from. */
export const pushMessage = async (
  ground: Ground,
  app: App,
  data: unknown,
  where: { cid?: string; staffId: string },
  redelivered = 0,
): Promise<Outcome> => {
  const timestamp = String(ground.clock.now())
  const outcome = judged(
    ground,
    'robot webhook',
    await post(
      ground,
      app.webhookUrl ?? '',
      { timestamp, sign: robotSign(timestamp, app.clientSecret) },
      JSON.stringify(data),
      ground.settings.eventAckMs,
    ),
  )
  if (!outcome.ok) {
    if (redelivered < 2) {
      ground.clock.at(ground.settings.redeliverMs, () => {
        void pushMessage(ground, app, data, where, redelivered + 1)
      })
    }
    return outcome
  }
  const { response } = outcome
  if (isRecord(response) && response.msgtype !== undefined && response.msgtype !== 'empty') {
    const words = judgeHook(ground, response)
    if ('param' in words) {
      const to = where.cid ?? where.staffId
      keep(
        ground,
        app,
        {
          way: 'session',
          to: where.cid ? { cid: where.cid } : { users: [where.staffId] },
          msgKey: words.msgKey,
          param: words.param,
        },
        [to],
      )
    }
  }
  return outcome
}

export const pushCard = async (
  ground: Ground,
  callback: { url: string; apiSecret: string },
  data: unknown,
  moment = ground.clock.now(),
): Promise<Outcome> => {
  const timestamp = String(moment)
  return judged(
    ground,
    'card callback',
    await post(
      ground,
      callback.url,
      {
        'x-ddpaas-signature-timestamp': timestamp,
        'x-ddpaas-signature': cardSign(timestamp, callback.apiSecret),
      },
      JSON.stringify(data),
      ground.settings.cardAckMs,
    ),
  )
}

/** An event, encrypted; tried again after 10 s and after 30 s. The answer must be the encrypted word success. */
export const pushEvent = async (
  ground: Ground,
  app: App,
  event: Record<string, unknown>,
  tries = 0,
): Promise<Outcome> => {
  if (!app.events) return { ok: false, reason: 'no event subscription' }
  const { url, token, aesKey } = app.events
  const timestamp = String(ground.clock.now())
  const nonce = ground.nth('nonce')
  const encrypt = encryptEvent(aesKey, app.clientId, JSON.stringify(event))
  const query = new URLSearchParams({
    signature: eventSignature(token, timestamp, nonce, encrypt),
    msg_signature: eventSignature(token, timestamp, nonce, encrypt),
    timestamp,
    nonce,
  })
  const outcome = judged(
    ground,
    'event push',
    await post(ground, `${url}?${query}`, {}, JSON.stringify({ encrypt }), 2500),
  )
  if (outcome.ok && succeeded(outcome.response, token, aesKey, app.clientId)) return outcome
  if (outcome.ok) ground.forbid('event push: not answered with the encrypted word success')
  if (tries < 2) {
    ground.clock.at(tries === 0 ? 10_000 : 30_000, () => {
      void pushEvent(ground, app, event, tries + 1)
    })
  }
  return outcome.ok ? { ok: false, reason: 'not success' } : outcome
}

const succeeded = (answer: unknown, token: string, aesKey: string, ownerKey: string): boolean => {
  if (!isRecord(answer)) return false
  const { msg_signature, encrypt, timeStamp, nonce } = answer
  if (typeof encrypt !== 'string' || typeof nonce !== 'string') return false
  if (msg_signature !== eventSignature(token, String(timeStamp), nonce, encrypt)) return false
  const plain = decryptEvent(aesKey, encrypt)
  return plain.text === 'success' && plain.ownerKey === ownerKey
}
