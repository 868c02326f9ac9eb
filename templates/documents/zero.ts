// What does the roll-up of a key period of 零报告 say? Units by days, who said what and when, late and missing; to be signed and sealed, and to be counted.
import { wallOf } from '../../rules/calendar.js'
import type { World } from '../../rules/world.js'
import { daysOf, isLateTold, numeralOf } from '../../rules/zero.js'
import type { Matter, Period, UnitRef, Zero } from '../../store/schema.js'
import { name } from '../plain.js'
import { dayShown } from '../zero.js'
import type { Block, Content } from './content.js'
import { exactTime, fullDate, fullTime } from './known.js'
import { type Cell, type Workbook, xlsxOf } from './workbook.js'

type Told = Zero['zero']['told'][string]
type Days = { date: string; day: Zero['zero'] | undefined; over: boolean; early: boolean }[]

const zeroOf = (matter: Matter | undefined): Zero['zero'] | undefined => matter?.zero

/** The days of the period as far as it went, each with its matter where there is one. */
const daysIn = (period: Period, world: World): Days =>
  daysOf(period).map((date): Days[number] => {
    const matter = world.find(`${ZERO}${numeralOf(date)}`)
    const day = zeroOf(matter)
    if (!day?.names.includes(period.name)) return { date, day: undefined, over: false, early: false }
    const early = matter?.record.some((event) => event.type === 'day-ended' && event.early) ?? false
    return { date, day, over: matter?.status === 'closed', early }
  })
const ZERO = '零报告'

/** Those that were asked on any of its days; of a period that has not begun, none. */
const unitsIn = (days: Days): UnitRef[] => {
  const all = days.flatMap(({ day }) => day?.units ?? [])
  return all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at)
}

const hour = (at: string, { rules }: World): string => exactTime(at, rules.timezone).slice(11, 16)

type State = 'none' | 'had' | 'missing' | 'waits' | 'not-asked' | 'early'
const stateOf = (unit: string, { day, over, early }: Days[number]): { state: State; told?: Told } => {
  const told = day?.told[unit]
  if (!day?.units.some(({ id }) => id === unit)) return { state: 'not-asked' }
  if (told) return { state: told.incidents.length > 0 ? 'had' : 'none', told }
  return { state: early ? 'early' : over ? 'missing' : 'waits' }
}
const stateNames: Record<State, string> = {
  none: '无事件',
  had: '有事件',
  missing: '未报',
  waits: '尚未报',
  'not-asked': '—',
  early: '提前结束，未报',
}

const cellText = (unit: string, one: Days[number], world: World): string => {
  const { state, told } = stateOf(unit, one)
  if (!told || !one.day) return stateNames[state]
  return [
    `${stateNames[state]}${isLateTold(one.day, told) ? '（迟报）' : ''}`,
    `${name(told.by)} ${hour(told.at, world)}`,
    ...told.incidents,
  ].join('\n')
}

type Figures = { told: number; late: number; missing: number; waits: number; had: number }
const figuresOf = (unit: string, days: Days): Figures => {
  const states = days.map((one) => ({ one, ...stateOf(unit, one) }))
  const told = states.filter((row) => row.told)
  return {
    told: told.length,
    late: told.filter(({ one, told: said }) => one.day && said && isLateTold(one.day, said)).length,
    missing: states.filter(({ state }) => state === 'missing').length,
    waits: states.filter(({ state }) => state === 'waits').length,
    had: states.filter(({ state }) => state === 'had').length,
  }
}

/** So many days stand beside each other on a page. */
const WIDE = 4

const grids = (days: Days, units: readonly UnitRef[], world: World): Block[] => {
  const blocks: Block[] = []
  for (let from = 0; from < days.length; from += WIDE) {
    const part = days.slice(from, from + WIDE)
    blocks.push({
      kind: 'grid',
      heading: from === 0 ? '逐日情况' : '逐日情况（续）',
      head: ['单位', ...part.map(({ date }) => dayShown(date))],
      shares: [3, ...part.map(() => 3)],
      rows: units.map((unit) => [unit.name, ...part.map((one) => cellText(unit.id, one, world))]),
    })
  }
  return blocks
}

const spanOf = ({ from, to, at, ended }: Period, { rules }: World): string =>
  `${dayShown(from)}至${dayShown(to)}，每天 ${at} 截止${ended ? `；${exactTime(ended.at, rules.timezone)} 由${ended.by.name}提前结束` : ''}`

