// How does a duty stand in somebody's DingTalk todos? Put up once for each key, changed where it stands; off where the permission lacks.
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Task } from '../../../templates/card.js'
import { todoHint, undelivered } from '../../../templates/platform/dingtalk.js'
import { noTasks } from '../../../templates/platform/words.js'
import type { Clock } from '../../time/clock.js'
import { DeliveryError, type Memory, type TaskLists } from '../channel.js'
import type { Api } from './api.js'
import { noPermission, Refused } from './errors.js'
import { todoSource } from './ids.js'
import type { Pace } from './pace.js'
import type { People } from './people.js'

const Made = z.looseObject({ id: z.string().min(1) })
/** The platform is busy with this one, or with itself. */
const again = /lockerror|flowcontrolerror|systemerror/

/** Nobody has this id, and nothing stands under it: whoever asks learns only whether it may. */
const nobody = 'fenghuo-doctor'

const pathOf = (unionId: string, rest = ''): string =>
  `/v1.0/todo/users/${encodeURIComponent(unionId)}/tasks${rest}`

/** May we write todos? Nothing is written, and nobody is told. Throws `Refused` where the platform does not say. */
export const mayWriteTodos = async (api: Api): Promise<boolean> => {
  try {
    await api.call('PUT', pathOf(nobody, `/${nobody}?operatorId=${nobody}`), { done: false }, 'PUT todo')
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (noPermission.test(error.code)) return false
    if (error.failure === 'refused' || error.failure === 'unreachable') return true
    throw error
  }
}

type Todos = TaskLists & {
  open(): boolean
  recall(memory: Memory): void
  learn(): Promise<void>
}

export const openTodos = (options: {
  api: Api
  pace: Pace
  people: People
  clock: Clock
  log: Log
}): Todos => {
  const { api, pace, people, clock, log } = options
  let memory: Memory | undefined
  let open = false

  const become = async (next: boolean): Promise<void> => {
    if (next === open) return
    open = next
    log.info({ open }, 'todos on DingTalk')
    await memory?.put('todos', next ? 'open' : 'off')
  }

  /** What is due at once is due already: the platform takes no moment that is past. */
  const fieldsOf = ({ title, due }: Task): object => ({
    ...(title === undefined ? {} : { subject: title }),
    ...(due !== undefined && Date.parse(due) > clock.now() ? { dueTime: Date.parse(due) } : {}),
  })

  const change = async (unionId: string, id: string, task: Task): Promise<void> => {
    const rest = `/${encodeURIComponent(id)}?operatorId=${encodeURIComponent(unionId)}`
    await api.call('PUT', pathOf(unionId, rest), { ...fieldsOf(task), done: task.done }, 'PUT todo')
  }

  const create = async (key: string, unionId: string, task: Task): Promise<string> => {
    const sourceId = todoSource(key)
    const made = await api
      .call(
        'POST',
        pathOf(unionId),
        {
          ...fieldsOf(task),
          sourceId,
          creatorId: unionId,
          executorIds: [unionId],
          description: todoHint,
          isOnlyShowExecutor: true,
        },
        'POST todo',
      )
      .catch(async (error: unknown) => {
        if (!(error instanceof Refused) || error.failure !== 'refused' || again.test(error.code)) throw error
        // it may stand there already: then it is made to say what is true now
        const found = Made.safeParse(
          await api.call('GET', pathOf(unionId, `/sources/${sourceId}`), undefined, 'GET todo'),
        )
        if (!found.success) throw error
        await change(unionId, found.data.id, task)
        return found.data
      })
    const parsed = Made.safeParse(made)
    if (!parsed.success) throw new Refused('refused', undelivered.refused, 'todo.malformed')
    return parsed.data.id
  }

  /** The chat waits for nothing that happens here. */
  const apart = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (noPermission.test(error.code)) {
        await become(false)
        throw new DeliveryError('refused', noTasks)
      }
      const passes = error.failure === 'down' || error.failure === 'limited' || again.test(error.code)
      throw new DeliveryError(passes ? 'transient' : error.failure, error.message)
    }
  }

  const put = async (key: string, address: string, task: Task, id?: string): Promise<string> => {
    const held = pace.holds('spare')
    if (held) throw held
    const unionId = await people.unionOf(address)
    if (unionId === undefined) throw new Refused('unreachable', undelivered.unreachable, 'todo.nobody')
    if (id === undefined) return create(key, unionId, task)
    await change(unionId, id, task).catch((error: unknown) => {
      // its owner has deleted it
      if (!(error instanceof Refused) || error.failure !== 'refused' || again.test(error.code)) throw error
    })
    return id
  }

  return {
    open: () => open,
    // No event tells an app what people do with its todos: each reminder puts them up again instead.
    hears: () => false,
    recall(kept) {
      memory = kept
      open = kept.get('todos') === 'open'
    },
    async learn() {
      await become(await mayWriteTodos(api))
    },
    async put(key, to, task, message) {
      // nothing is put up that is over by now
      if ('group' in to || (task.done && message === undefined))
        throw new DeliveryError('refused', undelivered.refused)
      return { message: await apart(put(key, to.address, task, message)) }
    },
  }
}
