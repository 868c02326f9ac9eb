// What can be done on a stage? What its people say and press, how its time passes, and what is looked at afterwards.

import type { Toast } from '../../bot/channels/inbound.js'
import type { Fenghuo } from '../../bot/fenghuo.js'
import type { Rules } from '../../rules/rules.js'
import type { Mistakes } from '../../store/mistakes.js'
import type { Directory, Incident } from '../../store/schema.js'
import type { ActionValue, CardPick } from '../../templates/card.js'
import type { Lack, Platform } from './platform.js'

export type Stage = {
  readonly dir: string
  /** Where one of these words is still written: in the folder, or in the database. */
  leftovers(words: readonly string[]): Promise<string[]>
  readonly fenghuo: Fenghuo
  readonly platform: Platform
  /** Where its directory lies, when the scene has one of its own. */
  readonly folder: string | undefined
  readonly lacks: readonly Lack[]
  readonly directory: Directory
  readonly rules: Rules
  now(): number
  /** Moves the clock to this moment, letting everything on the way happen. */
  moveTo(ms: number): Promise<void>
  /** Moves the clock while nothing runs: what fell due meanwhile was missed. */
  sleepThrough(ms: number): void
  say(as: string, text: string, chat?: 'dm' | 'group', id?: string): Promise<void>
  /** Sends one of the stage's files in the private chat. */
  send(as: string, name: string): Promise<void>
  tellsOf(person: string, what: 'left' | 'back'): Promise<void>
  press(
    as: string,
    message: string,
    value: ActionValue,
    form?: Record<string, string>,
    id?: string,
  ): Promise<Toast | undefined>
  pick(as: string, message: string, pick: CardPick, words: string): Promise<Toast | undefined>
  /** Killed and started again on the same disk. */
  restart(): Promise<void>
  incident(id: string): Incident | undefined
  takeDirectory(directory: Directory): Promise<void>
  refuseSystems(mistakes: Mistakes): Promise<void>
  refuseDirectory(mistakes: Mistakes): Promise<void>
  /** The rules file says this now; it is read at the next start. */
  layRules(rules: Rules): void
  layDirectory(directory: Directory): void
  /** The rules file is saved while everything runs. */
  takeRules(rules: Rules): Promise<void>
  refuseRules(mistakes: Mistakes): Promise<void>
  id(name: string): string
  /** The other way round: what a transcript calls them. */
  nameOf(id: string): string
  end(): Promise<void>
}
