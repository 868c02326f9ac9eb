// What can happen to an incident, and what can somebody do? Facts in the past tense; never changed, only followed by others.
import { z } from 'zod'
import { ZeroDay } from './period.js'
import { Claims, Fact, Receipt, Report } from './report.js'
import { System } from './system.js'
import { Actor, Chain, ChannelName, Instant, Level, PersonRef, PostName, UnitRef, Urgency } from './word.js'

const happened = { at: Instant }
const done = { at: Instant, by: Actor }
/** Figures that were said, on which the level may hang until the office has looked; of a further report also each yes. */
const figures = Claims.optional()

/** What was found out for the level: answers of the office, beside the report. */
const Assessed = z.object({
  type: z.literal('assessed'),
  ...done,
  facts: z.record(z.string(), Fact),
  /** Who confirmed it, where it takes two. */
  confirmed: Actor.optional(),
})
const Corrected = z.object({
  type: z.literal('corrected'),
  ...done,
  field: z.string(),
  value: z.unknown(),
  reason: z.string(),
  /** Of the field `system`, where it names one of the register. */
  system: System.optional(),
  /** The unit that leads from now on, and the chain as it is then, where they change. */
  unit: UnitRef.optional(),
  chain: Chain.optional(),
  /** What its words say in figures. */
  facts: figures,
  confirmed: Actor.optional(),
})
/** What changes a fact that was known. */
export const Correction = z.discriminatedUnion('type', [Assessed, Corrected])
export type Correction = z.infer<typeof Correction>

/** What a unit is asked for: what a rectification notice finds (整改通知书), or an assignment gives it to do (督办单). */
export const Subject = z.object({
  /** 存在问题, 督办内容, and what is asked for. */
  text: z.string(),
  /** Who asks: the office, 信息中心, or an authority above. */
  source: z.string(),
  /** Of an authority above: its id among the authorities of the rules, or nothing where it is none of them. */
  authority: z.string().optional(),
  /** 来文文号. */
  reference: z.string().optional(),
  /** 整改期限, 办理期限. */
  term: Instant,
  /** By when whoever is above wants to hear of it (反馈期限); nothing where nobody does. */
  reply: Instant.optional(),
  /** 年度核对: it is about the people of the unit themselves, and answered by 无变化 or 有变化. */
  people: z.literal(true).optional(),
  /** The year's drills: so many are asked for, and one that ends may end this. */
  drills: z.number().optional(),
})
export type Subject = z.infer<typeof Subject>

