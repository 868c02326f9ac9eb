// What did the operator ask for? The environment, read once; every mistake is named at once (exit 78).

import { statSync } from 'node:fs'
import { z } from 'zod'
import { canDigest, digests } from '../../store/digest.js'
import { addressOf } from '../../store/postgres/address.js'
import { shouldBe, wrongVariable } from '../../templates/operator/config.js'
import { limits as feishu } from '../channels/feishu/limits.js'
import { readDotEnv } from '../setup/dotenv.js'

const text = z.string().trim().min(1)
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const address = text.refine((value) => {
  const url = URL.parse(value)
  return (
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname)))
  )
}, shouldBe.address)

const Environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number(shouldBe.port).int().min(0).max(65_535).default(3000),
  DATA_DIR: text.default('./data'),
  CHAIN_DIGEST: z.enum(digests, shouldBe.digest).default('sha256'),
  DATABASE_URL: text.refine((value) => addressOf(value) !== undefined, shouldBe.postgres).optional(),
  CAMPUSES: text.optional(),
  DIRECTORY: text.default('./templates/directory'),
  RULES: text.default('./rules/rules.yaml'),
  SANDBOX: z.enum(['on', 'off'], shouldBe.onOrOff).optional(),
  SANDBOX_TOKEN: text.regex(/^[\x21-\x7e]+$/, shouldBe.token).optional(),
  FEISHU_APP_ID: text.optional(),
  FEISHU_APP_SECRET: text.optional(),
  FEISHU_MODE: z.enum(['websocket', 'webhook'], shouldBe.feishuMode).default('websocket'),
  FEISHU_ENCRYPT_KEY: text.optional(),
  FEISHU_VERIFICATION_TOKEN: text.optional(),
  FEISHU_DOMAIN: address.default('https://open.feishu.cn'),
  FEISHU_GROUP_CHAT_ID: text.optional(),
  FEISHU_MONTHLY_CALLS: z.coerce.number(shouldBe.monthlyCalls).int().min(0).default(feishu.monthlyCalls),
  DINGTALK_CLIENT_ID: text.optional(),
  DINGTALK_CLIENT_SECRET: text.optional(),
  DINGTALK_MODE: z.enum(['stream', 'webhook'], shouldBe.dingtalkMode).default('stream'),
  DINGTALK_ROBOT_CODE: text.optional(),
  DINGTALK_API_BASE: address.default('https://api.dingtalk.com'),
  DINGTALK_OAPI_BASE: address.default('https://oapi.dingtalk.com'),
  DINGTALK_GROUP_CONVERSATION_ID: text.optional(),
  DINGTALK_CARD_TEMPLATE_ID: text.default('1366a1eb-bc54-4859-ac88-517c56a9acb1.schema'),
  PUBLIC_URL: address.optional(),
  HEARTBEAT_URL: address.optional(),
  WITNESS_URL: address.optional(),
  READER_URL: address.optional(),
  READER_MODEL: text.default('default'),
  LOG_LEVEL: z.enum(logLevels, shouldBe.oneOf(logLevels)).default('info'),
})
export type Config = Omit<z.infer<typeof Environment>, 'SANDBOX'> & { SANDBOX: 'on' | 'off' }

const names = Object.keys(Environment.shape)

/** How many slips of the hand lie between two words: a letter more, less or other, or two of them swapped. */
const distance = (a: string, b: string): number => {
  const table: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  const cell = (i: number, j: number): number => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    table.push([i])
    for (let j = 1; j <= b.length; j++) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      table[i]?.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
          swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return cell(a.length, b.length)
}

/** Names that belong to other programs although they look like ours. */
const foreign = new Set(['HOSTNAME', 'HOSTTYPE', 'HOSTS', 'PORTS', 'LOGLEVEL'])

/** A short name is nearly another word (POST, SORT, COST): there only swapped letters or another case are a slip. */
const slips = (given: string, known: string): boolean => {
  const name = given.toUpperCase()
  if (name === known) return true
  if (known.length < 5)
    return distance(name, known) === 1 && [...name].sort().join() === [...known].sort().join()
  if (name.replaceAll('_', '') === known.replaceAll('_', '')) return true
  return distance(name, known) <= (known.length >= 8 ? 2 : 1)
}

