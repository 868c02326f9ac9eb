// How does a duty stand in somebody's Feishu tasks? Put up once for each key, changed where it stands; off where the permission lacks.
import { z } from 'zod'
import { withoutEnd } from '../../../rules/ends.js'
import type { Log } from '../../../store/log.js'
import type { Task } from '../../../templates/card.js'
import { setupApp } from '../../../templates/operator/setup-feishu.js'
import { undelivered } from '../../../templates/platform/feishu.js'
import { noTasks } from '../../../templates/platform/words.js'
import type { Clock } from '../../time/clock.js'
import { DeliveryError, type Inside, type TaskLists } from '../channel.js'
import type { Api } from './api.js'
import { isNotGranted, judge } from './errors.js'
import { grantedTo } from './granted.js'
import { FeishuError } from './http.js'
import { perTask } from './pace.js'
import { tasks as scopes } from './scopes.js'
import { uuidOf } from './send.js'

const Made = z.object({
  data: z.object({ task: z.object({ guid: z.string(), summary: z.string().optional() }) }),
})
const Read = z.object({ data: z.object({ task: z.object({ completed_at: z.string().nullish() }) }) })
const Done = z.object({})

/** Of this app's tasks, by guid, what we last said of each: so many are remembered. */
const MOST = 2_000
/** It is being made under this token already, or too many are: the same call is fine a moment later. */
const again = new Set([1470422, 1470450])
/** Its owner has deleted it, or it is not ours to see any more. */
const gone = new Set([1470403, 1470404])

const codeOf = (error: unknown): number => (error instanceof FeishuError ? (error.trouble.code ?? 0) : 0)

type Tasks = TaskLists & {
  /** Reads from what was kept whether it was open before. */
  recall(): void
  /** Asks which permissions there are, and to be told of what people do with their tasks. */
  learn(): Promise<void>
  /** Was this one ticked, and by somebody else than us? Throws as `Api.call` does. */
  tickedBySomebody(guid: string): Promise<boolean>
}

