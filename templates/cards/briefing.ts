// What stands on a morning card: of the day for the office, of the week for a leader?
import { localParts } from '../../rules/calendar.js'
import { isLate } from '../../rules/duties.js'
import { urgedFor } from '../../rules/reminders.js'
import { broughtSince, type Standing, standingOf } from '../../rules/standing.js'
import { isOf, type Kind, type Matter, type Party, type ViewOf } from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card } from '../card.js'
import { countedApart, kindNames, togetherOf } from '../kinds.js'
import { clockTime, dated, dutyName, names } from '../plain.js'
import { asks, callable, type Here, mustOpen, press, primary, waitingFor } from './parts.js'

const WEEK_MS = 7 * 86_400_000
/** On a phone: the rest is behind 列表. */
const MOST_ROWS = 8
const MOST_NAMES = 5
const MOST_WAITING = 3

/** `11月25日（周三）`. */
const dayOf = ({ now, rules }: Here): string => {
  const { m, d, weekday } = localParts(Date.parse(now), rules.timezone)
  return `${m}月${d}日${inBrackets(`周${'一二三四五六日'[weekday - 1]}`)}`
}

const asOf = ({ now, rules }: Here): string => `截至 ${clockTime(now, now, rules.timezone)}`

export const briefingCard = (view: ViewOf<'briefing'>, reader: Party, here: Here): Card =>
  view.of === 'daily' ? dailyCard(view, here) : weeklyCard(reader, here)

/** `a、b 等`: the first of many; how many there are is said before. */
const some = (all: readonly string[]): string =>
  `${all.slice(0, MOST_NAMES).join('、')}${all.length > MOST_NAMES ? ' 等' : ''}`

const matterOf = ({ matter }: { matter: Matter }): Matter => matter

/** Of one kind: how many go on, and what of it is late or due today. Of incidents it is said also that there are none. */
const kindLine = (kind: Kind, { open, late, today }: Standing): Card['fields'] => {
  const ofKind = (one: Pick<Matter, 'kind'>) => isOf(one, [kind])
  const mine = open.filter(ofKind)
  if (mine.length === 0 && !isOf({}, [kind])) return []
  const owed = (of: Standing['late']) => of.map(matterOf).filter(ofKind).length
  const said = [
    mine.length === 0 ? '没有未办结的' : `未办结 ${mine.length} ${togetherOf(mine).unit}`,
    ...(owed(late) > 0 ? [`超期 ${owed(late)} 项`] : []),
    ...(owed(today) > 0 ? [`今天到期 ${owed(today)} 项`] : []),
  ]
  return [{ label: kindNames[kind], value: said.join('，') }]
}

/** A row for each matter of which something is late or due today: the most urgent of it, whose, and by when; never what happened. */
const rowsOf = ({ late, today }: Standing, here: Here): string[][] => {
  const pressing = [...late, ...today]
  return [...new Set(pressing.map(matterOf))].map((matter) => {
    const own = pressing.flatMap((one) => (one.matter === matter ? [one.duty] : []))
    const [first] = own
    if (!first) return []
    const at = dated(first.due, here.now, here.rules.timezone)
    return [
      matter.id,
      `${matter.unit.name}：${dutyName(first)}${own.length > 1 ? ` 等 ${own.length} 项` : ''}`,
      names(first.owners),
      isLate(first, here.now, here) ? `⚠ 已过 ${at}` : at,
    ]
  })
}

