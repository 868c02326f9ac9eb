// What did the operator ask for? The environment, read once; every mistake is named at once (exit 78).
import { existsSync } from 'node:fs'
import { z } from 'zod'

const text = z.string().trim().min(1)
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const address = text.refine((value) => {
  const url = URL.parse(value)
  return (
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname)))
  )
}, '应为 https 地址，或本机的 http 地址')

const Environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number('应为端口号，例如 3000').int().min(0).max(65_535).default(3000),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//, '应为 postgres:// 开头的地址').optional(),
  DIRECTORY: text.default('./templates/directory'),
  RULES: text.default('./rules/rules.yaml'),
  SANDBOX: z.enum(['on', 'off'], '应为 on 或 off').optional(),
  FEISHU_APP_ID: text.optional(),
  FEISHU_APP_SECRET: text.optional(),
  FEISHU_MODE: z.enum(['websocket', 'webhook'], '应为 websocket 或 webhook').default('websocket'),
  FEISHU_ENCRYPT_KEY: text.optional(),
  FEISHU_VERIFICATION_TOKEN: text.optional(),
  FEISHU_DOMAIN: address.default('https://open.feishu.cn'),
  FEISHU_GROUP_CHAT_ID: text.optional(),
  FEISHU_MONTHLY_CALLS: z.coerce.number('应为每月次数，0 表示不限').int().min(0).default(10_000),
  DINGTALK_CLIENT_ID: text.optional(),
  DINGTALK_CLIENT_SECRET: text.optional(),
  DINGTALK_MODE: z.enum(['stream', 'webhook'], '应为 stream 或 webhook').default('stream'),
  DINGTALK_ROBOT_CODE: text.optional(),
  DINGTALK_API_BASE: address.default('https://api.dingtalk.com'),
  DINGTALK_OAPI_BASE: address.default('https://oapi.dingtalk.com'),
  DINGTALK_GROUP_CONVERSATION_ID: text.optional(),
  DINGTALK_CARD_TEMPLATE_ID: text.default('1366a1eb-bc54-4859-ac88-517c56a9acb1.schema'),
  PUBLIC_URL: address.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})
export type Config = Omit<z.infer<typeof Environment>, 'SANDBOX'> & { SANDBOX: 'on' | 'off' }

const names = Object.keys(Environment.shape)

/** How many single-character edits lie between two words. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Names that belong to other programs although they look like ours. */
const foreign = new Set(['HOSTNAME', 'HOSTTYPE', 'PORTS', 'LOGLEVEL'])

const misspelt = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env)
    .filter((name) => !names.includes(name) && !foreign.has(name))
    .flatMap((name) => {
      const nearest = names
        .map((known) => ({ known, away: distance(name.toUpperCase(), known) }))
        .sort((a, b) => a.away - b.away)[0]
      const ours = /^(FEISHU|DINGTALK)_/.test(name)
      const close =
        nearest !== undefined &&
        nearest.known.length >= 5 &&
        nearest.away <= (nearest.known.length >= 8 ? 2 : 1)
      return ours || close ? [`${name}: 没有这个变量${nearest ? `，是不是 ${nearest.known}` : ''}`] : []
    })

export class BadConfiguration extends Error {
  constructor(readonly mistakes: string[]) {
    super(mistakes.join('\n'))
  }
}

const both = (config: z.infer<typeof Environment>): string[] => {
  const pairs = [
    ['FEISHU_APP_ID', 'FEISHU_APP_SECRET'],
    ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'],
  ] as const
  const lonely = pairs.flatMap(([a, b]) =>
    (config[a] === undefined) === (config[b] === undefined)
      ? []
      : [`${config[a] === undefined ? a : b}: 没有填写；${a} 和 ${b} 应同时填写`],
  )
  const webhook =
    config.FEISHU_APP_ID && config.FEISHU_MODE === 'webhook'
      ? (['FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN'] as const).flatMap((name) =>
          config[name] ? [] : [`${name}: 没有填写；FEISHU_MODE=webhook 时必填`],
        )
      : []
  // a store that is silently not used is a trap
  const postgres = config.DATABASE_URL
    ? ['DATABASE_URL: 这一版还不支持 PostgreSQL，请留空，使用 DATA_DIR']
    : []
  return [...lonely, ...webhook, ...postgres]
}

/** Reads the environment. An empty value counts as not given. Throws `BadConfiguration` with every mistake. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = Environment.safeParse(given)
  const mistakes = [
    ...misspelt(given),
    ...(parsed.success
      ? both(parsed.data)
      : parsed.error.issues.map(({ path, message }) => {
          const name = String(path[0])
          return `${name}: 写的是“${/SECRET|KEY|TOKEN|DATABASE_URL/.test(name) ? '（不显示）' : (given[name] ?? '')}”，${message}`
        })),
  ]
  if (mistakes.length > 0 || !parsed.success) throw new BadConfiguration(mistakes)
  const platform = parsed.data.FEISHU_APP_ID !== undefined || parsed.data.DINGTALK_CLIENT_ID !== undefined
  return { ...parsed.data, SANDBOX: parsed.data.SANDBOX ?? (platform ? 'off' : 'on') }
}

/** The operator's `.env`, where there is one; what the environment says already wins. */
export const loadDotEnv = (): void => {
  if (existsSync('.env')) process.loadEnvFile('.env')
}
