// 帮助: what can this person do here? Only the words that would be answered with more than a no.
import type { World } from '../rules/world.js'
import { personOf } from '../rules/world.js'
import type { Party } from '../store/schema.js'
import { isResponsible } from './see.js'

const everyone = [
  { word: '报告', does: '报告网络安全事件，一问一答' },
  { word: '填表', does: '同样的报告，一张表填完' },
  { word: '待办', does: '等您办理的事项' },
  { word: '状态 编号', does: '一起事件的最新情况' },
  { word: '列表', does: '与您有关的事件' },
  { word: '补充 编号 文字', does: '给记录补充一条' },
  { word: '更正 编号', does: '更正您报告的内容' },
  { word: '误报 编号 原因', does: '申请按误报撤销' },
]

const office = [
  { word: '定级 编号 级别', does: '确认或更改级别' },
  { word: '研判 编号', does: '补充定级用得上的情况' },
  { word: '报送 编号 机关', does: '报送之后填写回执' },
  { word: '核实 编号 机关', does: '核实他人填写的回执' },
  { word: '续报 编号 新情况', does: '登记新的重要情况' },
  { word: '上报责任人 编号 人 副手', does: '指定谁负责报送' },
  { word: '办结 编号', does: '全部办完后归档' },
  { word: '重开 编号 原因', does: '已办结或撤销的继续办理' },
  { word: '规则', does: '现行规则，和待核定的改动' },
]

const overview = [
  { word: '列表 未结｜超期｜全部｜单位名', does: '全校事件一览' },
  { word: '记录 编号', does: '完整时间线' },
]

/** For whoever answers for a unit, or acts for such a person, and for the office. */
const responsible = [
  { word: '转办 编号 人', does: '由他人代您办理' },
  { word: '撤回转办 编号', does: '收回转给他人的办理' },
  { word: '处置结束 编号', does: '登记处置结束' },
  { word: '文书 编号 首报｜续报｜终报', does: '生成报送用的 .docx 文书（网信办、事发单位）' },
]

/** Only who is in the directory has a stand-in there. */
const listed = [
  { word: '外出 起 止', does: '外出期间由代理人办理' },
  { word: '销假', does: '提前结束外出' },
]

/** Does this person answer for a unit, or act for somebody who does in an incident that is not settled? */
const answersForAUnit = (party: Party, world: World): boolean =>
  (personOf(world, party.id)?.posts.some(({ role }) => role === '第一责任人' || role === '直接责任人') ??
    false) ||
  Object.values(world.incidents).some(
    (incident) =>
      (incident.status === 'open' || incident.status === 'resolved') && isResponsible(party, incident, world),
  )

export const helpFor = (party: Party, world: World): { word: string; does: string }[] => {
  const overall = party.office || party.leader
  return [
    ...(party.office ? office : []),
    ...(overall ? overview : []),
    // who sees all of the campus needs no second line for what is theirs
    ...everyone.filter(({ word }) => !(overall && word === '列表')),
    ...(party.office || answersForAUnit(party, world) ? responsible : []),
    ...(personOf(world, party.id) ? listed : []),
  ]
}
