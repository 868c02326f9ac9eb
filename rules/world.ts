// What does a decision look at? The present as the pure rooms see it: read only, with the time as a value.
import { person } from '../store/campus.js'
import type {
  Asking,
  Away,
  Cover,
  Directory,
  Incoming,
  Instant,
  LedgerLine,
  Matter,
  Period,
  Person,
  Proposal,
  ReachTest,
  Rulebook,
  Stranger,
  Stub,
  Used,
} from '../store/schema.js'
import type { Rules } from './rules.js'

/**
 * Whoever decides can't write into it: bot/turn/world.ts freezes it, and rows are values that nobody changes in place. Its
 * tables are those of the turn: whoever has changed one of them takes a new world, and what was computed of this one ends with it.
 */
export type World = Readonly<{
  now: Instant
  rules: Rules
  directory: Directory
  away: Readonly<Record<string, Away[]>>
  /** 换班 and 接班, by id. */
  covers?: Readonly<Record<string, Cover>>
  /** 到达测试, by id. */
  reach?: Readonly<Record<string, ReachTest>>
  strangers: Readonly<Record<string, Stranger>>
  /** Every incident that is not archived. */
  incidents: Readonly<Record<string, Matter>>
  ledger: Readonly<Record<string, LedgerLine>>
  /** Live, else from the archive. */
  find(id: string): Matter | undefined
  /** The rules of an earlier version, for the incidents that started under them. */
  rulebook?(version: string): Rules | undefined
  rulebooks?: Readonly<Record<string, Rulebook>>
  /** Changes of the directory, and what those that wait say. */
  proposals?: Readonly<Record<string, Proposal>>
  /** Key periods of 零报告. */
  periods?: Readonly<Record<string, Period>>
  incoming?: Readonly<Record<string, Incoming>>
  stubs?: Readonly<Record<string, Stub>>
  /** What each person is typing into a form. */
  asking?: Readonly<Record<string, Asking>>
  /** The forms that have done their work. */
  used?: Readonly<Record<string, Used>>
}>

/** Under which name it is kept that this person has used up this opened form. Nobody can use up another's. */
export const sheetOf = (person: string, sheet: string): string => `${person}/sheet/${sheet}`

export const personOf = (world: Pick<World, 'directory'>, id: string): Person | undefined =>
  person(world.directory, id)

/** The rules that this incident started under; those in force where it names none that is kept. */
export const rulesOf = (incident: Pick<Matter, 'rules'>, world: Pick<World, 'rules' | 'rulebook'>): Rules =>
  incident.rules === undefined || incident.rules === world.rules.version
    ? world.rules
    : (world.rulebook?.(incident.rules) ?? world.rules)
