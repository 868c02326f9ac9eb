// Files, recalls, read receipts and the first step into the private chat: small signs that are recorded and never mistaken for more.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Said } from '../../bot/channels/inbound.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { acknowledged, answered, reported } from './told.js'

const onStage = (title: string, body: (stage: Stage) => Promise<void>): void => {
  it(title, async () => {
    const stage = await openStage()
    try {
      await body(stage)
    } finally {
      await stage.end()
    }
  })
}

const sends = async (stage: Stage, who: string, name: string, more: Partial<Said> = {}): Promise<void> => {
  await stage.fenghuo.reception.said({
    id: `sandbox:file-${name}-${stage.now()}-${who}`,
    by: { channel: 'sandbox', address: stage.id(who) },
    chat: 'dm',
    text: '',
    files: [{ ref: `content of ${name}`, name, kind: 'file' }],
    ...more,
  })
  await stage.fenghuo.courier.drain()
  await stage.fenghuo.collector.drain()
  await stage.fenghuo.courier.drain()
}

const heardBy = (stage: Stage, who: string): string[] =>
  stage.platform.deliveries.flatMap((one) =>
    one.kind === 'message' && one.to === stage.id(who) && 'text' in one.content ? [one.content.text] : [],
  )

const hashOf = (name: string): string => createHash('sha256').update(`content of ${name}`).digest('hex')
const evidenceOf = (stage: Stage, id = '2026-0001') =>
  stage.incident(id)?.record.filter(({ type }) => type === 'evidence') ?? []

describe('文件', () => {
  onStage('填写时发来的文件，提交后才取回，按 SHA-256 存下并记入记录', async (stage) => {
    await play(stage, `08:00\n${answered('刘老师')}`)
    await sends(stage, '刘老师', '首页截图.png')
    expect(heardBy(stage, '刘老师')).toContain(
      '已记下文件：首页截图.png。提交报告后随报告保存为证据；取消则不保存。',
    )
    expect(existsSync(join(stage.dir, 'evidence'))).toBe(false)
    await play(stage, '刘老师 按 [提交]\n…')
    expect(evidenceOf(stage)).toMatchObject([
      { name: '首页截图.png', sha256: hashOf('首页截图.png'), by: { name: '刘老师' } },
    ])
    expect(existsSync(join(stage.dir, 'evidence', hashOf('首页截图.png')))).toBe(true)
  })

  onStage('取消的报告，文件也不留', async (stage) => {
    await play(stage, `08:00\n${answered('刘老师')}`)
    await sends(stage, '刘老师', 'a.png')
    await play(stage, '刘老师: 取消\n…')
    expect(existsSync(join(stage.dir, 'evidence'))).toBe(false)
  })

  onStage('前两问没有答完，或有违法有害信息：文件不保存', async (stage) => {
    await play(stage, '08:00\n刘老师: 报告\n…')
    await sends(stage, '刘老师', 'early.png')
    expect(heardBy(stage, '刘老师')).toContain('请先回答下面的问题，再发送文件。刚才的文件没有保存。')
    await play(stage, '刘老师: 否\n…\n刘老师: 是\n…')
    stage.platform.deliveries.length = 0
    await sends(stage, '刘老师', 'bad.png')
    expect(heardBy(stage, '刘老师')[0]).toMatch(/^请不要发送违法有害信息的原文、截图/)
    expect(existsSync(join(stage.dir, 'evidence'))).toBe(false)
  })

  onStage('文件名像是涉密：停下，不留', async (stage) => {
    await play(stage, `08:00\n${reported()}`)
    stage.platform.deliveries.length = 0
    await sends(stage, '刘老师', '机密★文件.docx')
    expect(heardBy(stage, '刘老师')[0]).toMatch(/^您描述的情况可能涉及国家秘密/)
    expect(evidenceOf(stage)).toEqual([])
  })

  onStage('只有一起事件就直接存入；有两起先问编号；没有就说没有存', async (stage) => {
    await play(stage, `08:00\n${reported()}\n${acknowledged}`)
    await sends(stage, '书记', '日志.zip')
    expect(evidenceOf(stage)).toHaveLength(1)
    await play(stage, `${reported('陈老师', { unit: '信息学院', category: '数据安全' })}`)
    stage.platform.deliveries.length = 0
    await sends(stage, '书记', '二.zip')
    expect(heardBy(stage, '书记')[0]).toMatch(/^这些文件属于哪一起事件？请回复编号：2026-000/)
    await play(stage, '书记: 2026-0002\n…')
    expect(evidenceOf(stage, '2026-0002')).toMatchObject([{ name: '二.zip' }])
    await sends(stage, '路人', '三.zip')
    expect(heardBy(stage, '路人').at(-1)).toMatch(/^目前没有与您有关的未结事件，文件没有保存/)
  })
})

