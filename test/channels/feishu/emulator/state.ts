// What does the platform remember? Everything of one tenant, in memory, as plain maps.
import { createHash } from 'node:crypto'
import type { Time } from './time.js'

export type App = {
  id: string
  secret: string
  name: string
  openId: string
  encryptKey: string
  verificationToken: string
  tenantKey: string
}
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export type Person = { openId: string; unionId: string; userId: string; name: string; mobile?: string }
export type Chat = { id: string; mode: 'p2p' | 'group'; name: string; members: Set<string>; bot: boolean }
export type Level = 'app' | 'sms' | 'phone'
export type Resource = { key: string; name: string; type: 'image' | 'file'; bytes: Buffer; owner: string }

/** `content` is the JSON string as the API takes it. `versions` are the cards that stood in this message, oldest first. */
export type Message = {
  id: string
  chat: string
  /** A person's open_id, or the app's id. */
  from: string
  type: string
  content: string
  versions: string[]
  at: number
  updated: number
  uuid?: string
  parent?: string
  recalled: boolean
  reads: Set<string>
  urgent: { openId: string; level: Level; at: number }[]
  /** Clicks on it that have not been answered yet. */
  open: number
  /** It was sent again under a known uuid with other content: it shows the old until it is patched. */
  owed: boolean
  /** As the history shows them, which is not as the event does. */
  mentions?: JsonObject[]
}
/** `completed`: epoch ms, 0 while it is open. */
export type Task = {
  guid: string
  summary: string
  due: number
  members: { id: string; type: string; role: string }[]
  href: string
  completed: number
  made: number
}
export type Token = { value: string; expires: number; refusals: number }

/** What happened, as people see it: told to whoever listens, in the order in which it happened. */
export type Happening =
  | { type: 'sent'; message: Message }
  | { type: 'drawn'; message: Message }
  | { type: 'urgent'; message: Message; openId: string; level: Level }
  | { type: 'toast'; openId: string; text: string; kind: string }

export type State = {
  app: App
  time: Time
  people: Map<string, Person>
  chats: Map<string, Chat>
  messages: Map<string, Message>
  resources: Map<string, Resource>
  tokens: Map<string, Token>
  uuids: Map<string, { message: string; to: string; type: string; content: string; at: number }>
  scopes: Set<string>
  /** In which state the platform keeps the bot; 2: it works. */
  activated: number
  /** Events and callbacks that the console names; undefined: all of them. */
  subscribed?: string[]
  /** Why a person can't be reached: the code that the API answers. */
  unreachable: Map<string, number>
  /** How many urgent messages this person has not read. */
  unreadUrgent: Map<string, number>
  urgentLeft: { sms: number; phone: number }
  /** Counted calls of this month, and how many there may be. */
  quota: { used: number; limit: number }
  /** Texts that people wrote: none of it may come out as live markup. */
  written: Set<string>
  pinned: Set<string>
  tasks: Map<string, Task>
  /** The app has asked to be told of the tasks that it answers for. */
  followsTasks: boolean
  /** By id: on which message the app has laid which reaction. */
  reactions: Map<string, { message: string; emoji: string }>
  violations: string[]
  listeners: Set<(happening: Happening) => void>
  /** `om_` and 32 hex digits: the same run gives the same ids. */
  id(prefix: string): string
  violate(what: string): void
  tell(happening: Happening): void
  p2p(openId: string): Chat
}

/** The scopes of the console's batch import that a full installation has. */
export const ALL_SCOPES = [
  'im:message:send_as_bot',
  'im:message:update',
  'im:message:recall',
  'im:message:readonly',
  'im:message.p2p_msg:readonly',
  'im:message.group_at_msg:readonly',
  'im:message.urgent',
  'im:message.urgent:sms',
  'im:message.urgent:phone',
  'im:message.reactions:write_only',
  'im:chat:create',
  'im:resource',
  'im:chat:read',
  'im:chat.members:read',
  'im:chat.members:bot_access',
  'im:datasync.feed_card.time_sensitive:write',
  'contact:contact.base:readonly',
  'contact:user.base:readonly',
  'contact:user.id:readonly',
  'contact:user.department:readonly',
  'contact:user.employee:readonly',
  'contact:user.employee_id:readonly',
]

export const hex32 = (text: string): string => createHash('md5').update(text).digest('hex')

export const startState = (app: App, time: Time): State => {
  let nth = 0
  const id = (prefix: string) => `${prefix}${hex32(`${prefix}${++nth}`)}`
  const state: State = {
    app,
    time,
    people: new Map(),
    chats: new Map(),
    messages: new Map(),
    resources: new Map(),
    tokens: new Map(),
    uuids: new Map(),
    scopes: new Set(ALL_SCOPES),
    activated: 2,
    unreachable: new Map(),
    unreadUrgent: new Map(),
    urgentLeft: { sms: 1000, phone: 1000 },
    quota: { used: 0, limit: Number.POSITIVE_INFINITY },
    written: new Set(),
    pinned: new Set(),
    tasks: new Map(),
    followsTasks: false,
    reactions: new Map(),
    violations: [],
    listeners: new Set(),
    id,
    violate: (what) => {
      state.violations.push(what)
    },
    tell: (happening) => {
      for (const listener of state.listeners) listener(happening)
    },
    p2p(openId) {
      const known = [...state.chats.values()].find(
        ({ mode, members }) => mode === 'p2p' && members.has(openId),
      )
      if (known) return known
      const chat: Chat = { id: id('oc_'), mode: 'p2p', name: '', members: new Set([openId]), bot: true }
      state.chats.set(chat.id, chat)
      return chat
    },
  }
  return state
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json // JSON.parse gives nothing else
  } catch {
    return undefined
  }
}
