// Where people look anyway: does each duty stand in their own task list, with its deadline, ticked by us when it is done, and by nobody else?
import { describe, expect, it } from 'vitest'
import { hereOf } from '../../bot/turn/drawing.js'
import { render } from '../../templates/cards.js'
import { dingtalkPlatform } from '../channels/dingtalk/platform.js'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { incidentOf, T0, worldAt } from '../rules/ground.js'
import type { Platform } from './platform.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { graded, reported, submitted } from './told.js'

type Entry = { id: string; title: string; due: number | undefined; done: boolean }

/** A platform with task lists that may be written to, as people see them. */
type Listed = Platform & {
  entries(person: string): Entry[]
  /** Somebody ticks it in the platform's own list. */
  tick(id: string): Promise<void>
  /** Somebody deletes it there. */
  forget(id: string): void
  grant(on: boolean): void
  calls(): string[]
}

const feishu = async (mode: 'websocket' | 'webhook', hears = true): Promise<Listed> => {
  const platform = await feishuPlatform(mode)
  const { state, calls, tick } = platform.feishu
  const scopes = ['task:task:write', ...(hears ? ['task:task:read'] : [])]
  for (const scope of scopes) state.scopes.add(scope)
  return {
    ...platform,
    entries: (person) =>
      [...state.tasks.values()]
        .filter(({ members }) => members.some(({ id, type }) => type === 'user' && id === `ou_${person}`))
        .map(({ guid, summary, due, completed }) => ({ id: guid, title: summary, due, done: completed > 0 })),
    tick,
    forget: (id) => state.tasks.delete(id),
    grant(on) {
      for (const scope of scopes) on ? state.scopes.add(scope) : state.scopes.delete(scope)
    },
    calls: () => calls.filter((call) => call.includes('/task/v2/')),
  }
}

const dingtalk = async (mode: 'stream' | 'webhook'): Promise<Listed> => {
  const platform = await dingtalkPlatform({ mode, cards: 'template' })
  const { state, app, calls } = platform.dingtalk
  const scope = 'Todo.Todo.Write'
  app.scopes.add(scope)
  return {
    ...platform,
    entries: (person) =>
      [...state.todos.values()]
        .filter(({ owner }) => owner === `union-dt_${person}`)
        .map(({ id, subject, dueTime, done }) => ({ id, title: subject, due: dueTime, done })),
    async tick(id) {
      const todo = state.todos.get(id)
      if (todo) todo.done = true
    },
    forget: (id) => state.todos.delete(id),
    grant(on) {
      on ? app.scopes.add(scope) : app.scopes.delete(scope)
    },
    calls: () => calls.flatMap(({ method, path }) => (path.includes('/todo/') ? `${method} ${path}` : [])),
  }
}

const platforms = {
  '飞书 长连接': () => feishu('websocket'),
  '飞书 webhook': () => feishu('webhook'),
  '钉钉 Stream': () => dingtalk('stream'),
  '钉钉 HTTP': () => dingtalk('webhook'),
}

const time = (ms: number | undefined): string =>
  ms === undefined ? '' : ` · ${new Date(ms + 8 * 3_600_000).toISOString().slice(11, 16)}`

type On = { stage: Stage; listed: Listed; list(who: string): string[] }

const on = async (open: () => Promise<Listed>, body: (on: On) => Promise<void>): Promise<void> => {
  const listed = await open()
  const lacks = listed.name.startsWith('钉钉') ? (['toasts', 'forms'] as const) : []
  const stage = await openStage({ platform: () => listed, lacks })
  const list = (who: string): string[] =>
    listed
      .entries(stage.id(who))
      .map(({ title, due, done }) => `${done ? '☑' : '☐'} ${title}${done ? '' : time(due)}`)
  try {
    await listed.settle() // what it may do there is known
    await body({ stage, listed, list })
    expect(listed.violations()).toEqual([])
  } finally {
    await stage.end()
  }
}

