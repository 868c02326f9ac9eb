// What stands beside each item of the form? From the report, the notes, the level and the directory; nothing is guessed.
import { acting, actingFor, holding } from '../../rules/chain.js'
import { judge } from '../../rules/condition.js'
import { duties } from '../../rules/duties.js'
import { factsOf, protections, toldBy } from '../../rules/facts.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import { receiptsOf, type Stage } from '../../rules/papers.js'
import { gradingSaid } from '../../rules/rounds.js'
import { type Authority, type Clock, clockOfDuty } from '../../rules/rules.js'
import { personOf, type World } from '../../rules/world.js'
import { type EventOf, type Incident, levelNames, type ReportField } from '../../store/schema.js'
import { dateTime, who } from '../plain.js'
import { vendorOf } from '../system.js'
import { date, type FieldId, type FormField, line } from './fields.js'
import { assessed, fullTime, type Notes, said, saidUnknown, vouches, withoutPhones } from './known.js'

export const stageNames: Record<Stage, string> = { first: '首报', 'follow-up': '续报', final: '终报' }
const formNames: Record<Stage, string> = {
  first: '事发紧急报告',
  'follow-up': '事中情况报告',
  final: '处置总结报告',
}

/** What a report is drawn up from. */
export type Case = {
  incident: Incident
  world: World
  stage: Stage
  nth: number
  /** 首报, 续报2: as file and number name it. */
  which: string
  number: string
  authority: Authority | undefined
  notes: Notes
}

/**
 * `lines` is what is known; none: 不详, or the paper's blanks. `owed`: still to be found out, whatever stands there.
 * `vouched`: somebody of the office said it. `idle`: the item does not apply, so nothing is owed.
 */
export type Answer = { lines: string[]; owed?: boolean; vouched?: boolean; idle?: boolean }

/** `首报（事发紧急报告）`; where this authority is owed another paper than the form is named after, that one: `首报（报案）`. */
export const titleOf = ({ incident, world, stage, authority }: Case): string => {
  const owed = duties(incident, world).filter(
    ({ clock, authority: to, counted }) => clock.stage === stage && to?.id === authority?.id && !counted,
  )
  const names = [...new Set(owed.map(({ clock }) => clock.name))].filter((name) => name !== stageNames[stage])
  const own = names.some((name) => formNames[stage].includes(name)) ? [] : names
  return `${stageNames[stage]}（${own.join('、') || formNames[stage]}）`
}

const nothing: Answer = { lines: [] }
const tell = (...lines: string[]): Answer => ({ lines })
const NOT_ASKED = '—'
const unless = (applies: boolean): Answer => (applies ? nothing : { lines: [NOT_ASKED], idle: true })

const shown = ({ world }: Case, field: ReportField, value: unknown): string =>
  withoutPhones(showField(field, value, world))

/** An authority reads a few of hundreds; all of them stand in the record. */
const MOST_OTHERS = 5
const fewOf = (lines: readonly string[], what: string): string[] =>
  lines.length > MOST_OTHERS + 1
    ? [...lines.slice(0, MOST_OTHERS), `另有 ${lines.length - MOST_OTHERS} ${what}，见事件记录`]
    : [...lines]

/**
 * An item of the report as it was said. Who joined and said otherwise is heard, too, until the office has settled it: two
 * figures side by side are honest, one of them chosen by a program is not.
 */
const reported = (of: Case, field: ReportField): Answer => {
  const one = said(of.incident, field)
  if (!one) return nothing
  const value = shown(of, field, one.value)
  const vouched = vouches(one.by, of.world)
  const others = of.incident.record.flatMap((event) =>
    event.type === 'joined' && event.report[field] !== undefined && event.report[field] !== 'unknown'
      ? [shown(of, field, event.report[field])]
      : [],
  )
  const otherwise = [...new Set(others)].filter((other) => other !== value)
  return {
    lines: [
      value,
      ...(vouched
        ? []
        : fewOf(
            otherwise.map((other) => `另有报告：${other}`),
            '种说法',
          )),
    ],
    vouched,
  }
}

