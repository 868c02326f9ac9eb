// What does one event read like? A line for whoever did it, for the person it is told to, and for the record.

import { acting, aloneIn, inHand, isHere, onChain } from '../rules/chain.js'
import { authorityOf } from '../rules/counted.js'
import { demandClockOf } from '../rules/demands.js'
import type { Duty } from '../rules/duties.js'
import { duties, finalPapers } from '../rules/duties.js'
import { fieldLabels, showField } from '../rules/fields.js'
import { gatheredWith, people } from '../rules/joins.js'
import { slowMs } from '../rules/reminders.js'
import { clockOfDuty } from '../rules/rules.js'
import { partLabel } from '../rules/series.js'
import type { Clock } from '../rules/shape.js'
import { rulesOf, type World } from '../rules/world.js'
import { levelOf } from '../store/incident.js'
import {
  type Claims,
  type Correction,
  type Did,
  type Event,
  type EventOf,
  type Fact,
  levelNames,
  type Matter,
  type ReportField,
  type ViewOf,
} from '../store/schema.js'
import { inBrackets } from './brackets.js'
import { planBegun, planRecorded, quotaMet, quotaRecorded } from './drill.js'
import { aboutOf } from './kinds.js'
import { suggestedLevel } from './level.js'
import {
  another,
  clockTime,
  dated,
  dateTime,
  duration,
  dutyName,
  lateness,
  name,
  names,
  urgencyNames,
  who,
} from './plain.js'
import { seatName } from './system.js'
import { dayShown } from './zero.js'

const dutyOf = (incident: Matter, id: string, world: World): Duty | undefined =>
  duties(incident, world).find((duty) => duty.id === id)

/** Also of a duty that is owed no more: the level may have been lowered since. */
const clockOf = (incident: Matter, id: string, world: World): Clock | undefined =>
  demandClockOf(id, incident) ?? clockOfDuty(id, rulesOf(incident, world))

const dutyLabel = (incident: Matter, id: string, world: World): string => {
  const duty = dutyOf(incident, id, world)
  return duty ? dutyName(duty) : (clockOf(incident, id, world)?.name ?? id)
}

/** How often it is still said once people follow it up. */
const goesOn = (duty: Duty | undefined, incident: Matter, world: World): string => {
  if (!duty) return ''
  const ms = slowMs(duty, rulesOf(incident, world))
  const every = ms === 86_400_000 ? '每天' : ms === 3_600_000 ? '每小时' : `每 ${duration(ms)}`
  return `此后${every}提醒一次。`
}

const reportName = (incident: Matter, id: string, world: World): string => {
  const clock = clockOf(incident, id, world)
  const authority =
    dutyOf(incident, id, world)?.authority ?? (clock && authorityOf(clock, rulesOf(incident, world)))
  return authority?.name ?? dutyLabel(incident, id, world)
}

/** The events that one message tells of, by their place in the record. */
export const eventsOf = ({ event, more }: ViewOf<'news'>): number[] => [event, ...(more ?? [])]

/** Several that waited together, in order, each whole. */
export const gatheredText = (
  incident: Matter,
  events: readonly Event[],
  reader: string,
  world: World,
): string => {
  const what = events.every(({ type }) => type === 'noted') ? '新补充' : '新进展'
  const head = headOf(incident)
  return [
    `${head}${events.length} 条${what}`,
    ...events.map((event, at) => {
      const text = newsText(incident, event, reader, world)
      const own = text.startsWith(head) ? text.slice(head.length) : text
      return `${at + 1}. ${clockTime(event.at, world.now, world.rules.timezone)} ${own}`
    }),
  ].join('\n')
}

/** Only what is owed now has begun to run. */
const papersStart = (incident: Matter, world: World): string => {
  const papers = finalPapers(incident, world)
  return papers.length > 0 ? `，${papers.join('、')}的时限开始计算` : ''
}

const ended = { closed: '已办结', withdrawn: '已按误报撤销' }

