// What stands in the ledger of a year (台账)? Every incident with its terms and receipts, from its record alone.
import { wallOf } from '../../rules/calendar.js'
import { holding } from '../../rules/chain.js'
import { showField } from '../../rules/fields.js'
import { figuresOf, type UnitFigures } from '../../rules/figures.js'
import { metBy } from '../../rules/missed.js'
import { isMissed, type Term, termsOf } from '../../rules/terms.js'
import { rulesOf, type World } from '../../rules/world.js'
import type { Exported, Incident, Instant, Matter, PostName, ReportField } from '../../store/schema.js'
import { stateOf } from '../cards/parts.js'
import { figures } from '../figures.js'
import { levelShown } from '../level.js'
import { dutyName, names, postNames, who } from '../plain.js'
import { seatName } from '../system.js'
import { exactTime, said, withoutPhones } from './known.js'
import { sourceOf } from './record.js'
import { type Cell, type Workbook, type Worksheet, widthOf, xlsxOf } from './workbook.js'

/** A column: its head, how wide it is in characters, what it means, and what stands in it. */
type Column<T> = { title: string; width: number; means?: string; cell: (of: T, at: Clock) => Cell }
type Clock = (at: Instant | undefined) => Cell
/** An incident under the rules that it began under. */
type Case = { incident: Incident; world: World }
type Line = Term & { in: Case }

const keptWords: Record<Term['kept'], string> = {
  'in-time': '按时',
  late: '未按时',
  lapsed: '未按时，没有完成',
  overdue: '超期未办',
  open: '未到期',
}

const keptWord = ({ kept, owed }: Term): string => keptWords[kept === 'lapsed' && owed.done ? 'late' : kept]

const linesOf = (one: Case): Line[] => termsOf(one.incident, one.world).map((term) => ({ ...term, in: one }))

/** Said by the report, or put right since; nobody's telephone number. */
const told =
  (field: ReportField) =>
  (one: Case): Cell => {
    const value = said(one.incident, field)?.value ?? one.incident.report[field]
    return value === undefined ? undefined : withoutPhones(showField(field, value, one.world))
  }

const holders =
  (post: PostName) =>
  ({ incident }: Case): Cell =>
    names(incident.chain.filter((held) => held.post === post && !held.unit).map(({ person }) => person))

const acknowledged =
  (post: PostName) =>
  ({ incident }: Case): Instant | undefined =>
    incident.acknowledged.find((one) => one.post === post)?.at

const withdrawnFor = ({ incident }: Case): string | undefined => {
  const end = incident.record.findLast((event) => event.type === 'withdrawn')
  return incident.status === 'withdrawn' && end?.type === 'withdrawn' ? withoutPhones(end.reason) : undefined
}

/** 网信办钱小雨、冯一鸣: in which post, and who they are; what is asked no more was its posts' own. */
const whose = ({ owed, in: { incident } }: Line): string => {
  const { post, unit, owners, clock } = owed
  if (post && owners) return `${seatName({ post, ...(unit ? { unit } : {}) })}${names(owners)}`
  return clock.by.map((by) => `${postNames[by]}${names(holding(incident.chain, by))}`).join('；')
}

const late = (one: Case): Line[] => linesOf(one).filter(isMissed)

