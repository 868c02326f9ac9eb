// What does the platform say of the app itself? Tokens, the bot, scopes, connections, people and chats.
import type { EndpointMode, Faults } from './faults.js'
import { ok, type Reply, type Route, refuse } from './http.js'
import type { Json, Person, State } from './state.js'

const TOKEN_MS = 7_200_000
const RENEW_MS = 1_800_000

const failing: Record<Exclude<EndpointMode, 'ok'>, [code: number, msg: string, data: unknown]> = {
  busy: [1, 'system busy', {}],
  forbidden: [403, 'forbidden', {}],
  auth: [514, 'auth failed', {}],
  internal: [1000040343, 'internal error', {}],
  limit: [1000040350, 'exceed connection limit', {}],
  'no-data': [514, 'auth failed', undefined],
}

const strings = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

export const appRoutes = (
  state: State,
  faults: Faults,
  socket: { url(): string; config(): Record<string, number>; online(): number },
): Route[] => {
  const { app, time } = state
  const known = (body: Record<string, Json>, id: string, secret: string): boolean =>
    body[id] === app.id && body[secret] === app.secret

  const token: Route = {
    method: 'POST',
    pattern: '/open-apis/auth/v3/tenant_access_token/internal',
    open: true,
    answer({ body }) {
      if (!known(body, 'app_id', 'app_secret'))
        return { status: 200, body: { code: 10014, msg: 'app secret invalid' } }
      const nowMs = time.now()
      let token = [...state.tokens.values()].findLast(({ expires }) => expires - nowMs >= RENEW_MS)
      if (!token) {
        token = { value: state.id('t-'), expires: nowMs + TOKEN_MS, refusals: 0 }
        state.tokens.set(token.value, token)
      }
      const expire = Math.floor((token.expires - nowMs) / 1000)
      return { status: 200, body: { code: 0, msg: 'ok', tenant_access_token: token.value, expire } }
    },
  }

  const endpoint: Route = {
    method: 'POST',
    pattern: '/callback/ws/endpoint',
    open: true,
    answer({ body }): Reply {
      const answer = (code: number, msg: string, data: unknown): Reply => ({
        status: 200,
        body: { code, msg, ...(data === undefined ? {} : { data }) },
      })
      if (!/^cli_[0-9a-f]{16}$/i.test(String(body.AppID)))
        state.violate(`the app id ${String(body.AppID)} has not the documented form`)
      if (faults.endpoint !== 'ok') return answer(...failing[faults.endpoint])
      if (!known(body, 'AppID', 'AppSecret')) return answer(...failing.auth)
      if (socket.online() >= 50) return answer(...failing.limit)
      return answer(0, '', { URL: socket.url(), ClientConfig: socket.config() })
    },
  }

  const person = (openId: string): Person | undefined => state.people.get(openId)
  const named = (one: Person) => ({
    open_id: one.openId,
    union_id: one.unionId,
    ...(state.scopes.has('contact:user.employee_id:readonly') ? { user_id: one.userId } : {}),
    ...(state.scopes.has('contact:user.base:readonly') ? { name: one.name, en_name: '' } : {}),
    status: {
      is_frozen: false,
      is_resigned: state.unreachable.get(one.openId) === 230029,
      is_activated: true,
      is_exited: false,
      is_unjoin: false,
    },
  })
  const get = (pattern: string, scopes: string[] | undefined, answer: Route['answer']): Route => ({
    method: 'GET',
    pattern,
    ...(scopes ? { scopes } : {}),
    answer,
  })
  const contact = ['contact:contact.base:readonly']
  const chats = ['im:chat:read', 'im:chat:readonly', 'im:chat']

  return [
    token,
    endpoint,
    get('/open-apis/bot/v3/info', undefined, () => ({
      status: 200,
      body: {
        code: 0,
        msg: 'ok',
        bot: {
          activate_status: state.activated,
          app_name: app.name,
          avatar_url: 'https://example.invalid/bot.png',
          ip_white_list: [],
          open_id: app.openId,
        },
      },
    })),
    get('/open-apis/event/v1/connection', undefined, () => ok({ online_instance_cnt: socket.online() })),
    get('/open-apis/event/v1/outbound_ip', undefined, () => ok({ ip_list: ['127.0.0.1'], has_more: false })),
    get('/open-apis/application/v6/scopes', undefined, () =>
      ok({ scopes: [...state.scopes].map((scope_name) => ({ scope_name, grant_status: 1 })) }),
    ),
    get('/open-apis/contact/v3/scopes', contact, () =>
      ok({ department_ids: ['0'], user_ids: [...state.people.keys()], group_ids: [], has_more: false }),
    ),
    {
      method: 'POST',
      pattern: '/open-apis/contact/v3/users/batch_get_id',
      scopes: ['contact:user.id:readonly'],
      answer({ body, query }) {
        const mobiles = strings(body.mobiles)
        const emails = strings(body.emails)
        if (mobiles.length > 50 || emails.length > 50) {
          state.violate(`batch_get_id of ${mobiles.length} mobiles and ${emails.length} mails: 50 at most`)
          return refuse(99992402, 'field validation failed')
        }
        if ((query.get('user_id_type') ?? 'open_id') !== 'open_id')
          state.violate('batch_get_id: this app keeps open_ids')
        const all = [...state.people.values()]
        return ok({
          user_list: [
            ...mobiles.map((mobile) => {
              const found = all.find(
                (one) => one.mobile !== undefined && one.mobile === mobile.replace(/^\+86/, ''),
              )
              return { mobile, ...(found ? { user_id: found.openId, status: named(found).status } : {}) }
            }),
            ...emails.map((email) => ({ email })),
          ],
        })
      },
    },
    get('/open-apis/contact/v3/users/batch', contact, ({ query }) => {
      const ids = query.getAll('user_ids')
      if (ids.length > 50) return refuse(99992402, 'field validation failed')
      return ok({ items: ids.flatMap((id) => person(id) ?? []).map(named) })
    }),
    {
      method: 'POST',
      pattern: '/open-apis/contact/v3/users/basic_batch',
      scopes: ['contact:user.basic_profile:readonly'],
      answer({ body }) {
        const ids = strings(body.user_ids)
        if (ids.length > 10) return refuse(99992402, 'field validation failed')
        return ok({
          users: ids.flatMap((id) => person(id) ?? []).map(({ openId, name }) => ({ user_id: openId, name })),
        })
      },
    },
    get('/open-apis/contact/v3/users/:id', contact, ({ at, query }) => {
      const field = ({ open_id: 'openId', union_id: 'unionId', user_id: 'userId' } as const)[
        query.get('user_id_type') ?? 'open_id'
      ]
      if (!field) return refuse(41012, 'user id invalid error')
      const found = [...state.people.values()].find((one) => one[field] === at.id)
      return found ? ok({ user: named(found) }) : refuse(41050, 'no user authority error')
    }),
    get('/open-apis/im/v1/chats', chats, () =>
      ok({
        items: [...state.chats.values()]
          .filter(({ mode, bot }) => mode === 'group' && bot)
          .map(({ id, name }) => ({ chat_id: id, name, external: false })),
        page_token: '',
        has_more: false,
      }),
    ),
    get('/open-apis/im/v1/chats/:id', chats, ({ at }) => {
      const chat = state.chats.get(at.id ?? '')
      if (!chat) return refuse(232006, 'invalid chat_id')
      return ok({
        name: chat.bot ? chat.name : '',
        chat_mode: chat.mode,
        chat_type: 'private',
        user_count: String(chat.members.size),
        bot_count: chat.bot ? '1' : '0',
        external: false,
        tenant_key: app.tenantKey,
      })
    }),
    get('/open-apis/im/v1/chats/:id/members', ['im:chat.members:read', 'im:chat'], ({ at, query }) => {
      const chat = state.chats.get(at.id ?? '')
      if (!chat) return refuse(232006, 'invalid chat_id')
      if (!chat.bot) return refuse(232011, 'operator can NOT be out of the chat')
      const all = [...chat.members]
      const size = Math.min(100, Number(query.get('page_size') ?? 20))
      const from = Number(query.get('page_token') || 0)
      return ok({
        items: all.slice(from, from + size).map((id) => ({
          member_id_type: 'open_id',
          member_id: id,
          name: person(id)?.name ?? '',
          tenant_key: app.tenantKey,
        })),
        has_more: from + size < all.length,
        page_token: from + size < all.length ? String(from + size) : '',
        member_total: all.length,
      })
    }),
    get('/open-apis/im/v1/chats/:id/members/is_in_chat', ['im:chat.members:read', 'im:chat'], ({ at }) =>
      ok({ is_in_chat: state.chats.get(at.id ?? '')?.bot === true }),
    ),
  ]
}
