// What has been said, and what has been read? The chats this page knows, and how far each was read on this machine.
import { api } from './api.js'

/** @typedef {import('./api.js').Message} Message */
/** A chat is named by its person, the campus group by `group`. @typedef {string} ChatName */

/** @param {string} key */
const recall = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}
/** @param {string} key @param {unknown} value */
const remember = (key, value) => {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A browser that keeps nothing only forgets what was read.
  }
}

/** @param {() => void} changed called when unread counts or reachability change */
export const openMemory = (changed) => {
  /** @type {Map<ChatName, Message[]>} */
  const chats = new Map()
  /** @type {Map<ChatName, Promise<void>>} */
  const loading = new Map()
  /** What came while a chat was being asked for, and may be missing in the answer. @type {Map<ChatName, Map<string, Partial<Message>>>} */
  const early = new Map()
  /** @type {Map<ChatName, Set<string>>} */
  const fromBot = new Map()
  /** @type {Set<string>} */
  let off = new Set()
  /** @type {Record<ChatName, string>} */
  let read = {}
  let name = ''
  /** What came while everything was being asked for, and is missing in the answer: heard once more behind it. @type {Set<(() => void)[]>} */
  const asking = new Set()
  /** @param {() => void} hear */
  const heard = (hear) => {
    for (const meanwhile of asking) meanwhile.push(hear)
    hear()
  }

  /** @param {ChatName} chat @param {string} id @param {Partial<Message>} news */
  const stash = (chat, id, news) => {
    const waiting = early.get(chat) ?? new Map()
    early.set(chat, waiting.set(id, { ...waiting.get(id), ...news }))
  }

  /** The list as it was answered, and what came meanwhile. @param {ChatName} chat @param {Message[]} list */
  const keep = (chat, list) => {
    const merged = new Map(list.map((message) => [message.id, message]))
    for (const [id, news] of early.get(chat) ?? []) {
      const { at, from } = news
      const known = merged.get(id)
      if (known) merged.set(id, { ...known, ...news })
      else if (at !== undefined && from !== undefined) merged.set(id, { ...news, id, at, from })
    }
    early.delete(chat)
    chats.set(
      chat,
      [...merged.values()].sort((one, other) => (one.id < other.id ? -1 : 1)),
    )
  }

  /** @param {ChatName} chat @param {Message} message */
  const put = (chat, message) => {
    if (message.from === 'bot')
      heard(() => fromBot.set(chat, (fromBot.get(chat) ?? new Set()).add(message.id)))
    const list = chats.get(chat)
    if (!list) {
      if (loading.has(chat)) stash(chat, message.id, message)
      return false
    }
    const at = list.findIndex(({ id }) => id === message.id)
    if (at >= 0) list[at] = message
    else {
      list.push(message)
      list.sort((one, other) => (one.id < other.id ? -1 : 1))
    }
    return at < 0
  }

  return {
    /** Learns what there is; what was known of the chats is forgotten and will be asked for again. */
    async reload() {
      /** @type {(() => void)[]} */
      const meanwhile = []
      asking.add(meanwhile)
      const answer = await api.chats().finally(() => asking.delete(meanwhile))
      if (answer.memory !== name) {
        name = answer.memory
        read = recall(`fenghuo-read-${name}`) ?? {}
      }
      fromBot.clear()
      for (const { chat, ids } of answer.chats) fromBot.set(chat, new Set(ids))
      off = new Set(answer.off)
      for (const hear of meanwhile) hear()
      chats.clear()
      loading.clear()
      early.clear()
      changed()
    },
    /** @param {ChatName} chat @param {string} as @returns {Promise<void>} */
    load(chat, as) {
      const known = loading.get(chat)
      if (known) return known
      const promise = api.messages(as, chat === 'group' ? 'group' : 'dm').then(
        (list) => {
          if (loading.get(chat) === promise) keep(chat, list)
        },
        (error) => {
          if (loading.get(chat) === promise) {
            loading.delete(chat)
            early.delete(chat)
          }
          throw error
        },
      )
      loading.set(chat, promise)
      return promise
    },
    /** @param {ChatName} chat */
    messages: (chat) => chats.get(chat) ?? [],
    /** @param {ChatName} chat @param {Message} message @returns {boolean} whether it is new here */
    put(chat, message) {
      const fresh = put(chat, message)
      changed()
      return fresh
    },
    /** @param {ChatName} chat @param {string} id @param {Partial<Message>} change */
    change(chat, id, change) {
      const message = chats.get(chat)?.find((each) => each.id === id)
      if (message) Object.assign(message, change)
      else if (loading.has(chat) && !chats.has(chat)) stash(chat, id, change)
      return message
    },
    /** @param {ChatName} chat */
    unread: (chat) => [...(fromBot.get(chat) ?? [])].filter((id) => id > (read[chat] ?? '')).length,
    /** @param {ChatName} chat */
    readAll(chat) {
      const last = [...(fromBot.get(chat) ?? [])].sort().at(-1)
      if (!last || last <= (read[chat] ?? '')) return
      read[chat] = last
      remember(`fenghuo-read-${name}`, read)
      changed()
    },
    /** @param {string} person */
    reachable: (person) => !off.has(person),
    /** @param {string} person @param {boolean} reachable */
    setReachable(person, reachable) {
      heard(() => (reachable ? off.delete(person) : off.add(person)))
      changed()
    },
  }
}
/** @typedef {ReturnType<typeof openMemory>} Memory */
