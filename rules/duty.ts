// What is a duty? What is owed by whom, until when, and what was done about it: computed each time, never stored.
import type { Actor, Instant, Level, Matter, PostName, Submission, UnitRef } from '../store/schema.js'
import type { Authority, Clock } from './rules.js'

export type Duty = {
  /**
   * `<clock id>/<post>`, of a repeated one `<clock id>/<post>/<nth>`, of another unit than the reported one
   * `<clock id>/<post>@<unit>`: stable for the life of the incident.
   */
  id: string
  clock: Clock
  kind: Clock['kind']
  post: PostName
  /** Of which unit, where it is not the one that was reported of. */
  unit?: UnitRef
  /** Who owes it now: the holders of the post, or who acts for them. Never empty while anybody is left on the chain. */
  owners: Actor[]
  /** Nobody but who entered it is there to confirm it: the office is asked. */
  byOffice?: true
  from: Instant
  due: Instant
  statutory: boolean
  /** The years whose holidays are not announced yet: `due` counts working days as the law alone gives them. */
  presumed?: number[]
  /** It runs under a level that the office has not confirmed: 暂按. */
  provisional?: Level
  authority?: Authority
  /** Of a follow-up after news: which one it is, counted from 1. */
  nth?: number
  /** The report to the same authority, made under another level, whose confirmed receipt counts here. */
  counted?: string
  /** Asked for no more under this level; a receipt of it waits to be confirmed. */
  kept?: true
  submission?: Submission
  /** Who registered what is to be looked at here: another person looks. */
  answered?: Actor
  /** Of a grading: a lower level that waits for another person of the office. */
  asked?: NonNullable<Matter['gradeAsked']>
  /** Of a correction that takes away what the law asks for: who asked for it. */
  correction?: { by: Actor; at: Instant }
  /** Whose opening of the incident is what is owed (`openedBy`). */
  readers?: Actor[]
  /** Of what an authority demanded by a date. */
  demand?: NonNullable<Matter['demands']>[number]
  done?: { by: Actor; at: Instant }
}
