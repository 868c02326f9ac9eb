// What do the cards share? Who reads, what a duty asks of them, their buttons, and the names of things.

import { acting, holding, isHere } from '../../rules/chain.js'
import { byUrgency, type Duty, finalPapers, isLate, openDuties } from '../../rules/duties.js'
import { besideOffice, isMakerOf, mayConfirm, reportingOf, secondsOf } from '../../rules/owners.js'
import { personOf, type World } from '../../rules/world.js'
import {
  type ActionName,
  type Actor,
  type Button,
  byKind,
  type Field,
  type HelpLine,
  isOf,
  type Level,
  levelNames,
  type Matter,
  type Party,
  type PersonRef,
  type Sheet,
} from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { ActionValue, CardAction } from '../card.js'
import { endName } from '../drill.js'
import { aboutOf, headOf } from '../kinds.js'
import { another, dated, dateTime, duration, name, names, paperName, remaining } from '../plain.js'
import { waitedFor } from '../system.js'
import { countedIn } from '../zero.js'

/** Of which duty, and of which of its reminders. */
type Which = { duty?: string | undefined; nth?: number | undefined }

export type Here = World & {
  /** Without relative times, so that two drawings of the same state are equal. */
  still?: boolean
  /** May this reader see this incident? From handlers/see.ts. */
  maySee(reader: Party, incident: Matter): boolean
  /** The fields of the report form; from handlers/questions/. */
  reportFields(reader: Party): Field[]
  /** From handlers/actions/: the button of an action, where this reader would not be refused; and its form. */
  button(action: ActionName, reader: Party, incident: Matter, which?: Which): Button | undefined
  sheet(
    action: string,
    reader: Party,
    incident: Matter,
    which: { duty?: string | undefined; level?: Level | undefined },
  ): Sheet | undefined
  help(reader: Party): HelpLine[]
}