describe.each(Object.entries(platforms))('%s', (_, open) => {
  it('应办事项在本人的待办里，写着时限；办完由烽火打勾，转办的换人，误报的了结', () =>
    on(open, async ({ stage, listed, list }) => {
      await play(stage, `08:00\n${reported()}`)
      expect(list('书记')).toContain('☐ 【网络安全 待定级】确认收到 2026-0001 · 08:15')
      expect(list('副院长')).toContain('☐ 【网络安全 待定级】确认收到 2026-0001 · 08:15')
      expect(list('值班甲').join()).toContain('定级 2026-0001 · 09:00')
      // the one who must act first, and nobody beside
      expect(list('值班乙')).toEqual([])
      // an entry of a list is no message that reached anybody
      const { record = [] } = stage.incident('2026-0001') ?? {}
      expect(record.filter((one) => one.type === 'delivered' && one.notice.includes('/task/'))).toEqual([])
      await play(stage, '书记 按 [确认收到]\n…')
      expect(list('书记')[0]).toBe('☑ 【网络安全 待定级】确认收到 2026-0001')
      expect(list('副院长')[0]).toBe('☐ 【网络安全 待定级】确认收到 2026-0001 · 08:15')
      await play(stage, '副院长: 转办 2026-0001 朱墨涵 出差\n…')
      expect(list('副院长')[0]).toBe('☑ 【网络安全 待定级】确认收到 2026-0001（已由他人办理）')
      expect(list('朱墨涵')[0]).toBe('☐ 【网络安全 待定级】确认收到 2026-0001 · 08:15')
      await play(stage, '副院长: 撤回转办\n…')
      expect(list('副院长')[0]).toBe('☐ 【网络安全 待定级】确认收到 2026-0001 · 08:15')
      expect(list('朱墨涵')[0]).toMatch(/^☑/)
      await play(
        stage,
        '刘老师: 误报 2026-0001 是演练页面\n…\n值班甲: 误报 2026-0001 已核对\n…\n值班乙: 误报 2026-0001 已核对\n…',
      )
      expect(stage.incident('2026-0001')?.status).toBe('withdrawn')
      for (const one of stage.directory.people)
        expect(listed.entries(one.id).filter(({ done }) => !done)).toEqual([])
    }))

  it('级别变了，标题和时限跟着变；一人填回执、另一人核实，各有各的一条', () =>
    on(open, async ({ stage, list }) => {
      await play(stage, `08:00\n${reported()}\n${graded()}`)
      const report = '【网络安全 较大】向自治区党委网信办报送首报 2026-0001'
      expect(list('书记')[0]).toBe('☐ 【网络安全 较大】确认收到 2026-0001 · 08:15')
      expect(list('值班甲')).toContain(`☐ ${report} · 12:00`)
      expect(list('值班乙')).toEqual([])
      await play(stage, submitted)
      expect(list('值班甲')).toContain(`☑ ${report}（已填写，待他人核实）`)
      const second = list('值班乙').filter((line) => line.includes('核实'))
      expect(second).toEqual(['☐ 【网络安全 较大】核实自治区党委网信办的首报回执 2026-0001 · 12:00'])
      await play(stage, '值班乙: 核实 2026-0001 自治区党委网信办\n…')
      expect(list('值班甲')).toContain(`☑ ${report}`)
      expect(list('值班乙').filter((line) => line.startsWith('☐'))).toEqual([])
    }))

  it('上级的两项要求各有一条；标题不写要求的内容', () =>
    on(open, async ({ stage, list }) => {
      await play(stage, `08:00\n${reported()}`)
      await play(stage, '值班甲: 登记要求 2026-0001 教育厅 今天18时前报送张三泄露的名单\n…')
      await play(stage, '值班甲: 登记要求 2026-0001 教育厅 今天20时前封停 10.1.2.3\n…')
      const demanded = '☐ 【网络安全 待定级】办理自治区教育厅的要求 2026-0001'
      expect(list('值班甲').filter((line) => line.includes('要求'))).toEqual([
        `${demanded} · 18:00`,
        `${demanded} · 20:00`,
      ])
    }))

  it('外出时通讯录换了代理人：待办马上换人', () =>
    on(open, async ({ stage, list }) => {
      await play(stage, `08:00\n${reported()}\n书记: 外出 今天 明天\n…`)
      expect(list('书记代理').join()).toContain('☐ 【网络安全 待定级】确认收到 2026-0001')
      const standIn = stage.id('韩小川')
      const people = stage.directory.people.map((one) =>
        one.id === stage.id('书记') ? { ...one, standIn } : one,
      )
      await stage.takeDirectory({ ...stage.directory, people })
      expect(list('韩小川').join()).toContain('☐ 【网络安全 待定级】确认收到 2026-0001')
      // the deputy's own acknowledgement stays theirs
      expect(list('书记代理')).toContain('☑ 【网络安全 待定级】确认收到 2026-0001（已由他人办理）')
    }))

  it('被杀以后再起来：一条不多，一条不少', () =>
    on(open, async ({ stage, listed, list }) => {
      await play(stage, `08:00\n${reported()}`)
      const before = ['书记', '副院长', '值班甲'].map(list)
      const calls = listed.calls().length
      await play(stage, '💥\n…\n+1m\n…')
      expect(['书记', '副院长', '值班甲'].map(list)).toEqual(before)
      // one question at the start, and nothing is said again
      expect(listed.calls().length).toBeLessThanOrEqual(calls + 1)
      await play(stage, '书记 按 [确认收到]\n…')
      expect(list('书记')[0]).toMatch(/^☑/)
    }))

  it('没有权限：什么也不写，也不提；开通以后重启，未办的各补一条', () =>
    on(
      async () => {
        const listed = await open()
        listed.grant(false)
        return listed
      },
      async ({ stage, listed, list }) => {
        await play(stage, `08:00\n${reported()}\n书记 按 [确认收到]\n…`)
        expect(listed.calls().filter((call) => !call.includes('fenghuo-doctor'))).toEqual([])
        expect(stage.fenghuo.courier.state()).toEqual({ waiting: 0, down: [] })
        listed.grant(true)
        await play(stage, '💥\n…\n+1m\n…')
        expect(list('书记').join()).not.toContain('确认收到')
        expect(list('副院长')[0]).toBe('☐ 【网络安全 待定级】确认收到 2026-0001 · 08:15')
      },
    ))

  it('权限中途被收回：不再写，别的照常，发件箱不等', () =>
    on(open, async ({ stage, listed, list }) => {
      await play(stage, `08:00\n${reported()}`)
      listed.grant(false)
      await play(stage, '书记 按 [确认收到]\n…\n副院长 按 [确认收到]\n…')
      expect(stage.incident('2026-0001')?.acknowledged).toHaveLength(2)
      expect(list('书记')[0]).toMatch(/^☐/)
      const calls = listed.calls().length
      await play(stage, '+40m\n…')
      expect(listed.calls()).toHaveLength(calls)
      expect(stage.fenghuo.courier.state()).toEqual({ waiting: 0, down: [] })
    }))

  it('多起事件：一人一项一条', () =>
    on(open, async ({ stage, listed }) => {
      await play(stage, `08:00\n${reported()}`)
      await play(stage, reported('赵老师', { category: '数据安全', summary: '名单外传' }))
      const all = stage.directory.people.flatMap(({ id }) =>
        listed.entries(id).map(({ title }) => id + title),
      )
      expect(all.filter((one) => one.includes('确认收到'))).toHaveLength(4)
      expect(new Set(all).size).toBe(all.length)
    }))
})

