// What do the figures of a year look like on a card? Charts and a line for each unit; how each figure is counted, and what is behind it.
import { type Figures, figuresOf, type Share, type UnitFigures } from '../../rules/figures.js'
import { allIdsOf } from '../../rules/year.js'
import type { Card, Chart } from '../card.js'
import { figures, notYet, share, took } from '../figures.js'
import { type Here, press } from './parts.js'

/** As many as a card shows whole on every platform. */
const MOST_UNITS = 25
/** As many bars as can be read on a phone. */
const MOST_BARS = 10
const MOST_NUMBERS = 30

const due = ({ kept, missed }: Share): number => kept + missed

const shares = (
  title: string,
  unit: string,
  units: readonly UnitFigures[],
  of: (one: Figures) => Share,
): Chart[] => {
  const bars = units
    .filter((one) => due(of(one)) > 0)
    .slice(0, MOST_BARS)
    .map((one) => ({ name: one.unit.name, values: [of(one).kept, of(one).missed] }))
  const series: Chart['series'] = [
    { name: '按时', tone: 'green' },
    { name: '未按时', tone: 'red' },
  ]
  return bars.length > 0 ? [{ title, unit, series, bars }] : []
}

const minutes = (units: readonly UnitFigures[]): Chart[] => {
  const bars = units.flatMap(({ unit, acknowledge }) =>
    acknowledge.minutes === undefined
      ? []
      : [{ name: unit.name, values: [Math.round(acknowledge.minutes * 10) / 10] }],
  )
  return bars.length > 0
    ? [
        {
          title: '确认收到用时中位数',
          unit: '分钟',
          series: [{ name: '用时', tone: 'blue' }],
          bars: bars.slice(0, MOST_BARS),
        },
      ]
    : []
}

/** `5/6`: beside others in a row, where the hundredths would not fit. */
const parts = (of: Share): string => share(of).replace(/（.*/u, '')

const nothing: readonly string[] = ['0', '—', notYet]

/** A column in which no unit has anything is left out: what is counted in it stands among the details. */
const told = (rows: string[][]): string[][] => {
  const says = (at: number): boolean =>
    at === 0 || rows.slice(1).some((row) => !nothing.includes(row[at] ?? '—'))
  return rows.map((row) => row.filter((_, at) => says(at)))
}

/** What a figure rests on, by number: who doubts it can look. */
const behind = (matters: readonly string[]): string => {
  const all = [...new Set(matters)]
  return all.length === 0
    ? ''
    : `。依据：${all.slice(0, MOST_NUMBERS).join('、')}${all.length > MOST_NUMBERS ? ` 等 ${all.length} 件` : ''}`
}

export const statsCard = (year: number, here: Here): Card => {
  const { units, all } = figuresOf(
    allIdsOf(year, here).flatMap((id) => here.find(id) ?? []),
    here,
  )
  const left = units.length - MOST_UNITS
  return {
    title: `统计 · ${year} 年`,
    tone: 'blue',
    lead: [
      due(all.reports) === 0 ? '还没有到期的报送' : `按时报送 ${share(all.reports)}`,
      ...(all.acknowledge.of > 0 ? [`确认收到用时中位数 ${took(all.acknowledge)}`] : []),
    ].join('；'),
    fields: figures
      .filter(({ face }) => face)
      .map((one) => ({ label: one.title, value: one.shown(all) }))
      .filter(({ value }) => !nothing.includes(value)),
    details: figures.map((one) => ({
      label: one.title,
      value: `${one.shown(all)}。${one.means}${behind(one.matters(all))}`,
    })),
    charts: [
      ...shares('报送是否按时', '份', units, ({ reports }) => reports),
      ...minutes(units),
      ...shares('整改是否按期', '份', units, ({ rectified }) => rectified),
      ...shares('督办是否按期', '件', units, ({ carriedOut }) => carriedOut),
    ],
    table: told([
      ['单位', '事件', '按时报送', '确认用时', '通报', '按期整改', '督办', '按期办理', '零报告', '演练'],
      ...units
        .slice(0, MOST_UNITS)
        .map((one) => [
          one.unit.name,
          String(one.incidents.length),
          parts(one.reports),
          took(one.acknowledge),
          String(one.notices.length),
          parts(one.rectified),
          String(one.assignments.length),
          parts(one.carriedOut),
          one.zero ? parts(one.zero) : notYet,
          String(one.drills.length),
        ]),
    ]),
    foot: [
      '按牵头单位计，只从记录算出；误报、演练不计入各项，未到期的不算。每一项怎么算、依据哪几件，见“详情”和“考核表”。',
      ...(left > 0 ? [`另有 ${left} 个单位，见“考核表”。`] : []),
    ].join('\n'),
    actions: [press('考核表', 'word', { text: `统计 ${year} 考核表` })],
  }
}
