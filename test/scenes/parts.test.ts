// Is a message with several parts heard whole, and is whatever can't be read or fetched said at once? Files beside words, stickers, and numbers in words.
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

let nth = 0
const sends = async (stage: Stage, who: string, more: Partial<Said>): Promise<string[]> => {
  stage.platform.deliveries.length = 0
  await stage.fenghuo.reception.said({
    id: `sandbox:part-${nth++}`,
    by: { channel: 'sandbox', address: stage.id(who) },
    chat: 'dm',
    text: '',
    ...more,
  })
  await stage.fenghuo.courier.drain()
  await stage.fenghuo.collector.drain()
  await stage.fenghuo.courier.drain()
  return heardBy(stage, who)
}

/** What reached somebody since: texts, and of cards what they ask and where. */
const heardBy = (stage: Stage, who: string): string[] =>
  stage.platform.deliveries.flatMap((one) => {
    if (one.kind !== 'message' || one.to !== (who === '群' ? '群' : stage.id(who))) return []
    if ('text' in one.content) return [one.content.text]
    const { title, lead = '', body = '' } = one.content.card
    return [`${title}\n${lead}\n${body}`]
  })

const picture = (name: string) => ({ ref: `content of ${name}`, name, kind: 'picture' as const })
const voice = (name: string) => ({ ref: `content of ${name}`, name, kind: 'audio' as const })
const kept = (stage: Stage, id = '2026-0001') =>
  (stage.incident(id)?.record ?? []).flatMap((event) => (event.type === 'evidence' ? [event.name] : []))
const noted = (stage: Stage, id = '2026-0001') =>
  (stage.incident(id)?.record ?? []).flatMap((event) => (event.type === 'noted' ? [event.text] : []))

const rest = `
  刘老师: 否
  …
  刘老师: 否
  …
  刘老师: 信息学院
  …
  刘老师: 学院网站
  …
  刘老师: 网络攻击
  …
  刘老师: 首页被改
  …
  刘老师: 刚刚
  …
  刘老师: 预览
  …
  刘老师 按 [提交]
  …
`

describe('文字和文件在同一条消息里', () => {
  onStage('“报告”带图片：报告开始，图片随报告保存', async (stage) => {
    await play(stage, '08:00')
    const heard = await sends(stage, '刘老师', { text: '报告', files: [picture('首页.png')] })
    expect(heard[0]).toMatch(/^已记下文件：首页\.png。/)
    expect(heard.at(-1)).toMatch(/是否可能涉及国家秘密/)
    await play(stage, rest)
    expect(kept(stage)).toEqual(['首页.png'])
  })

  onStage('群里也一样：群里一句，报告在私聊开始，图片留着', async (stage) => {
    await play(stage, '08:00')
    const heard = await sends(stage, '刘老师', { chat: 'group', text: '报告', files: [picture('首页.png')] })
    expect(heardBy(stage, '群')).toEqual([expect.stringMatching(/请看我发给您的私聊/)])
    expect(heard.at(-1)).toMatch(/是否可能涉及国家秘密/)
    await play(stage, rest)
    expect(kept(stage)).toEqual(['首页.png'])
  })

  onStage('答着题发来：图片留下，文字是答案；提交那一条带的图片也留下', async (stage) => {
    await play(stage, '08:00\n刘老师: 报告\n…')
    const first = await sends(stage, '刘老师', { text: '否', files: [picture('一.png')] })
    expect(first.join('\n')).toMatch(/是否出现违法有害信息/)
    await play(stage, '刘老师: 否\n…\n刘老师: 信息学院\n…')
    const third = await sends(stage, '刘老师', { text: '学院网站', files: [picture('二.png')] })
    expect(third[0]).toMatch(/^已记下文件：二\.png/)
    expect(third.at(-1)).toMatch(/事件类型/)
    await play(stage, '刘老师: 网络攻击\n…\n刘老师: 首页被改\n…\n刘老师: 刚刚\n…\n刘老师: 预览\n…')
    await sends(stage, '刘老师', { text: '提交', files: [picture('三.png')] })
    expect(kept(stage)).toEqual(['一.png', '二.png', '三.png'])
    expect(stage.incident('2026-0001')?.report.system).toBe('学院网站')
  })

  onStage('涉密或违法有害：文字照听，文件不留', async (stage) => {
    await play(stage, '08:00\n刘老师: 报告\n…')
    const heard = await sends(stage, '刘老师', { text: '是', files: [picture('一.png')] })
    expect(heard.join('\n')).toMatch(/您描述的情况可能涉及国家秘密/)
    await play(stage, '刘老师: 报告\n…\n刘老师: 否\n…')
    const bad = await sends(stage, '刘老师', { text: '是', files: [picture('二.png')] })
    expect(bad.join('\n')).toMatch(/请不要发送违法有害信息的原文、截图/)
    await play(
      stage,
      '刘老师: 信息学院\n…\n刘老师: 不详\n…\n刘老师: 网络攻击\n…\n刘老师: 首页被改\n…\n刘老师: 刚刚\n…\n刘老师: 预览\n…\n刘老师 按 [提交]\n…',
    )
    expect(kept(stage)).toEqual([])
  })

  onStage('补充带附件：一行记录，附件归它点名的那一起', async (stage) => {
    await play(
      stage,
      `08:00\n${reported()}\n${acknowledged}\n${reported('陈老师', { unit: '信息学院', category: '数据安全' })}`,
    )
    await sends(stage, '书记', { text: '补充 2026-0002 附日志', files: [picture('日志.png')] })
    expect([noted(stage, '2026-0002'), kept(stage, '2026-0002')]).toEqual([['附日志'], ['日志.png']])
    const heard = await sends(stage, '书记', { text: '补充 又一份', files: [picture('又.png')] })
    expect(heard[0]).toMatch(/^这些文件属于哪一起事件/)
    await play(stage, '书记: 2026-1\n…')
    expect([noted(stage), kept(stage)]).toEqual([['又一份'], ['又.png']])
  })

  onStage('图片旁边的话不是口令：和图片一起记下', async (stage) => {
    await play(stage, `08:00\n${reported()}\n${acknowledged}`)
    await sends(stage, '书记', { text: '这是防火墙的告警', files: [picture('告警.png')] })
    expect([noted(stage), kept(stage)]).toEqual([['这是防火墙的告警'], ['告警.png']])
  })

  onStage('语音识别出的话就是话，语音留作证据；听不出的请用文字', async (stage) => {
    await play(stage, '08:00')
    const heard = await sends(stage, '刘老师', { text: '报告。', files: [voice('语音.amr')] })
    expect(heard.at(-1)).toMatch(/是否可能涉及国家秘密/)
    await sends(stage, '刘老师', { text: '否。', files: [voice('语音二.amr')] })
    await play(stage, '刘老师: 否\n…')
    const deaf = await sends(stage, '刘老师', { files: [voice('语音三.opus')] })
    expect(deaf.join('\n')).toMatch(/听不出来.*请用文字[\s\S]*事发单位/)
  })

  onStage('没有取到的附件：点名说，文字照办', async (stage) => {
    await play(stage, `08:00\n${reported()}\n${acknowledged}`)
    const heard = await sends(stage, '书记', { text: '补充 2026-0001 附日志', missing: ['日志.txt'] })
    expect(heard[0]).toMatch(/^没有取到文件：日志\.txt/)
    expect(noted(stage)).toEqual(['附日志'])
  })
})