/** `是否仍在扩散：是`, where it was answered with yes or no. */
const yesOrNo = (of: Case, ...fields: ReportField[]): string[] =>
  fields.flatMap((field) => {
    const one = said(of.incident, field)
    return one ? [`${fieldLabels[field]}：${shown(of, field, one.value)}`] : []
  })

/** With the reporter's number; where none was given, the unit's 直接责任人 with the directory's. */
export const contactOf = ({ incident, world }: Case): { name: string; phone?: string } => {
  const reporter = incident.reporters[0]
  const phone = said(incident, 'contact_phone')?.value
  if (reporter && phone) return { name: who(reporter), phone }
  const responsible = actingFor(['direct'], incident, world)[0] ?? actingFor(['first'], incident, world)[0]
  const number = responsible && personOf(world, responsible.id)?.phone
  return {
    name: responsible ? who(responsible) : reporter ? who(reporter) : '不详',
    ...(number ? { phone: number } : {}),
  }
}

/**
 * What became new (登记续报, a level changed): `new`, since this authority was told last, is what its follow-up is written
 * for; the rest belongs to the course of things.
 */
export const newsOf = ({ incident, world, stage, authority }: Case, which: 'new' | 'old') => {
  const told = receiptsOf(incident, authority?.id ?? '', world).at(-1)?.submission.at
  return incident.record.flatMap((event) => {
    const isNew = stage === 'follow-up' && told !== undefined && event.at >= told
    if (isNew !== (which === 'new')) return []
    if (event.type === 'follow-up-called') return [{ at: event.at, text: withoutPhones(event.reason) }]
    const inForce = event.type === 'grade-confirmed' || (event.type === 'graded' && !event.waits)
    return which === 'new' && inForce && event.previous
      ? [{ at: event.at, text: `事件级别由${levelNames[event.previous]}改为${levelNames[event.level]}` }]
      : []
  })
}

const summaryOf = (of: Case): Answer => {
  const { incident, world, notes } = of
  const time = (at: string) => dateTime(at, world.rules.timezone)
  return tell(
    withoutPhones(incident.report.summary),
    ...fewOf(
      incident.record.flatMap((event) =>
        event.type === 'joined'
          ? [`（${time(event.at)}）另有报告：${withoutPhones(event.report.summary)}`]
          : [],
      ),
      '份报告',
    ),
    ...newsOf(of, 'old').map(({ at, text }) => `（${time(at)}）${text}`),
    ...notes.free.map(({ at, text }) => `（${time(at)}）${text}`),
    ...incident.record.flatMap((event) =>
      event.type === 'withdrawn'
        ? [`（${time(event.at)}）经网信办认定为误报，予以撤销，原因：${withoutPhones(event.reason)}`]
        : [],
    ),
  )
}

/** The level that the office gave; while none is given, or what became known asks for another, none is said. */
export const levelSaid = ({ incident }: Case): string =>
  incident.grading && !incident.raised ? levelNames[incident.grading.level] : '待定，正在研判'

const levelOf = (of: Case): Answer => ({
  lines: [levelSaid(of)],
  vouched: of.incident.grading !== undefined && !of.incident.raised, // only the office grades
})

/** Personal information is asked about where it may be involved (个人信息保护法 第五十七条). */
const mayInvolvePeople = ({ incident }: Case): boolean =>
  (said(incident, 'pi_persons')?.value ?? 0) > 0 ||
  saidUnknown(incident, 'pi_persons') ||
  (said(incident, 'category')?.value === 'DS' && incident.report.pi_persons === undefined)