/** What is said of an incident of which nothing runs any more may be a reason to go on; what was said before that ended it is none. */
const over = ({ id, status, record }: Matter, said: Event): string =>
  (status === 'closed' || status === 'withdrawn') &&
  record.indexOf(said) > record.findLastIndex(({ type }) => type === status)
    ? `（这起事件${ended[status]}，不再计时；如果是新情况，请网信办发送“重开 ${id} 原因”）`
    : ''

const headOf = (incident: Matter): string =>
  `【${incident.drill ? '演练 ' : ''}${incident.id}】${incident.unit.name}：`

/** To whoever did it: what happens next; and that a password they pasted was not kept. */
export const success = (yes: Did, world: World, redacted = false): string => {
  if (!redacted) return whatNext(yes, world)
  return `${yes.did === 'noted' ? '已补充。' : whatNext(yes, world)}其中的密码或个人信息已隐去，没有保存。`
}

const whatNext = (yes: Did, world: World): string => {
  switch (yes.did) {
    case 'acknowledged':
      return '已确认收到，谢谢。后续进展会在这里告诉您。'
    case 'unacknowledged':
      return '已撤回确认，仍会提醒您确认收到。'
    case 'graded':
      return `已定级：${levelNames[yes.level]}。相关责任人已收到通知。`
    case 'grade-asked':
      return `已拟定为${levelNames[yes.level]}，请网信办另一位同志核定。核定之前仍按${levelNames[yes.running]}计时。`
    case 'grade-confirmed':
      return `已核定：${levelNames[yes.level]}。相关责任人已收到通知。`
    case 'grade-returned':
      return `已退回，拟定人会收到原因。仍按${levelNames[yes.running]}计时。`
    case 'submitted':
      return `已登记向${yes.authority}报送的回执，请${another(yes.may)}核实。有回执截图、签收页的，写上“回执”发来。`
    case 'marked':
      return `已标注细则第十四条${yes.item}，只有网信办和校领导可以看到，不作责任认定。`
    case 'unmarked':
      return `已取消标注细则第十四条${yes.item}，记录保留。`
    case 'demanded':
      return `已登记${yes.authority}的要求，到期前会提醒，办完请按“已办”。`
    case 'confirmed':
      return `已核实${yes.authority}的回执，这一项不再催办。`
    case 'returned':
      return '已退回，填写人会收到原因。这一项继续计时。'
    case 'resolved':
      return `已登记处置结束。${yes.papers.length > 0 ? `${yes.papers.join('、')}的时限从现在开始计算。` : ''}如果登记错了，24 小时内可以发送“撤回处置结束 ${yes.incident ?? '编号'} 原因”。`
    case 'unresolved':
      return '已撤回处置结束，继续处置。从处置结束起算的时限不再计算，结束后请重新登记。'
    case 'closed':
      return '已办结，记录已归档。'
    case 'fixed':
      return '已登记整改，请信息中心复测。复测通过以前，整改期限照常计算。'
    case 'retested':
      return yes.passed
        ? '已登记复测通过，单位和网信办会收到通知。'
        : '已退回，单位会收到原因。整改期限不变。'
    case 'carried-out':
      return '已登记办理情况，请网信办审核。审核通过以前，办理期限照常计算。'
    case 'people-confirmed':
      return '已登记无变化，这次核对办完了，谢谢。'
    case 'people-changed':
      return '已交网信办，更新通讯录以后告诉您。'
    case 'accepted':
      return yes.closed
        ? '已审核通过并办结，单位会收到通知。'
        : '已审核通过，单位会收到通知。其余事项办完后请办结。'
    case 'sent-back':
      return '已退回，单位会收到原因。办理期限不变。'
    case 'zero-told': {
      const what = yes.incidents.length > 0 ? `有事件（${yes.incidents.join('、')}）` : '无事件'
      return `已登记 ${dayShown(yes.date)}零报告：${yes.units.join('、')}今日${what}${yes.late ? '，已过截止时间，记为迟报' : ''}。谢谢您。`
    }
    case 'drill-ended':
      return `演练已结束，没有办的都不用再办。问题和改进已写进演练记录；发送“文书 ${yes.incident} 记录”取记录。`
    case 'withdrawn':
      return `已按误报撤销，${yes.to.length > 0 ? `其他各项催办停止。已向${yes.to.join('、')}报告过，还欠各一份撤销报告，核实回执以后才归档` : '各项催办停止'}，记录保留。`
    case 'reopened': {
      const goesOn = yes.ended
        ? `处置结束时间仍是 ${clockTime(yes.ended, world.now, world.rules.timezone)}，终报按它计时；处置其实还在进行的，24 小时内发送“撤回处置结束 ${yes.incident} 原因”。`
        : ''
      return `已重开，编号不变，时限仍按原来的起算时间计算。${goesOn}相关责任人已收到通知。`
    }
    case 'withdrawal-asked':
      return '已把误报申请交给网信办认定。认定之前，各项时限照常计算。'
    case 'noted':
      return `已补充到 ${yes.incident} 的记录。${yes.over ? `这起事件${ended[yes.over]}，不再计时；如果是新情况，须由网信办重开（“重开 ${yes.incident} 原因”），已告知网信办。` : ''}`
    case 'corrected':
      return '已追加更正，原内容保留。'
    case 'correction-asked':
      return '这一改动会使法定事项不再要求，或使建议级别低于正在计时的级别，或使起算时间提前七天以上，已交网信办另一位同志核定。核定以前，各项时限照常计算。'
    case 'correction-confirmed':
      return '已核定更正，原内容保留。'
    case 'correction-returned':
      return '已退回，提出人会收到原因。各项时限照常计算。'
    case 'delegated':
      return `已转给${who(yes.to)}办理，记录为代您办理。`
    case 'undelegated':
      return yes.to.length > 0
        ? `已撤回转办。${yes.from.name}外出或联系不上，改由${names(yes.to)}办理。`
        : `已撤回转办，改回由${who(yes.from)}办理。`
    case 'assessed':
      return `已记下。${suggestedLevel(yes)}。请发送“定级 编号 级别”确认。`
    case 'performed':
      return yes.not
        ? `已登记“${yes.what}”不办及其依据，这一项不再催办。`
        : `已登记“${yes.what}”已办，这一项不再催办。`
    case 'follow-up-called':
      return yes.to.length > 0
        ? `已登记新情况。还欠${yes.to.join('、')}一次续报。`
        : '已登记新情况，写进下一份报告。'
    case 'written':
      return '已保存，文书里会写上。没有填的写“不详”。'
    case 'appointed':
      return `已指定${who(yes.to)}为上报责任人。`
    case 'snoozed':
      return `好的，${dated(yes.until, world.now, world.rules.timezone)} 再提醒您。时限不变。`
  }
}