/** What can happen to a matter. Facts in the past tense; never changed, only followed by others. */
export const Event = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reported'),
    ...done,
    number: z.string(),
    drill: z.boolean(),
    report: Report,
    unit: UnitRef,
    chain: Chain,
    discoveredAt: Instant,
    /** The system of the register, as it was that day: a later change of the file changes no old paper. */
    system: System.optional(),
    /** The version of the rules that this incident keeps until it is closed. */
    rules: z.string().optional(),
    /** The unit was in no list: the office names it. */
    unlisted: z.literal(true).optional(),
    /** What its words say in figures. */
    facts: figures,
    /** Of a drill that began by itself: for which hour, since when, and whether the unit knew. `late`: that hour had passed. */
    planned: z
      .object({
        scenario: z.string(),
        at: Instant,
        on: Instant,
        foretold: z.boolean(),
        late: z.literal(true).optional(),
      })
      .optional(),
  }),
  /** A rectification notice, or an assignment (`kind`), is issued to a unit. `batch`: one to many, to so many in all. */
  z.object({
    type: z.literal('issued'),
    ...done,
    kind: z.literal('assignment').optional(),
    number: z.string(),
    drill: z.boolean(),
    unit: UnitRef,
    chain: Chain,
    subject: Subject,
    system: System.optional(),
    rules: z.string().optional(),
    batch: z.string().optional(),
    of: z.number().optional(),
  }),
  /** 已整改: what was done. */
  z.object({ type: z.literal('fixed'), ...done, text: z.string() }),
  /** 复测通过, 复测退回. */
  z.object({ type: z.literal('retest-passed'), ...done, remark: z.string().optional() }),
  z.object({ type: z.literal('retest-failed'), ...done, reason: z.string() }),
  /** Of an assignment: 已办理, with what was done; 审核通过, 退回重办. */
  z.object({
    type: z.literal('carried-out'),
    ...done,
    text: z.string(),
    /** The drill by whose end it was done, without anybody saying so. */
    drill: z.string().optional(),
  }),
  z.object({ type: z.literal('accepted'), ...done, remark: z.string().optional() }),
  z.object({ type: z.literal('sent-back'), ...done, reason: z.string() }),
  /** A day of 零报告 begins: the one card of every unit. `by`: who opened the period. */
  z.object({
    type: z.literal('day-opened'),
    ...done,
    number: z.string(),
    drill: z.boolean(),
    unit: UnitRef,
    chain: Chain,
    system: System.optional(),
    zero: ZeroDay,
    rules: z.string().optional(),
  }),
  /** A unit had nothing to report on that day, or these incidents, which it has reported. */
  z.object({ type: z.literal('zero-told'), ...done, unit: UnitRef, incidents: z.array(z.string()) }),
  /** The cut-off has passed; the day is over. `missing`: who had said nothing by then; `by`: who ended the period early. */
  z.object({ type: z.literal('cutoff-passed'), ...happened, missing: z.array(UnitRef) }),
  z.object({
    type: z.literal('day-ended'),
    ...happened,
    missing: z.array(UnitRef),
    early: PersonRef.optional(),
  }),
  z.object({ type: z.literal('joined'), ...done, report: Report, facts: figures }),
  z.object({
    type: z.literal('acknowledged'),
    ...done,
    post: PostName,
    unit: UnitRef.optional(),
    /** By opening the incident, where that is enough; nobody pressed 确认收到. */
    opened: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('graded'),
    ...done,
    level: Level,
    previous: Level.optional(),
    reason: z.string().optional(),
    /** What the rules suggested at that moment, and which predicates were met (判级依据). */
    suggested: Level.optional(),
    basis: z.array(z.string()).optional(),
    /** Lower than the level that the clocks run under: it holds when another person of the office has confirmed it. */
    waits: z.boolean().optional(),
  }),
  z.object({ type: z.literal('grade-confirmed'), ...done, level: Level, previous: Level.optional() }),
  z.object({ type: z.literal('grade-returned'), ...done, level: Level, reason: z.string() }),
  /** What became known suggests a higher level than is in force: its clocks run until the office has graded again. */
  z.object({
    type: z.literal('level-raised'),
    ...happened,
    level: Level,
    previous: Level.optional(),
    basis: z.array(z.string()),
  }),
  /** A statutory duty that was overdue, or done late, is asked for no more: it stays in the record as 未按时. */
  z.object({
    type: z.literal('missed'),
    ...happened,
    duty: z.string(),
    due: Instant,
    done: z.object({ by: Actor, at: Instant }).optional(),
  }),
  Assessed,
  /** 上报责任人 and deputy of this incident are named. */
  z.object({ type: z.literal('appointed'), ...done, officer: PersonRef, deputy: PersonRef }),
  /** Something important is new: a follow-up is due where a first report went (报告管理办法 第七条). */
  z.object({ type: z.literal('follow-up-called'), ...done, reason: z.string(), facts: figures }),
  /** Parts of a follow-up or final report were written (forms.yaml). */
  z.object({ type: z.literal('written'), ...done, parts: z.record(z.string(), z.string()), facts: figures }),
  /** 已办: a duty that is no report was met; what was ticked, and a remark or the ground why not. */
  z.object({
    type: z.literal('performed'),
    ...done,
    duty: z.string(),
    steps: z.array(z.string()).optional(),
    /** Where the duty allows a ground not to do it, that ground; else a word beside it. */
    reason: z.string().optional(),
    /** How it was done, where `reason` would be the ground not to. */
    remark: z.string().optional(),
  }),
  z.object({ type: z.literal('submitted'), ...done, duty: z.string(), receipt: Receipt }),
  z.object({ type: z.literal('confirmed'), ...done, duty: z.string() }),
  z.object({ type: z.literal('returned'), ...done, duty: z.string(), reason: z.string() }),
  /** What an authority demands by a date (上级要求); `to`: its id. */
  z.object({
    type: z.literal('demanded'),
    ...done,
    to: z.string(),
    authority: z.string(),
    text: z.string(),
    due: Instant,
  }),
  /** 撤回确认: taken back by whoever gave it, within minutes. */
  z.object({ type: z.literal('unacknowledged'), ...done, post: PostName, unit: UnitRef.optional() }),
  z.object({ type: z.literal('resolved'), ...done }),
  /** 撤回处置结束: the handling goes on; what its end had set running is owed no more. */
  z.object({ type: z.literal('unresolved'), ...done, reason: z.string() }),
  z.object({ type: z.literal('closed'), ...done }),
  /** 重开: a settled incident goes on. */
  z.object({
    type: z.literal('reopened'),
    ...done,
    reason: z.string(),
    /** An authority had been told that it was none: that is news there. */
    revoked: z.boolean().optional(),
  }),
  z.object({ type: z.literal('withdrawal-asked'), ...done, reason: z.string() }),
  z.object({ type: z.literal('withdrawn'), ...done, reason: z.string() }),
  z.object({ type: z.literal('noted'), ...done, text: z.string(), facts: figures }),
  Corrected,
  /** A correction that takes away what the law asks for: it holds when another person has confirmed it. */
  z.object({ type: z.literal('correction-asked'), ...done, correction: Correction }),
  z.object({ type: z.literal('correction-returned'), ...done, reason: z.string() }),
  z.object({
    type: z.literal('delegated'),
    ...done,
    from: PersonRef,
    to: PersonRef,
    reason: z.string().optional(),
  }),
  z.object({ type: z.literal('undelegated'), ...done, from: PersonRef, to: PersonRef }),
  /** 外出 and its end, where it changes who acts here: `to` are those who act from now on. */
  z.object({
    type: z.literal('away'),
    ...happened,
    person: PersonRef,
    to: z.array(Actor),
    said: PersonRef.optional(),
  }),
  z.object({
    type: z.literal('back'),
    ...happened,
    person: PersonRef,
    to: z.array(Actor),
    said: PersonRef.optional(),
  }),
  z.object({
    type: z.literal('succeeded'),
    ...happened,
    post: PostName,
    unit: UnitRef.optional(),
    from: PersonRef,
    to: PersonRef.optional(),
    /** It was the one who acted for the holder that left. */
    standIn: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('reminded'),
    ...happened,
    duty: z.string(),
    slot: z.number(),
    nth: z.number(),
    overdueMs: z.number(),
    urgency: Urgency.optional(),
    to: z.array(PersonRef),
  }),
  z.object({ type: z.literal('snoozed'), ...done, duty: z.string(), until: Instant }),
  z.object({ type: z.literal('handed-over'), ...happened, duty: z.string(), to: z.array(PersonRef) }),
  /** Nobody on duty answered a new report: the next are called. `nth` rises within one turn of duty. */
  z.object({
    type: z.literal('passed-on'),
    ...happened,
    nth: z.number(),
    from: z.array(PersonRef),
    to: z.array(PersonRef),
  }),
  /** 标注, 取消标注: the office names an item of 细则 第十四条, with its reason; no verdict. */
  z.object({ type: z.literal('marked'), ...done, item: z.string(), reason: z.string() }),
  z.object({ type: z.literal('unmarked'), ...done, item: z.string(), reason: z.string() }),
  z.object({ type: z.literal('turned-away'), ...done, action: z.string(), reason: z.string() }),
  z.object({
    type: z.literal('delivered'),
    ...happened,
    notice: z.string(),
    to: PersonRef,
    what: z.string(),
    channel: ChannelName,
    urgency: Urgency.optional(),
    again: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('evidence'),
    ...done,
    name: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    /** The report whose receipt it shows. */
    duty: z.string().optional(),
  }),
  z.object({ type: z.literal('evidence-lost'), ...done, name: z.string(), reason: z.string() }),
  z.object({ type: z.literal('recalled'), ...happened }),
  z.object({ type: z.literal('seen'), ...happened, notice: z.string(), by: PersonRef, what: z.string() }),
  z.object({
    type: z.literal('undeliverable'),
    ...happened,
    notice: z.string(),
    to: PersonRef,
    what: z.string(),
    reason: z.string(),
  }),
])
export type Event = z.infer<typeof Event>
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>

