// What can be done with tasks (v2)? Put up, changed, read; and the app told of what happens to those that it answers for.
import type { Events } from './events.js'
import { type Call, ok, type Reply, type Route, refuse } from './http.js'
import type { Judge } from './judge.js'
import type { Limits } from './limits.js'
import { isObject, type Json, type State, type Task } from './state.js'

export const WRITE = 'task:task:write'
export const READ = 'task:task:read'
const TEN_A_SECOND = [{ most: 10, ms: 1_000 }]
const KEPT_MS = 3_600_000
const FIELDS = new Set(['summary', 'due', 'members', 'mode', 'origin', 'client_token'])
const CHANGED = new Set(['summary', 'due', 'completed_at'])

/** What happened to a task is told to the app that answers for it, and has asked to be told. */
export const tellOfTask = (state: State, events: Events, task: Task, what: string) => {
  const { app, scopes, followsTasks } = state
  if (!followsTasks || !scopes.has(READ) || !task.members.some(({ id }) => id === app.id)) return undefined
  return events.push(
    events.envelope('task.task.update_user_access_v2', { task_guid: task.guid, event_types: [what] }),
  )
}

export const taskRoutes = (state: State, limits: Limits, { fault }: Judge, events: () => Events): Route[] => {
  const { app, time } = state
  const tokens = new Map<string, { guid: string; at: number }>()
  const wrong = (call: Call, what: string): Reply =>
    fault(call, refuse(1470400, `The request failed due to incorrect request parameters: ${what}`), what)
  const checked = (call: Call): Reply | undefined => {
    if (limits.take('tasks', time.now(), TEN_A_SECOND))
      return fault(call, refuse(1470450, 'request too fast'), 'more than ten calls of tasks in a second')
    if (call.query.get('user_id_type') !== 'open_id') return wrong(call, 'this app keeps open_ids')
    return undefined
  }
  const dueIn = (due: Json | undefined): number =>
    isObject(due) && due.is_all_day === false && /^\d{13}$/.test(String(due.timestamp))
      ? Number(due.timestamp)
      : Number.NaN
  const shown = ({ guid, summary, due, completed, members }: Task): Reply =>
    ok({
      task: {
        guid,
        summary,
        due: { timestamp: String(due), is_all_day: false },
        members,
        completed_at: String(completed),
        status: completed > 0 ? 'done' : 'todo',
        url: `https://applink.feishu.cn/client/todo/detail?guid=${guid}`,
      },
    })
  /** A task of the bot is seen by its members, and by nobody else. */
  const own = (call: Call): Task | Reply =>
    state.tasks.get(call.at.guid ?? '') ??
    refuse(1470404, 'The task does not exist or has been deleted.', 404)

  const create: Route['answer'] = (call) => {
    const refused = checked(call)
    if (refused) return refused
    const { summary, members, mode, origin, client_token: token } = call.body
    const odd = Object.keys(call.body).find((name) => !FIELDS.has(name))
    if (odd) return wrong(call, `unknown field ${odd}`)
    if (typeof summary !== 'string' || summary === '' || summary.length > 3000)
      return wrong(call, 'summary is 1 to 3000 characters')
    if (typeof token !== 'string' || token.length < 10 || token.length > 100)
      return wrong(call, 'client_token is 10 to 100 characters')
    const due = dueIn(call.body.due)
    if (Number.isNaN(due)) return wrong(call, 'due is {timestamp, is_all_day}')
    if (mode !== 1 && mode !== 2) return wrong(call, 'mode is 1 or 2')
    const href = isObject(origin) && isObject(origin.href) ? String(origin.href.url) : ''
    if (!/^https:\/\//.test(href) && !/^http:\/\/127/.test(href)) return wrong(call, 'origin.href.url')
    const people = Array.isArray(members) ? members.filter(isObject) : []
    if (people.length === 0 || people.length > 50) return wrong(call, 'from 1 to 50 members')
    for (const { id, type, role } of people) {
      const known = type === 'app' ? id === app.id : state.people.has(String(id))
      if (!known || (role !== 'assignee' && role !== 'follower'))
        return wrong(call, `no member ${String(id)}`)
    }
    const before = tokens.get(token)
    const known = before && before.at > time.now() - KEPT_MS ? state.tasks.get(before.guid) : undefined
    if (known) return shown(known)
    const task: Task = {
      guid: state.id('task-'),
      summary,
      due,
      members: people.map(({ id, type, role }) => ({
        id: String(id),
        type: String(type),
        role: String(role),
      })),
      href,
      completed: 0,
      made: time.now(),
    }
    state.tasks.set(task.guid, task)
    tokens.set(token, { guid: task.guid, at: time.now() })
    return shown(task)
  }

  const patch: Route['answer'] = (call) => {
    const refused = checked(call)
    if (refused) return refused
    const task = own(call)
    if (!('guid' in task)) return task
    const given = call.body.task
    const fields = Array.isArray(call.body.update_fields) ? call.body.update_fields.map(String) : []
    if (!isObject(given) || fields.length === 0) return wrong(call, 'task and update_fields')
    for (const name of fields)
      if (!CHANGED.has(name) || !(name in given)) return wrong(call, `update_fields: ${name}`)
    if (fields.includes('completed_at') && !/^(0|\d{13})$/.test(String(given.completed_at)))
      return wrong(call, 'completed_at is 0 or milliseconds')
    const due = fields.includes('due') ? dueIn(given.due) : task.due
    if (Number.isNaN(due)) return wrong(call, 'due is {timestamp, is_all_day}')
    const was = task.completed
    const completed = fields.includes('completed_at') ? Number(given.completed_at) : was
    const summary = fields.includes('summary') ? String(given.summary) : task.summary
    Object.assign(task, { due, summary, completed: was > 0 && completed > 0 ? was : completed })
    if (was > 0 !== completed > 0) {
      const told = tellOfTask(state, events(), task, 'task_completed_update')
      if (told) void time.under(told)
    }
    return shown(task)
  }

  return [
    { method: 'POST', pattern: '/open-apis/task/v2/tasks', scopes: [WRITE], counted: true, answer: create },
    {
      method: 'PATCH',
      pattern: '/open-apis/task/v2/tasks/:guid',
      scopes: [WRITE],
      counted: true,
      answer: patch,
    },
    {
      method: 'GET',
      pattern: '/open-apis/task/v2/tasks/:guid',
      scopes: [READ, WRITE],
      counted: true,
      answer(call) {
        const task = own(call)
        return 'guid' in task ? shown(task) : task
      },
    },
    {
      method: 'POST',
      pattern: '/open-apis/task/v2/task_v2/task_subscription',
      scopes: [READ],
      counted: true,
      answer() {
        state.followsTasks = true
        return ok()
      },
    },
  ]
}
