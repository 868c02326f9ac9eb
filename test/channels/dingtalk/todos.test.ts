// How are duties put into DingTalk's todos? The exact wire, once for each key; and nothing waits for it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Task } from '../../../templates/card.js'
import { type Bench, openBench } from './bench.js'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await bench.emulator.stop()
})
const open = async (granted = true) => {
  const { emulator } = bench
  if (granted) emulator.app.scopes.add('Todo.Todo.Write')
  const begin = async () => {
    const { channel } = await bench.begin()
    await emulator.settle()
    if (!channel.tasks) throw new Error('DingTalk has todos')
    return { channel, lists: channel.tasks }
  }
  return { ...(await begin()), begin, emulator, all: () => [...emulator.state.todos.values()] }
}
const to = { person: 'p1', address: 'manager01' }
const task = (more: Partial<Task> = {}): Task => ({
  title: '【网络安全 较大】确认收到 2026-0001',
  due: '2026-11-24T00:15:00.000Z',
  done: false,
  ...more,
})

describe('a todo on DingTalk', () => {
  it('is put up with its deadline, changed where it stands, ticked, taken up again', async () => {
    const { lists, all, emulator, channel } = await open()
    expect([lists.open(), lists.hears()]).toEqual([true, false])
    const { message } = await lists.put('k', to, task())
    expect(all()).toMatchObject([
      {
        id: message,
        owner: 'union-manager01',
        subject: '【网络安全 较大】确认收到 2026-0001',
        dueTime: Date.parse('2026-11-24T00:15:00.000Z'),
        done: false,
      },
    ])
    await lists.put('k', to, task({ due: '2026-11-24T01:00:00.000Z', done: true }), message)
    expect(all()).toMatchObject([{ dueTime: Date.parse('2026-11-24T01:00:00.000Z'), done: true }])
    await lists.put('k', to, task(), message)
    expect(all()).toMatchObject([{ done: false }])
    await lists.put('k', to, { done: true }, message)
    expect(all()).toMatchObject([{ subject: '【网络安全 较大】确认收到 2026-0001', done: true }])
    expect(emulator.violations).toEqual([])
    await channel.stop()
  })

  it('what was due already goes without a time; no id stands in the log', async () => {
    const { lists, all, emulator, channel } = await open()
    await lists.put('k', to, task({ due: '2026-11-23T23:00:00.000Z' }))
    expect(all()[0]?.dueTime).toBeUndefined()
    emulator.state.todos.clear()
    await lists.put('k', to, task({ done: true }), 'todo-gone') // its owner deleted it
    expect(emulator.violations).toEqual([])
    expect(JSON.stringify(bench.lines)).not.toContain('union-manager01')
    await channel.stop()
  })

  it('a key makes one, also after a restart, and it says what is true now', async () => {
    const { lists, all, begin, emulator, channel } = await open()
    const first = await lists.put('k', to, task())
    await channel.stop()
    const next = await begin()
    expect(await next.lists.put('k', to, task({ title: '【网络安全 重大】确认收到 2026-0001' }))).toEqual(
      first,
    )
    expect(all().map(({ subject }) => subject)).toEqual(['【网络安全 重大】确认收到 2026-0001'])
    expect(emulator.violations).toEqual([])
    await next.channel.stop()
  })

  it.each([
    ['the platform does not answer', { status: 503, body: {} }],
    ['it is too much', { status: 403, body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' } }],
    ['it is busy with this one', { status: 400, body: { code: 'todo.taskCreate.lockError' } }],
  ])('%s: tried again later, no message waits for it', async (_, failure) => {
    const { lists, emulator, channel } = await open()
    emulator.failNext('/v1.0/todo/users/union-manager01/tasks', failure)
    await expect(lists.put('k', to, task())).rejects.toMatchObject({ failure: 'transient' })
    expect(lists.open()).toBe(true)
    await channel.stop()
  })

  it('thirty at once keep below the pace', async () => {
    const { lists, all, emulator, channel } = await open()
    const work = Promise.all(Array.from({ length: 30 }, (_, nth) => lists.put(`k${nth}`, to, task())))
    await emulator.advance(10_000)
    await work
    expect(all()).toHaveLength(30)
    expect(emulator.violations).toEqual([])
    await channel.stop()
  })
})

describe('without the permission', () => {
  it('it is asked once, and nothing is written', async () => {
    const { lists, emulator, channel } = await open(false)
    expect(lists.open()).toBe(false)
    expect(channel.wrong()).toBeUndefined()
    const asked = emulator.calls.filter(({ path }) => path.includes('/todo/'))
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /v1.0/todo/users/fenghuo-doctor/tasks/fenghuo-doctor',
    ])
    await channel.stop()
  })

  it('taken away meanwhile: off, and said once in the log', async () => {
    const { lists, emulator, channel } = await open()
    emulator.app.scopes.delete('Todo.Todo.Write')
    await expect(lists.put('k', to, task())).rejects.toMatchObject({ failure: 'refused' })
    expect(lists.open()).toBe(false)
    expect(channel.wrong()).toBeUndefined()
    expect(bench.lines.filter(({ sentence }) => sentence === 'todos on DingTalk')).toHaveLength(2)
    await channel.stop()
  })
})
