// 帮助: what can this person do here? Only the words that would be answered with more than a no.
import { isResponsible } from '../rules/chain.js'
import { personOf, type World } from '../rules/world.js'
import type { Incident, Party } from '../store/schema.js'
import type { Action, Audience } from './actions/action.js'
import { mayDo, spoken } from './actions/index.js'

type Line = { word: string; does: string }

const everyone: Line[] = [
  { word: '报告', does: '报告网络安全事件，一问一答' },
  { word: '填表', does: '同样的报告，一张表填完' },
  { word: '待办', does: '等您办理的事项' },
  { word: '状态 编号', does: '一起事件的最新情况' },
  { word: '列表', does: '与您有关的事件' },
]

const office: Line[] = [{ word: '规则', does: '现行规则，和待核定的改动' }]

const overview: Line[] = [
  { word: '列表 未结｜超期｜全部｜单位名', does: '全校事件一览' },
  { word: '记录 编号', does: '完整时间线' },
]

/** For whoever answers for a unit, or acts for such a person, and for the office. */
const responsible: Line[] = [
  { word: '文书 编号 首报｜续报｜终报', does: '生成报送用的 .docx 文书（网信办、事发单位）' },
]

/** Only who is in the directory has a stand-in there. */
const listed: Line[] = [
  { word: '外出 起 止', does: '外出期间由代理人办理' },
  { word: '销假', does: '提前结束外出' },
]

const isOpen = ({ status }: Incident): boolean => status === 'open' || status === 'resolved'

/** Does this person answer for a unit, or act for somebody who does in an incident that is not settled? */
const answersForAUnit = (by: Party, world: World): boolean =>
  (personOf(world, by.id)?.posts.some(({ role }) => role === '第一责任人' || role === '直接责任人') ??
    false) ||
  Object.values(world.incidents).some((incident) => isOpen(incident) && isResponsible(by, incident, world))

export const helpFor = (by: Party, world: World): Line[] => {
  const overall = by.office || by.leader
  const forAUnit = by.office || answersForAUnit(by, world)
  const isFor: Record<Audience, boolean> = { everyone: true, office: by.office, unit: forAUnit }
  /** Whoever could do it to what is going on now is told of it, whatever their post is. */
  const isTold = (action: Action, audience: Audience): boolean =>
    isFor[audience] ||
    Object.values(world.incidents).some(
      (incident) => isOpen(incident) && mayDo(action, { by, incident, world }),
    )
  const acts = (audience: Audience): Line[] =>
    spoken.flatMap(({ action, typed }) =>
      action.help?.for === audience && isTold(action, audience)
        ? [{ word: `${typed.words[0]} ${action.help.rest}`, does: action.help.does }]
        : [],
    )
  return [
    ...acts('office'),
    ...(by.office ? office : []),
    ...(overall ? overview : []),
    // who sees all of the campus needs no second line for what is theirs
    ...everyone.filter(({ word }) => !(overall && word === '列表')),
    ...acts('everyone'),
    ...acts('unit'),
    ...(forAUnit ? responsible : []),
    ...(personOf(world, by.id) ? listed : []),
  ]
}
