// What lies on the desk beside the incidents? Drafts, small forms, files to fetch, stubs, times away, people from outside.
import { z } from 'zod'
import { deskNames } from './directory.js'
import { Actor, ChannelName, Instant, Kind, Level, PersonRef, UnitRef } from './word.js'

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
  /** The report whose receipt it shows. */
  duty: z.string().optional(),
  /** Whose it is, is known once it was looked into: it may be a part of the directory (docs/adr/0033). */
  unknown: z.literal(true).optional(),
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
  /** What else it may be about, not as near. */
  others: z.array(z.string()).optional(),
  editing: z.boolean().optional(),
  /** It began with a sentence: only these are asked before it is shown whole. */
  asks: z.array(z.string()).optional(),
  /** That sentence is lost, and was asked for once more: the next answer may be it. */
  retell: z.literal(true).optional(),
  /** Something else was told while it waits for its answer: its words are in memory alone. */
  beside: z.literal(true).optional(),
  /** The unit was in no list: it was left to the office to name it. */
  unlisted: z.literal(true).optional(),
  drill: z.boolean().optional(),
  /** Which 演练场景 it is filled in from. */
  scenario: z.string().optional(),
  files: z.array(FileRef).optional(),
  startedAt: Instant.optional(),
  touchedAt: Instant,
})
export type Draft = z.infer<typeof Draft>

/** A rectification notice or an assignment in the making (通报, 督办): what is known of it, and what was asked last. */
export const Issuing = z.object({
  id: z.string(),
  /** Left out: a notice. */
  kind: z.literal('assignment').optional(),
  units: z.array(UnitRef),
  text: z.string().optional(),
  term: Instant.optional(),
  source: z.string().optional(),
  authority: z.string().optional(),
  reference: z.string().optional(),
  reply: Instant.optional(),
  /** It was asked whose it is; nobody's but the university's own. */
  own: z.literal(true).optional(),
  asked: z.enum(['units', 'text', 'term', 'source', 'reply', 'preview']).optional(),
  files: z.array(FileRef).optional(),
  touchedAt: Instant,
})
export type Issuing = z.infer<typeof Issuing>

/**
 * What an inbound thing was answered, so that its repetition gets the same answer and changes nothing. `aside`: it froze
 * the process and was never worked on; such a row stays, whenever the thing may be brought again.
 */
export const Answered = z.object({ at: Instant, answer: z.unknown(), aside: z.literal(true).optional() })
export type Answered = z.infer<typeof Answered>

/**
 * A form or a report in the making that has done its work: whoever presses it again hears what became of it. Kept under
 * the person and the form (`rules/world.ts`), without a word of content.
 */
export const Used = z.object({
  at: Instant,
  by: PersonRef,
  how: z.enum(['done', 'filed', 'joined', 'cancelled', 'diverted', 'asked', 'planned']),
  incident: z.string().optional(),
  /** `asked`: the report that it became, which has an end of its own. */
  draft: z.string().optional(),
})
export type Used = z.infer<typeof Used>