const rollContent = (period: Period, world: World): Content => {
  const { organization, timezone } = world.rules
  const days = daysIn(period, world)
  const units = unitsIn(days)
  const sums = units.map(({ id }) => figuresOf(id, days))
  const sum = (of: keyof Figures): number => sums.reduce((all, one) => all + one[of], 0)
  const year = period.from.slice(0, 4)
  return {
    fileName: `${year}年${fileSafe(period.name)}零报告汇总表.docx`,
    drill: false,
    running: `${organization.name}　零报告汇总表`,
    title: '网络安全零报告汇总表',
    subtitle: period.name,
    top: [{ left: spanOf(period, world), right: `截至 ${fullTime(world.now, timezone)}` }],
    blocks: [
      {
        kind: 'form',
        groups: [
          {
            heading: '总体情况',
            rows: [
              line('单位数', units.length === 0 ? '没有下发，没有单位' : `${units.length} 个院级单位`),
              line('应报', `${sums.reduce((all, one) => all + one.told + one.missing, 0)} 份`),
              line('已报', `${sum('told')} 份，其中迟报 ${sum('late')} 份，写明有事件 ${sum('had')} 份`),
              line('未报', `${sum('missing')} 份`),
              ...(sum('waits') > 0 ? [line('尚未报', `${sum('waits')} 份，当天还没有结束`)] : []),
            ],
          },
        ],
      },
      ...(units.length > 0 ? grids(days, units, world) : []),
      {
        kind: 'form',
        groups: [
          {
            heading: '审签',
            rows: [
              { label: '签发人', lines: [], marks: [], room: 'signer' },
              { label: '公章', lines: [], marks: [], room: 'seal' },
            ],
          },
        ],
      },
      {
        kind: 'closing',
        organization: `${organization.name}网络安全和信息化办公室`,
        date: fullDate(world.now, timezone),
      },
    ],
  }
}

const line = (label: string, text: string) => ({ label, lines: [text], marks: [] })

/** A name that somebody typed is part of a file's name. */
const fileSafe = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 30)

const bookOf = (period: Period, world: World): Workbook => {
  const { organization, timezone } = world.rules
  const days = daysIn(period, world)
  const units = unitsIn(days)
  const at = (moment: string): Cell => ({ wall: wallOf(Date.parse(moment), timezone) })
  const rows = days.flatMap((one) =>
    units.map(({ id, name: unit }): Cell[] => {
      const { state, told } = stateOf(id, one)
      return [
        one.date,
        unit,
        stateNames[state],
        told && one.day && isLateTold(one.day, told) ? '迟报' : undefined,
        told?.by.name,
        told?.by.for?.name,
        told ? at(told.at) : undefined,
        one.day ? at(one.day.cutoff) : undefined,
        told?.incidents.join('、'),
      ]
    }),
  )
  return {
    fileName: `${period.from.slice(0, 4)}年${fileSafe(period.name)}零报告汇总.xlsx`,
    sheets: [
      {
        name: '汇总',
        columns: [
          { title: '单位', width: 24 },
          ...days.map(({ date }) => ({ title: dayShown(date), width: 18 })),
          ...['已报', '迟报', '未报', '有事件'].map((title) => ({ title, width: 8 })),
        ],
        rows: units.map(({ id, name: unit }) => {
          const { told, late, missing, had } = figuresOf(id, days)
          return [unit, ...days.map((one) => cellText(id, one, world)), told, late, missing, had]
        }),
      },
      {
        name: '明细',
        columns: [
          { title: '日期', width: 12 },
          { title: '单位', width: 24 },
          { title: '情况', width: 16 },
          { title: '是否迟报', width: 10 },
          { title: '报告人', width: 12 },
          { title: '代', width: 12 },
          { title: '报告时间', width: 18 },
          { title: '截止时间', width: 18 },
          { title: '事件编号', width: 24 },
        ],
        rows,
      },
      {
        name: '说明',
        columns: [
          { title: '项目', width: 28 },
          { title: '内容', width: 80 },
        ],
        rows: [
          ['名称', `${organization.name} ${period.name} 零报告汇总`],
          ['时期', spanOf(period, world)],
          ['开启', `${exactTime(period.openedAt, timezone)} ${period.by.name}`],
          ['生成时间', at(world.now)],
          ['时间', timezone === 'Asia/Shanghai' ? '均为北京时间' : timezone],
          ['迟报', '截止时间以后报的'],
          ['未报', '到下一天的卡片发出时仍没有报的；提前结束的当天不算'],
          ['—', '当天没有下发，或当天不在名单里'],
          [
            '取过的人',
            (period.taken ?? []).map((one) => `${exactTime(one.at, timezone)} ${one.by.name}`).join('\n'),
          ],
        ],
      },
    ],
  }
}

/** The roll-up as a file: on paper, or as a workbook. */
export const rollFile = async (
  period: Period,
  as: 'docx' | 'xlsx',
  world: World,
): Promise<{ name: string; bytes: Uint8Array }> => {
  if (as === 'docx') {
    const content = rollContent(period, world)
    const { written } = await import('./writer.js') // comes with the first document
    return { name: content.fileName, bytes: await written(content, world.now) }
  }
  const book = bookOf(period, world)
  return { name: book.fileName, bytes: await xlsxOf(book) }
}