/** A fact that a predicate asks for, as it was said: `涉及个人信息人数 1200000 人`. */
const factLine = (field: string, { incident, world }: Case): string[] => {
  const { rules } = world
  const fact = factsOf(incident, rules)[field]
  const question = rules.levels.questions.find(({ id }) => id === field)
  const label = Object.entries(fieldLabels).find(([id]) => id === field)?.[1] ?? question?.ask.split('（')[0]
  if (!label || fact === undefined || fact === 'unknown') return []
  const chosen = Object.entries(question?.options ?? {}).find(([, value]) => value === fact)?.[0]
  return [`${label} ${chosen ?? showField(field as ReportField, fact, world)}`] // it has a label: a report's item, or shown as it is
}

/** The clause that was met, and the figures that meet it. How sure we are of its wording is no matter of the authority's. */
const clauseLine = (id: string, of: Case): string[] => {
  const met = of.world.rules.levels.predicates.find((one) => one.id === id)
  if (!met) return []
  const facts = factsOf(of.incident, of.world.rules)
  const when = met.any?.find((one) => judge(one, facts) === 'yes') ?? {}
  const figures = Object.keys(when).flatMap((field) => factLine(field, of))
  return [
    `${met.source.split('（')[0]}：${met.text}${figures.length > 0 ? `（本次：${figures.join('，')}）` : ''}`,
  ]
}

/**
 * The clauses of the level that was given (就高不就低), else what was met; 一般 is what meets none above it.
 */
const clausesOf = ({ level, basis = [] }: EventOf<'graded'>, { world }: Case): string[] => {
  const { predicates } = world.rules.levels
  const met = predicates.filter((one) =>
    level === 4 && basis.length === 0 ? one.level === 4 : basis.includes(one.id),
  )
  const own = met.filter((one) => one.level === level)
  return (own.length > 0 ? own : met).map(({ id }) => id)
}

const isPoliceReport = ({ stage, when }: Pick<Clock, 'stage' | 'when'>): boolean =>
  stage === 'first' && when?.crime_suspected !== undefined

/**
 * 报案: to whom, when and under which number, by the receipt that two of the office vouch for (报告管理办法 第四条). The paper
 * that is the 报案 itself says so before it has one.
 */
const policeReport = ({ incident, world, stage, authority }: Case): string[] => {
  const told = world.rules.authorities.flatMap(({ id, name }) =>
    receiptsOf(incident, id, world)
      .filter(({ clock, submission }) => submission.confirmed && isPoliceReport(clock))
      .flatMap(({ submission: { receipt } }) => [
        `是否报案：是　受案单位：${name}`,
        `时间：${fullTime(receipt.sent_at, world.rules.timezone)}　回执号：${receipt.ref_no ?? '无'}`,
      ]),
  )
  const itself =
    stage === 'first' &&
    duties(incident, world).some(
      ({ clock, authority: to }) => to?.id === authority?.id && isPoliceReport(clock),
    )
  return told.length === 0 && itself
    ? [`是否报案：是　受案单位：${authority?.name}`, `时间：${date}　回执号：${line}`]
    : told
}

/** 已办 通知受影响的个人: told and how, or on which ground not (个人信息保护法 第五十七条). */
const toldPersons = ({ incident, world }: Case): Answer | undefined => {
  const done = incident.record.findLast(
    (event): event is EventOf<'performed'> =>
      event.type === 'performed' && clockOfDuty(event.duty, world.rules)?.ground !== undefined,
  )
  if (!done) return undefined
  const { at, reason, remark } = done
  const time = fullTime(at, world.rules.timezone)
  return {
    ...(reason
      ? tell('是否已通知个人：否', `不通知的理由：${withoutPhones(reason)}（${time}）`)
      : tell(`是否已通知个人：是　方式：${remark ? withoutPhones(remark) : '________'}`, `时间：${time}`)),
    vouched: true,
  }
}

const listed = (names: readonly string[] = []): Answer =>
  names.length > 0 ? tell(names.join('、')) : nothing

/** 谁运维谁负责 (细则 第七条); the vendor stands beside the unit, and answers for nothing. */
const operatorOf = ({ incident }: Case): Answer => {
  const vendor = vendorOf(incident)
  const operator = incident.system?.operator
  return tell(...(operator ? [operator.name] : []), ...(vendor ? [`供应商：${vendor}`] : []))
}