export const openTasks = (options: {
  api: Api
  appId: string
  domain: string
  clock: Clock
  log: Log
  inside: () => Inside | undefined
}): Tasks => {
  const { api, appId, clock, log, inside } = options
  const [write, read] = scopes
  let state: 'off' | 'open' | 'heard' = 'off'
  const said = new Map<string, boolean>()

  /** For good: neither this moment nor the way there is to blame. */
  const isRefused = (error: unknown): boolean =>
    !again.has(codeOf(error)) && judge(error, clock.now()).failure === 'refused'

  const become = async (next: typeof state): Promise<void> => {
    if (next === state) return
    state = next
    log.info({ state }, 'task lists on Feishu')
    await inside()?.memory.put('tasks', next)
  }

  const remember = (guid: string, done: boolean): void => {
    said.delete(guid)
    said.set(guid, done)
    const [oldest] = said.keys()
    if (said.size > MOST && oldest !== undefined) said.delete(oldest)
  }

  /** A chat with the bot is as near to the card as a link of the platform leads. */
  const link = `${withoutEnd(options.domain, '/').replace('//open.', '//applink.')}/client/bot/open?appId=${appId}`

  const fieldsOf = ({ title, due }: Task): object => ({
    ...(title === undefined ? {} : { summary: title }),
    ...(due === undefined ? {} : { due: { timestamp: String(Date.parse(due)), is_all_day: false } }),
  })

  /** `own`: the app stands beside the person, so that it is told of what happens to the task. */
  const made = (key: string, address: string, task: Task, own: boolean): Promise<z.infer<typeof Made>> =>
    api.call(
      {
        api: 'task.create',
        method: 'POST',
        path: '/open-apis/task/v2/tasks',
        params: { user_id_type: 'open_id' },
        data: {
          ...fieldsOf(task),
          members: [
            { id: address, type: 'user', role: 'assignee' },
            ...(own ? [{ id: appId, type: 'app', role: 'assignee' }] : []),
          ],
          mode: 2, // whoever ticks it ticks the whole
          origin: {
            platform_i18n_name: { zh_cn: setupApp.name },
            href: { url: link, title: setupApp.desc },
          },
          client_token: uuidOf(key),
        },
        within: [perTask],
        need: 'spare',
        optional: true,
      },
      Made,
    )

  const create = async (key: string, address: string, task: Task): Promise<string> => {
    const own = state === 'heard'
    const { data } = await made(key, address, task, own).catch(async (error: unknown) => {
      if (!own || !isRefused(error)) throw error
      const alone = await made(key, address, task, false)
      await become('open') // it was the app itself that is not taken
      return alone
    })
    const { guid, summary } = data.task
    remember(guid, false)
    // made before under this token, when it said something else
    if (summary !== undefined && summary !== task.title) await change(guid, task)
    return guid
  }

  const change = async (guid: string, task: Task): Promise<void> => {
    const fields = { ...fieldsOf(task), completed_at: task.done ? String(clock.now()) : '0' }
    remember(guid, task.done)
    await api.call(
      {
        api: 'task.patch',
        method: 'PATCH',
        path: `/open-apis/task/v2/tasks/${encodeURIComponent(guid)}`,
        params: { user_id_type: 'open_id' },
        data: { task: fields, update_fields: Object.keys(fields) },
        within: [perTask],
        need: 'spare',
        optional: true,
      },
      Done,
    )
  }

  const isTicked = async (guid: string): Promise<boolean> => {
    const { data } = await api.call(
      {
        api: 'task.get',
        method: 'GET',
        path: `/open-apis/task/v2/tasks/${encodeURIComponent(guid)}`,
        params: { user_id_type: 'open_id' },
        need: 'spare',
        optional: true,
      },
      Read,
    )
    return Number(data.task.completed_at ?? 0) > 0
  }

  /** A task that was ticked, or taken up again, before we said so is as it should be. */
  const changed = async (guid: string, task: Task): Promise<void> => {
    try {
      await change(guid, task)
    } catch (error) {
      if (gone.has(codeOf(error))) return
      if (!isRefused(error) || (await isTicked(guid)) !== task.done) throw error
    }
  }

  /** The chat waits for nothing that happens here. */
  const apart = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (isNotGranted(error)) {
        await become('off')
        throw new DeliveryError('refused', noTasks)
      }
      const { failure, message } = judge(error, clock.now())
      const passes = failure === 'down' || failure === 'limited' || again.has(codeOf(error))
      throw new DeliveryError(passes ? 'transient' : failure, message)
    }
  }

  return {
    open: () => state !== 'off',
    hears: () => state === 'heard',
    recall() {
      const kept = inside()?.memory.get('tasks')
      if (kept === 'open' || kept === 'heard') state = kept
    },
    async learn() {
      const granted = await grantedTo(api)
      if (!granted.has(write)) return become('off')
      if (!granted.has(read)) return become('open')
      const told = await api
        .call(
          {
            api: 'task.subscribe',
            method: 'POST',
            path: '/open-apis/task/v2/task_v2/task_subscription',
            params: { user_id_type: 'open_id' },
            need: 'spare',
            optional: true,
          },
          Done,
        )
        .then(
          () => true,
          (error: unknown) => {
            if (!isRefused(error) && !isNotGranted(error)) throw error
            return false
          },
        )
      await become(told ? 'heard' : 'open')
    },
    async tickedBySomebody(guid) {
      if (said.get(guid) === true) return false
      try {
        return await isTicked(guid)
      } catch (error) {
        if (gone.has(codeOf(error))) return false
        throw error
      }
    },
    put: (key, to, task, message) =>
      apart(
        (async () => {
          if (message !== undefined) {
            await changed(message, task)
            return { message }
          }
          // nothing is put up that is over by now
          if ('group' in to || task.done) throw new DeliveryError('refused', undelivered.refused)
          return { message: await create(key, to.address, task) }
        })(),
      ),
  }
}