export const press = (
  label: string,
  action: string,
  keys: Record<string, string | undefined> = {},
): CardAction => ({
  label,
  action,
  value: Object.fromEntries(
    Object.entries({ action, ...keys }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ) as ActionValue, // `action` is always among the pairs
})

/** What puts a duty off, or on somebody else, is never what a card asks for. */
const quiet: readonly string[] = ['delegate', 'snooze']

export const primary = (actions: CardAction[]): CardAction[] =>
  actions.map((action, at) =>
    at === 0 && !quiet.includes(action.action) ? { ...action, primary: true } : action,
  )

export const titleOf = (matter: Matter, world: Pick<World, 'rules' | 'now'>): string =>
  `${headOf(matter)}${isOf(matter, ['zero']) ? '' : `${matter.unit.name} · `}${aboutOf(matter, world)}`

/** Its receipt is entered: what is left is that somebody else confirms it. */
const waitsForSecond = ({ submission, done }: Duty): boolean =>
  submission !== undefined && !submission.returned && !done

/** Open, and acknowledged. */
const goesOnAs = byKind<[Duty[]], string>({
  incident: ({ grading }, open) => {
    const reports = open.filter(({ kind }) => kind === 'report')
    if (!grading) return '待定级'
    if (reports.length === 0) return '处置中'
    return reports.every(waitsForSecond) ? '回执待核实' : '待报送并核实回执'
  },
  rectification: ({ fixed, passed }, open) => {
    if (!fixed) return '待整改'
    if (!passed) return '已整改，待复测'
    const replies = open.filter(({ kind }) => kind === 'report')
    if (replies.length === 0) return '复测通过，待办结'
    return replies.every(waitsForSecond) ? '复测通过，反馈回执待核实' : '复测通过，待向来文单位反馈'
  },
  zero: ({ zero }) => countedIn(zero),
  assignment: ({ fixed, passed, sentBack }, open) => {
    if (!fixed) return sentBack ? '退回重办，待办理' : '待办理'
    if (!passed) return '已办理，待审核'
    const replies = open.filter(({ kind }) => kind === 'report')
    if (replies.length === 0) return '审核通过，待办结'
    return replies.every(waitsForSecond) ? '审核通过，反馈回执待核实' : '审核通过，待向来文单位反馈'
  },
})

export const stateOf = (incident: Matter, world: World): string => {
  switch (incident.status) {
    case 'closed':
      return endName(incident)
    case 'withdrawn':
      return openDuties(incident, world).length > 0 ? '已按误报撤销，待报送并核实撤销报告' : '已按误报撤销'
    case 'resolved':
      return `处置结束，待${[...finalPapers(incident, world), '办结'].join('、')}`
    case 'open': {
      const waiting = openDuties(incident, world).filter(({ kind }) => kind === 'acknowledge')
      return waiting.length > 0
        ? `待${waitedFor(waiting, incident)}确认收到`
        : goesOnAs(incident, openDuties(incident, world))
    }
  }
}

/** `钱小雨已于 11月24日 09:00 按误报撤销，原因：测试页面`: who ended it, and why. */
export const withdrawnLine = ({ record }: Matter, { rules, now }: World): string => {
  const event = record.findLast(({ type }) => type === 'withdrawn')
  return event?.type === 'withdrawn'
    ? `${name(event.by)}已于 ${dated(event.at, now, rules.timezone)} 按误报撤销，原因：${event.reason}`
    : '已按误报撤销'
}

const startNames: Record<Duty['clock']['from'], string> = {
  discovered: '发现时间',
  reported: '报告时间',
  fixed: '登记时间',
  passed: '通过时间',
  cutoff: '截止时间',
  graded: '定级时间',
  resolved: '处置结束时间',
  classified: '引导时间',
  news: '新情况时间',
  withdrawn: '撤销时间',
}

const atOnce = ({ clock }: Duty): boolean => clock.within.unit === 'asap'

/** `立即（发现时间 15:50）`: what is due at once has a beginning instead of a time that is left. */
const immediately = (duty: Duty, here: Here): string => {
  const since = `${startNames[duty.clock.from]} ${dated(duty.from, here.now, here.rules.timezone)}`
  const passed = Date.parse(here.now) - Date.parse(duty.from)
  return isLate(duty, here.now, here) && !here.still
    ? `（${since}，截至 ${dateTime(here.now, here.rules.timezone)} 已过 ${duration(passed)}）`
    : `（${since}）`
}

export const due = (duty: Duty, here: Here): string => {
  if (atOnce(duty)) return `立即${immediately(duty, here)}`
  const zone = here.rules.timezone
  const at = dated(duty.due, here.now, zone)
  return here.still ? `${at} 前` : `${at} 前（${remaining(duty.due, here.now, zone)}）`
}

/** `向自治区党委网信办报送首报`; what is no paper has a verb of its own. */
export const handing = (to: string, paper: string): string => {
  if (paper === '报案') return `向${to}报案`
  if (paper === '个人信息事件通知') return `向${to}通知个人信息事件`
  return `向${to}报送${paper}`
}

/** What the owner of this duty must do, and until when. */
export const demand = (duty: Duty, here: Here): string => {
  const { please, until } = atOnce(duty)
    ? { please: '请立即', until: immediately(duty, here) }
    : { please: '请', until: ` — ${due(duty, here)}` }
  const waiting = duty.submission && !duty.submission.returned
  switch (duty.kind) {
    case 'internal':
      if (duty.correction) return `${please}核定更正${inBrackets(`${name(duty.correction.by)}提出`)}${until}`
      return `${please}${duty.clock.name}${duty.readers ? inBrackets(`${callable(duty.readers, here)}尚未打开，请电话报告，请其回复“收到”`) : ''}${until}`
    case 'acknowledge':
      return `${atOnce(duty) ? '请您立即' : '请您'}确认收到${until}`
    case 'grade':
      return duty.asked
        ? `${please}核定级别：${levelNames[duty.asked.level]}${inBrackets(`${name(duty.asked.by)}拟定`)}${until}`
        : `${please}${paperName(duty)}${until}`
    case 'report':
    case 'final': {
      const to = duty.authority?.name ?? ''
      const paper = paperName(duty)
      if (waiting && duty.submission)
        return `${please}核实${to}的${paper}回执${inBrackets(`${name(duty.submission.by)}填写`)}${until.trimStart()}`
      return `${please}${handing(to, paper)}${until}`
    }
  }
}

/** The receipt was entered, or the lower level asked for, by this reader or whom they act for: another officer confirms it. */
export const entered = (duty: Duty, reader: Party): boolean =>
  isMakerOf(reader, duty) ||
  (duty.submission !== undefined && !duty.submission.returned && duty.submission.by.id === reader.id)

/** `（信息中心，代 张伟）`: for which other unit, and for whom: two duties of one incident must not read the same. */
export const standingIn = ({ owners, unit }: Duty, reader: Party): string => {
  const owner = owners.find(({ id }) => id === reader.id)
  const inside = [...(unit ? [unit.name] : []), ...(owner?.for ? [`代 ${owner.for.name}`] : [])]
  return inside.length > 0 ? inBrackets(inside.join('，')) : ''
}

/** Who must confirm: whoever else owes this report, or anybody else of the office. */
export const secondOf = (duty: Duty): string =>
  duty.post === 'office' && secondsOf(duty).length > 0
    ? `${names(secondsOf(duty))}或网信办其他同志`
    : another(besideOffice(duty))

/** What a duty says to this reader: what to do and for whom, or that their receipt waits for somebody else. */
export const asks = (duty: Duty, reader: Party, here: Here): string =>
  duty.correction && entered(duty, reader)
    ? '您提出的更正，待网信办另一位同志核定'
    : duty.asked && entered(duty, reader)
      ? `您拟定为${levelNames[duty.asked.level]}，待网信办另一位同志核定`
      : duty.submission && entered(duty, reader)
        ? `${duty.authority?.name ?? ''}的${paperName(duty)}回执已由${name(duty.submission.by)}填写，待核实：须由${secondOf(duty)}核实`
        : mustOpen(duty, reader)
          ? `请您查看并确认收到${atOnce(duty) ? '' : ` — ${due(duty, here)}`}`
          : demand(duty, here).replace('确认收到', `确认收到${standingIn(duty, reader)}`)

export const short = (duty: Duty, here: World): boolean => {
  if (atOnce(duty)) return isLate(duty, here.now, here)
  const left = Date.parse(duty.due) - Date.parse(here.now)
  const whole = Date.parse(duty.due) - Date.parse(duty.from)
  return left <= 0 || (duty.statutory && left < whole * 0.25)
}

/** The button of an action, where this reader may press it now. The server decides again. */
export const offer = (
  action: ActionName,
  incident: Matter,
  reader: Party,
  here: Here,
  which: Which = {},
): CardAction[] => {
  const button = here.button(action, reader, incident, which)
  if (!button) return []
  const { label, nth } = button
  return [
    press(label, action, {
      incident: incident.id,
      duty: which.duty,
      nth: nth === undefined ? undefined : String(nth),
    }),
  ]
}

/** Whether it is this reader who must open the incident: nobody else can do it for them. */
export const mustOpen = ({ readers }: Duty, reader: Party): boolean =>
  readers?.some(({ id }) => id === reader.id) ?? false

/** What whoever must ring up a leader says when they have: it is a note, for the duty is met by the leader alone. */
const rungWords = ({ clock, readers = [] }: Duty): string =>
  `已电话报告${clock.name.replace(/^报/u, '')}${names(readers)}`

const rung = (duty: Duty, { record }: Matter): boolean =>
  record.some((event) => event.type === 'noted' && event.at >= duty.from && event.text === rungWords(duty))

/** Nothing of it is left to this reader for now: the receipt waits for a second person, the leader was rung up. */
export const waitsForOthers = (duty: Duty, incident: Matter, reader: Party): boolean =>
  entered(duty, reader) || (duty.readers !== undefined && !mustOpen(duty, reader) && rung(duty, incident))

/** The buttons of what is ended by a moment of the matter, whatever its kind calls it: those of another kind are refused, and not shown. */
const endings: Record<NonNullable<Duty['clock']['endedBy']>, ActionName[]> = {
  fixed: ['rectify', 'carry_out', 'confirm_people', 'change_people'],
  passed: ['pass_retest', 'fail_retest', 'accept', 'send_back'],
  told: ['tell_zero'],
}

/** Which buttons belong beside a duty: what its owner must do, and for a receipt that waits what another must. */
const besides = (duty: Duty, reader: Party): ActionName[] => {
  if (duty.done) return []
  switch (duty.kind) {
    case 'acknowledge':
      return duty.owners.some(({ id }) => id === reader.id) ? ['acknowledge'] : []
    case 'internal':
      if (duty.clock.presses) return []
      if (duty.clock.assigns) return ['correct']
      if (duty.readers) return mustOpen(duty, reader) ? ['acknowledge'] : []
      if (duty.correction) return entered(duty, reader) ? [] : ['confirm_correction', 'return_correction']
      if (duty.clock.endedBy) return endings[duty.clock.endedBy]
      return ['perform']
    case 'grade':
      if (duty.asked) return entered(duty, reader) ? [] : ['confirm_grade', 'return_grade']
      return ['grade']
    case 'report':
    case 'final':
      return entered(duty, reader) ? [] : ['submit_receipt', 'confirm_receipt', 'return_receipt']
  }
}

/** What a reader owes for several bodies is said with one press. */
const onceEach = (duties: readonly Duty[]): Duty[] =>
  duties.filter(
    ({ kind, clock }, at) =>
      kind !== 'internal' || duties.findIndex((other) => other.clock.id === clock.id) === at,
  )

/** What leads on beside the buttons of a duty, as if it were typed. */
const leadsOn = ({ clock, done }: Duty, { id }: Matter): CardAction[] => {
  if (done) return []
  if (clock.each) return [press('有事件，去报告', 'word', { text: '报告' })]
  return clock.presses ? [press('查看未报单位', 'word', { text: `状态 ${id}` })] : []
}

const dutyActions = (duty: Duty, incident: Matter, reader: Party, here: Here): CardAction[] => [
  ...(duty.readers && owes(duty, incident, reader) && !mustOpen(duty, reader) && !rung(duty, incident)
    ? [press('已电话报告', 'word', { text: `补充 ${incident.id} ${rungWords(duty)}` })]
    : []),
  ...besides(duty, reader).flatMap((action) =>
    offer(action, incident, reader, here, { duty: duty.id }).map((one) =>
      (action === 'perform' || duty.clock.assigns) && duty.clock.done
        ? { ...one, label: duty.clock.done }
        : one,
    ),
  ),
  ...leadsOn(duty, incident),
]

/** `已办：告知个人`; a button with words of its own says it already. */
const deedLabel = (label: string, { kind, clock }: Duty): string =>
  kind === 'internal' && !clock.done ? `${label}：${clock.name}` : label

/** The first of these words that no button on the card has yet. */
const unused = (labels: readonly string[], used: Set<string>): string => {
  const label = labels.find((one) => !used.has(one)) ?? labels.at(-1) ?? ''
  used.add(label)
  return label
}

/**
 * The buttons of several duties on one card. Those of the first report keep their plain words (the lead names it); every
 * other says which report, and where two would still read the same, to whom.
 */
export const actionsOf = (
  duties: readonly Duty[],
  incident: Matter,
  reader: Party,
  here: Here,
): CardAction[] => {
  const used = new Set<string>()
  const first = duties.find(({ authority }) => authority)
  return onceEach(duties).flatMap((duty) =>
    dutyActions(duty, incident, reader, here).map((one) => {
      const paper = duty.authority ? paperName(duty) : ''
      const longer = duty.authority
        ? [`${one.label}：${paper}`, `${one.label}：${duty.authority.name}${paper}`]
        : [deedLabel(one.label, duty)]
      return {
        ...one,
        label: unused([...(duty.authority && duty !== first ? [] : [one.label]), ...longer], used),
      }
    }),
  )
}

/** Whom to ring: in a private card, to whoever must ring them. */
export const callable = (
  people: readonly (Actor | PersonRef)[],
  { directory }: Pick<Here, 'directory'>,
): string =>
  people
    .filter(({ id }, at) => people.findIndex((other) => other.id === id) === at)
    .map((one) => {
      const phone = personOf({ directory }, one.id)?.phone
      return phone ? `${name(one)}（电话 ${phone}）` : name(one)
    })
    .join('、')

/**
 * The buttons of 待办: each says of which incident where there are several, else to whom the report goes. Two never read
 * the same.
 */
export const listedActions = (
  listed: readonly { incident: Matter; duty: Duty }[],
  reader: Party,
  here: Here,
): CardAction[] => {
  const several = new Set(listed.map(({ incident }) => incident.id)).size > 1
  const sameOffice = ({ incident, duty }: (typeof listed)[number]): boolean =>
    listed.some(
      (other) =>
        other.duty !== duty &&
        other.incident.id === incident.id &&
        other.duty.authority?.id === duty.authority?.id,
    )
  const used = new Set<string>()
  const holderOf = ({ incident, duty }: (typeof listed)[number]): string | undefined => {
    const owner = duty.owners.find(({ id }) => id === reader.id)
    return duty.kind === 'acknowledge' ? `${incident.id}/${owner?.for?.id ?? ''}` : undefined
  }
  return listed.flatMap((item, at) => {
    const { incident, duty } = item
    const holder = holderOf(item)
    // one person in several posts acknowledges once
    if (holder !== undefined && listed.findIndex((other) => holderOf(other) === holder) < at) return []
    const { authority } = duty
    const to = authority && `${authority.name}${sameOffice(item) ? paperName(duty) : ''}`
    const where = [...(several || !to ? [incident.id] : []), ...(to ? ['·', to] : [])].join(' ')
    return dutyActions(duty, incident, reader, here).map((one) => {
      const label = `${deedLabel(one.label, duty)} ${where}${standingIn(duty, reader)}`
      const plain = listed.length === 1 ? [one.label] : []
      return { ...one, label: unused([...plain, label, `${label} ${duty.id}`], used) }
    })
  })
}

/** One button for several acknowledgements of one person: it names none of them, so it gives them all. */
export const oneAcknowledgement = (actions: CardAction[]): CardAction[] => {
  const all = actions.filter(({ action }) => action === 'acknowledge')
  const [first] = all
  return actions.flatMap((one) => {
    if (one.action !== 'acknowledge') return [one]
    if (one !== first) return []
    const { duty: _, ...value } = one.value
    return all.length > 1 ? [{ ...one, value }] : [one]
  })
}

/** 分管校领导、网信办主任、学校的第一责任人和直接责任人: they are told, whatever else they may do. */
export const isAbove = ({ id }: Party, { chain }: Matter): boolean =>
  holding(chain, 'supervising_leader', 'office_director', 'school_first', 'school_direct').some(
    (one) => one.id === id,
  )

/** To a leader of the office the cards tell the facts: what the office owes waits for its officers. */
const owes = (duty: Duty, incident: Matter, reader: Party): boolean =>
  duty.owners.some(({ id }) => id === reader.id) ||
  mustOpen(duty, reader) ||
  (!isAbove(reader, incident) &&
    (mayConfirm(reader, duty) ||
      (reader.office && (duty.post === 'office' || duty.post === 'office_deputy'))))

/** It can be done only when something else has been; near its end it is asked for all the same. */
const isEarly = (duty: Duty, matter: Matter, world: World): boolean =>
  duty.clock.after !== undefined && matter[duty.clock.after] === undefined && !short(duty, world)

/** From when on it is asked for though nothing happens, in epoch ms: no other duty waits for a moment. */
export const shortFromMs = (duty: Duty, matter: Matter, { rules }: Pick<World, 'rules'>): number[] => {
  if (duty.clock.after === undefined || matter[duty.clock.after] !== undefined) return []
  const [from, due] = [Date.parse(duty.from), Date.parse(duty.due)]
  return [Math.floor(due - (due - from) / 4) + 1, due, due + rules.remind.overdueEveryMs]
}

/** What waits for this reader in this incident, most urgent first; a receipt never waits for the one who entered it. */
export const waitingFor = (reader: Party, incident: Matter, world: World): Duty[] =>
  openDuties(incident, world)
    .filter((duty) => owes(duty, incident, reader) && !isEarly(duty, incident, world))
    .filter((duty) => !entered(duty, reader))
    .sort(byUrgency)

/** 上报责任人 and deputy as they can be reached today: who is away, not reached or has handed over is named with whoever acts. */
export const reportersToday = (incident: Matter, world: World): string | undefined => {
  const named = reportingOf(incident, world)
  const today = (person: PersonRef): string => {
    const actor = acting(person, incident, world)
    const here = isHere(person, incident, world)
    const why = here ? '' : incident.unreachable.includes(person.id) ? '未送达' : '外出'
    const by = actor.id === person.id ? '' : `由${actor.name}办理`
    const inside = [why, by].filter(Boolean).join('，')
    return inside ? `${person.name}${inBrackets(inside)}` : person.name
  }
  return named && `${today(named.officer)}，副 ${today(named.deputy)}`
}