/** One person for both posts is said wherever somebody hands on or takes back. */
const alone = (incident: Matter, world: World): string => {
  const one = aloneIn(incident, world)
  return one ? `第一责任人、直接责任人的事项现在都由${one.name}一人办理。` : ''
}

const actors = (matter: Matter, world: World) =>
  matter.chain
    .filter(({ post }) => post === 'first' || post === 'direct')
    .map(({ person }) => acting(person, matter, world))

/** Told to somebody whom the event concerns. Number first, then what it means for them. */
export const newsText = (incident: Matter, event: Event, reader: string, world: World): string => {
  const head = headOf(incident)
  const time = (at: string) => clockTime(at, world.now, world.rules.timezone)
  switch (event.type) {
    case 'reported': {
      const all = actors(incident, world)
      const told = all.filter((actor) => isHere(actor, incident, world))
      if (event.by.id !== reader) {
        const absent = all.filter((actor) => !isHere(actor, incident, world))
        return absent.length > 0
          ? `${head}${names(absent)}外出或联系不上，代理人也不在，请网信办先行确认，并电话联系本人或指定代理人。`
          : `${head}责任人有空缺，请网信办先行确认并补齐通讯录。`
      }
      if (event.planned) return planBegun(incident.id, event.planned, world)
      return `谢谢您，报告已收到，编号 ${incident.id}。已通知${told.length > 0 ? `${names(told)}和` : ''}网信办、信息中心、宣传部。请保护好现场，保持电话畅通；有新情况请发送“补充 ${incident.id} 文字”。`
    }
    case 'issued':
      return `${head}责任人有空缺或联系不上，请网信办先行确认，并电话联系本人或指定代理人。`
    case 'fixed':
      return `${head}${name(event.by)}登记已整改：${event.text}。请信息中心复测。`
    case 'retest-passed':
      return `${head}${name(event.by)}复测通过${event.remark ? `：${event.remark}` : ''}。没有其他事项的，网信办可以办结。`
    case 'retest-failed':
      return `${head}${name(event.by)}复测退回，原因：${event.reason}。请继续整改，期限不变。`
    case 'carried-out':
      if (event.drill) return `${head}${quotaRecorded(event.drill)}。`
      return incident.subject?.people
        ? `${head}${name(event.by)}答复核对：${event.text}。请网信办更新通讯录后按“审核通过”。`
        : `${head}${name(event.by)}登记已办理：${event.text}。请网信办审核。`
    case 'accepted':
      return `${head}${recordText(incident, event, world)}。`
    case 'sent-back':
      return `${head}${name(event.by)}退回重办，原因：${event.reason}。请继续办理，期限不变。`
    case 'joined':
      return event.by.id === reader ? joinedText(incident, world) : alsoText(incident, event, head)
    case 'grade-confirmed':
      return `${head}${recordText(incident, event, world)}。时限仍从发现时间 ${dated(incident.discoveredAt, world.now, world.rules.timezone)} 起算。`
    case 'grade-returned':
      return `${head}${recordText(incident, event, world)}。仍按${levelNames[levelOf(incident)]}计时，请重新定级。`
    case 'correction-returned':
      return `${head}${recordText(incident, event, world)}。各项时限照常计算。`
    case 'graded':
      return `${head}${name(event.by)}${event.previous ? `把级别由${levelNames[event.previous]}改为` : '定级：'}${levelNames[event.level]}${event.reason ? `，原因：${event.reason}` : ''}。时限仍从发现时间 ${dated(incident.discoveredAt, world.now, world.rules.timezone)} 起算。`
    case 'assessed':
      return `${head}${name(event.by)}研判：${factsText(event.facts, incident, world)}${seconded(event)}。`
    case 'follow-up-called':
      return `${head}${name(event.by)}登记新情况：${event.reason}。首报还没有送出的，一并写进首报。`
    case 'appointed':
      return `${head}上报责任人是${who(event.officer)}，副手${who(event.deputy)}。`
    case 'confirmed': {
      const submission = incident.submissions[event.duty]
      return `${head}已向${reportName(incident, event.duty, world)}报送（${submission?.receipt.channel ?? ''}，${submission ? time(submission.receipt.sent_at) : ''}），回执由${name(event.by)}核实。`
    }
    case 'returned':
      return `${head}${name(event.by)}退回了${reportName(incident, event.duty, world)}的回执，原因：${event.reason}。请重新填写。`
    case 'resolved':
      return `${head}${name(event.by)}登记处置结束${papersStart(incident, world)}。`
    case 'unresolved':
      return `${head}${name(event.by)}撤回了处置结束，原因：${event.reason}。处置继续，从处置结束起算的时限不再计算。`
    case 'closed':
      if (endedBy(incident)) return `${head}${quotaMet(endedBy(incident))}`
      return `${head}${incident.drill ? '演练结束，没有办的都不用再办。谢谢您参加。' : '已办结。谢谢您的配合。'}`
    case 'withdrawal-asked':
      return `${head}${name(event.by)}认为是误报，原因：${event.reason}。如网信办认定，请发送“误报 ${incident.id} 原因”；认定之前，各项时限照常计算。`
    case 'withdrawn':
      return `${head}已由${name(event.by)}按误报撤销，原因：${event.reason}。无需再办理，记录保留。`
    case 'reopened':
      return `${head}${name(event.by)}已重开，原因：${event.reason}。编号不变，时限仍从原来的时间起算。`
    case 'noted':
      return `${head}${name(event.by)}补充：${event.text}${over(incident, event)}`
    case 'corrected':
      return `${head}${name(event.by)}更正“${label(event.field)}”为“${shown(event.field, event.value, world)}”，原因：${event.reason}${seconded(event)}。${event.chain && !onChain(reader, incident, world) ? '这起事件不再由您办理，谢谢您。' : ''}`
    case 'delegated':
      return `${head}${name(event.by)}已转由${who(event.to)}${event.from.id === event.by.id ? '代为' : `代${event.from.name}`}办理${event.reason ? `，原因：${event.reason}` : ''}。${alone(incident, world)}`
    case 'undelegated':
      return `${head}${name(event.by)}撤回了转办，不再由${who(event.to)}代${event.from.name}办理。${alone(incident, world)}`
    case 'succeeded':
      if (event.standIn)
        return `${head}${event.from.name}已不在通讯录，代${seatName(event)}办理的事项${event.to ? `改由${who(event.to)}办理` : '没有人代办，请网信办先行办理并指定代理人'}。`
      return event.to
        ? `${head}${seatName(event)}${event.from.name}已不在通讯录，由${who(event.to)}接任。`
        : `${head}${seatName(event)}${event.from.name}已不在通讯录，暂无人接任，请网信办指定。`
    case 'undeliverable':
      return `${head}未送达：${who(event.to)}（${event.reason}）。${event.what}没有送到，已改为通知下一位；请电话联系本人。`
    case 'passed-on':
      return `${head}值班的${names(event.from)}没有应答，请您先看。确认收到、定级或补充任何一项后，不再转给别人。`
    case 'handed-over':
      return `${head}“${dutyLabel(incident, event.duty, world)}”已多次催办仍未完成，现交由您人工跟进。${goesOn(dutyOf(incident, event.duty, world), incident, world)}`
    default:
      return `${head}${recordText(incident, event, world)}`
  }
}

