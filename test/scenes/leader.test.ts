// 报分管校领导: is it met only when the leader has opened the incident, and do the school's leaders know what it is before they are pressed?
import { expect } from 'vitest'
import { textOf } from './chat.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { acknowledged, answered, graded, reported } from './told.js'

scene(
  '报分管校领导：较大（级别待定也算）30 分钟内，只有网信办主任打开或确认收到才算；送到了、别人替他按，都不算',
  `
  08:00
  ${answered('刘老师')}
  刘老师 按 [提交]
  机器人 → 主任: 【网络安全事件 2026-0001】信息学院 · 网络攻击…请您查看并确认收到 — 11月24日 08:30 前（截至 08:00 还剩 30 分钟）…级别：待定，按较大计时… [确认收到]
  …
  +20m
  机器人 → 值班甲: 提醒 · 2026-0001…请报分管校领导（赵明轩 … 尚未打开，请电话报告，请其回复“收到”） — 11月24日 08:30 前（截至 08:20 还剩 10 分钟）…校内时限，非法定…
  …
  值班甲: 已办 2026-0001 报分管校领导
  机器人 → 值班甲: 只有赵明轩（…）可以办理…
  …
  值班甲 按主任的 [确认收到]
  提示 值班甲: 只有赵明轩（…）可以办理…
  …
  值班甲: 办结 2026-0001
  机器人 → 值班甲: 还有…报分管校领导…
  …
  主任 按 [确认收到]
  提示 主任: 已确认收到…
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …赵明轩确认收到（网信办主任）…
  …
  +10m
  机器人 → 值班甲: …
  …
`,
)

scene(
  '报分管校领导：发送“状态”看过就算；外出的由代理人看，记为代',
  `
  08:00
  主任: 外出 今天 明天
  …
  ${reported()}
  孙雅琴: 状态 2026-0001
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …孙雅琴（代 赵明轩）已打开查看（网信办主任）…
`,
)

scene(
  '定为重大：校党委书记也要在 60 分钟内看到，先收到事实，没有应办事项',
  `
  08:00
  ${reported()}
  ${acknowledged}
  值班甲: 定级 2026-0001 重大
  机器人 → 校党委书记: 【网络安全事件 2026-0001】信息学院 · 网络攻击…请您查看并确认收到 — 11月24日 09:00 前…单位：信息学院…发现时间：11月24日 08:00…级别：重大（II 级）… [确认收到]
  …
  08:40
  机器人 → 值班甲: …请报党委书记（王志远 … 尚未打开，请电话报告，请其回复“收到”） — 11月24日 09:00 前…
  …
  校党委书记: 状态 2026-0001
  机器人 → 校党委书记: …
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …王志远已打开查看（校党委书记）…
  …
`,
)

scene(
  '一般事件没有这一项；后来改为较大：新的卡片送到，重新打开才算',
  `
  08:00
  ${reported()}
  ${graded('一般')}
  值班甲: 办结 2026-0001
  …
  09:00
  …
  值班甲: 定级 2026-0001 较大 浏览量过万
  机器人 → 主任: 【网络安全事件 2026-0001】…级别：较大（III 级）… [确认收到]
  …
  主任 按 [确认收到]
  提示 主任: 已确认收到…
  …
`,
)

everywhere(
  '第一次催到校党委书记之前，先收到说明事情的卡片',
  async (stage) => {
    await play(stage, `08:00\n${reported()}`)
    expect(stage.platform.latest(stage.id('校党委书记'), () => true)).toBeUndefined()
    await play(stage, '+76m\n…')
    const [fact, nag] = stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id('校党委书记') && 'card' in one.content
        ? [one.content.card]
        : [],
    )
    expect(fact?.title).toBe('【网络安全事件 2026-0001】信息学院 · 网络攻击')
    expect(fact?.lead).toContain('请知悉')
    expect(fact?.actions).toEqual([])
    expect(nag?.title).toMatch(/提醒|催办/)
  },
  () => ({ needs: ['cards'] }),
)

scene(
  '报分管校领导是谁的事，谁的待办里就有：网信办的打电话，领导的打开；卡片最前面的按钮就是第一行请办的',
  `
  08:00
  ${reported()}
  主任: 待办
  机器人 → 主任: 待办 1 项 2026-0001 信息学院：请您查看并确认收到 — 11月24日 08:30 前… [确认收到]
  值班甲: 待办 报分管校领导
  机器人 → 值班甲: 待办 · 报分管校领导 1 项 2026-0001 信息学院：请报分管校领导（赵明轩 … 尚未打开，请电话报告，请其回复“收到”） — 11月24日 08:30 前… [已电话报告]
  08:19
  …
  08:20
  机器人 → 值班甲: 提醒 · 2026-0001…请报分管校领导… [已电话报告] [稍后提醒]
  …
  值班甲 按 [已电话报告]
  机器人 → 值班甲: 已补充到 2026-0001 的记录。
  …
  # 打过电话，还要等领导打开：不再请他办第二次，仍在待办里
  值班甲: 待办 报分管校领导
  机器人 → 值班甲: 待办 · 报分管校领导 1 项…
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …钱小雨补充：已电话报告分管校领导赵明轩…
  主任 按 [确认收到]
  …
  主任: 待办
  机器人 → 主任: 待办 您现在没有待办事项
  值班甲: 待办 报分管校领导
  机器人 → 值班甲: 没有…
`,
)

everywhere(
  '领导督办的多了：待办一页一页看得完，汇总不把同样两个人念几遍',
  async (stage) => {
    await play(stage, '08:00')
    for (const category of ['网络攻击', '恶意程序', '数据安全'])
      for (const unit of ['信息学院', '文学院']) await play(stage, reported('刘老师', { unit, category }))
    await play(stage, '08:46\n…')
    const digest = stage.platform.latest(
      stage.id('分管领导'),
      (content) => 'card' in content && content.card.title.startsWith('⚠ 督办汇总'),
    )
    const text = digest ? textOf(digest[1].content) : ''
    expect(text.match(/第一责任人张伟/gu)).toHaveLength(1)
    expect(text).toMatch(/这些人未完成的另有 \d 起：2026-/u)
    await play(
      stage,
      `
      分管领导: 待办
      机器人 → 分管领导: 督办 … 项…第 1 页，共 … 页。发送“待办 第2页”看下一页… [查看 2026-0001] [查看 2026-0002] [查看 2026-0003] [下一页]
      分管领导: 待办 第2页
      机器人 → 分管领导: 督办 … 项…第 2 页…
    `,
    )
  },
  () => ({ needs: ['cards'] }),
)