/** What the register says of 等级保护; the rest of the item stays to be filled by hand. */
const protectionOf = ({ incident }: Case): Answer => {
  const { protection, filing } = incident.system ?? {}
  if (!protection) return nothing
  return protection === protections[0]
    ? tell('是否定级：否')
    : tell(
        `是否定级：是　级别：${protection}`,
        filing ? `是否备案：是　备案号：${filing}` : '是否备案：□是 □否　备案号：',
        '是否测评：□是 □否　是否整改：□是 □否',
      )
}

const answers: Record<FieldId, (of: Case) => Answer> = {
  report_no: ({ number }) => tell(number),
  report_kind: (of) => tell(titleOf(of)),
  seq: ({ nth }) => tell(`第 ${nth} 次`),
  report_time: ({ world }) => tell(fullTime(world.now, world.rules.timezone)),
  signer: () => nothing,
  to_authority: ({ authority, incident }) =>
    authority ? tell(incident.drill ? `${authority.name}（演练，不对外报送）` : authority.name) : nothing,
  org_name: ({ world }) => tell(world.rules.organization.name),
  unit: ({ incident }) => tell(incident.unit.name),
  contact_name: (of) => tell(contactOf(of).name),
  contact_phone: (of) => {
    const { phone } = contactOf(of)
    return phone ? tell(phone) : nothing
  },
  contact_mail: () => nothing,
  t_occurred: (of) => {
    const one = said(of.incident, 'occurred_at')
    return one ? tell(fullTime(one.value, of.world.rules.timezone)) : nothing
  },
  t_found({ incident, world }) {
    const by = toldBy(incident, world.rules)
    return tell(`${fullTime(incident.discoveredAt, world.rules.timezone)}${by ? `（获知途径：${by}）` : ''}`)
  },
  place: (of) => reported(of, 'place'),
  category: (of) => reported(of, 'category'),
  level: levelOf,
  level_basis: (of) => {
    const graded = gradingSaid(of.incident)
    if (!graded) return { lines: ['尚未定级'], idle: true }
    return tell(
      ...(graded.reason ? [withoutPhones(graded.reason)] : []),
      ...clausesOf(graded, of).flatMap((id) => clauseLine(id, of)),
    )
  },
  level_confirmed_by: ({ incident, world }) =>
    incident.grading
      ? tell(
          `${who(incident.grading.confirmed ?? incident.grading.by)}，${fullTime(incident.grading.at, world.rules.timezone)}`,
        )
      : { lines: ['尚未定级'], idle: true },
  sys_name: (of) => reported(of, 'system'),
  sys_url_ip: ({ incident }) => listed(incident.system?.addresses),
  sys_owner: ({ incident }) => listed(incident.system && [incident.system.owner.name]),
  sys_ops: operatorOf,
  sys_user: ({ incident }) => listed(incident.system?.users.map(({ name }) => name)),
  sys_use: () => nothing,
  mlps: protectionOf,
  // What the clocks run by (办法 第四条（一）), so that the paper does not contradict them: two of the office put it into the
  // rules, or the register names the system. A system that is none, on a campus that operates one, is said beside.
  is_cii: ({ world, incident }) => ({
    lines:
      factsOf(incident, world.rules).is_cii !== true
        ? ['否']
        : incident.system?.critical === false
          ? ['是（学校为关键信息基础设施运营者）', '系统台账：本系统未认定为关键信息基础设施']
          : ['是'],
    vouched: true,
  }),
  summary: summaryOf,
  impact: (of) => {
    const impact = reported(of, 'impact')
    return {
      lines: [...impact.lines, ...yesOrNo(of, 'harmful_content', 'tampered', 'important_data')],
      owed: impact.lines.length === 0,
    }
  },
  measures: (of) => reported(of, 'measures'),
  ransom: ({ incident }) => {
    const one = said(incident, 'ransomware')
    const paid = said(incident, 'ransom')
    if (one?.value === true)
      return {
        lines: ['涉及勒索软件：是', ...(paid ? [withoutPhones(paid.value)] : [])],
        owed: paid === undefined,
      }
    if (one?.value === false) return { lines: ['涉及勒索软件：否'], idle: true }
    return saidUnknown(incident, 'ransomware') ? { lines: ['涉及勒索软件：不详'], owed: true } : unless(false)
  },
  n_people: (of) => reported(of, 'people_affected'),
  n_pi: (of) => {
    const one = reported(of, 'pi_persons')
    return one.lines.length > 0 ? one : unless(mayInvolvePeople(of))
  },
  outage: (of) => reported(of, 'outage_minutes'),
  loss: ({ incident }) => {
    const yuan = assessed(incident, 'loss_yuan')
    return yuan === undefined ? nothing : { lines: [`${yuan}`], vouched: true }
  },
  trend: (of) => tell(...yesOrNo(of, 'spreading')),
  cause_initial: () => nothing,
  trace: () => nothing,
  next_steps: () => nothing,
  support: () => nothing,
  scene: () => nothing,
  other: () => ({ lines: ['无'], idle: true }),
  police: (of) => {
    const one = said(of.incident, 'crime_suspected')
    const reported = policeReport(of)
    return {
      lines: [...yesOrNo(of, 'crime_suspected'), ...reported],
      owed: reported.length === 0 && one?.value !== false,
    }
  },
  pi_notice: (of) => toldPersons(of) ?? unless(mayInvolvePeople(of)),
  // What was thought at first is no finding: it is shown as such, and the finding stays owed.
  cause_final: ({ notes }) => ({
    lines: notes.of('cause_initial').map(({ text }) => `初步分析：${text}`),
    owed: true,
    vouched: false,
  }),
  recovery: (of) => ({
    lines: reported(of, 'impact').lines.map((line) => `影响：${line}`),
    owed: true,
  }),
  rectification: () => nothing,
  accountability: () => nothing,
  lessons: () => nothing,
  problems_advice: () => nothing,
  t_closed: ({ incident, world }) =>
    incident.resolvedAt
      ? tell(fullTime(incident.resolvedAt, world.rules.timezone))
      : { lines: ['处置尚未结束'], owed: true },
  sign_safety: () => nothing,
  sign_main: () => nothing,
  seal: ({ world }) => tell(world.rules.organization.name),
}

