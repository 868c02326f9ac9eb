// What does the record of an incident say on paper? Every event as a line with time and person; it lists, and never judges.

import { capacityOf } from '../../rules/article14.js'
import { type Duty, duties, isLate } from '../../rules/duties.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import { metBy, missedOf, wasLate } from '../../rules/missed.js'
import type { World } from '../../rules/world.js'
import { isBeginning } from '../../store/matter.js'
import { type Event, levelNames, type Matter, type Report, type ReportField } from '../../store/schema.js'
import { endName, markOf } from '../drill.js'
import { recordText } from '../news.js'
import { basis, duration, dutyName, name, names, who } from '../plain.js'
import { seatName } from '../system.js'
import type { Content, Row } from './content.js'
import { exactTime, fullDate, fullTime, paperEvent, withoutPhones } from './known.js'
import { plainNumber } from './report.js'

const row = (label: string, ...lines: string[]): Row => ({ label, lines, marks: [] })

const states: Record<Exclude<Matter['status'], 'closed'>, string> = {
  open: '处置中',
  resolved: '处置结束，未办结',
  withdrawn: '已按误报撤销',
}

const stateNow = ({ status, drill }: Matter): string =>
  status === 'closed' ? endName({ drill }) : states[status]

/** What was reported, item by item: a later correction must not hide what was said at the time. */
const told = (report: Report, world: World): string[] =>
  (Object.keys(fieldLabels) as (keyof typeof fieldLabels)[]) // the keys are its own
    .filter(
      (field): field is ReportField =>
        field !== 'classified' && field !== 'unit' && field !== 'contact_phone',
    )
    .filter((field) => report[field] !== undefined)
    .map((field) => {
      const shown = showField(field, report[field], world)
      return `${fieldLabels[field]}：${withoutPhones(shown)}`
    })

/** The event's words without the person, who has a column of their own. */
const matter = (incident: Matter, event: Event, world: World): string => {
  const text = recordText(incident, event, world)
  const words = 'by' in event && text.startsWith(name(event.by)) ? text.slice(name(event.by).length) : text
  return event.type === 'reported' || event.type === 'joined'
    ? [words, ...told(event.report, world)].join('\n')
    : words
}

const timeLine = (incident: Matter, world: World): string[][] =>
  incident.record
    .map(paperEvent)
    .map((event, at) => [
      String(at + 1),
      exactTime(event.at, world.rules.timezone),
      'by' in event ? who(event.by) : '系统',
      capacityOf(event, world.rules),
      matter(incident, event, world),
    ])

const toBeConfirmed = '待网信办核定'

/** Only a figure whose wording was seen in its source may be read as the law's (rules.yaml: A). */
export const sourceOf = (duty: Pick<Duty, 'clock' | 'presumed' | 'provisional'>): string => {
  const said = basis(duty)
  const unsure = duty.clock.confidence && duty.clock.confidence !== 'A' && !said.includes(toBeConfirmed)
  return `${said}${unsure ? `（${toBeConfirmed}）` : ''}`
}

/** Of a report the time that counts is when it was sent; its receipt is confirmed later (报告管理办法 第四条). */
const outcome = ({ done, submission }: Duty, world: World): string => {
  const time = (at: string) => exactTime(at, world.rules.timezone)
  if (!submission || submission.returned) return done ? `${name(done.by)}\n${time(done.at)}` : '—'
  const { receipt, by, confirmed } = submission
  return [
    `报送（${name(by)}填写）\n${time(receipt.sent_at)}`,
    confirmed ? `回执核实（${name(confirmed.by)}）\n${time(confirmed.at)}` : '回执待核实',
  ].join('\n')
}

/** As it stood when it ended: what was open then shows, too. Of the real thing nothing was open. */
const atItsEnd = (incident: Matter, world: World): [Matter, World] => {
  const { drill, status, closedAt } = incident
  if (!drill || status !== 'closed' || closedAt === undefined) return [incident, world]
  return [
    { ...incident, status: incident.resolvedAt ? 'resolved' : 'open' },
    { ...world, now: closedAt },
  ]
}

/** Of a drill alone: what it is held for is to see who was in time. */
const heldTo = (duty: Duty, world: World): string => {
  const at = metBy(duty)?.at
  const over = (until: string) => duration(Math.max(0, Date.parse(until) - Date.parse(duty.due)))
  if (at) return wasLate(duty, world) ? `晚 ${over(at)}` : '按时'
  return isLate(duty, world.now, world) ? `没有完成，已超时 ${over(world.now)}` : '没有完成，结束时未到期'
}

