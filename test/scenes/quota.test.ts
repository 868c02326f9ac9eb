// Is anybody left without an answer when the platform's month runs out? Reports come first, the rest hears whom to ring.
import { describe, expect, it } from 'vitest'
import { rationOf, reserveOf } from '../../bot/channels/need.js'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'

const form = { classified: '否', summary: '首页被改', discovered_at: '刚刚' }
const units = ['信息学院', '文学院', '图书馆']

const fill = async (stage: Stage, nth: number): Promise<void> => {
  await stage.say(stage.id('刘老师'), '填表')
  const [card = ''] =
    stage.platform.latest(
      stage.id('刘老师'),
      (content) => 'card' in content && content.card.form !== undefined,
    ) ?? []
  await stage.press(
    stage.id('刘老师'),
    card,
    { action: 'submit_report', form: 'report' },
    { ...form, unit: units[nth] ?? '信息学院', summary: `第${nth + 1}件：首页被改` },
  )
}

/** What this person was told since. */
const heard = (stage: Stage, name: string): string[] =>
  stage.platform.deliveries.flatMap((one) =>
    one.to === stage.id(name) && one.kind === 'message'
      ? ['text' in one.content ? one.content.text : one.content.card.title]
      : [],
  )

const wrong = (stage: Stage): string => {
  const { meta } = stage.fenghuo.turns.peek()
  return Object.keys(meta)
    .filter((key) => key.startsWith('told/'))
    .join(' ')
}

describe('FEISHU_MONTHLY_CALLS=60，三件报告之后', () => {
  const on = async (
    enforced: boolean,
    body: (stage: Stage, wrongNow: () => string | undefined) => Promise<void>,
  ) => {
    const platform = await feishuPlatform('webhook', { monthlyCalls: 60 })
    if (enforced) platform.feishu.state.quota.limit = 60
    let channel: { wrong(): string | undefined } | undefined
    const stage = await openStage({
      platform: () => ({
        ...platform,
        open: (process) => {
          const opened = [platform.open(process)].flat()
          channel = opened[0]
          return opened
        },
      }),
    })
    try {
      await platform.settle()
      await play(stage, '08:00')
      for (const nth of [0, 1, 2]) await fill(stage, nth)
      await stage.moveTo(stage.now() + 20 * 60_000)
      await body(stage, () => channel?.wrong())
      expect(platform.violations()).toEqual([])
    } finally {
      await stage.end()
    }
  }

  it('三件都立了案；再说 报告、填表 有回答，待办、列表 有回答或请打电话；就绪检查和网信办都说明原因', () =>
    on(false, async (stage, wrongNow) => {
      expect(Object.keys(stage.fenghuo.turns.peek().incidents)).toHaveLength(3)
      for (const [name, text, answer] of [
        ['陈老师', '报告', /国家秘密/],
        ['赵老师', '填表', /报告/],
        ['王同学', '待办', /请现在电话联系网信办（.+）/],
        ['路人', '帮助', /请现在电话联系网信办/],
        ['刘老师', '列表', /请现在电话联系网信办/],
      ] as const) {
        stage.platform.deliveries.length = 0
        await stage.say(stage.id(name), text)
        const answers = heard(stage, name)
        expect([text, answers]).toEqual([text, [expect.stringMatching(answer)]])
      }
      expect(wrongNow()).toMatch(/额度.*FEISHU_MONTHLY_CALLS/)
      expect(wrong(stage)).toContain('feishu/month/2026-11/dry')
      // the answers that were cut are not kept for the next month
      const waiting = Object.values(stage.fenghuo.turns.peek().outbox)
      expect(waiting.filter(({ rank }) => rank === 3)).toEqual([])
    }))

  it('平台真的不再收：先请打电话，一次不多；就绪检查说明原因；按下的按钮仍有提示', () =>
    on(true, async (stage, wrongNow) => {
      const told = stage.platform.deliveries.filter(
        (one) =>
          one.kind === 'message' && 'text' in one.content && one.content.text.includes('请现在电话联系'),
      )
      expect(told.length).toBeLessThanOrEqual(reserveOf(60))
      expect(wrongNow()).toMatch(/额度/)
      const found = stage.platform.latest(
        stage.id('书记'),
        (content) => 'card' in content && content.card.actions.some(({ action }) => action === 'acknowledge'),
      )
      const toast = await stage.press(stage.id('书记'), found?.[0] ?? '', {
        action: 'acknowledge',
        incident: '2026-0001',
      })
      expect(toast?.text).toContain('已确认收到')
    }))
})

describe('先减什么', () => {
  const limit = 10_000
  it('重绘与补读，再消息，再一般提醒，再查询的答复；报告、确认和法定提醒不因我们自己的数而停', () => {
    const order = ['spare', 'news', 'reminder', 'reply', 'report', 'vital'] as const
    const cut = (used: number) => order.filter((need) => rationOf(need, used, limit) !== 'go')
    expect(cut(8_999)).toEqual([])
    expect(cut(9_000)).toEqual(['spare'])
    expect(cut(9_100)).toEqual(['spare', 'news'])
    expect(cut(9_300)).toEqual(['spare', 'news', 'reminder'])
    expect(cut(9_500)).toEqual(['spare', 'news', 'reminder', 'reply'])
    expect(cut(limit - reserveOf(limit))).toEqual(['spare', 'news', 'reminder', 'reply', 'report'])
    expect(cut(limit)).toEqual(['spare', 'news', 'reminder', 'reply'])
    for (const used of [0, 9_999, 10_000, 12_000]) {
      expect(rationOf('vital', used, limit)).toBe('go')
      expect(rationOf('telephone', used, limit)).toBe('go')
    }
  })

  it('留下的几次只用来说“请打电话”；没有上限时什么都不减', () => {
    expect(rationOf('report', 58, 60)).toBe('telephone')
    expect(rationOf('reply', 58, 60)).toBe('telephone')
    expect(rationOf('spare', 1_000_000, 0)).toBe('go')
  })
})