/** The drill by whose end it was done; empty where somebody did it. */
const endedBy = ({ record }: Matter): string => {
  const did = record.findLast(({ type }) => type === 'carried-out')
  return did?.type === 'carried-out' ? (did.drill ?? '') : ''
}

/** To whoever reported what is known already: since when, who has it in hand, what to do. Nothing of what others said. */
const joinedText = (incident: Matter, world: World): string => {
  const { id, status } = incident
  const since = dated(incident.reportedAt, world.now, world.rules.timezone)
  const told = inHand(incident, world).filter((actor) => isHere(actor, incident, world))
  const hands =
    status === 'resolved'
      ? '已处理好，正在收尾'
      : incident.unlisted
        ? '网信办正在确定由哪个单位处理'
        : `由${told.length > 0 ? `${names(told)}和` : ''}网信办处理`
  const scene = status === 'open' ? '请保护好现场，保持电话畅通，不用再报告。' : ''
  return `谢谢您，已并入 ${id}，您也是这起事件的报告人。这件事 ${since} 起已有人报告，${hands}。${scene}有新情况请发送“补充 ${id} 文字”，看进展请发送“状态 ${id}”。`
}

/** One by name with what they said; of many only how many. */
const alsoText = (incident: Matter, event: EventOf<'joined'>, head: string): string => {
  const line = gatheredWith(incident, event)
  const { length } = people(line && line !== 'taken' ? line.joins.map(({ by }) => by) : [])
  return length > 1
    ? `${head}又有 ${length} 人报告同一事件，现在共 ${people(incident.reporters).length} 人报告。`
    : `${head}${name(event.by)}也报告了同一事件：${event.report.summary}`
}