const ownersShown = ({ owners, done }: Duty): string => (done ? name(done.by) : names(owners))

/** When each thing was due and when it was done, side by side; the reader compares. */
const limits = (incident: Matter, world: World): string[][] => {
  const time = (at: string) => exactTime(at, world.rules.timezone)
  return [
    ...duties(...atItsEnd(incident, world)).map((duty) => [
      `${dutyName(duty)}${duty.kind === 'acknowledge' || duty.kind === 'internal' ? `（${seatName(duty)}）` : ''}`,
      sourceOf(duty),
      time(duty.from),
      time(duty.due),
      incident.drill
        ? `${heldTo(duty, atItsEnd(incident, world)[1])}${duty.done || duty.submission ? `\n${outcome(duty, world)}` : `\n${names(duty.owners)}`}`
        : outcome(duty, world),
    ]),
    // what was overdue under the law stays, also when it is asked for no more
    ...missedOf(incident, world).map((duty) => [
      dutyName(duty),
      sourceOf(duty),
      '—',
      time(duty.due),
      `未按时，${duty.done ? `${time(duty.done.at)} 完成（${name(duty.done.by)}）` : '没有完成'}\n现已不再要求，记录保留（实施细则 第十四条）`,
    ]),
  ]
}

const facts = (incident: Matter, world: World): Row[] => {
  const { timezone } = world.rules
  const { grading, report } = incident
  const begun = incident.record[0]
  const chain = begun && isBeginning(begun) ? begun.chain : incident.chain // as it was frozen; later successions are events
  const seats = [...new Set(chain.map(seatName))]
  return [
    row('编号', incident.id),
    row('事发单位', incident.unit.name),
    row('系统名称', withoutPhones(showField('system', report?.system, world))),
    row('事件类型', showField('category', report?.category, world)),
    row(
      '事件级别',
      grading
        ? `${levelNames[grading.level]}，${who(grading.by)}${grading.confirmed ? `拟定，${who(grading.confirmed)}核定` : ''}，${fullTime(grading.at, timezone)}`
        : '未定级',
    ),
    row('发现或获知时间', fullTime(incident.discoveredAt, timezone)),
    row('报告时间', fullTime(incident.reportedAt, timezone)),
    row('报告人', incident.reporters.map(who).join('、')),
    row(
      '责任链（立案时）',
      ...seats.map(
        (seat) =>
          `${seat}：${chain
            .filter((one) => seatName(one) === seat)
            .map(({ person }) => who(person))
            .join('、')}`,
      ),
    ),
    ...(incident.delegations.length > 0
      ? [row('转办', ...incident.delegations.map(({ from, to }) => `${names([from])} → ${who(to)}`))]
      : []),
    row('处置结束时间', incident.resolvedAt ? fullTime(incident.resolvedAt, timezone) : '—'),
    row(
      '当前状态',
      incident.closedAt
        ? `${stateNow(incident)}，${fullTime(incident.closedAt, timezone)}`
        : stateNow(incident),
    ),
  ]
}

/** What was noted under one of these heads: “问题：…”. */
const noted = (incident: Matter, ...heads: string[]): string[] =>
  incident.record.flatMap((event) => {
    if (event.type !== 'noted') return []
    const text = event.text.trim()
    const head = heads.find((one) => text.startsWith(`${one}：`) || text.startsWith(`${one}:`))
    return head === undefined ? [] : [withoutPhones(text.slice(head.length + 1).trim())]
  })

const lines = (found: string[]): string[] =>
  found.length > 1 ? found.map((text, at) => `${at + 1}. ${text}`) : found

