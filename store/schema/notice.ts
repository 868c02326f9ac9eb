// What is a message before it is sent, and a card that somebody sees? Descriptions; words are made at the last moment.
import { z } from 'zod'
import { deskNames } from './directory.js'
import { ChannelName, Instant, Level, PersonRef, Urgency } from './word.js'

/** One opened form, whichever card or platform shows it: it acts once. */
const Sheet = z.string().optional()

/**
 * What was typed into a form so far is to be looked over. The words themselves stand in `asking` alone, where they are
 * sealed and forgotten. Here: what was still lacking, by its label; `at`: what is asked there now, to which its buttons belong.
 */
const Filled = z.object({ lacking: z.array(z.string()), at: z.string() })

/** What a message shows. Kept in the outbox as this description; words and layout are made when it is sent. */
export const View = z.discriminatedUnion('view', [
  z.object({ view: z.literal('text'), text: z.string() }),
  /** Words that may be meant, each with a button that types it. `rash`: it acts at once, as if it were typed; else what would be recorded is shown first. `told`: it takes along what its reader said. `main`: what the card is shown for. */
  z.object({
    view: z.literal('offer'),
    title: z.string(),
    text: z.string(),
    words: z.array(
      z.object({
        label: z.string(),
        text: z.string(),
        told: z.literal(true).optional(),
        main: z.literal(true).optional(),
      }),
    ),
    rash: z.literal(true).optional(),
    /** The question that its buttons answer, and no other that is asked later. */
    of: z.string().optional(),
  }),
  z.object({
    view: z.literal('question'),
    title: z.string(),
    question: z.string(),
    text: z.string(),
    choices: z.array(z.string()),
    /** The ways out that this question has, beside an answer. */
    ways: z.array(z.string()).optional(),
    /** What its answer may be picked as, where a platform has pickers. `past`: a time that is not to come. */
    pick: z.enum(['time', 'past', 'unit']).optional(),
    /** It asks for a field of this form; `question` is the field. */
    sheet: Sheet,
  }),
  z.object({
    view: z.literal('preview'),
    draft: z.string(),
    rows: z.array(z.object({ label: z.string(), value: z.string() })),
    /** Which preview of this draft it is: an older one does not submit what it does not show. */
    rev: z.string().optional(),
    drill: z.literal(true).optional(),
  }),
  z.object({ view: z.literal('report-form'), sheet: Sheet }),
  /** `others`: what else it may be about. `systems`: of those of another unit, all that is said: the system that was named. */
  z.object({
    view: z.literal('same-thing'),
    draft: z.string(),
    incident: z.string(),
    others: z.array(z.string()).optional(),
    systems: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ view: z.literal('incident'), incident: z.string() }),
  /** `ticked`: this reader took it for done in their own task list. */
  z.object({
    view: z.literal('duty'),
    incident: z.string(),
    duties: z.array(z.string()),
    ticked: z.literal(true).optional(),
  }),
  /** One duty in the task list of who must act on it. `renewed`: put up again with each reminder, since a tick there is not told. */
  z.object({
    view: z.literal('task'),
    incident: z.string(),
    duty: z.string(),
    renewed: z.literal(true).optional(),
  }),
  z.object({
    view: z.literal('reminder'),
    incident: z.string(),
    duties: z.array(z.string()),
    nth: z.number(),
    /** Of each of the duties, which reminder this is. */
    nths: z.array(z.number()).optional(),
    role: z.enum(['owner', 'above']),
  }),
  z.object({
    view: z.literal('receipt-form'),
    incident: z.string(),
    duty: z.string(),
    sheet: Sheet,
    filled: Filled.optional(),
  }),
  z.object({
    view: z.literal('reason-form'),
    incident: z.string(),
    action: z.string(),
    duty: z.string().optional(),
    level: Level.optional(),
    sheet: Sheet,
    filled: Filled.optional(),
  }),
  /** `more`: what else happened, in the same message. */
  z.object({
    view: z.literal('news'),
    incident: z.string(),
    event: z.number(),
    more: z.array(z.number()).optional(),
  }),
  /** Acknowledged by a word: which one it was, and how it is taken back. */
  z.object({ view: z.literal('received'), incident: z.string() }),
  z.object({ view: z.literal('bulletin'), incident: z.string() }),
  z.object({ view: z.literal('secrecy'), stub: z.string(), nth: z.number() }),
  z.object({ view: z.literal('rules'), version: z.string() }),
  /** A change of the directory that waits, or what became of it. */
  z.object({ view: z.literal('directory'), proposal: z.string() }),
  /** `items`: what it lists, so that it can be drawn anew without a look at everything; `over`: a newer one stands below. */
  z.object({
    view: z.literal('todo'),
    items: z.array(z.object({ incident: z.string(), duty: z.string() })).optional(),
    total: z.number().optional(),
    /** So many of them are of drills, which no figure of the real ones holds. */
    drills: z.number().optional(),
    page: z.number().optional(),
    filter: z.string().optional(),
    /** What others have not done in time, and this reader was told of: 督办. */
    above: z.array(z.object({ incident: z.string(), duty: z.string() })).optional(),
    /** How many of these there are, listed or not, and of how many incidents. */
    aboveAll: z
      .object({ duties: z.number(), incidents: z.number(), drills: z.number().optional() })
      .optional(),
    /** Where nothing waits: what this reader answers for, and is still being handled. */
    going: z.array(z.string()).optional(),
    over: z.literal(true).optional(),
  }),
  z.object({
    view: z.literal('list'),
    /** It was told to its reader, not asked for: it is kept true however many newer lists there are. */
    told: z.literal(true).optional(),
    filter: z.string(),
    items: z.array(z.string()).optional(),
    total: z.number().optional(),
    page: z.number().optional(),
  }),
  /** Several incidents in one message, for one reader or the group; `over`: a newer one stands below. */
  z.object({
    view: z.literal('digest'),
    incidents: z.array(z.string()),
    over: z.literal(true).optional(),
  }),
  z.object({ view: z.literal('record'), incident: z.string(), page: z.number().optional() }),
  z.object({
    view: z.literal('document'),
    incident: z.string(),
    document: z.enum([
      'first',
      'follow-up',
      'final',
      'record',
      'script',
      'persons',
      'order',
      'urging',
      'reply',
    ]),
    /** The authority that the paper is for; a record has none. */
    to: z.string().optional(),
  }),
  /** The ledger of a year, as a file; or what its assessments get (细则 第十六条). */
  z.object({ view: z.literal('ledger'), year: z.number(), of: z.literal('assessment').optional() }),
  /** The roll-up of a key period of 零报告, as a file. */
  z.object({ view: z.literal('roll'), period: z.string(), as: z.enum(['docx', 'xlsx']) }),
  /** The figures of a year, as they are when it is drawn. */
  z.object({ view: z.literal('stats'), year: z.number() }),
  /** 值班: who is on duty now and next, and the reader's own turns. */
  z.object({ view: z.literal('rota') }),
  /** To who comes on duty: with all that is open. `gone`: who went. */
  z.object({
    view: z.literal('handover'),
    desks: z.array(z.enum(deskNames)),
    until: Instant,
    gone: z.array(PersonRef),
  }),
  /** To the office: the turns of the week that begins on this Monday, local. */
  z.object({ view: z.literal('next-week'), monday: z.string() }),
  z.object({ view: z.literal('swap'), cover: z.string() }),
  /** The reader's own turns as a file for their calendar. */
  z.object({ view: z.literal('shifts'), person: z.string() }),
  z.object({ view: z.literal('reach-call'), test: z.string() }),
  z.object({ view: z.literal('reach'), test: z.string() }),
  /** The morning card of the day or of the week; `head`: where the journal ended when it was written. */
  z.object({
    view: z.literal('briefing'),
    of: z.enum(['daily', 'weekly']),
    head: z.object({ seq: z.number(), prev: z.string() }),
  }),
  z.object({ view: z.literal('help') }),
  z.object({ view: z.literal('welcome') }),
])
export type View = z.infer<typeof View>
export type ViewOf<V extends View['view']> = Extract<View, { view: V }>

/**
 * A message that is owed to somebody. The key is deterministic, so that nothing is queued twice.
 * `rank`: 0 first notices and acknowledgement cards, 1 statutory reminders, 2 other reminders, 3 replies, 4 redraws, 5 news that ask nothing of their reader, 6 entries of task lists.
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
  /** A reply on which a report, an acknowledgement or a receipt hangs: cut last when a platform's month runs out. */
  vital: z.literal(true).optional(),
  /** Of a reminder: how long after the last message it may bring another one. */
  renewMs: z.number().optional(),
  /** To its reader, who watches over it, it is a repetition. */
  repeats: z.literal(true).optional(),
  /** Of a digest: what it says in one, each under the key that it would have had; and until when it is held. */
  gathered: z.array(z.object({ key: z.string(), incident: z.string() })).optional(),
  notBefore: Instant.optional(),
  /** Redraw: the key of the card in `shown` to be drawn anew. */
  redraw: z.string().optional(),
})
export type Notice = z.infer<typeof Notice>

/** A card that somebody sees now and that changes with its incident, or with each of those that it lists. */
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