/** How a request to delay, hide or rewrite stands in the record: neutral, never what was written. It lies in journals, and never changes. */
export const HIDING = {
  action: '推迟、隐瞒或改写',
  reason: '迟报、漏报、谎报、瞒报要承担责任，记录不能推迟、隐藏或改写',
} as const

/** What can be done to an incident, as buttons and half-filled forms name it: names lie in journals, and never change. */
export type ActionName =
  | 'acknowledge'
  | 'note'
  | 'grade'
  | 'confirm_grade'
  | 'return_grade'
  | 'confirm_correction'
  | 'return_correction'
  | 'submit_receipt'
  | 'confirm_receipt'
  | 'return_receipt'
  | 'resolve'
  | 'close'
  | 'withdraw'
  | 'reopen'
  | 'correct'
  | 'delegate'
  | 'undelegate'
  | 'snooze'
  | 'assess'
  | 'follow_up'
  | 'write_follow_up'
  | 'write_final'
  | 'appoint'
  | 'unresolve'
  | 'perform'
  | 'demand'
  | 'mark'
  | 'unmark'
  | 'unacknowledge'
  | 'end_drill'
  | 'rectify'
  | 'pass_retest'
  | 'fail_retest'
  | 'carry_out'
  | 'accept'
  | 'send_back'
  | 'tell_zero'
  | 'confirm_people'
  | 'change_people'