/** An empty stub: somebody was diverted to 保密办. It holds no content, by design (regulations.md §6). */
export const Stub = z.object({
  id: z.string(),
  at: Instant,
  by: PersonRef,
  what: z.literal('疑似涉密, 已引导至保密办'),
  /** When the dialog began that it ended: what was said since then is to be forgotten, by the sandbox's own log too. */
  since: Instant.optional(),
  /** How many of the content-free reminders of 保密办 went out, and who of 保密办 said that it is taken care of. */
  reminded: z.number().optional(),
  done: z.object({ by: Actor, at: Instant }).optional(),
  /** The same person wrote on: it is the matter of this earlier stub, and asked about with it. */
  with: z.string().optional(),
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

/** A time away: the directory's stand-in acts from `from` to `to`. `begun`: what waited has gone into other hands. */
export const Away = z.object({
  person: z.string(),
  from: Instant,
  to: Instant,
  by: PersonRef,
  begun: z.literal(true).optional(),
  /** Which platform said it, and what: `feishu/left`, `feishu/leave/<number>`. Left out: a person did. */
  source: z.string().optional(),
})
export type Away = z.infer<typeof Away>

/**
 * Somebody stands at a desk for somebody else (换班, 接班): from when to when, once `agreed`. `person`: whom it relieves; nobody
 * where the desk was empty. `back`: another one that holds or falls together with it (互换).
 */
export const Cover = z.object({
  id: z.string(),
  how: z.enum(['swap', 'takeover']),
  desk: z.enum(deskNames),
  from: Instant,
  to: Instant,
  person: PersonRef.optional(),
  by: PersonRef,
  back: z.object({ desk: z.enum(deskNames), from: Instant, to: Instant }).optional(),
  state: z.enum(['asked', 'agreed', 'declined']),
  at: Instant,
  answeredAt: Instant.optional(),
})
export type Cover = z.infer<typeof Cover>

/** Up to when the roster has spoken of what, and who stood at which desk then: one row. */
export const Spoken = z.object({
  turns: Instant,
  week: Instant,
  reach: Instant,
  desks: z.array(z.object({ desk: z.enum(deskNames), person: PersonRef })),
})
export type Spoken = z.infer<typeof Spoken>

/**
 * 到达测试: one call to everybody who answers for something. `part`: who was called, by night or by day, and when. It has
 * nothing to do with any incident.
 */
export const ReachTest = z.object({
  id: z.string(),
  at: Instant,
  calls: z.record(
    z.string(),
    z.object({
      person: PersonRef,
      part: z.enum(['night', 'daytime']),
      at: Instant,
      answeredAt: Instant.optional(),
      lost: z.string().optional(),
    }),
  ),
  closedAt: Instant.optional(),
})
export type ReachTest = z.infer<typeof ReachTest>

/** A small form that is asked question by question: 定级 without a reason, 填写回执 where a platform has no forms. */
export const Asking = z.object({
  action: z.string(),
  incident: z.string(),
  duty: z.string().optional(),
  /** How far the matter had come when it was opened, and which opened form it is. */
  nth: z.number().optional(),
  sheet: z.string().optional(),
  field: z.string(),
  answers: z.record(z.string(), z.string()),
  /** Only what is lacking is asked; then all is shown, for the `shown`th time, and recorded at a yes. */
  brief: z.boolean().optional(),
  /** What of the words that opened it nobody could read. */
  unread: z.string().optional(),
  shown: z.number().optional(),
  /** How often the field that is asked now was answered wrongly. */
  misses: z.number().optional(),
  files: z.array(FileRef).optional(),
  startedAt: Instant.optional(),
  touchedAt: Instant,
})
export type Asking = z.infer<typeof Asking>

/** One line of an archived incident: what lists and statistics need without opening the archive. */
export const LedgerLine = z.object({
  id: z.string(),
  /** Left out: an incident. */
  kind: Kind.optional(),
  drill: z.boolean(),
  unit: UnitRef,
  /** One notice to many units: what they have in common. */
  batch: z.string().optional(),
  category: z.string().optional(),
  level: Level.optional(),
  status: z.enum(['closed', 'withdrawn']),
  discoveredAt: Instant,
  reportedAt: Instant,
  closedAt: Instant,
  /** Of the incident as it went into the archive (store/proof.ts). */
  sha256: z.string().optional(),
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

/** A ledger of a year, or the figures of its assessments, that somebody took out of the house. `incidents`: how many are in it. */
export const Exported = z.object({
  at: Instant,
  by: PersonRef,
  year: z.number(),
  incidents: z.number(),
  of: z.literal('assessment').optional(),
})
export type Exported = z.infer<typeof Exported>

export const Meta = z.union([z.number(), z.string(), z.boolean()])
export type Meta = z.infer<typeof Meta>