const misspelt = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env)
    .filter((name) => !names.includes(name) && !foreign.has(name))
    .flatMap((name) => {
      const nearest = names
        .map((known) => ({ known, away: distance(name.toUpperCase(), known) }))
        .sort((a, b) => a.away - b.away)[0]
      const ours = /^(FEISHU|DINGTALK|FENGHUO)_/i.test(name)
      return ours || names.some((known) => slips(name, known))
        ? [wrongVariable.unknown(name, nearest?.known)]
        : []
    })

export class BadConfiguration extends Error {
  constructor(readonly mistakes: string[]) {
    super(mistakes.join('\n'))
  }
}

/** What is wrong only in company: judged by what is written, so that it is told beside every other mistake. */
const together = (given: NodeJS.ProcessEnv): string[] => {
  const pairs = [
    ['FEISHU_APP_ID', 'FEISHU_APP_SECRET'],
    ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'],
  ] as const
  const lonely = pairs.flatMap((pair) => {
    const missing = pair.filter((name) => given[name] === undefined)
    return missing.length === 1 ? missing.map((name) => wrongVariable.lonely(name, pair)) : []
  })
  const webhook =
    given.FEISHU_APP_ID && given.FEISHU_MODE?.trim() === 'webhook'
      ? (['FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN'] as const).flatMap((name) =>
          given[name] ? [] : [wrongVariable.neededForWebhook(name)],
        )
      : []
  return [...lonely, ...webhook]
}

/** What can't even be looked at is found wrong where it is made. */
const lookAt = (path: string) => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
const cannotDigest = ({ CHAIN_DIGEST }: z.infer<typeof Environment>): string[] =>
  canDigest(CHAIN_DIGEST) ? [] : [wrongVariable.noDigest(CHAIN_DIGEST)]

/** The folder of the store may still have to be made; a file in its place can't be. */
const notAFolder = (path: string): string[] => {
  const found = lookAt(path)
  return found && !found.isDirectory() ? [wrongVariable.noFolder(path)] : []
}

/** Where the campus, the law and the store lie, as far as that can be told from an environment that has mistakes elsewhere. */
export const pathsIn = (env: NodeJS.ProcessEnv): Pick<Config, 'DIRECTORY' | 'RULES' | 'DATA_DIR'> => ({
  DIRECTORY: env.DIRECTORY?.trim() || './templates/directory',
  RULES: env.RULES?.trim() || './rules/rules.yaml',
  DATA_DIR: env.DATA_DIR?.trim() || './data',
})

/** Reads the environment. An empty value counts as not given. Throws `BadConfiguration` with every mistake. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = Environment.safeParse(given)
  const mistakes = [
    ...misspelt(given),
    ...together(given),
    ...(parsed.success
      ? [...cannotDigest(parsed.data), ...notAFolder(parsed.data.DATA_DIR)]
      : parsed.error.issues.map(({ path, message }) => {
          const name = String(path[0])
          const secret = /SECRET|KEY|TOKEN|DATABASE_URL|HEARTBEAT_URL/.test(name)
          return wrongVariable.value(name, secret ? undefined : (given[name] ?? ''), message)
        })),
  ]
  if (mistakes.length > 0 || !parsed.success) throw new BadConfiguration(mistakes)
  const platform = parsed.data.FEISHU_APP_ID !== undefined || parsed.data.DINGTALK_CLIENT_ID !== undefined
  return { ...parsed.data, SANDBOX: parsed.data.SANDBOX ?? (platform ? 'off' : 'on') }
}

const ofTheWhole = ['HOST', 'PORT', 'LOG_LEVEL', 'CAMPUSES', 'DATA_DIR']

/** What is asked of a process that serves many campuses: what belongs to one of them stands in its own `.env`. */
export const readWhole = (env: NodeJS.ProcessEnv): Config =>
  readConfig(
    Object.fromEntries(
      Object.entries(env).filter(([name]) => !names.includes(name) || ofTheWhole.includes(name)),
    ),
  )

/** The operator's `.env`, where there is one; what the environment says already wins. */
export const loadDotEnv = (): void => {
  for (const [name, value] of Object.entries(readDotEnv())) process.env[name] ??= value
}