const dailyCard = ({ head }: ViewOf<'briefing'>, here: Here): Card => {
  const standing = standingOf(here)
  const { open, late, today, unacknowledged, unreachable } = standing
  const calm = late.length + today.length + unacknowledged.length + unreachable.length === 0
  const rows = rowsOf(standing, here)
  const left = rows.length - MOST_ROWS
  const lead =
    open.length === 0
      ? '一切正常：没有未办结的事项'
      : calm
        ? `一切正常：未办结 ${open.length} 件，没有超期，今天没有到期的`
        : [
            `未办结 ${open.length} 件`,
            late.length > 0 ? `超期 ${late.length} 项` : '没有超期',
            ...(today.length > 0 ? [`今天到期 ${today.length} 项`] : []),
          ].join('，')
  return {
    title: `早报 · ${dayOf(here)}`,
    tone: late.length > 0 || unreachable.length > 0 ? 'red' : calm ? 'green' : 'orange',
    lead,
    fields: [
      ...(Object.keys(kindNames) as Kind[]).flatMap((kind) => kindLine(kind, standing)),
      {
        label: '未确认收到',
        value:
          unacknowledged.length === 0
            ? '没有'
            : `${unacknowledged.length} 项：${some(unacknowledged.map(({ matter, duty }) => `${matter.id} ${names(duty.owners)}`))}`,
      },
      {
        label: '联系不上',
        value:
          unreachable.length === 0
            ? '没有'
            : `${unreachable.length} 人：${some(unreachable.map(({ person, matters }) => `${person.name}${inBrackets(matters.join('、'))}`))}`,
      },
      { label: '记录链头', value: `第 ${head.seq} 条 ${shortOf(head.prev)}` },
    ],
    ...(rows.length > 0
      ? { table: [['编号', '最急的一项', '责任人', '时限'], ...rows.slice(0, MOST_ROWS)] }
      : {}),
    foot: `${asOf(here)}，每天早上一张，不含演练。${left > 0 ? `另有 ${left} 件没有列出，见“列表 未结”。` : ''}链头可与 npm run verify 的结果核对。`,
    actions: primary([
      ...(calm ? [] : [press('待办', 'word', { text: '待办' })]),
      ...(late.length > 0 ? [press('超期的', 'word', { text: '列表 超期' })] : []),
      ...(open.length > 0 ? [press('未结的', 'word', { text: '列表 未结' })] : []),
    ]),
  }
}

/** Enough of the digest to compare by eye; an algorithm that is named stays so. */
const shortOf = (digest: string): string => `${digest.slice(0, digest.indexOf(':') + 1 + 12)}…`

/** What this leader must do, then what others have left undone and they were told of; a line for each matter. */
const waitingLines = (reader: Party, here: Here): { own: string[]; above: string[] } => {
  const real = Object.values(here.incidents).filter((matter) => !matter.drill && here.maySee(reader, matter))
  return {
    own: real.flatMap((matter) => {
      const [first, ...others] = waitingFor(reader, matter, here)
      const more = others.length > 0 ? `；另有 ${others.length} 项` : ''
      return first ? [`${matter.id} ${matter.unit.name}：${asks(first, reader, here)}${more}`] : []
    }),
    above: real.flatMap((matter) => {
      const late = urgedFor(matter, reader.id, here).flatMap(({ owns, duty }) =>
        !owns && !mustOpen(duty, reader) && isLate(duty, here.now, here) ? [duty] : [],
      )
      const [first] = late
      const more = late.length > 1 ? ` 等 ${late.length} 项` : ''
      return first
        ? [`${matter.id} ${matter.unit.name}：${dutyName(first)}${more}，${callable(first.owners, here)}`]
        : []
    }),
  }
}

const firstOf = (lines: readonly string[]): string =>
  [
    ...lines.slice(0, MOST_WAITING),
    ...(lines.length > MOST_WAITING ? [`共 ${lines.length} 件，见“待办”`] : []),
  ].join('\n')

const weeklyCard = (reader: Party, here: Here): Card => {
  const { open, late } = standingOf(here)
  const { own, above } = waitingLines(reader, here)
  const since = new Date(Date.parse(here.now) - WEEK_MS).toISOString()
  const lead = [
    ...(own.length > 0 ? [`请您办理 ${own.length} 件`] : []),
    ...(above.length > 0 ? [`请您督办 ${above.length} 件`] : []),
  ].join('，')
  return {
    title: `网络安全周报 · ${dayOf(here)}`,
    tone: own.length > 0 ? 'orange' : late.length > 0 ? 'red' : open.length > 0 ? 'blue' : 'green',
    lead: lead || (late.length > 0 ? '没有等您办理的' : '一切正常，没有等您办理的'),
    fields: [
      { label: '近七天新增', value: countedApart(broughtSince(since, here)) },
      { label: '未办结', value: countedApart(open) },
      { label: '超期未办', value: late.length > 0 ? `${late.length} 项` : '没有' },
      ...(own.length > 0 ? [{ label: '等您办理', value: firstOf(own) }] : []),
      ...(above.length > 0 ? [{ label: '请您督办', value: firstOf(above) }] : []),
    ],
    foot: `${asOf(here)}，每周一早上一张，不含演练。此外只有规定要您知道、要您办理的事才会单独通知您。`,
    actions: primary([
      ...(lead ? [press('待办', 'word', { text: '待办' })] : []),
      press('统计', 'word', { text: '统计' }),
      ...(open.length > 0 ? [press('未结的', 'word', { text: '列表 未结' })] : []),
    ]),
  }
}
