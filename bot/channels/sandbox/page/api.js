// How does the page talk to the sandbox? The JSON API, and nothing else.

/** @typedef {import('../people.js').SandboxPerson} Person */
/** @typedef {import('../../../../templates/card.js').ActionValue} Value */
/** @typedef {import('../../../../store/schema/decision.js').Field} Field */
/** @typedef {import('../plainly.js').PlainCard} Card */
/** @typedef {Card['fields'][number]} Fact */
/** @typedef {NonNullable<Card['charts']>[number]} Chart */
/** @typedef {import('../../../../store/schema/word.js').Urgency} Loudness */
/**
 * @typedef {{id: string, at: string, from: string, text?: string, card?: Card,
 *   file?: {name: string, url: string}, urgent?: Loudness}} Message
 */
/** @typedef {import('../../inbound.js').Toast} Toast */
/** @typedef {import('../../inbound.js').Wrong} Wrong */
/**
 * @typedef {{incident: string, title: string, duty: string, label: string, owner: string, from: string,
 *   due: string | null, statutory: boolean, basis?: string,
 *   state: string}} Duty
 */
/** @typedef {{incident: string, at: string, text: string}} RecordLine */

/** A no of the server, with the sentence it gives. Status 0: it could not be reached. */
export class Refused extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) {
    super(sentence)
    this.status = status
  }
}

/**
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>} as the contract says for each path
 */
const call = async (path, body) => {
  /** @type {Response} */
  let response
  try {
    response = await fetch(
      `sandbox/api/${path}`,
      body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    )
  } catch {
    throw new Refused(0, '没有连上烽火，请稍后再试。')
  }
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Refused(response.status, answer.error ?? '没有成功，请稍后再试。')
  return answer
}

export const api = {
  /** @returns {Promise<Person[]>} */
  people: () => call('people'),
  /** @returns {Promise<{memory: string, chats: {chat: string, ids: string[]}[], off: string[]}>} */
  chats: () => call('chats'),
  /** @param {string} as @param {'dm' | 'group'} chat @returns {Promise<Message[]>} */
  messages: (as, chat) => call(`messages?as=${encodeURIComponent(as)}&chat=${chat}`),
  /** @param {{as: string, chat: 'dm' | 'group', text: string, id: string}} body @returns {Promise<{id: string, toast?: Toast}>} */
  say: (body) => call('say', body),
  /** @param {{as: string, messageId: string, value: Value, form?: Record<string, string>, id: string}} body @returns {Promise<{toast?: Toast, wrong?: Wrong}>} */
  press: (body) => call('press', body),
  /** @returns {Promise<{now: string}>} */
  clock: () => call('clock'),
  /** @param {string} span @returns {Promise<{now: string}>} */
  advance: (span) => call('clock', { advance: span }),
  /** @returns {Promise<{duties: Duty[], records: RecordLine[]}>} */
  overview: () => call('overview'),
  /** @param {string} as @param {boolean} reachable */
  reach: (as, reachable) => call('reach', { as, reachable }),
}