const label = (field: string): string => fieldLabels[field as ReportField] ?? field // the handler let only report fields through
const shown = (field: string, value: unknown, world: World): string =>
  showField(field as ReportField, value, world) // as above

/** The answers of a 研判, as they were asked, without how they were to be written. */
const factsText = (facts: Record<string, Fact>, incident: Matter, world: World): string => {
  const { questions } = rulesOf(incident, world).levels
  return Object.entries(facts)
    .map(([id, fact]) => {
      const question = questions.find((one) => one.id === id)
      const chosen = Object.entries(question?.options ?? {}).find(([, value]) => value === fact)?.[0]
      return `${question?.ask.split('（')[0] ?? id}：${chosen ?? (fact === 'unknown' ? '不详' : fact === true ? '是' : fact === false ? '否' : fact)}`
    })
    .join('；')
}

const seconded = ({ confirmed }: Correction): string => (confirmed ? `，${name(confirmed)}核定` : '')

/** What a correction that waits for its second person would change. */
export const correctionText = (asked: Correction, incident: Matter, world: World): string => {
  const maker = name(asked.by)
  return `${maker}提出${recordText(incident, asked, world).slice(maker.length)}`
}

/** What a further report says that the clocks or the level may hang on. */
const heardText = (facts: Claims, world: World): string =>
  Object.entries(facts)
    .map(([field, value]) => `${label(field)}：${shown(field, value, world)}`)
    .join('；')