/** What a drill is held for (细则 第十一条（四）): who took part, what was wrong, what will be better. */
const drillSummary = (incident: Matter, world: World): { heading: string; rows: Row[] } => {
  const { timezone } = world.rules
  const [then, end] = atItsEnd(incident, world)
  const all = duties(then, end)
  const late = all.filter((duty) => (duty.done ? wasLate(duty, end) : isLate(duty, end.now, end)))
  const done = all.filter((duty) => duty.done)
  const begun = incident.record[0]
  const planned = begun?.type === 'reported' ? begun.planned : undefined
  const took = incident.record.flatMap((event) => ('by' in event ? [who(event.by)] : []))
  return {
    heading: '二、演练小结',
    rows: [
      ...(planned && begun && 'by' in begun
        ? [
            row('演练场景', planned.scenario),
            row(
              '计划',
              `${who(begun.by)}于 ${fullTime(planned.on, timezone)} 定在 ${fullTime(planned.at, timezone)}，${planned.foretold ? '预告' : '不预告'}事发单位${planned.late ? '；晚于原定时间开始' : ''}`,
            ),
          ]
        : [row('计划', '不定时间，当时开始')]),
      row(
        '起止时间',
        `${fullTime(incident.reportedAt, timezone)} 至 ${incident.closedAt ? fullTime(incident.closedAt, timezone) : '（未结束）'}${incident.closedAt ? `，历时 ${duration(Date.parse(incident.closedAt) - Date.parse(incident.reportedAt))}` : ''}`,
      ),
      row('完成情况', `应办 ${all.length} 项，完成 ${done.length} 项；未按时 ${late.length} 项`),
      row(
        '未按时',
        ...(late.length > 0
          ? late.map((duty) => `${dutyName(duty)}：${ownersShown(duty)}，${heldTo(duty, end)}`)
          : ['无']),
      ),
      row('参加人员', [...new Set(took)].join('、')),
      row('存在问题', ...lines(noted(incident, '问题', '存在问题'))),
      row('改进措施', ...lines(noted(incident, '改进', '改进措施'))),
    ],
  }
}

/** `chainHead`: SHA-256 of the journal's last line when this was drawn up, in hex. */
export const recordContent = (
  incident: Matter,
  world: World,
  options: { chainHead?: string | undefined },
): Content => {
  const { organization, timezone } = world.rules
  const mark = markOf(incident)
  const what = incident.drill ? '网络安全应急演练记录' : '网络安全事件处置记录'
  const first = incident.record[0]?.at ?? incident.reportedAt
  const last = incident.record.at(-1)?.at ?? incident.reportedAt
  return {
    fileName: `${mark}${plainNumber(incident)}_记录.docx`,
    drill: incident.drill,
    running: `${organization.name}　${what}　${incident.id}`,
    title: `${mark}${what}`,
    top: [
      { left: `编制单位：${organization.name}网信办`, right: `编制时间：${fullTime(world.now, timezone)}` },
    ],
    blocks: [
      {
        kind: 'form',
        groups: [
          { heading: '一、基本情况', rows: facts(incident, world) },
          // what a drill is held for is not sought behind pages of deliveries
          ...(incident.drill ? [drillSummary(incident, world)] : []),
        ],
      },
      {
        kind: 'grid',
        heading: incident.drill ? '三、时限与完成情况' : '二、时限与完成情况',
        head: [
          '事项',
          '依据',
          '起算时间',
          '时限',
          incident.drill ? '是否按时、时间及人员' : '完成时间及人员',
        ],
        shares: [21, 23, 15, 15, 26],
        rows: limits(incident, world),
      },
      {
        kind: 'grid',
        heading: incident.drill ? '四、经过' : '三、经过',
        head: ['序号', '时间', '人员', '集体/个人', '事项'],
        shares: [8, 17, 20, 9, 46],
        rows: timeLine(incident, world),
      },
      {
        kind: 'form',
        groups: [
          {
            heading: incident.drill ? '五、核对' : '四、核对',
            rows: [
              { ...row('整理人（签字）'), room: 'signature' },
              { ...row('核对人（签字）'), room: 'signature' },
            ],
          },
        ],
      },
      { kind: 'closing', organization: `${organization.name}网信办`, date: fullDate(world.now, timezone) },
      {
        kind: 'text',
        heading: '说明与校验',
        apart: false,
        paragraphs: [
          '“集体”指定级、启动预案等以网信办、宣传部、信息中心或事发单位名义作出的决定，“个人”指本人的操作。只列出性质，供分清集体责任和个人责任时对照（细则第十五条），不作责任认定。',
          '本记录由系统在事项发生时逐条生成，只追加、不改写，按先后列出全部事项，不作责任认定。人员后注“代”的，系依转办或外出登记代为办理。',
          `共 ${incident.record.length} 条，自 ${exactTime(first, timezone)} 至 ${exactTime(last, timezone)}。时间为${timezone === 'Asia/Shanghai' ? '北京时间' : timezone}。`,
          `审计链末端校验值（SHA-256）：\n${options.chainHead ?? '未提供'}`,
        ],
      },
    ],
  }
}
