// What is said where somebody is not there: who acts for them, where nobody does, that it is over, that nobody heard?
import { type Clocked, clockOfDuty } from '../rules/rules.js'
import type { World } from '../rules/world.js'
import type { Actor, Away, Matter, PersonRef } from '../store/schema.js'
import { clockTime, names } from './plain.js'

type Gap = { from: string; alone: PersonRef[]; by: Actor[] }

const time = (at: string, { now, rules }: World): string => clockTime(at, now, rules.timezone)
const periodText = ({ from, to }: Away, world: World): string => `${time(from, world)} 至 ${time(to, world)}`
const byWhom = (by: readonly Actor[]): string =>
  by.length > 0 ? by.map((one) => one.name).join('、') : '网信办'

/** To who registered it: who acts, and truly. */
export const awayText = (
  { person, standIn, period }: { person: PersonRef; standIn: PersonRef; period: Away },
  gap: Gap | undefined,
  world: World,
): string => {
  const head = `已登记：${person.name}外出，${periodText(period, world)}，`
  if (!gap) return `${head}由${standIn.name}代为办理。`
  const since = gap.from > world.now && gap.from > period.from ? `${time(gap.from, world)} 起` : ''
  if (gap.alone.length === 0)
    return `${head}代理人${standIn.name}${since}也外出，${since ? '那时' : ''}由${byWhom(gap.by)}代为办理。`
  return `${head}但代理人${standIn.name}${since}也外出，没有别人代理，${since ? '那时起' : '现在'}由${byWhom(gap.by)}办理，已告知网信办。请与网信办商定由谁代理，或用“转办”逐件转交；不再外出请发送“销假”。`
}

/** To the office. */
export const standInGap = (gap: Gap, period: Away, world: World): string =>
  `${names(gap.alone)}在 ${periodText({ ...period, from: gap.from }, world)} 都外出，代理人也不在，其负责的事项暂由${byWhom(gap.by)}办理。请指定代理人，或请其中一位发送“销假”。`

/** To the office: one person answers for both posts of the unit. */
export const bothPosts = (incident: Matter, { name }: PersonRef): string =>
  `【${incident.drill ? '演练 ' : ''}${incident.id}】${incident.unit.name}：第一责任人、直接责任人的事项现在都由${name}一人办理。请网信办商定，必要时用“转办”转给别的同志。`

/** To who acted meanwhile. */
export const awayEnded = (person: PersonRef, ids: readonly string[]): string =>
  `${person.name}外出结束，${ids.slice(0, 8).join('、')}${ids.length > 8 ? `等 ${ids.length} 起` : ''}改回由本人办理，谢谢您代为办理。`

/** To who is back, or to the office that said it for them. */
export const backText = (
  person: PersonRef,
  ended: readonly Away[],
  left: readonly Away[],
  ids: readonly string[],
  world: World,
): string => {
  const began = ended.some(({ from }) => from <= world.now)
  const waits = ids.length > 0 ? `由代理人代办的 ${ids.slice(0, 8).join('、')} 改回由本人办理。` : ''
  const more =
    left.length > 0 ? `另有外出 ${left.map((one) => periodText(one, world)).join('；')} 照旧。` : ''
  return `${began ? `已销假：${person.name}的外出到此结束。` : `已取消：${person.name}登记的外出 ${ended.map((one) => periodText(one, world)).join('；')}。`}${waits}${more}`
}

/** To the office, once for a duty: its reminder reached nobody that is known of. */
export const unheardText = (
  incident: Matter,
  duty: string,
  people: readonly PersonRef[],
  rules: Clocked,
): string => {
  const what = clockOfDuty(duty, rules)?.name ?? duty
  return `【${incident.drill ? '演练 ' : ''}${incident.id}】${incident.unit.name}：“${what}”已超时，给${names([...people])}的催办没有送达的记录。请直接电话联系，并请运维人员查看日志。`
}
