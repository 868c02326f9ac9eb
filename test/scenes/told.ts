// Which steps do many scenes begin with? A finished report, its acknowledgements, its grading; their lines are checked elsewhere.
import type { Stage } from './acts.js'

/** The dialog answered in one go, up to the preview. */
export const answered = (
  who: string,
  more: { unit?: string; system?: string; category?: string; summary?: string; found?: string } = {},
): string => `
  ${who}: 报告
  …
  ${who}: 否
  …
  ${who}: 否
  …
  ${who}: ${more.unit ?? '信息学院'}
  …
  ${who}: ${more.system ?? '学院网站'}
  …
  ${who}: ${more.category ?? '网络攻击'}
  …
  ${who}: ${more.summary ?? '首页出现陌生图片'}
  …
  ${who}: ${more.found ?? '刚刚'}
  …
  ${who}: 预览
  …
`

export const reported = (who = '刘老师', more: Parameters<typeof answered>[1] = {}): string => `
  ${answered(who, more)}
  ${who} 按 [提交]
  …
`

/** 细则 第十三条: 运营单位, 信息中心 and 宣传部 have each started their plan. */
export const started = `
  书记: 已办 2026-0001 启动应急预案
  …
  中心副主任: 已办 2026-0001 启动应急预案
  …
  宣传副部长: 已办 2026-0001 启动应急预案
  …
`

/** 报分管校领导: the leader has opened it. */
export const leaderTold = `
  主任: 状态 2026-0001
  …
`

export const acknowledged = `
  书记 按 [确认收到]
  …
  副院长 按 [确认收到]
  …
  ${leaderTold}
  ${started}
`

/** Lower than the clocks run under takes a reason and a second person. */
export const graded = (level = '较大'): string =>
  level === '一般'
    ? `
  值班甲: 定级 2026-0001 一般 影响很小
  …
  值班乙: 核定定级 2026-0001
  …
`
    : `
  值班甲: 定级 2026-0001 ${level}
  …
`

export const submitted = `
  值班甲: 报送 2026-0001 自治区党委网信办
  …
  值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长; 受理编号=NM-7}
  …
`

/** The same answer by answer, up to the last; what follows is looked over. */
export const typedIn = `
  值班甲: 报送 2026-0001 自治区党委网信办
  …
  值班甲: 电话
  …
  值班甲: 刚刚
  …
  值班甲: 王科长
  …
  值班甲: 跳过
  …
  值班甲: 跳过
  …
  值班甲: 跳过
`

export const confirmed = `
  值班乙 按 [核实回执]
  …
`

/** One report to one authority: entered by one person of the office, confirmed by another. */
export const sent = (authority: string): string => `
  值班甲: 报送 2026-0001 ${authority}
  …
  值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长}
  …
  值班乙: 核实 2026-0001 ${authority}
  …
`

/** 细则 第十三条 at 一般: one paper for each of those who must know, of the incident or of how it was handled. */
export const toldBothSides = `
  ${sent('自治区党委网信办')}
  ${sent('自治区教育厅')}
  ${sent('属地网络安全职能部门')}
`

/** The 属地 side of a 较大 incident. */
export const toldLocal = sent('属地网络安全职能部门')

/** What 教育厅 is told beside: 紧急报告 by telephone, 事中情况报告 on paper. */
export const toldEducation = `
  ${sent('自治区教育厅')}
  ${sent('自治区教育厅')}
`

/** The files that came, the last step's among them. */
export const filesIn = ({ platform }: Pick<Stage, 'platform'>) =>
  platform.deliveries.flatMap((one) => (one.kind === 'file' ? [one] : []))
