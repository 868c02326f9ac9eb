// What is each figure of a year called, how is it counted, and how is it written?
import type { Figures, Middle, Share } from '../rules/figures.js'
import { duration } from './plain.js'

/** `face`: it stands on the face of the card. `value`: for a sheet, in `unit`; nothing where there is none. `matters`: by number, what is behind it. */
type Figure = {
  title: string
  unit: string
  face?: true
  means: string
  shown(of: Figures): string
  value(of: Figures): string | number | undefined
  matters(of: Figures): readonly string[]
}

export const took = ({ minutes }: Middle): string =>
  minutes === undefined ? '—' : duration(Math.round(minutes) * 60_000)

/** `5/6（83%）`. */
export const share = ({ kept, missed }: Share): string =>
  kept + missed === 0 ? '—' : `${kept}/${kept + missed}（${Math.round((100 * kept) / (kept + missed))}%）`

export const notYet = '暂无'

const percent = ({ kept, missed }: Share): number | undefined =>
  kept + missed === 0 ? undefined : Math.round((1000 * kept) / (kept + missed)) / 10

const rounded = ({ minutes }: Middle): number | undefined =>
  minutes === undefined ? undefined : Math.round(minutes * 10) / 10

const counted = (
  title: string,
  means: string,
  unit: string,
  of: (figures: Figures) => readonly string[],
): Figure => ({
  title,
  unit,
  means,
  shown: (figures) => `${of(figures).length} ${unit}`,
  value: (figures) => of(figures).length,
  matters: of,
})

const part = (title: string, means: string, of: (figures: Figures) => Share): Figure => ({
  title,
  unit: '%',
  means,
  shown: (figures) => share(of(figures)),
  value: (figures) => percent(of(figures)),
  matters: (figures) => of(figures).matters,
})

const middle = (title: string, means: string, of: (figures: Figures) => Middle): Figure => ({
  title,
  unit: '分钟',
  means,
  shown: (figures) => took(of(figures)),
  value: (figures) => rounded(of(figures)),
  matters: (figures) => of(figures).matters,
})

const onFace = (figure: Figure): Figure => ({ ...figure, face: true })

/** In this order on the card and on every sheet. */
export const figures: readonly Figure[] = [
  onFace(
    counted(
      '网络安全事件',
      '本年报告、由该单位牵头的起数；误报、演练不计',
      '起',
      ({ incidents }) => incidents,
    ),
  ),
  part(
    '按时报送率',
    '首报、续报、终报中按时报出的份数÷已到期的份数；以回执上的报送时间为准，由另一位同志核实后才算报出；没有到期的不计',
    ({ reports }) => reports,
  ),
  {
    title: '报送未按时',
    face: true,
    unit: '份',
    means: '报晚的、超期未报的、当时已超期而后来不再要求的；是否瞒报、漏报由人认定',
    shown: ({ reports }) => `${reports.missed} 份`,
    value: ({ reports }) => reports.missed,
    matters: ({ reports }) => (reports.missed > 0 ? reports.matters : []),
  },
  middle(
    '确认收到用时中位数',
    '事件里从收到通知到第一责任人、直接责任人确认收到，各算一次；只算已确认的',
    ({ acknowledge }) => acknowledge,
  ),
  counted('逾期未确认', '到了时限还没有确认收到的项数', '项', ({ unacknowledged }) => unacknowledged),
  onFace(middle('首报用时中位数', '从起算到报出；只算回执已核实的', ({ firstReport }) => firstReport)),
  counted('整改通报', '本年下发给该单位的份数；撤销的、演练不计', '份', ({ notices }) => notices),
  onFace(
    part(
      '按期整改率',
      '在通报写明的期限内登记已整改（复测退回的，以最后一次登记为准）的份数÷已整改或已到期的份数',
      ({ rectified }) => rectified,
    ),
  ),
  counted('督办事项', '本年交给该单位办的件数；撤销的、演练不计', '件', ({ assignments }) => assignments),
  part(
    '按期办理率',
    '在督办写明的期限内登记已办理（退回重办的，以最后一次登记为准）的件数÷已办理或已到期的件数',
    ({ carriedOut }) => carriedOut,
  ),
  {
    title: '零报告完成率',
    unit: '%',
    means: '重保时期按时报“今日无事件”或报告事件的天数÷应报的天数',
    shown: ({ zero }) => (zero ? share(zero) : notYet),
    value: ({ zero }) => (zero ? percent(zero) : notYet),
    matters: ({ zero }) => zero?.matters ?? [],
  },
  counted('参加演练', '该单位有责任人确认收到的演练次数', '次', ({ drills }) => drills),
  counted('误报', '按误报撤销的起数；不计入其他各项', '起', ({ withdrawn }) => withdrawn),
]