/** What the office wrote for this item of the follow-up or the final report (写续报, 写终报). */
const written = ({ incident }: Case, id: FieldId): Answer | undefined => {
  const text = incident.parts?.[id]
  return text && text !== 'unknown' ? { lines: [withoutPhones(text)], vouched: true } : undefined
}

/** Where a note says it, the note stands for what would have been assumed or left blank. */
const assumed: readonly FieldId[] = ['other', 'cause_final']

/** The answer with the notes that belong to it: dated as soon as there is more than one line. */
export const answerOf = (field: FormField, of: Case): Answer => {
  const base = written(of, field.id) ?? answers[field.id](of)
  const notes = of.notes.of(field.id)
  if (notes.length === 0) return base
  const before = assumed.includes(field.id) ? [] : base.lines.filter((one) => one !== NOT_ASKED)
  const dated = before.length + notes.length > 1
  return {
    lines: [
      ...before,
      ...notes.map(({ at, text }) => (dated ? `（${dateTime(at, of.world.rules.timezone)}）${text}` : text)),
    ],
    vouched:
      notes.every(({ by }) => vouches(by, of.world)) && (before.length === 0 || base.vouched !== false),
  }
}

/** The office's people on duty: who answers an authority's call. */
export const deskOf = ({ incident, world }: Pick<Case, 'incident' | 'world'>): string =>
  holding(incident.chain, 'office')
    .map((person) => acting(person, incident, world).name)
    .filter((name, at, all) => all.indexOf(name) === at)
    .join('、')