onStage('撤回：记一笔，什么也不删', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  await stage.fenghuo.reception.said({
    id: 'sandbox:note',
    by: { channel: 'sandbox', address: stage.id('书记') },
    chat: 'dm',
    text: '补充 2026-0001 已断网',
    message: 'om_1',
  })
  await stage.fenghuo.reception.recalled({ id: 'sandbox:recall', channel: 'sandbox', message: 'om_1' })
  await stage.fenghuo.reception.recalled({ id: 'sandbox:recall', channel: 'sandbox', message: 'om_1' })
  const record = stage.incident('2026-0001')?.record ?? []
  expect(record.filter(({ type }) => type === 'recalled')).toHaveLength(1)
  expect(record.some((event) => event.type === 'noted' && event.text === '已断网')).toBe(true)
})

onStage('已读只是弱信号：记一次，不算确认', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  const [message = ''] = stage.platform.latest(stage.id('书记'), (content) => 'card' in content) ?? []
  const seen = (id: string) =>
    stage.fenghuo.reception.seen({
      id,
      by: { channel: 'sandbox', address: stage.id('书记') },
      messages: [message],
    })
  await seen('sandbox:seen1')
  await seen('sandbox:seen2')
  const incident = stage.incident('2026-0001')
  expect(incident?.record.filter(({ type }) => type === 'seen')).toHaveLength(1)
  expect(incident?.acknowledged).toEqual([])
  await play(stage, '值班甲: 记录 2026-0001\n机器人 → 值班甲: 记录…张伟已读：事件通知（已读不等于确认收到）…')
})

onStage('校领导已读，就是报到了分管校领导；同一个人只记一次', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  const [message = ''] = stage.platform.latest(stage.id('主任'), (content) => 'card' in content) ?? []
  for (const id of ['sandbox:seen1', 'sandbox:seen2'])
    await stage.fenghuo.reception.seen({
      id,
      by: { channel: 'sandbox', address: stage.id('主任') },
      messages: [message],
    })
  expect(stage.incident('2026-0001')?.acknowledged).toMatchObject([
    { post: 'office_director', by: { name: '赵明轩' } },
  ])
})

onStage('第一次打开私聊：说明能做什么；有待办的人直接看到待办', async (stage) => {
  await stage.fenghuo.reception.entered({
    id: 'sandbox:enter1',
    by: { channel: 'sandbox', address: stage.id('刘老师') },
  })
  await stage.fenghuo.courier.drain()
  await play(
    stage,
    `
    08:00
    刘老师 按 [报告]
    机器人 → 刘老师: 是否可能涉及国家秘密或涉密网络… [是] [否] [取消]
    刘老师: 取消
    …
    ${reported()}
  `,
  )
  stage.platform.deliveries.length = 0
  await stage.fenghuo.reception.entered({
    id: 'sandbox:enter2',
    by: { channel: 'sandbox', address: stage.id('书记') },
  })
  await stage.fenghuo.courier.drain()
  const [first] = stage.platform.deliveries
  expect(first?.kind === 'message' && 'card' in first.content && first.content.card.title).toMatch(/待办/)
})