const incidents: Column<Case>[] = [
  { title: '编号', width: 12, cell: ({ incident }) => incident.id },
  { title: '状态', width: 26, cell: ({ incident, world }) => stateOf(incident, world) },
  {
    title: '级别',
    width: 16,
    means: '网信办所定的级别；未定级的写“待定，按较大计时”，和卡片上一样',
    cell: ({ incident }) => levelShown(incident),
  },
  { title: '事件类型', width: 14, cell: told('category') },
  { title: '单位', width: 18, cell: ({ incident }) => incident.unit.name },
  { title: '系统', width: 18, cell: told('system') },
  { title: '发现或获知时间', width: 17, cell: ({ incident }, at) => at(incident.discoveredAt) },
  {
    title: '报告时间',
    width: 17,
    means: '报告进入本系统的时间',
    cell: ({ incident }, at) => at(incident.reportedAt),
  },
  { title: '报告人', width: 14, cell: ({ incident }) => names(incident.reporters) },
  { title: '第一责任人', width: 12, means: '牵头单位的，如有更替为最后一位', cell: holders('first') },
  { title: '第一责任人确认', width: 17, cell: (one, at) => at(acknowledged('first')(one)) },
  { title: '直接责任人', width: 12, cell: holders('direct') },
  { title: '直接责任人确认', width: 17, cell: (one, at) => at(acknowledged('direct')(one)) },
  {
    title: '定级时间',
    width: 17,
    means: '最后一次定级',
    cell: ({ incident }, at) => at(incident.grading?.at),
  },
  {
    title: '定级人',
    width: 16,
    cell: ({ incident: { grading } }) =>
      grading &&
      [who(grading.by), grading.confirmed ? `${who(grading.confirmed)}核定` : ''].filter(Boolean).join('，'),
  },
  { title: '处置结束', width: 17, cell: ({ incident }, at) => at(incident.resolvedAt) },
  { title: '办结或撤销', width: 17, cell: ({ incident }, at) => at(incident.closedAt) },
  {
    title: '误报原因',
    width: 20,
    cell: withdrawnFor,
  },
  {
    title: '未按时项数',
    width: 10,
    means: '“时限”表里写着“未按时”和“超期未办”的行数',
    cell: (one) => late(one).length,
  },
  {
    title: '未按时事项',
    width: 30,
    cell: (one) =>
      late(one)
        .map((line) => `${dutyName(line.owed)}：${whose(line)}`)
        .join('\n'),
  },
  { title: '简要经过', width: 40, cell: told('summary') },
  { title: '影响和危害', width: 30, cell: told('impact') },
  { title: '已采取措施', width: 30, cell: told('measures') },
]

const terms: Column<Line>[] = [
  { title: '编号', width: 12, cell: (term) => term.in.incident.id },
  { title: '单位', width: 18, cell: (term) => term.in.incident.unit.name },
  { title: '事项', width: 30, cell: ({ owed }) => dutyName(owed) },
  {
    title: '属于',
    width: 14,
    cell: ({ owed }) =>
      owed.post ? seatName({ post: owed.post, ...(owed.unit ? { unit: owed.unit } : {}) }) : undefined,
  },
  {
    title: '责任人',
    width: 16,
    means: '现在由谁办；代为办理的写“代”',
    cell: ({ owed }) => names(owed.owners ?? []),
  },
  {
    title: '依据',
    width: 40,
    means: '只有核对过条文原文的数值才是法定时限；其余写明待网信办核定',
    cell: ({ owed }) => sourceOf(owed),
  },
  { title: '起算', width: 17, cell: ({ owed }, at) => at(owed.from) },
  { title: '时限', width: 17, cell: ({ owed }, at) => at(owed.due) },
  {
    title: '完成',
    width: 17,
    means: '报告以报送时间为准，回执由另一位同志核实后才算完成',
    cell: ({ owed }, at) => at(metBy(owed)?.at),
  },
  {
    title: '完成人',
    width: 14,
    cell: ({ owed }) => {
      const met = metBy(owed)
      return met && who(met.by)
    },
  },
  {
    title: '是否按时',
    width: 16,
    means: '按时、未按时、未按时没有完成（后来不再要求）、超期未办、未到期',
    cell: keptWord,
  },
]

type Sent = { id: string; in: Case; submission: Incident['submissions'][string]; duty: Line | undefined }

const receipts: Column<Sent>[] = [
  { title: '编号', width: 12, cell: ({ in: { incident } }) => incident.id },
  { title: '报告', width: 30, cell: ({ duty, id }) => (duty ? dutyName(duty.owed) : id) },
  { title: '报送渠道', width: 12, cell: ({ submission }) => submission.receipt.channel },
  { title: '报送时间', width: 17, cell: ({ submission }, at) => at(submission.receipt.sent_at) },
  { title: '接报人', width: 16, cell: ({ submission }) => withoutPhones(submission.receipt.received_by) },
  { title: '受理编号', width: 20, cell: ({ submission }) => submission.receipt.ref_no },
  {
    title: '上级要求',
    width: 30,
    cell: ({ submission }) => withoutPhones(submission.receipt.instructions ?? ''),
  },
  { title: '填写人', width: 14, cell: ({ submission }) => who(submission.by) },
  {
    title: '核实人',
    width: 14,
    means: '与填写人是两位同志；空着的还没有核实',
    cell: ({ submission }) => submission.confirmed && who(submission.confirmed.by),
  },
  { title: '核实时间', width: 17, cell: ({ submission }, at) => at(submission.confirmed?.at) },
  { title: '退回原因', width: 24, cell: ({ submission }) => submission.returned?.reason },
]