describe('看不了的消息不是答案', () => {
  onStage('问到系统名称时发表情：看不了，请用文字，再问一次', async (stage) => {
    await play(stage, '08:00\n刘老师: 报告\n…\n刘老师: 否\n…\n刘老师: 否\n…\n刘老师: 信息学院\n…')
    for (const kind of ['表情', '合并转发的消息', '位置', '不支持的消息']) {
      const heard = await sends(stage, '刘老师', { text: `[${kind}]`, unread: [kind] })
      expect(heard[0]).toBe(`${kind}看不了，请用文字发送；图片和文件可以直接发送。`)
      expect(heard[1]).toMatch(/系统名称/)
      expect(heard).toHaveLength(2)
    }
    for (const face of ['[微笑]', '[OK][赞]', '【表情】', '[动画表情] ']) {
      const heard = await sends(stage, '刘老师', { text: face })
      expect(heard[0]).toMatch(/^(?:表情看不了，请用文字|没有看到文字)/)
      expect(heard.at(-1)).toMatch(/系统名称/)
    }
    const lost = await sends(stage, '刘老师', { missing: ['图片.png'] })
    expect(lost[0]).toMatch(/^没有取到文件：图片\.png/)
    expect(lost[1]).toMatch(/系统名称/)
  })

  onStage('正在填的小表：同一项再问一次', async (stage) => {
    await play(stage, `08:00\n${reported()}\n值班甲: 报送 2026-0001 自治区党委网信办\n…`)
    const heard = await sends(stage, '值班甲', { text: '[表情]', unread: ['表情'] })
    expect(heard).toEqual([expect.stringMatching(/^表情看不了，请用文字/), '请回复报送渠道。'])
    await play(stage, '值班甲: 电话\n机器人 → 值班甲: …报送渠道：电话…请回复报送时间。')
  })

  onStage('什么也没有问：也有回音；群里一句', async (stage) => {
    await play(stage, '08:00')
    expect(await sends(stage, '书记', { unread: ['卡片'] })).toEqual([
      expect.stringMatching(/^卡片看不了，请用文字/),
    ])
    await sends(stage, '书记', { chat: 'group', unread: ['卡片'] })
    expect(heardBy(stage, '群')).toEqual([expect.stringMatching(/^卡片看不了，请用文字/)])
  })
})

describe('话里的数字和控制字符', () => {
  onStage('补充里的学年和服务器编号是话，不是事件编号', async (stage) => {
    await play(stage, `08:00\n${reported()}\n${acknowledged}`)
    await sends(stage, '书记', { text: '补充 2025-2026学年成绩数据未受影响' })
    await sends(stage, '书记', { text: '补充 2026-1号服务器已下线' })
    await sends(stage, '书记', { text: '补充 2026-11 日志已导出' })
    await sends(stage, '书记', { text: '补充 2026-1 主机已断网' })
    expect(noted(stage)).toEqual([
      '2025-2026学年成绩数据未受影响',
      '2026-1号服务器已下线',
      '2026-11 日志已导出',
      '主机已断网',
    ])
  })

  onStage('两行之间的控制字符仍是换行：两个地址不会连成一个', async (stage) => {
    await play(stage, `08:00\n${reported()}\n${acknowledged}`)
    for (const sign of ['\v', '\f', '\u0085', '\u2028', '\r'])
      await sends(stage, '书记', { text: `补充 10.0.0.1${sign}10.0.0.2` })
    expect(new Set(noted(stage))).toEqual(new Set(['10.0.0.1\n10.0.0.2']))
    expect(noted(stage)).toHaveLength(5)
    await play(
      stage,
      `${answered('陈老师', { unit: '文学院', summary: '第一台\v第二台' })}\n陈老师 按 [提交]\n…`,
    )
    expect(stage.incident('2026-0002')?.report.summary).toBe('第一台\n第二台')
  })
})
