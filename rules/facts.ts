// What is known of an incident, for the conditions of the rules to ask? The report, what the office found out, and the campus.
import type { Matter } from '../store/schema.js'
import { localDate } from './calendar.js'
import type { Facts } from './condition.js'
import { kept } from './kept.js'
import type { Rules } from './rules.js'

/** The window of a key period (重要保障时期) in which this incident was reported, by the campus's calendar. */
export const keyPeriodOf = (
  incident: Pick<Matter, 'reportedAt'>,
  rules: Pick<Rules, 'keyPeriods' | 'timezone'>,
): Rules['keyPeriods']['windows'][number] | undefined => {
  const { windows } = rules.keyPeriods
  if (windows.length === 0) return undefined
  const day = localDate(Date.parse(incident.reportedAt), rules.timezone)
  return windows.find(({ from, to }) => from <= day && day <= to)
}

/** 数据安全事件: by its class, or because important data are touched (数据安全法 第二十九条). */
const isDataEvent = (facts: Facts): boolean =>
  facts.category === 'DS' || [true, 'important', 'core'].some((value) => facts.important_data === value)

/** 信息内容安全事件: by its class; that is 宣传部's, and no case for 教技厅函〔2014〕75号 (细则 第十三条、第十七条). */
const isContentIncident = (facts: Facts): boolean => facts.category === 'IC'

/** 等保级别 as the register writes it; its place is the level. */
export const protections = ['未定级', '第一级', '第二级', '第三级', '第四级', '第五级']

/** What the register says of the system, where level and clocks ask for it (levels.yaml: 系统自动带出; 办法 第四条（一）). */
const registered = ({ system }: Pick<Matter, 'system'>): Facts => {
  const level = protections.indexOf(system?.protection ?? '')
  return { ...(level < 0 ? {} : { mlps_level: level }), ...(system?.critical ? { is_cii: true } : {}) }
}

/**
 * To what a further report says yes where the first said no or nothing: it counts until it is found out or corrected. No
 * report makes a no of a yes.
 */
export const claimed = ({ heard = {}, report, assessment }: Matter): string[] => {
  const known: Facts = { ...report, ...assessment }
  return Object.keys(heard).filter(
    (field) => heard[field] === true && [undefined, 'unknown', false].some((less) => known[field] === less),
  )
}

/** What the office found out stands above what was reported, and that above the register. */
export const factsOf = kept((incident, rules: Pick<Rules, 'campus' | 'keyPeriods' | 'timezone'>): Facts => {
  const said = { ...rules.campus, ...registered(incident), ...incident.report, ...incident.assessment }
  const known: Facts = { ...said, ...Object.fromEntries(claimed(incident).map((field) => [field, true])) }
  return {
    ...known,
    data_event: isDataEvent(known),
    content_incident: isContentIncident(known),
    content_track: known.harmful_content === true || isContentIncident(known),
    key_period: keyPeriodOf(incident, rules) !== undefined,
  }
})

/** 谁告诉我们的, in the words in which the office chose it; nothing where nobody has said. */
export const toldBy = ({ assessment }: Matter, { levels }: Pick<Rules, 'levels'>): string | undefined => {
  const options = levels.questions.find(({ id }) => id === 'notified_by')?.options ?? {}
  return Object.entries(options).find(([, value]) => value === assessment?.notified_by)?.[0]
}
