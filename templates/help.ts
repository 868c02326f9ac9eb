// What does a word do, as 帮助 tells it? The actions say it of themselves.
import type { HelpLine, HelpTopic } from '../store/schema.js'

/** `rest`: what follows the word. */
const topics: Record<HelpTopic, { rest?: string; does: string }> = {
  report: { does: '报告网络安全事件，一问一答' },
  form: { does: '同样的报告，一张表填完' },
  todo: { does: '等您办理的事项' },
  status: { rest: '编号', does: '一起事件的最新情况' },
  list: { does: '与您有关的事件' },
  all: { rest: '未结｜超期｜全部｜单位名', does: '全校事件一览' },
  log: { rest: '编号', does: '完整时间线' },
  notice: { rest: '单位 问题 期限', does: '下发整改通报，跟到复测和反馈' },
  assign: { rest: '单位 内容 期限', does: '下达督办事项，跟到办理和审核' },
  zero: { does: '报当天的零报告：今日无事件（重要保障时期）' },
  zeros: { rest: '时期 起止 截止时间', does: '开启零报告时期；“零报告 汇总”取汇总表，“零报告 结束”提前结束' },
  drill: {
    rest: '场景 单位 时间',
    does: '演练一起事件，马上开始或定时间，走真实流程，全程注明演练；只发“演练”看已定的',
  },
  stats: {
    rest: '年份',
    does: '一年的统计和图：各单位报送、整改是否按时，确认用时；“考核表”是第十六条五项考核的 .xlsx',
  },
  export: { rest: '年份', does: '一年的台账，.xlsx 文件' },
  doc: { rest: '编号 首报｜续报｜终报', does: '生成报送用的 .docx 文书（网信办、事发单位）' },
  rules: { does: '现行规则，和待核定的改动' },
  rota: { does: '谁在值班、下一班是谁，您的班；“值班 日历”取 .ics 文件' },
  swap: { rest: '日期 姓名', does: '请同志替班，对方同意后生效' },
  takeover: { rest: '岗位', does: '立即接班，未办结事项一并移交' },
  directory: { does: '待核定的通讯录更新；要更新，直接把 .xlsx 发到这里' },
  away: { rest: '起 止', does: '外出期间由代理人办理' },
  back: { does: '提前结束外出' },
}

export const helpLine = (line: HelpLine): { label: string; value: string } => {
  if ('does' in line) return { label: line.word, value: line.does }
  const { rest, does } = topics[line.topic]
  return { label: rest ? `${line.word} ${rest}` : line.word, value: does }
}
