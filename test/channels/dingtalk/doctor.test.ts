import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DingtalkOptions, dingtalkChannel } from '../../../bot/channels/dingtalk/dingtalk.js'
import type { Directory } from '../../../store/schema.js'
import { type Bench, openBench, person, template } from './bench.js'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
  bench.emulator.addUser('byphone', { mobile: '13800001111' })
})
afterEach(async () => {
  expect(bench.emulator.violations).toEqual([])
  await bench.emulator.stop()
})

const directory: Directory = {
  units: [{ id: 'u1', name: '信息学院', kind: '院级单位', supervisor: 'p4', aliases: [] }],
  people: [
    person('p1', { dingtalk: 'manager01' }),
    person('p2', { phone: '138-0000-1111' }),
    person('p4', { dingtalk: 'u2', posts: [{ unit: 'u1', role: '' }] }),
    person('staff', { posts: [{ unit: 'u1', role: '' }] }),
  ],
}
const check = async (more: Partial<DingtalkOptions> = {}, given = directory) => {
  const { emulator } = bench
  const { channel } = dingtalkChannel({
    clientId: emulator.app.clientId,
    clientSecret: emulator.app.clientSecret,
    mode: 'stream',
    robotCode: emulator.app.robotCode,
    apiBase: emulator.base,
    oapiBase: emulator.base,
    groupConversationId: 'cidcampus==',
    cardTemplateId: template,
    clock: emulator.clock,
    log: { info() {}, warn() {}, error() {} },
    ...more,
  })
  return channel.check(given)
}
const wrong = async (more: Partial<DingtalkOptions> = {}, given = directory) =>
  (await check(more, given)).filter(({ good }) => !good)

describe('the doctor', () => {
  it('finds everything well, disturbs nobody, and needs no start', async () => {
    const findings = await check()
    expect(findings.filter(({ good }) => !good)).toEqual([])
    expect(findings.map(({ what }) => what)).toEqual([
      '钉钉凭据',
      '钉钉 Stream 网关',
      '钉钉权限：发送消息',
      '钉钉权限：互动卡片',
      '钉钉卡片：使用公共模板，没有表格；填表改为逐项询问',
      '钉钉权限：DING',
      expect.stringContaining('钉钉没有 Todo.Todo.Write 权限'),
      '钉钉校园群：机器人在群里',
      '钉钉：3 位责任人在通讯录里',
    ])
    const { messages, dings, cards, connections } = bench.emulator.state
    expect(messages.flatMap(({ to }) => ('users' in to ? to.users : [to.cid]))).toEqual([])
    expect(dings.flatMap(({ to }) => to)).toEqual([])
    expect([...cards.values()].flatMap(({ deliveries }) => deliveries)).toEqual([])
    expect(connections).toEqual([])
  })

  it('todos: may they be written? Nothing is, to find out', async () => {
    bench.emulator.app.scopes.add('Todo.Todo.Write')
    expect((await check()).map(({ what }) => what)).toContain('钉钉：应办事项会出现在各人的钉钉待办里')
    expect(bench.emulator.state.todos.size).toBe(0)
    bench.emulator.app.scopes.delete('Todo.Todo.Write')
    const hint = (await check()).find(({ what }) => what.includes('Todo.Todo.Write'))
    expect(hint).toMatchObject({
      good: true,
      open: true,
      what: expect.stringContaining('%23Todo.Todo.Write 申请'),
    })
  })

  it('credentials', async () => {
    expect(await wrong({ clientSecret: 'other' })).toEqual([
      {
        good: false,
        what: '钉钉凭据：钉钉不认 Client ID 或 Client Secret',
        mend: expect.stringContaining('DINGTALK_CLIENT_SECRET'),
        about: 'credentials',
      },
    ])
  })

  it('a platform that does not answer', async () => {
    bench.emulator.setDown(true)
    expect((await wrong())[0]?.mend).toContain('防火墙')
  })

  it.each([
    ['qyapi_robot_sendmsg', '发送消息'],
    ['Card.Instance.Write', '互动卡片'],
    ['Premium.Ding.Write', 'DING'],
    ['qyapi_get_member', '通讯录'],
    ['qyapi_get_member_by_mobile', '通讯录'],
  ])('a missing permission is named with the page to ask for it: %s', async (scope, what) => {
    bench.emulator.app.scopes.delete(scope)
    const findings = await wrong()
    expect(findings).toHaveLength(1)
    expect(findings[0]?.what).toContain(what)
    expect(findings[0]?.what).toContain(scope)
    expect(findings[0]?.mend).toContain(`appscope/apply?content=${bench.emulator.app.clientId}%23${scope}`)
  })

  it('a template that may not be used, a robot that is not ours, a group without the robot', async () => {
    expect((await wrong({ cardTemplateId: 'own.schema' }))[0]).toMatchObject({
      what: '钉钉卡片模板用不了：own.schema',
      mend: expect.stringContaining('DINGTALK_CARD_TEMPLATE_ID'),
    })
    bench.emulator.app.templates.clear()
    expect((await wrong())[0]?.mend).toContain('template.json')
    bench.emulator.app.templates.add(template)
    bench.emulator.state.groups.get('cidcampus==')?.robots.clear()
    expect((await wrong())[0]?.what).toContain('校园群')
    expect((await wrong({ groupConversationId: 'cidother==' }))[0]?.mend).toContain('@ 机器人一次')
    bench.emulator.violations.splice(0)
  })

  it('a robot code that is not ours', async () => {
    expect((await wrong({ robotCode: 'dingother' }))[0]?.mend).toContain('DINGTALK_ROBOT_CODE')
    bench.emulator.violations.splice(0) // the emulator holds a foreign robot code for a mistake, which it is
  })

  it('people: wrong id, unknown number, nothing at all; whoever is elsewhere is not asked for here', async () => {
    const people = [
      person('p1', { dingtalk: 'gone' }),
      person('p2', { phone: '13900009999' }),
      person('p3'),
      person('p5', { feishu: 'ou_1' }),
    ]
    expect(await wrong({}, { units: [], people })).toEqual([
      {
        good: false,
        what: '名p1（p1）的钉钉ID 在本组织里找不到',
        mend: expect.stringContaining('people.csv'),
        about: 'people',
      },
      {
        good: false,
        what: '名p2（p2）的手机在钉钉上找不到人',
        mend: expect.stringContaining('钉钉ID'),
        about: 'people',
      },
      {
        good: false,
        what: '名p3（p3）没有钉钉ID，也没有手机',
        mend: expect.stringContaining('people.csv'),
        about: 'people',
      },
    ])
  })

  it('the month is used up', async () => {
    bench.emulator.quotaExhausted()
    expect((await wrong()).some(({ what }) => what.includes('额度'))).toBe(true)
  })

  it('HTTP mode: which address to enter, and what is missing without one', async () => {
    const said = async (more: Partial<DingtalkOptions>) =>
      (await check({ mode: 'webhook', ...more }))[1]?.what
    expect(await said({ publicUrl: 'https://bot.example.edu.cn/' })).toContain(
      'https://bot.example.edu.cn/dingtalk/webhook',
    )
    expect(await said({})).toContain('PUBLIC_URL')
  })
})