/** What somebody did, for the sentence that answers them; what the event alone does not say stands beside it. */
export type Did =
  | { did: 'acknowledged' }
  | { did: 'unacknowledged' }
  | { did: 'graded'; level: Level }
  /** The clocks go on under `running` until it is confirmed. */
  | { did: 'grade-asked'; level: Level; running: Level }
  | { did: 'grade-confirmed'; level: Level }
  | { did: 'grade-returned'; running: Level }
  | { did: 'performed'; what: string; not?: true }
  | { did: 'demanded'; authority: string }
  | { did: 'marked'; item: string }
  | { did: 'unmarked'; item: string }
  | { did: 'submitted'; authority: string; may?: PersonRef[] }
  | { did: 'confirmed'; authority: string }
  | { did: 'returned' }
  | { did: 'resolved'; papers: string[]; incident?: string }
  | { did: 'unresolved' }
  | { did: 'closed' }
  | { did: 'drill-ended'; incident: string }
  | { did: 'fixed' }
  | { did: 'retested'; passed: boolean }
  | { did: 'carried-out' }
  | { did: 'people-confirmed' }
  | { did: 'people-changed' }
  /** `closed`: nothing else was owed, and it is over. */
  | { did: 'accepted'; closed: boolean }
  | { did: 'sent-back' }
  | { did: 'zero-told'; units: string[]; incidents: string[]; late: boolean; date: string }
  | { did: 'withdrawn'; to: string[] }
  /** `ended`: its handling had ended, and the clocks of the final reports go on from there. */
  | { did: 'reopened'; incident: string; ended?: Instant }
  | { did: 'withdrawal-asked' }
  | { did: 'noted'; incident: string; over?: 'closed' | 'withdrawn' }
  | { did: 'corrected' }
  | { did: 'correction-asked' }
  | { did: 'correction-confirmed' }
  | { did: 'correction-returned' }
  | { did: 'delegated'; to: PersonRef }
  | { did: 'undelegated'; from: PersonRef; to: PersonRef[] }
  | { did: 'snoozed'; until: Instant }
  | { did: 'assessed'; level: Level; pending: boolean; judged: boolean }
  | { did: 'follow-up-called'; to: string[] }
  | { did: 'written' }
  | { did: 'appointed'; to: PersonRef }
