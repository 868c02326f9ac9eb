// Which steps do the real cases share? Acknowledged, started, lowered, told outwards, ended: said once, the law stays whole in each.
import { sent } from '../told.js'

const each = (who: readonly string[], says: (one: string) => string): string => who.map(says).join('\n')

export const acknowledgedBy = (...who: string[]): string => each(who, (one) => `${one} 按 [确认收到]`)

/** 细则 第十三条: each body says so for itself. */
export const startedBy = (...who: string[]): string =>
  each(who, (one) => `${one}: 已办 2026-0001 启动应急预案`)

/** 一般 is lower than the clocks run under: it takes a reason, and another person of the office. */
export const lowered = (reason: string): string => `
  值班甲: 定级 2026-0001 一般 ${reason}
  值班乙: 核定定级 2026-0001
`

/** The papers of a stage, and a receipt of each of these authorities that two of the office vouch for. */
const papers = (stage: string, to: readonly string[]): string => `
  值班甲: 文书 2026-0001 ${stage}
  ${each(to, sent)}
`
export const toldTo = (...to: string[]): string => papers('首报', to)

/** 宣传部 handles the content and reports it to the police; the office vouches for the receipt. */
export const contentHandled = `
  卫佳宁: 已办 2026-0001 确认违法有害信息已处置
  卫佳宁: 报送 2026-0001 公安
  卫佳宁 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=网安支队}
  值班乙: 核实 2026-0001 公安
`

/** The handling is over at five; who took the first report is told how it ended, and nothing is left to do. */
export const endedBy = (who: string, ...to: string[]): string => `
  17:00
  ${who}: 处置结束 2026-0001
  ${papers('终报', to)}
  值班甲: 办结 2026-0001
  机器人 → 值班甲: 已办结，记录已归档。
`
