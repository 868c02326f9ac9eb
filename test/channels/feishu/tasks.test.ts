// How are duties put into Feishu's tasks? The exact wire, once for each key, within ten calls a second; and nothing waits for it.
import { afterEach, describe, expect, it } from 'vitest'
import type { Task } from '../../../templates/card.js'
import { type Ground, openGround, outgoing, toA } from './ground.js'

let ground: Ground
afterEach(async () => {
  await ground.end()
})
const open = async (scopes: readonly string[] = ['task:task:write', 'task:task:read']) => {
  ground = await openGround('webhook', { idle: true })
  for (const scope of scopes) ground.feishu.state.scopes.add(scope)
  await ground.start()
  await ground.feishu.settle()
  const lists = ground.channel.tasks
  if (!lists) throw new Error('Feishu has task lists')
  return { feishu: ground.feishu, lists, all: () => [...ground.feishu.state.tasks.values()] }
}
const task = (more: Partial<Task> = {}): Task => ({
  title: '【网络安全 较大】确认收到 2026-0001',
  due: '2026-11-24T00:15:00.000Z',
  done: false,
  ...more,
})
const ofTasks = () => ground.feishu.calls.filter((call) => call.includes('/task/'))

describe('a task on Feishu', () => {
  it('is put up with its deadline and a link, changed where it stands, ticked, taken up again', async () => {
    const { lists, all, feishu } = await open()
    expect([lists.open(), lists.hears()]).toEqual([true, true])
    const { message } = await lists.put('k', toA, task())
    expect(all()).toMatchObject([
      {
        guid: message,
        summary: '【网络安全 较大】确认收到 2026-0001',
        due: Date.parse('2026-11-24T00:15:00.000Z'),
        members: [
          { id: 'ou_a', type: 'user', role: 'assignee' },
          { id: feishu.app.id, type: 'app', role: 'assignee' },
        ],
        href: expect.stringContaining(`/client/bot/open?appId=${feishu.app.id}`),
        completed: 0,
      },
    ])
    await lists.put('k', toA, task({ due: '2026-11-24T01:00:00.000Z', done: true }), message)
    expect(all()).toMatchObject([
      { due: Date.parse('2026-11-24T01:00:00.000Z'), completed: feishu.time.now() },
    ])
    await lists.put('k', toA, task(), message)
    expect(all()).toMatchObject([{ completed: 0 }])
    await lists.put('k', toA, { done: true }, message) // asked for no more: it says what it said
    expect(all()).toMatchObject([
      { summary: '【网络安全 较大】确认收到 2026-0001', completed: feishu.time.now() },
    ])
    expect(feishu.violations()).toEqual([])
  })

  it('a key makes one, also after a restart; one that says something else by now is made true', async () => {
    const { lists, all } = await open()
    const first = await lists.put('k', toA, task())
    await ground.restart()
    await ground.feishu.settle()
    const again = await ground.channel.tasks?.put(
      'k',
      toA,
      task({ title: '【网络安全 重大】确认收到 2026-0001' }),
    )
    expect(again).toEqual(first)
    expect(all().map(({ summary }) => summary)).toEqual(['【网络安全 重大】确认收到 2026-0001'])
    expect(ground.feishu.violations()).toEqual([])
  })

  it('forty at once keep below ten a second, and a message goes meanwhile', async () => {
    const { lists, all, feishu } = await open()
    const from = feishu.time.now()
    const work = Promise.all(Array.from({ length: 40 }, (_, nth) => lists.put(`k${nth}`, toA, task())))
    await ground.channel.deliver(outgoing('m', { text: '先到' }))
    expect(feishu.time.now() - from).toBeLessThan(1_000)
    await feishu.advance(10_000)
    await work
    expect(all()).toHaveLength(40)
    expect(feishu.violations()).toEqual([])
  })

  it.each([
    ['the platform does not answer', { status: 503, body: { code: 1, msg: 'unavailable' } }],
    ['it is too much', { status: 429, body: { code: 99991400, msg: 'frequency' } }],
    ['it is being made already', { status: 400, body: { code: 1470422, msg: 'in progress' } }],
  ])('%s: tried again later, no message waits for it', async (_, failure) => {
    const { lists, feishu } = await open()
    feishu.faults.failNext('POST /open-apis/task/v2/tasks', failure)
    await expect(lists.put('k', toA, task())).rejects.toMatchObject({ failure: 'transient' })
    expect(lists.open()).toBe(true)
  })

  it('one that its owner has deleted is left alone; one that they ticked first is as it should be', async () => {
    const { lists, feishu, all } = await open()
    const { message } = await lists.put('k', toA, task())
    const failed = { status: 400, body: { code: 1470400, msg: 'already done' } }
    for (const one of all()) one.completed = feishu.time.now()
    feishu.faults.failNext('PATCH /open-apis/task', failed)
    await lists.put('k', toA, task({ done: true }), message)
    feishu.faults.failNext('PATCH /open-apis/task', failed)
    await expect(lists.put('k', toA, task(), message)).rejects.toMatchObject({ failure: 'refused' })
    feishu.state.tasks.clear()
    await lists.put('k', toA, task({ done: true }), message)
    expect(feishu.state.tasks.size).toBe(0)
  })

  it('where the app is not taken beside the person, it does without', async () => {
    const { lists, feishu, all } = await open()
    feishu.faults.failNext('POST /open-apis/task/v2/tasks', {
      status: 400,
      body: { code: 1470400, msg: 'member' },
    })
    await lists.put('k', toA, task())
    expect(all()).toMatchObject([{ members: [{ id: 'ou_a' }] }])
    expect([lists.open(), lists.hears()]).toEqual([true, false])
  })
})

describe('without the permission', () => {
  it('nothing is asked of the tasks at all', async () => {
    const { lists } = await open([])
    expect(lists.open()).toBe(false)
    expect(ofTasks()).toEqual([])
    expect(ground.channel.wrong()).toBeUndefined()
  })

  it('taken away meanwhile: off, said once in the log, and still off after a restart', async () => {
    const { lists, feishu } = await open()
    feishu.state.scopes.delete('task:task:write')
    await expect(lists.put('k', toA, task())).rejects.toMatchObject({ failure: 'refused' })
    expect(lists.open()).toBe(false)
    expect(ground.channel.wrong()).toBeUndefined()
    expect(ground.log.lines.filter(({ sentence }) => sentence === 'task lists on Feishu')).toHaveLength(2)
    await ground.restart()
    await feishu.settle()
    expect(ground.channel.tasks?.open()).toBe(false)
  })
})

describe('a tick', () => {
  it('of a person is handed in, our own is not; taken back it is none', async () => {
    const { lists, feishu } = await open()
    const { message } = await lists.put('k', toA, task())
    await feishu.tick(message)
    expect(ground.house.ticked).toMatchObject([{ channel: 'feishu', task: message }])
    await lists.put('k', toA, task(), message)
    await feishu.settle()
    await lists.put('k', toA, task({ done: true }), message)
    await feishu.settle()
    expect(ground.house.ticked).toHaveLength(1)
    await lists.put('k', toA, task(), message)
    await feishu.tick(message, false)
    expect(ground.house.ticked).toHaveLength(1)
    expect(feishu.violations()).toEqual([])
  })

  it('of a task that is nobody’s is passed over', async () => {
    const { feishu } = await open()
    const { taken } = await feishu.happens('task.task.update_user_access_v2', {
      task_guid: 'task-nobody',
      event_types: ['task_completed_update'],
    })
    expect(taken).toBe(true)
    expect(ground.house.ticked).toEqual([])
  })
})
