// What can be done with todos (§5.9)? Put up once for each sourceId, changed, found again; only by who may write them.
import { z } from 'zod'
import { type Call, Refused, type Reply, type Route, shaped } from './door.js'
import type { Todo } from './state.js'

const scope = 'Todo.Todo.Write'
const perSecond = 20

const CreateBody = z.strictObject({
  sourceId: z.string().min(1).max(64),
  subject: z.string().min(1).max(1024),
  creatorId: z.string().min(1),
  description: z.string().max(4096).optional(),
  dueTime: z.number().int().optional(),
  executorIds: z.array(z.string().min(1)).min(1),
  participantIds: z.array(z.string()).optional(),
  detailUrl: z.strictObject({ appUrl: z.url(), pcUrl: z.url() }).optional(),
  isOnlyShowExecutor: z.boolean().optional(),
  priority: z.literal([10, 20, 30, 40]).optional(),
  notifyConfigs: z.strictObject({ dingNotify: z.literal('1') }).optional(),
})
const ChangeBody = z.strictObject({
  subject: z.string().min(1).max(1024).optional(),
  description: z.string().optional(),
  dueTime: z.number().int().optional(),
  done: z.boolean().optional(),
  executorIds: z.array(z.string()).optional(),
  participantIds: z.array(z.string()).optional(),
})

/** An app has so many calls a second of each kind, whoever's todos they are. */
const paced = ({ ground }: Call, what: string): void => {
  const of = (path: string): string =>
    path.includes('/sources/') ? 'get' : path.split('/').length > 6 ? 'put' : 'post'
  const last = ground.calls.filter(
    ({ path, at }) => path.startsWith('/v1.0/todo/') && of(path) === what && at > ground.clock.now() - 1000,
  )
  if (last.length > perSecond) ground.forbid(`todo ${what}: more than ${perSecond} calls in a second`)
}

const wrong = (kind: 'Create' | 'Update', message: string): Refused =>
  new Refused(400, `todo.task${kind}.paramError`, message)

const checkDue = ({ ground }: Call, kind: 'Create' | 'Update', dueTime: number | undefined): void => {
  if (dueTime === undefined || dueTime > ground.clock.now()) return
  ground.forbid(`todo: dueTime ${dueTime} is past`)
  throw wrong(kind, 'dueTime is invalid')
}

const shown = ({ id, sourceId, subject, dueTime, done, owner }: Todo): Reply => ({
  body: { id, sourceId, subject, dueTime, done, creatorId: owner, executorIds: [owner] },
})

export const todoRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1.0/todo/users/*/tasks',
    door: 'api',
    scope,
    handle(call) {
      paced(call, 'post')
      const { ground } = call
      const body = shaped(call, 'todo', CreateBody, call.body, () => 'todo.taskCreate.paramError')
      const [owner = ''] = call.params
      const user = [...ground.state.users.values()].find(({ unionId }) => unionId === owner)
      if (!user || body.executorIds[0] !== owner || body.creatorId !== owner) {
        ground.forbid(`todo: ${owner} is no unionId, or the todo is somebody else's`)
        throw wrong('Create', 'executors invalid')
      }
      if ([...ground.state.todos.values()].some(({ sourceId }) => sourceId === body.sourceId))
        throw wrong('Create', 'task exist')
      checkDue(call, 'Create', body.dueTime)
      const todo: Todo = {
        id: ground.nth('todo-'),
        sourceId: body.sourceId,
        owner,
        subject: body.subject,
        done: false,
        ...(body.dueTime === undefined ? {} : { dueTime: body.dueTime }),
      }
      ground.state.todos.set(todo.id, todo)
      return shown(todo)
    },
  },
  {
    method: 'GET',
    path: '/v1.0/todo/users/*/tasks/sources/*',
    door: 'api',
    scope,
    handle(call) {
      paced(call, 'get')
      const [owner, source] = call.params
      const todo = [...call.ground.state.todos.values()].find(
        (one) => one.owner === owner && one.sourceId === source,
      )
      if (!todo) throw new Refused(400, 'todo.taskQuery.paramError', 'task not exist')
      return shown(todo)
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/todo/users/*/tasks/*',
    door: 'api',
    scope,
    handle(call) {
      paced(call, 'put')
      const body = shaped(call, 'todo', ChangeBody, call.body, () => 'todo.taskUpdate.paramError')
      const [owner, id = ''] = call.params
      if (call.query.get('operatorId') !== owner)
        call.ground.forbid('todo: operatorId is the one who changes it')
      const todo = call.ground.state.todos.get(id)
      if (!todo || todo.owner !== owner) throw wrong('Update', 'task not exist')
      checkDue(call, 'Update', body.dueTime)
      const { subject, dueTime, done } = body
      Object.assign(todo, {
        ...(subject === undefined ? {} : { subject }),
        ...(dueTime === undefined ? {} : { dueTime }),
        ...(done === undefined ? {} : { done }),
      })
      return { body: { result: true } }
    },
  },
]
