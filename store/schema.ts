// What words do the facts of Fenghuo use? The vocabulary: every shape that is kept, in zod. Imports nothing of ours.
import { z } from 'zod'

/** A moment: UTC, ISO 8601 with milliseconds. Shown to people in the campus's time zone by `templates/`. */
export const Instant = z.iso.datetime({ precision: 3 })
export type Instant = z.infer<typeof Instant>

/** A person as remembered in a record: the name and title stay what they were that day. */
export const PersonRef = z.object({ id: z.string(), name: z.string(), title: z.string().optional() })
export type PersonRef = z.infer<typeof PersonRef>

/** Who did something, and for whom when it was a stand-in (代). */
export const Actor = PersonRef.extend({ for: PersonRef.optional() })
export type Actor = z.infer<typeof Actor>

export const UnitRef = z.object({ id: z.string(), name: z.string() })
export type UnitRef = z.infer<typeof UnitRef>

/** 1 特别重大, 2 重大, 3 较大, 4 一般 (网络安全事件分级指南). */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Level = z.infer<typeof Level>

/** The posts of the responsibility chain (细则 第五条至第七条、第十三条); also the words of the reminder ladder. */
export const PostName = z.enum([
  'first',
  'direct',
  'supervising_leader',
  'office',
  'office_deputy',
  'office_director',
  'it_center',
  'publicity',
  'secrecy',
  'school_first',
  'school_direct',
])
export type PostName = z.infer<typeof PostName>

export const Post = z.object({ post: PostName, person: PersonRef })
export type Post = z.infer<typeof Post>

/** The chain as frozen into the incident: several people may hold one post, one person several posts. */
export const Chain = z.array(Post)
export type Chain = z.infer<typeof Chain>

/** An answer of the report that may honestly be unknown: text, or 不详 (`unknown`), or not asked (absent). */
const Unknown = z.literal('unknown')
const known = <T extends z.ZodType>(type: T) => z.union([type, Unknown]).optional()

/** The report (contract §7). `classified` is never here: a yes keeps nothing. */
export const Report = z.object({
  unit: z.string(),
  summary: z.string(),
  harmful_content: known(z.boolean()),
  system: known(z.string()),
  category: known(z.string()),
  discovered_at: known(Instant),
  impact: known(z.string()),
  measures: known(z.string()),
  occurred_at: known(Instant),
  place: known(z.string()),
  people_affected: known(z.number()),
  pi_persons: known(z.number()),
  outage_minutes: known(z.number()),
  spreading: known(z.boolean()),
  crime_suspected: known(z.boolean()),
  ransomware: known(z.boolean()),
  /** 赎金金额、支付方式和日期 (报告管理办法 第七条（二）). */
  ransom: known(z.string()),
  important_data: known(z.boolean()),
  tampered: known(z.boolean()),
  contact_phone: known(z.string()),
})
export type Report = z.infer<typeof Report>
export type ReportField = keyof Report

/** A receipt: the proof that an authority has a report (forms.yaml, receipt). */
export const Receipt = z.object({
  channel: z.string(),
  sent_at: Instant,
  received_by: z.string(),
  ref_no: z.string().optional(),
  instructions: z.string().optional(),
})
export type Receipt = z.infer<typeof Receipt>

export const Urgency = z.enum(['app', 'sms', 'phone'])
export type Urgency = z.infer<typeof Urgency>

export const ChannelName = z.enum(['sandbox', 'feishu', 'dingtalk'])
export type ChannelName = z.infer<typeof ChannelName>

/** An answer that a level may hang on. */
export const Fact = z.union([z.boolean(), z.number(), z.string()])
export type Fact = z.infer<typeof Fact>

const happened = { at: Instant }
const done = { at: Instant, by: Actor }