const predicatesText = (ids: readonly string[], incident: Matter, world: World): string => {
  const { predicates } = rulesOf(incident, world).levels
  return ids.map((id) => `${predicates.find((one) => one.id === id)?.text ?? ''}（${id}）`).join('；')
}

/** On which predicates a grading rests, and what was suggested where it differs. */
const gradeBasis = ({ level, suggested, basis }: EventOf<'graded'>): string => {
  const met = basis && basis.length > 0 ? `，命中 ${basis.join('、')}` : ''
  return `${met}${suggested !== undefined && suggested !== level ? `，建议级别 ${levelNames[suggested]}` : ''}`
}

/** With a ground it was decided not to do it, and why. */
const performedText = (event: EventOf<'performed'>, incident: Matter, world: World): string => {
  const { ground } = dutyOf(incident, event.duty, world)?.clock ?? {}
  const what = `${name(event.by)}登记“${dutyLabel(incident, event.duty, world)}”`
  const steps = event.steps ? `（${event.steps.join('、')}）` : ''
  if (event.remark) return `${what}已办${steps}，说明：${event.remark}`
  if (!event.reason) return `${what}已办${steps}`
  return ground ? `${what}不办，${ground}：${event.reason}` : `${what}已办${steps}，说明：${event.reason}`
}

