// What happens in the simulated year? Incidents, notices, drills, key periods, and people who come, go and are away; drawn once from a fixed seed.
import type { Directory } from '../../store/schema.js'
import { type Random, randomFrom, seedOf } from '../simulation/random.js'

export const YEAR = 2026
const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** 1 January, 00:00 in the campus's own time. */
export const START = Date.parse(`${YEAR}-01-01T00:00:00+08:00`)
export const END = Date.parse(`${YEAR + 1}-01-01T00:00:00+08:00`)

export type Happening = { at: number } & (
  | { what: 'incident'; unit: string; category: string; system: string; level: string; withdrawn: boolean }
  | { what: 'notice'; units: string; text: string; source?: string; reply?: string }
  | { what: 'drill'; scenario: string; unit: string }
  | { what: 'period'; name: string; from: string; to: string }
  | { what: 'succession' }
  | { what: 'leave'; days: number }
)

/** An hour of the day at which such a thing is found: most by day, some at night and at week-ends. */
const moment = (random: Random, day: number): number =>
  START + day * DAY + (random.chance(0.8) ? random.between(8, 18) : random.between(0, 24)) * HOUR

const days = (random: Random, count: number, from = 2, to = 345): number[] =>
  Array.from({ length: count }, () => Math.floor(random.between(from, to)))

const kinds = ['网络攻击', '恶意程序', '数据安全', '设备设施故障', '违规操作'] as const
const levels = ['一般', '一般', '一般', '较大'] as const
const sources = ['自治区教育厅', '属地公安机关网安部门', '自治区党委网信办'] as const

export const planOf = (seed: number, { units }: Pick<Directory, 'units'>): Happening[] => {
  const lots = (name: string) => randomFrom(seedOf('year', name, seed))
  const ordinary = units.filter(({ kind }) => kind !== '学校').map(({ name }) => name)
  const incident = lots('incidents')
  const incidents = days(incident, 60).map(
    (day, nth): Happening => ({
      what: 'incident',
      at: moment(incident, day),
      unit: incident.of(ordinary),
      category: incident.of(kinds),
      system: `业务系统${nth + 1}`,
      level: incident.of(levels),
      withdrawn: incident.chance(0.08),
    }),
  )
  const notice = lots('notices')
  // one of the forty goes to six units at once: each of these has its own
  const single = days(notice, 34).map((day, nth): Happening => {
    const above = nth < 6 ? { source: notice.of(sources), reply: '30天内反馈' } : {}
    return {
      what: 'notice',
      at: START + day * DAY + notice.between(9, 17) * HOUR,
      units: notice.of(ordinary),
      text: `检查发现问题${nth + 1}，${notice.of(['10天内', '14天内', '20天内'])}整改`,
      ...above,
    }
  })
  const many: Happening = {
    what: 'notice',
    at: START + 120 * DAY + 10 * HOUR,
    units: ordinary.slice(-6).join('、'),
    text: '请关闭不用的端口，14天内整改',
  }
  const drill = lots('drills')
  const drills = [100, 290].map(
    (day): Happening => ({
      what: 'drill',
      at: START + day * DAY + 10 * HOUR,
      scenario: drill.of(['挖矿', '首页篡改', '钓鱼邮件']),
      unit: drill.of(ordinary),
    }),
  )
  /** Opened some days before, by the office. */
  const period = (name: string, from: string, to: string, day: number): Happening => ({
    what: 'period',
    at: START + day * DAY + 10 * HOUR,
    ...{ name, from, to },
  })
  const staff = lots('staff')
  return [
    ...incidents,
    ...single,
    many,
    ...drills,
    period('全国两会', '3月3日', '3月12日', 58),
    period('高考', '6月5日', '6月10日', 153),
    period('国庆', '9月29日', '10月8日', 268),
    ...days(staff, 8).map((day): Happening => ({ what: 'succession', at: START + day * DAY + 9 * HOUR })),
    ...days(staff, 12).map(
      (day): Happening => ({
        what: 'leave',
        at: START + day * DAY + 9.5 * HOUR,
        days: Math.floor(staff.between(2, 15)),
      }),
    ),
  ].sort((a, b) => a.at - b.at)
}