/** What can happen to an incident. Facts in the past tense; never changed, only followed by others. */
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
    /** The version of the rules that this incident keeps until it is closed. */
    rules: z.string().optional(),
  }),
  z.object({ type: z.literal('joined'), ...done, report: Report }),
  z.object({ type: z.literal('acknowledged'), ...done, post: PostName }),
  z.object({
    type: z.literal('graded'),
    ...done,
    level: Level,
    previous: Level.optional(),
    reason: z.string().optional(),
    /** What the rules suggested at that moment, and which predicates were met (判级依据). */
    suggested: Level.optional(),
    basis: z.array(z.string()).optional(),
  }),
  /** What was found out for the level: answers of the office, beside the report. */
  z.object({ type: z.literal('assessed'), ...done, facts: z.record(z.string(), Fact) }),
  /** 上报责任人 and deputy of this incident are named. */
  z.object({ type: z.literal('appointed'), ...done, officer: PersonRef, deputy: PersonRef }),
  /** Something important is new: a follow-up is due where a first report went (报告管理办法 第七条). */
  z.object({ type: z.literal('follow-up-called'), ...done, reason: z.string() }),
  /** Parts of a follow-up or final report were written (forms.yaml). */
  z.object({ type: z.literal('written'), ...done, parts: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('submitted'), ...done, duty: z.string(), receipt: Receipt }),
  z.object({ type: z.literal('confirmed'), ...done, duty: z.string() }),
  z.object({ type: z.literal('returned'), ...done, duty: z.string(), reason: z.string() }),
  z.object({ type: z.literal('resolved'), ...done }),
  z.object({ type: z.literal('closed'), ...done }),
  z.object({ type: z.literal('withdrawal-asked'), ...done, reason: z.string() }),
  z.object({ type: z.literal('withdrawn'), ...done, reason: z.string() }),
  z.object({ type: z.literal('noted'), ...done, text: z.string() }),
  z.object({
    type: z.literal('corrected'),
    ...done,
    field: z.string(),
    value: z.unknown(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('delegated'),
    ...done,
    from: PersonRef,
    to: PersonRef,
    reason: z.string().optional(),
  }),
  z.object({
    type: z.literal('succeeded'),
    ...happened,
    post: PostName,
    from: PersonRef,
    to: PersonRef.optional(),
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

/** What a duty of kind report or final has come to: the receipt entered, confirmed or sent back. */
export const Submission = z.object({
  receipt: Receipt,
  by: Actor,
  at: Instant,
  confirmed: z.object({ by: Actor, at: Instant }).optional(),
  returned: z.object({ by: Actor, at: Instant, reason: z.string() }).optional(),
})
export type Submission = z.infer<typeof Submission>

export const Grading = z.object({ level: Level, by: Actor, at: Instant, reason: z.string().optional() })
export type Grading = z.infer<typeof Grading>

/** How far the reminders of one duty have come. `slot` is the offset from the duty's start, in ms. */
export const Reminding = z.object({
  slot: z.number(),
  nth: z.number(),
  at: Instant,
  handedOver: z.boolean().optional(),
})
export type Reminding = z.infer<typeof Reminding>

/** The incident, folded from its events. `record` holds the events themselves, for 记录. */
export const Incident = z.object({
  id: z.string(),
  drill: z.boolean(),
  status: z.enum(['open', 'resolved', 'closed', 'withdrawn']),
  unit: UnitRef,
  report: Report,
  reporters: z.array(Actor),
  chain: Chain,
  discoveredAt: Instant,
  reportedAt: Instant,
  resolvedAt: Instant.optional(),
  closedAt: Instant.optional(),
  grading: Grading.optional(),
  acknowledged: z.array(z.object({ post: PostName, by: Actor, at: Instant })),
  submissions: z.record(z.string(), Submission),
  reminding: z.record(z.string(), Reminding),
  snoozed: z.record(z.string(), z.object({ until: Instant, count: z.number() })),
  delegations: z.array(z.object({ from: PersonRef, to: PersonRef })),
  unreachable: z.array(z.string()),
  rules: z.string().optional(),
  assessment: z.record(z.string(), Fact).optional(),
  reporting: z.object({ officer: PersonRef, deputy: PersonRef }).optional(),
  /** What is new since the report, and which reports (duties) had been entered by then: there it may have to be told again. */
  news: z.array(z.object({ at: Instant, what: z.string(), told: z.array(z.string()) })).optional(),
  parts: z.record(z.string(), z.string()).optional(),
  withdrawalAsked: z.object({ by: Actor, reason: z.string() }).optional(),
  record: z.array(Event),
})
export type Incident = z.infer<typeof Incident>

/** What a message shows. Kept in the outbox as this description; words and layout are made when it is sent. */
export const View = z.discriminatedUnion('view', [
  z.object({ view: z.literal('text'), text: z.string() }),
  z.object({
    view: z.literal('question'),
    title: z.string(),
    question: z.string(),
    text: z.string(),
    choices: z.array(z.string()),
  }),
  z.object({
    view: z.literal('preview'),
    draft: z.string(),
    rows: z.array(z.object({ label: z.string(), value: z.string() })),
  }),
  z.object({ view: z.literal('report-form') }),
  z.object({ view: z.literal('same-thing'), draft: z.string(), incident: z.string() }),
  z.object({ view: z.literal('incident'), incident: z.string() }),
  z.object({ view: z.literal('duty'), incident: z.string(), duties: z.array(z.string()) }),
  z.object({
    view: z.literal('reminder'),
    incident: z.string(),
    duties: z.array(z.string()),
    nth: z.number(),
    role: z.enum(['owner', 'above']),
  }),
  z.object({ view: z.literal('receipt-form'), incident: z.string(), duty: z.string() }),
  z.object({
    view: z.literal('reason-form'),
    incident: z.string(),
    action: z.string(),
    duty: z.string().optional(),
    level: Level.optional(),
  }),
  z.object({ view: z.literal('news'), incident: z.string(), event: z.number() }),
  z.object({ view: z.literal('bulletin'), incident: z.string() }),
  z.object({ view: z.literal('secrecy'), stub: z.string(), nth: z.number() }),
  z.object({ view: z.literal('rules'), version: z.string() }),
  z.object({ view: z.literal('todo') }),
  z.object({ view: z.literal('list'), filter: z.string() }),
  z.object({ view: z.literal('record'), incident: z.string() }),
  z.object({
    view: z.literal('document'),
    incident: z.string(),
    document: z.enum(['first', 'follow-up', 'final', 'record']),
  }),
  z.object({ view: z.literal('help') }),
  z.object({ view: z.literal('welcome') }),
])
export type View = z.infer<typeof View>
export type ViewOf<V extends View['view']> = Extract<View, { view: V }>

/**
 * A message that is owed to somebody. The key is deterministic, so that nothing is queued twice.
 * `rank`: 0 first notices and acknowledgement cards, 1 statutory reminders, 2 other reminders, 3 replies, 4 redraws.
 */
export const Notice = z.object({
  key: z.string(),
  to: z.union([z.object({ person: z.string() }), z.object({ group: z.literal(true) })]),
  rank: z.number(),
  view: View,
  at: Instant,
  /** Order among notices of one rank; rises with every notice. */
  nth: z.number(),
  incident: z.string().optional(),
  /** Dropped unsent when every one of these duties is done. */
  duties: z.array(z.string()).optional(),
  urgency: Urgency.optional(),
  /** The channel that must carry it (a reply goes where the question came from). */
  channel: ChannelName.optional(),
  /** It may go nowhere else: the second copy of an urgent notice, a line for one group. */
  only: z.literal(true).optional(),
  /** One more try at somebody who could not be reached: when it fails, nothing is recorded and nobody is told. */
  quiet: z.literal(true).optional(),
  /** Redraw: the key of the card in `shown` to be drawn anew. */
  redraw: z.string().optional(),
})
export type Notice = z.infer<typeof Notice>

/** A card that somebody sees now and that changes with its incident. */
export const Shown = z.object({
  key: z.string(),
  to: z.union([z.object({ person: z.string() }), z.object({ group: z.literal(true) })]),
  channel: ChannelName,
  message: z.string(),
  incident: z.string().optional(),
  view: View,
  /** Hash of what is drawn there now, so that an unchanged card is not drawn again. */
  drawn: z.string(),
  at: Instant,
})
export type Shown = z.infer<typeof Shown>

/** A file that was sent to the bot. `ref` is what its channel needs to fetch it. */
export const FileRef = z.object({
  ref: z.string(),
  name: z.string(),
  kind: z.enum(['picture', 'file', 'audio', 'video']),
})
export type FileRef = z.infer<typeof FileRef>

/** A file that belongs to an incident and is still to be fetched. */
export const Fetching = z.object({
  file: FileRef,
  channel: ChannelName,
  incident: z.string(),
  by: Actor,
  at: Instant,
})
export type Fetching = z.infer<typeof Fetching>

/** Which incidents a message changed, so that its recall can be recorded there. */
export const Heard = z.object({ at: Instant, incidents: z.array(z.string()) })
export type Heard = z.infer<typeof Heard>

/** A report in the making. `answers` holds raw field values already understood; Botkit's own position is in `dialogs`. */
export const Draft = z.object({
  id: z.string(),
  person: PersonRef,
  channel: ChannelName,
  state: z.enum(['asking', 'preview', 'same-thing']),
  question: z.string(),
  asked: z.array(z.string()),
  answers: z.record(z.string(), z.unknown()),
  misses: z.number(),
  choices: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
  same: z.string().optional(),
  editing: z.boolean().optional(),
  drill: z.boolean().optional(),
  files: z.array(FileRef).optional(),
  touchedAt: Instant,
})
export type Draft = z.infer<typeof Draft>

/** What an inbound thing was answered, so that its repetition gets the same answer and changes nothing. */
export const Answered = z.object({ at: Instant, answer: z.unknown() })
export type Answered = z.infer<typeof Answered>

/** An empty stub: somebody was diverted to 保密办. It holds no content, by design (regulations.md §6). */
export const Stub = z.object({
  id: z.string(),
  at: Instant,
  by: PersonRef,
  what: z.literal('疑似涉密, 已引导至保密办'),
  /** How many of the content-free reminders of 保密办 went out, and who of 保密办 said that it is taken care of. */
  reminded: z.number().optional(),
  done: z.object({ by: Actor, at: Instant }).optional(),
})
export type Stub = z.infer<typeof Stub>

/**
 * Somebody asked to delay, hide or rewrite, and there was no incident to note it in. What they wrote is not kept
 * (regulations.md §6, 实施细则 第十四条).
 */
export const HidingAsked = z.object({ id: z.string(), at: Instant, by: PersonRef })
export type HidingAsked = z.infer<typeof HidingAsked>

/**
 * One version of the rules, complete, as the file said it. `asked` by one person of the office, `approved` by another:
 * only then it is in force (细则 第十九条: the office explains the rules). The first one needs nobody.
 */
export const Rulebook = z.object({
  version: z.string(),
  raw: z.unknown(),
  at: Instant,
  state: z.enum(['found', 'asked', 'in-force', 'replaced']),
  asked: z.object({ by: PersonRef, at: Instant }).optional(),
  approved: z.object({ by: PersonRef, at: Instant }).optional(),
  /** What is different from the version before, by path. */
  differs: z.array(z.string()).optional(),
})
export type Rulebook = z.infer<typeof Rulebook>

/** A time away: the directory's stand-in acts from `from` to `to`. */
export const Away = z.object({ person: z.string(), from: Instant, to: Instant, by: PersonRef })
export type Away = z.infer<typeof Away>

/** A small form that is asked question by question: 定级 without a reason, 填写回执 where a platform has no forms. */
export const Asking = z.object({
  action: z.string(),
  incident: z.string(),
  duty: z.string().optional(),
  field: z.string(),
  answers: z.record(z.string(), z.string()),
  /** How often the field that is asked now was answered wrongly. */
  misses: z.number().optional(),
  files: z.array(FileRef).optional(),
  touchedAt: Instant,
})
export type Asking = z.infer<typeof Asking>

/** One line of an archived incident: what lists and statistics need without opening the archive. */
export const LedgerLine = z.object({
  id: z.string(),
  drill: z.boolean(),
  unit: UnitRef,
  category: z.string().optional(),
  level: Level.optional(),
  status: z.enum(['closed', 'withdrawn']),
  discoveredAt: Instant,
  reportedAt: Instant,
  closedAt: Instant,
})
export type LedgerLine = z.infer<typeof LedgerLine>

/** People known only by what a platform told about them. */
export const Stranger = z.object({
  id: z.string(),
  name: z.string(),
  channel: ChannelName,
  address: z.string(),
})
export type Stranger = z.infer<typeof Stranger>

export const Meta = z.union([z.number(), z.string(), z.boolean()])
export type Meta = z.infer<typeof Meta>

/** The present: every table that a turn may change. Kept as values that are replaced, never changed in place. */
export const tables = {
  incidents: Incident,
  outbox: Notice,
  shown: Shown,
  inbox: Answered,
  dialogs: z.unknown(),
  drafts: Draft,
  asking: Asking,
  fetching: Fetching,
  heard: Heard,
  away: z.array(Away),
  strangers: Stranger,
  stubs: Stub,
  hiding: HidingAsked,
  rulebooks: Rulebook,
  ledger: LedgerLine,
  meta: Meta,
} as const
export type TableName = keyof typeof tables
export type Tables = { [T in TableName]: Record<string, z.infer<(typeof tables)[T]>> }
export type Row<T extends TableName> = z.infer<(typeof tables)[T]>

export const emptyTables = (): Tables => ({
  incidents: {},
  outbox: {},
  shown: {},
  inbox: {},
  dialogs: {},
  drafts: {},
  asking: {},
  fetching: {},
  heard: {},
  away: {},
  strangers: {},
  stubs: {},
  hiding: {},
  rulebooks: {},
  ledger: {},
  meta: {},
})

/**
 * One change of the present. An incident changes only by events; every other table by putting or dropping a row.
 * `incidents` rows are dropped when they move to the archive.
 */
export const Change = z.union([
  z.object({ incident: z.string(), event: Event }),
  z.object({
    put: z.enum(Object.keys(tables) as [TableName, ...TableName[]]),
    key: z.string(),
    value: z.unknown(),
  }),
  z.object({ drop: z.enum(Object.keys(tables) as [TableName, ...TableName[]]), key: z.string() }),
])
export type Change = z.infer<typeof Change>

/** One line of the journal: everything that one or more turns changed. `prev` is the SHA-256 of the line before. */
export const Entry = z.object({ seq: z.number(), prev: z.string(), at: Instant, changes: z.array(Change) })
export type Entry = z.infer<typeof Entry>

/** A person of the campus, from the directory. One person may hold posts in several units. */
export type Person = {
  id: string
  name: string
  title: string
  posts: { unit: string; role: Role | '' }[]
  phone?: string
  feishu?: string
  dingtalk?: string
  standIn?: string
}
export const roles = [
  '第一责任人',
  '直接责任人',
  '领导责任人',
  '主任',
  '常务副主任',
  '值班员',
  '联络员',
] as const
export type Role = (typeof roles)[number]

export const unitKinds = ['学校', '网信办', '信息中心', '宣传部', '保密办', '院级单位', '部门'] as const
export type UnitKind = (typeof unitKinds)[number]

/** A unit (单位) of the campus. `supervisor` is the 分管校领导's person id. */
export type Unit = {
  id: string
  name: string
  kind: UnitKind
  supervisor?: string
  aliases: string[]
  phone?: string
}

/** The campus: read from the office's Excel or CSV, checked as a whole (contract §4). */
export type Directory = { units: Unit[]; people: Person[] }