const sheet = <T>(name: string, columns: Column<T>[], rows: T[], at: Clock): Worksheet => ({
  name,
  columns: columns.map(({ title, width }) => ({ title, width: Math.max(width, widthOf(title) + 2) })),
  rows: rows.map((row) => columns.map(({ cell }) => cell(row, at))),
})

const sentIn = (one: Case): Sent[] => {
  const known = linesOf(one)
  return Object.entries(one.incident.submissions).map(([id, submission]) => ({
    id,
    in: one,
    submission,
    duty: known.find((term) => (term.owed.counted ?? term.id) === id || term.id === id),
  }))
}

const meanings = (name: string, columns: Column<never>[]): Cell[][] =>
  columns.flatMap(({ title, means }) => (means ? [[`${name} · ${title}`, means]] : []))

const byUnit: Column<UnitFigures>[] = [
  { title: '单位', width: 20, means: '牵头的事发单位；最后一行是全校', cell: ({ unit }) => unit.name },
  ...figures.map(
    ({ title, unit, means, value }): Column<UnitFigures> => ({
      title: `${title}（${unit}）`,
      width: 12,
      means,
      cell: value,
    }),
  ),
  { title: '事件编号', width: 40, cell: (one) => one.incidents.join('、') },
]

/**
 * `matters`: all of that year, of whatever kind, for the figures. `found`: the incidents among them, in any order. `chainHead`: SHA-256 of the journal's last line, in hex. `exports`: who had a
 * ledger of this year, this one included.
 */
const ledgerOf = (
  year: number,
  found: readonly Incident[],
  world: World,
  {
    matters,
    chainHead,
    exports,
  }: { matters: readonly Matter[]; chainHead: string; exports: readonly Exported[] },
): Workbook => {
  const { organization, timezone } = world.rules
  const at: Clock = (moment) =>
    moment === undefined ? undefined : { wall: wallOf(Date.parse(moment), timezone) }
  const cases = [...found]
    .sort((a, b) => (a.reportedAt < b.reportedAt ? -1 : 1))
    .map((incident): Case => ({ incident, world: { ...world, rules: rulesOf(incident, world) } }))
  const { units, all } = figuresOf(matters, world)
  const notes: Cell[][] = [
    ['名称', `${organization.name} ${year} 年网络安全事件台账`],
    ['范围', `${year} 年内报告的事件，共 ${cases.length} 起；演练不列入，涉密事项不进入本系统`],
    ['时间', timezone === 'Asia/Shanghai' ? '均为北京时间' : timezone],
    ['生成时间', at(world.now)],
    ['审计链末端校验值（SHA-256）', chainHead],
    ...meanings('事件', incidents),
    ...meanings('时限', terms),
    ...meanings('回执', receipts),
    ...meanings('统计', byUnit),
    ['电话号码', '文字里的手机号只留首尾'],
    [
      '历次导出',
      exports.map((one) => `${exactTime(one.at, timezone)} ${who(one.by)}（${one.incidents} 起）`).join('\n'),
    ],
  ]
  return {
    fileName: `${year}年网络安全事件台账.xlsx`,
    sheets: [
      sheet('事件', incidents, cases, at),
      sheet('时限', terms, cases.flatMap(linesOf), at),
      sheet('回执', receipts, cases.flatMap(sentIn), at),
      sheet('统计', byUnit, [...units, { ...all, unit: { id: '', name: '全校' } }], at),
      {
        name: '说明',
        columns: [
          { title: '项目', width: 28 },
          { title: '内容', width: 80 },
        ],
        rows: notes,
      },
    ],
  }
}

export const ledgerFile = async (
  ...of: Parameters<typeof ledgerOf>
): Promise<{ name: string; bytes: Uint8Array }> => {
  const ledger = ledgerOf(...of)
  return { name: ledger.fileName, bytes: await xlsxOf(ledger) }
}
