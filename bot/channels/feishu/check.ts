// Is Feishu ready for the worst day? Credentials, permissions, connections and everybody named, each with its mend.
import { z } from 'zod'
import type { Directory, Person } from '../../../store/schema.js'
import {
  feishuFinding,
  feishuOffline,
  feishuSaid,
  feishuUnknown,
} from '../../../templates/operator/feishu-check.js'
import type { Finding } from '../../../templates/operator/finding.js'
import type { Api } from './api.js'
import { botOf } from './bot.js'
import { grantPage, mendOf } from './errors.js'
import { grantedTo } from './granted.js'
import { FeishuError } from './http.js'
import type { People } from './people.js'
import { louder, readBack, readGroup, required, tasks, watching } from './scopes.js'
import { isAppId } from './socket.js'

const Instances = z.object({ data: z.object({ online_instance_cnt: z.number() }) })
const Chat = z.object({ data: z.object({ name: z.string().optional() }) })

const MOST_LINES = 40

const lackingFor = (appId: string) => (scopes: readonly string[]) => ({
  scopes,
  grant: grantPage(appId, scopes),
})

export const checkFeishu = async (
  options: {
    api: Api
    people: People
    appId: string
    mode: 'websocket' | 'webhook'
    groupChatId: string | undefined
  },
  directory: Directory,
): Promise<Finding[]> => {
  const { api, people, appId, mode, groupChatId } = options
  const findings: Finding[] = []
  const page = `https://open.feishu.cn/app/${appId}`
  const lacking = lackingFor(appId)

  const failed = (what: string, error: unknown): Finding =>
    feishuFinding.failed(
      what,
      mendOf(error, appId) ??
        (error instanceof FeishuError && error.trouble.status === undefined
          ? feishuOffline
          : feishuSaid(error instanceof Error ? error.message : String(error))),
    )

  if (mode === 'websocket' && !isAppId(appId)) findings.push(feishuFinding.appIdMisspelt)

  try {
    await api.knock()
    findings.push(feishuFinding.credentials)
  } catch (error) {
    return [
      ...findings,
      api.wrong() ? feishuFinding.credentialsWrong(page) : failed(feishuUnknown.token, error),
    ]
  }

  try {
    const { name, active, state } = await botOf(api)
    findings.push(active ? feishuFinding.bot(name, state) : feishuFinding.botAsleep(state, page))
  } catch (error) {
    findings.push(failed(feishuUnknown.bot, error))
  }

  try {
    const granted = await grantedTo(api)
    const missing = required.filter((scope) => !granted.has(scope))
    const quieter = louder.filter((scope) => !granted.has(scope))
    findings.push(
      missing.length === 0
        ? feishuFinding.permissions(required.length)
        : feishuFinding.permissionsMissing(lacking(missing)),
    )
    if (quieter.length > 0) findings.push(feishuFinding.quieter(lacking(quieter)))
    findings.push(...watch(granted, appId, groupChatId !== undefined))
    const unlisted = tasks.filter((scope) => !granted.has(scope))
    findings.push(unlisted.length === 0 ? feishuFinding.tasks : feishuFinding.tasksMissing(lacking(unlisted)))
  } catch (error) {
    findings.push(failed(feishuUnknown.scopes, error))
  }

  if (mode === 'websocket')
    try {
      const { data } = await api.call(
        {
          api: 'event.connection',
          method: 'GET',
          path: '/open-apis/event/v1/connection',
          need: 'vital',
          free: true,
          optional: true,
        },
        Instances,
      )
      findings.push(feishuFinding.online(data.online_instance_cnt))
    } catch (error) {
      findings.push(failed(feishuUnknown.connections, error))
    }
  findings.push(feishuFinding.subscribe(mode, page))

  if (groupChatId !== undefined)
    try {
      const { data } = await api.call(
        {
          api: 'im.chat.get',
          method: 'GET',
          path: `/open-apis/im/v1/chats/${encodeURIComponent(groupChatId)}`,
          need: 'vital',
        },
        Chat,
      )
      findings.push(feishuFinding.group(data.name ?? groupChatId))
    } catch (error) {
      findings.push(failed(feishuUnknown.group, error))
    }
  else findings.push(feishuFinding.groupMissing)

  return [...findings, ...(await everybody(people, directory, failed))]
}

/** What is heard although Feishu does not push it, and what is not. */
const watch = (granted: ReadonlySet<string>, appId: string, group: boolean): Finding[] => {
  const unseen = watching.filter((scope) => !granted.has(scope))
  return [
    readBack.some((scope) => granted.has(scope))
      ? feishuFinding.readBack
      : feishuFinding.readBackMissing(readBack[0], grantPage(appId, [readBack[0]])),
    ...(group && !granted.has(readGroup)
      ? [feishuFinding.readGroupMissing(readGroup, grantPage(appId, [readGroup]))]
      : []),
    ...(unseen.length > 0 ? [feishuFinding.watchMissing(lackingFor(appId)(unseen))] : []),
  ]
}

/** Whoever holds a post and has no address: by name, since each of them is a hole in the chain. */
const everybody = async (
  people: People,
  directory: Directory,
  failed: (what: string, error: unknown) => Finding,
): Promise<Finding[]> => {
  const findings: Finding[] = []
  try {
    await people.find(directory)
  } catch (error) {
    findings.push(failed(feishuUnknown.people, error))
  }
  const responsible = directory.people.filter(({ posts }) => posts.some(({ role }) => role !== ''))
  const silent = responsible.filter((person) => people.addressOf(person) === undefined)
  const line = (person: Person): Finding =>
    feishuFinding.nobody(person, Boolean(person.feishu || person.phone))
  return [
    ...findings,
    ...(silent.length < responsible.length || responsible.length === 0
      ? [feishuFinding.reached(responsible.length - silent.length)]
      : []),
    ...silent.slice(0, MOST_LINES).map(line),
    ...(silent.length > MOST_LINES ? [feishuFinding.nobodyMore(silent.length - MOST_LINES)] : []),
  ]
}
