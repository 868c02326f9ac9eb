// What does the card of a day of 零报告 show: to a unit its own one tap, to the office who has said nothing yet?
import { holding, isResponsible, seenFrom } from '../../rules/chain.js'
import { type Duty, duties } from '../../rules/duties.js'
import { incidentsOn, isLateTold, missingOf } from '../../rules/zero.js'
import type { Actor, Matter, Party, Zero } from '../../store/schema.js'
import type { Card, CardAction } from '../card.js'
import { dated, name } from '../plain.js'
import { countedIn, dayShown, missingShown } from '../zero.js'
import { asks, callable, type Here, offer, press, primary, titleOf } from './parts.js'

/** `张伟（代李建国）于 16:02 报：无事件`. */
const toldLine = (
  told: { by: Actor; at: string; incidents: readonly string[] },
  { zero }: Zero,
  here: Here,
): string =>
  `${name(told.by)}已于 ${dated(told.at, here.now, here.rules.timezone)} 报：${told.incidents.length > 0 ? `有事件（${told.incidents.join('、')}）` : '无事件'}${isLateTold(zero, told) ? '（迟报）' : ''}`

/** Those of its units for which this reader may say it. */
const ownIn = (day: Zero, reader: Party, here: Here): Duty[] =>
  duties(day, here).filter(
    ({ clock, owners, unit }) =>
      clock.each &&
      (owners.some(({ id }) => id === reader.id) ||
        holding(seenFrom(day, unit?.id).chain, 'first', 'direct').some(({ id }) => id === reader.id)),
  )

const hadLine = ({ zero }: Zero, { unit }: Duty, here: Here): string[] => {
  const had = unit ? incidentsOn(zero.date, unit.id, here) : []
  return had.length > 0 ? [`${unit?.name}今天已报告 ${had.join('、')}，零报告会写明，不算无事件`] : []
}

const unitCard = (day: Zero, own: readonly Duty[], reader: Party, here: Here): Card => {
  const { zero } = day
  const over = day.status !== 'open'
  const open = over ? [] : own.filter(({ done }) => !done)
  const [first] = open
  const late = first !== undefined && here.now > zero.cutoff
  const lines = own.flatMap(({ unit }) => {
    const told = unit && zero.told[unit.id]
    return unit
      ? [{ label: unit.name, value: told ? toldLine(told, day, here) : over ? '未报' : '还没有报' }]
      : []
  })
  return {
    title: titleOf(day, here),
    tone: first ? (late ? 'red' : 'orange') : own.every(({ done }) => done) ? 'green' : 'grey',
    lead: first
      ? `${asks(first, reader, here)}${late && !here.still ? '，现在报记为迟报' : ''}`
      : over && own.some(({ done }) => !done)
        ? `${dayShown(zero.date)}的零报告已结束，没有收到`
        : '今天的零报告已报，谢谢您',
    fields: lines,
    body: open.flatMap((duty) => hadLine(day, duty, here)).join('\n'),
    foot: '两名责任人和代理人谁先报算谁报；报了以后又有事件的，请照常“报告”。',
    actions: primary(tellActions(open, day, reader, here)),
  }
}

/** Of several units each button says of which. */
const tellActions = (open: readonly Duty[], day: Zero, reader: Party, here: Here): CardAction[] => [
  ...open.flatMap(({ id, unit }) =>
    offer('tell_zero', day, reader, here, { duty: id }).map((one) =>
      open.length > 1 ? { ...one, label: `${unit?.name}：${one.label}` } : one,
    ),
  ),
  ...(open.length > 0 ? [press('有事件，去报告', 'word', { text: '报告' })] : []),
]

const MOST_RUNG = 6

/** Whom to ring up: who has said nothing though the cut-off has passed. */
const toRing = (day: Zero, here: Here): Card['fields'] => {
  const missing = missingOf(day.zero)
  if (!day.zero.dueAt || day.status !== 'open' || missing.length === 0) return []
  const all = duties(day, here).filter(({ clock, done }) => clock.each && !done)
  return all
    .slice(0, MOST_RUNG)
    .map(({ unit, owners }) => ({ label: unit?.name ?? '', value: callable(owners, here) }))
}

const officeCard = (day: Zero, here: Here): Card => {
  const { zero } = day
  const missing = missingOf(zero)
  const said = zero.units.flatMap((unit) => {
    const told = zero.told[unit.id]
    return told ? [{ unit: unit.name, told, late: isLateTold(zero, told) }] : []
  })
  const late = said.filter((one) => one.late)
  const had = said.filter(({ told }) => told.incidents.length > 0)
  const over = day.status !== 'open'
  const ended = day.record.find((event) => event.type === 'day-ended')
  const early = ended?.type === 'day-ended' ? ended.early : undefined
  const roll: CardAction[] = [press('零报告汇总', 'word', { text: '零报告 汇总' })]
  return {
    title: titleOf(day, here),
    tone: missing.length === 0 ? 'green' : over ? 'grey' : zero.dueAt ? 'red' : 'blue',
    lead: early
      ? `${name(early)}已提前结束：${countedIn(zero)}`
      : over
        ? `${dayShown(zero.date)}已结束：${countedIn(zero)}`
        : `${dated(zero.cutoff, here.now, here.rules.timezone)} 截止：${countedIn(zero)}`,
    fields: [
      ...(missing.length > 0 ? [{ label: '未报', value: missingShown(zero) }] : []),
      ...(had.length > 0
        ? [
            {
              label: '有事件',
              value: had.map(({ unit, told }) => `${unit}（${told.incidents.join('、')}）`).join('、'),
            },
          ]
        : []),
      ...(late.length > 0 ? [{ label: '迟报', value: late.map(({ unit }) => unit).join('、') }] : []),
      ...toRing(day, here),
    ],
    ...(over
      ? {}
      : {
          foot: '这张卡片随报随新；未报的单位由烽火催，您可以打电话。单位电话报来的，发送“零报告 单位名”代登记。',
        }),
    actions: roll,
  }
}

/** 院级单位 are asked; the office and whoever is above see how far it is. */
export const zeroCard = (matter: Matter, reader: Party, here: Here): Card | undefined => {
  if (!matter.zero) return undefined
  const day: Zero = matter
  const own = ownIn(day, reader, here)
  return own.length > 0 && (isResponsible(reader, day, here) || !reader.office)
    ? unitCard(day, own, reader, here)
    : officeCard(day, here)
}
