// What does the emulated DingTalk keep? Apps, people, groups, and everything that was sent; all of it in memory.
import type { WebSocket } from 'ws'

export type App = {
  clientId: string
  clientSecret: string
  robotCode: string
  scopes: Set<string>
  /** Templates that this tenant may use; a card with another is refused with `param.templateNotExist`. */
  templates: Set<string>
  /** How robot messages reach the bot: over the stream, or pushed to this address. */
  webhookUrl?: string
  /** Encrypted event push (§4.2). */
  events?: { url: string; token: string; aesKey: string }
  /** Card callbacks over HTTP, by `callbackRouteKey`. */
  callbacks: Map<string, { url: string; apiSecret: string }>
  /** Calls this month that count, and how many there may be. */
  calls: number
  callLimit: number
  /** Phone and SMS DINGs that are left. */
  dingQuota: number
}

export type User = {
  staffId: string
  unionId: string
  name: string
  mobile?: string
  /** In the app's visible range, and to be reached. */
  visible: boolean
  /** The platform limits what is sent to them for now. */
  limited: boolean
}

export type Group = { cid: string; title: string; members: Set<string>; robots: Set<string> }

export type Token = { token: string; clientId: string; expires: number; refusedAt?: number }

export type Ticket = {
  clientId: string
  subscriptions: { type: string; topic: string }[]
  expires: number
  /** The clock's jumps when it was given out. */
  jumps: number
  used: boolean
}

export type Connection = {
  id: string
  clientId: string
  socket: WebSocket
  subscriptions: Ticket['subscriptions']
  /** Swallows everything, the TCP connection stays. */
  zombie: boolean
  /** Was told to go: nothing is delivered here any more. */
  draining: boolean
}

/** Something a robot said, by whichever way. */
export type Sent = {
  /** processQueryKey; nothing for what went through a session webhook. */
  key: string
  by: string
  way: 'api' | 'session' | 'custom'
  to: { users: string[] } | { cid: string }
  msgKey: string
  param: Record<string, string>
  at: number
  recalled: boolean
  readBy: Set<string>
}

export type CardDelivery = {
  spaceType: 'IM_GROUP' | 'IM_ROBOT'
  spaceId: string
  carrierId: string
  recalled: boolean
  at: number
}

export type CardInstance = {
  outTrackId: string
  clientId: string
  templateId: string
  data: Record<string, string>
  privateData: Map<string, Record<string, string>>
  /** What only the clicker sees, because a callback was answered with card data. */
  clickerData: Map<string, Record<string, string>>
  callbackType: 'STREAM' | 'HTTP'
  routeKey?: string
  deliveries: CardDelivery[]
  /** Every public map that the card has had, the present one last. */
  history: Record<string, string>[]
  createdAt: number
}

export type Ding = {
  id: string
  type: 1 | 2 | 3
  to: string[]
  content: string
  at: number
  recalled: boolean
}

export type Todo = {
  id: string
  sourceId: string
  owner: string
  subject: string
  dueTime?: number
  done: boolean
}

export type Frame = {
  specVersion: '1.0'
  type: 'SYSTEM' | 'EVENT' | 'CALLBACK'
  headers: Record<string, string>
  data: string
}

/** What the bot did that reached people; for whoever watches. */
export type Happened =
  | { what: 'message'; sent: Sent; to: string[] }
  | { what: 'card'; card: CardInstance; delivery: CardDelivery }
  | { what: 'card-updated'; card: CardInstance }
  | { what: 'ding'; ding: Ding }

export type State = {
  corpId: string
  apps: Map<string, App>
  tokens: Map<string, Token>
  tickets: Map<string, Ticket>
  connections: Connection[]
  users: Map<string, User>
  groups: Map<string, Group>
  sessions: Map<string, { cid?: string; staffId: string; clientId: string; expires: number }>
  /** Custom group robots, by access token. */
  robots: Map<
    string,
    {
      cid: string
      secret?: string
      keywords: string[]
      sent: number[]
      lockedUntil: number
      uuids: Set<string>
    }
  >
  messages: Sent[]
  cards: Map<string, CardInstance>
  dings: Ding[]
  todos: Map<string, Todo>
  media: Map<string, { name: string; bytes: Uint8Array; type: string }>
  files: Map<string, { bytes: Uint8Array; robotCode: string }>
  /** Apps that are being made by consent: by the device code, what has come of it. */
  registrations: Map<string, 'WAITING' | 'SUCCESS' | 'FAIL'>
  /** Signing in elsewhere: what was given out, and the redirect addresses that the console lists. */
  signIn: {
    codes: Map<string, { unionId: string; until: number }>
    tokens: Map<string, { unionId: string; until: number }>
    redirects: Set<string>
  }
}

export const emptyState = (corpId: string): State => ({
  corpId,
  apps: new Map(),
  tokens: new Map(),
  tickets: new Map(),
  connections: [],
  users: new Map(),
  groups: new Map(),
  sessions: new Map(),
  robots: new Map(),
  messages: [],
  cards: new Map(),
  dings: [],
  todos: new Map(),
  media: new Map(),
  files: new Map(),
  registrations: new Map(),
  signIn: { codes: new Map(), tokens: new Map(), redirects: new Set() },
})

export const publicTemplates = {
  markdownButton: '1366a1eb-bc54-4859-ac88-517c56a9acb1.schema',
  markdown: '589420e2-c1e2-46ef-a5ed-b8728e654da9.schema',
  aiMarkdown: '382e4302-551d-4880-bf29-a30acfab2e71.schema',
  testForm: '280f6d7a-63bc-4905-bf3f-4c6d95e5166b.schema',
  askUser: 'c2a6355b-9724-4f7e-9653-d33fcb3311bb.schema',
} as const