it('待办的标题：演练写明演练；只说要办什么、哪一起，不说经过、人和电话', () => {
  const reader = { id: 'P007', name: '钱小雨', office: true, leader: false }
  const drawn = (drill: boolean) => {
    const incident = incidentOf({ level: 2, drill })
    const view = { view: 'task' as const, incident: incident.id, duty: 'NAT-OTHER-4H/office' }
    return render(view, reader, hereOf(worldAt(T0, undefined, incident)))
  }
  expect(drawn(false)).toEqual({
    task: {
      title: '【网络安全 重大】向自治区党委网信办报送首报 2026-0001',
      due: '2026-11-24T04:00:00.000Z',
      done: false,
    },
  })
  expect(drawn(true)).toMatchObject({
    task: { title: '【演练】【网络安全 重大】向自治区党委网信办报送首报 演练2026-0001' },
  })
})

describe('有人自己勾了', () => {
  it.each(['websocket', 'webhook'] as const)('飞书 %s：不算办完，当场问还要办什么，任务重新打开', (mode) =>
    on(
      () => feishu(mode),
      async ({ stage, listed, list }) => {
        await play(stage, `08:00\n${reported()}\n${graded()}`)
        const [first] = listed.entries(stage.id('书记'))
        listed.deliveries.length = 0
        await listed.tick(first?.id ?? '')
        await stage.moveTo(stage.now())
        expect(stage.incident('2026-0001')?.acknowledged).toEqual([])
        expect(list('书记')[0]).toMatch(/^☐/)
        const asked = listed.deliveries.filter((one) => one.kind === 'message')
        expect(asked.map(({ to }) => to)).toEqual([stage.id('书记')])
        expect(JSON.stringify(asked)).toContain('您在待办里勾了“确认收到”，这一项还没有办：请您确认收到')
        await play(stage, '书记 按 [确认收到]\n…')
        expect(list('书记')[0]).toMatch(/^☑/)
        // our own tick is nobody's: nothing is asked
        listed.deliveries.length = 0
        await stage.moveTo(stage.now() + 1000)
        expect(listed.deliveries.filter((one) => one.kind === 'message')).toEqual([])

        const report = listed
          .entries(stage.id('值班甲'))
          .find(({ title }) => title.includes('网信办报送首报'))
        await listed.tick(report?.id ?? '')
        await stage.moveTo(stage.now())
        const [card] = listed.deliveries.filter((one) => one.kind === 'message')
        expect(JSON.stringify(card)).toContain('您在待办里勾了“首报（自治区党委网信办）”，这一项还没有办：请')
        expect(JSON.stringify(card)).toContain('"label":"填写回执"')
        expect(list('值班甲').join()).toContain('☐ 【网络安全 较大】向自治区党委网信办报送首报')
        // and once more: asked again
        listed.deliveries.length = 0
        await listed.tick(report?.id ?? '')
        await stage.moveTo(stage.now())
        expect(listed.deliveries.filter((one) => one.kind === 'message')).toHaveLength(1)
      },
    ),
  )

  it.each([
    ['飞书，没有开通 task:task:read', () => feishu('webhook', false)],
    ['钉钉', () => dingtalk('stream')],
  ])('%s：平台不告诉，下一次催办时重新打开', (_, open) =>
    on(open, async ({ stage, listed, list }) => {
      await play(stage, `08:00\n${reported()}`)
      const [first] = listed.entries(stage.id('书记'))
      await listed.tick(first?.id ?? '')
      await play(stage, '08:05\n…')
      expect(list('书记')[0]).toMatch(/^☑/)
      await play(stage, '08:08\n…')
      expect(list('书记')[0]).toMatch(/^☐/)
      expect(stage.incident('2026-0001')?.acknowledged).toEqual([])
    }),
  )

  it('删掉的任务不再放回去，别的照常', () =>
    on(
      () => feishu('webhook'),
      async ({ stage, listed }) => {
        await play(stage, `08:00\n${reported()}`)
        const [first] = listed.entries(stage.id('书记'))
        listed.forget(first?.id ?? '')
        await play(stage, '书记 按 [确认收到]\n…')
        expect(stage.fenghuo.courier.state()).toEqual({ waiting: 0, down: [] })
      },
    ))
})