/** One line of 记录: neutral, in order, nothing judged. */
export const recordText = (incident: Matter, event: Event, world: World): string => {
  switch (event.type) {
    case 'reported':
      return event.planned
        ? planRecorded(event, event.planned, world)
        : `${name(event.by)}报告事件，${event.unit.name}`
    case 'issued':
      return `${name(event.by)}${event.kind ? '下达督办' : '下发通报'}，${event.unit.name}，${aboutOf(incident, world)}`
    case 'fixed':
      return `${name(event.by)}登记已整改：${event.text}`
    case 'retest-passed':
      return `${name(event.by)}复测通过${event.remark ? `：${event.remark}` : ''}`
    case 'retest-failed':
      return `${name(event.by)}复测退回，原因：${event.reason}`
    case 'day-opened':
      return `${dayShown(event.zero.date)}零报告开始，${event.zero.units.length} 个单位，${dateTime(event.zero.cutoff, world.rules.timezone)} 截止`
    case 'zero-told':
      return `${event.unit.name}${name(event.by)}报：${event.incidents.length > 0 ? `有事件（${event.incidents.join('、')}）` : '无事件'}${incident.zero && event.at > incident.zero.cutoff ? '（迟报）' : ''}`
    case 'cutoff-passed':
      return event.missing.length > 0 ? `到截止时间，未报：${names(event.missing)}` : '到截止时间，全部已报'
    case 'day-ended':
      return `${event.early ? `${name(event.early)}提前结束` : '当天的零报告结束'}${event.missing.length > 0 ? `，未报：${names(event.missing)}` : '，全部已报'}`
    case 'carried-out':
      return event.drill ? quotaRecorded(event.drill) : `${name(event.by)}登记已办理：${event.text}`
    case 'accepted':
      return `${name(event.by)}审核通过${event.remark ? `：${event.remark}` : ''}`
    case 'sent-back':
      return `${name(event.by)}退回重办，原因：${event.reason}`
    case 'joined':
      return `${name(event.by)}报告同一事件，并入${event.facts ? `，其中${heardText(event.facts, world)}` : ''}`
    case 'acknowledged':
      return `${name(event.by)}${event.opened ? '已打开查看' : '确认收到'}${inBrackets(seatName(event))}`
    case 'unacknowledged':
      return `${name(event.by)}撤回确认收到${inBrackets(seatName(event))}`
    case 'grade-confirmed':
      return `${name(event.by)}核定级别为${levelNames[event.level]}${event.previous ? inBrackets(`原${levelNames[event.previous]}`) : ''}`
    case 'grade-returned':
      return `${name(event.by)}退回拟定的级别${inBrackets(levelNames[event.level])}，原因：${event.reason}`
    case 'missed':
      return `未按时：“${dutyLabel(incident, event.duty, world)}”应于 ${dateTime(event.due, world.rules.timezone)} 前完成，${event.done ? `${dateTime(event.done.at, world.rules.timezone)} 完成` : '没有完成'}；现已不再要求，记录保留（实施细则 第十四条）`
    case 'level-raised':
      return `有新情况，建议级别高于${event.previous ? `现定的${levelNames[event.previous]}` : '较大'}，暂按${levelNames[event.level]}计时，待重新定级：${predicatesText(event.basis, incident, world)}`
    case 'graded':
      return `${name(event.by)}${event.waits ? '拟定' : '定'}级${event.waits ? '别' : ''}为${levelNames[event.level]}${event.previous ? inBrackets(`原${levelNames[event.previous]}`) : ''}${event.reason ? `，原因：${event.reason}` : ''}${gradeBasis(event)}${event.waits ? '，待核定' : ''}`
    case 'assessed':
      return `${name(event.by)}研判：${factsText(event.facts, incident, world)}${seconded(event)}`
    case 'performed':
      return performedText(event, incident, world)
    case 'follow-up-called':
      return `${name(event.by)}登记新情况：${event.reason}`
    case 'appointed':
      return `${name(event.by)}指定上报责任人${who(event.officer)}，副手${who(event.deputy)}`
    case 'written':
      return `${name(event.by)}填写：${Object.keys(event.parts).map(partLabel).join('、')}`
    case 'submitted':
      return `${name(event.by)}填写${reportName(incident, event.duty, world)}回执：${event.receipt.channel}，${dateTime(event.receipt.sent_at, world.rules.timezone)}，接报人 ${event.receipt.received_by}${event.receipt.received_at ? `，${dateTime(event.receipt.received_at, world.rules.timezone)} 接收` : ''}${event.receipt.ref_no ? `，受理编号 ${event.receipt.ref_no}` : ''}${event.receipt.instructions ? `，上级要求：${event.receipt.instructions}` : ''}`
    case 'marked':
      return `${name(event.by)}标注细则第十四条${event.item}，原因：${event.reason}`
    case 'unmarked':
      return `${name(event.by)}取消标注细则第十四条${event.item}，原因：${event.reason}`
    case 'demanded':
      return `${name(event.by)}登记${event.authority}的要求：${event.text}，${dateTime(event.due, world.rules.timezone)} 前办结`
    case 'confirmed':
      return `${name(event.by)}核实${reportName(incident, event.duty, world)}回执`
    case 'returned':
      return `${name(event.by)}退回${reportName(incident, event.duty, world)}回执，原因：${event.reason}`
    case 'resolved':
      return `${name(event.by)}登记处置结束`
    case 'unresolved':
      return `${name(event.by)}撤回处置结束，原因：${event.reason}`
    case 'closed':
      return `${name(event.by)}${incident.drill ? '宣布演练结束' : '办结'}`
    case 'withdrawal-asked':
      return `${name(event.by)}申请按误报撤销，原因：${event.reason}`
    case 'withdrawn':
      return `${name(event.by)}按误报撤销，原因：${event.reason}`
    case 'reopened':
      return `${name(event.by)}重开，原因：${event.reason}`
    case 'noted':
      return `${name(event.by)}补充：${event.text}`
    case 'corrected':
      return `${name(event.by)}更正“${label(event.field)}”为“${shown(event.field, event.value, world)}”，原因：${event.reason}${seconded(event)}`
    case 'correction-asked':
      return `${correctionText(event.correction, incident, world)}，待核定`
    case 'correction-returned':
      return `${name(event.by)}退回提出的更正，原因：${event.reason}`
    case 'delegated':
      return `${name(event.by)}转由${who(event.to)}代${event.from.name}办理${event.reason ? `，原因：${event.reason}` : ''}`
    case 'undelegated':
      return `${name(event.by)}撤回转办，不再由${who(event.to)}代${event.from.name}办理`
    case 'away':
      return `${name(event.person)}外出，由${names(event.to)}办理`
    case 'back':
      return `${name(event.person)}外出结束${event.said && event.said.id !== event.person.id ? `（${name(event.said)}登记）` : ''}，由${names(event.to)}办理`
    case 'succeeded':
      if (event.standIn)
        return `代${seatName(event)}办理的${event.from.name}离任，${event.to ? `${who(event.to)}办理` : '暂无人代办'}`
      return `${seatName(event)}${event.from.name}离任，${event.to ? `${who(event.to)}接任` : '暂无人接任'}`
    case 'reminded':
      return `第 ${event.nth} 次催办“${dutyLabel(incident, event.duty, world)}”${event.overdueMs >= 0 ? `，${lateness(event.overdueMs)}` : ''}${event.urgency ? `，${urgencyNames[event.urgency]}` : ''}，通知 ${names(event.to)}`
    case 'snoozed':
      return `${name(event.by)}选择稍后提醒“${dutyLabel(incident, event.duty, world)}”，至 ${dateTime(event.until, world.rules.timezone)}`
    case 'passed-on':
      return `值班 ${names(event.from)} 没有应答，转请 ${names(event.to)}`
    case 'handed-over':
      return `“${dutyLabel(incident, event.duty, world)}”交由 ${names(event.to)} 人工跟进`
    case 'turned-away':
      return `${name(event.by)}试图“${event.action}”，未获准（${event.reason}）`
    case 'delivered':
      return `已送达 ${name(event.to)}：${event.what}${event.urgency ? `（${urgencyNames[event.urgency]}）` : ''}${event.again ? '（重发）' : ''}`
    case 'evidence':
      return `${name(event.by)}提交${event.duty ? `${reportName(incident, event.duty, world)}回执凭证` : '文件'}“${event.name}”，${Math.max(1, Math.round(event.bytes / 1024))} KB，SHA-256 ${event.sha256}`
    case 'evidence-lost':
      return `${name(event.by)}提交的文件“${event.name}”没有取到（${event.reason}）`
    case 'recalled':
      return '有一条发给机器人的消息被撤回；已记入的内容保留'
    case 'seen':
      return `${name(event.by)}已读：${event.what}（已读不等于确认收到）`
    case 'undeliverable':
      return `未送达 ${name(event.to)}：${event.what}（${event.reason}）`
  }
}
