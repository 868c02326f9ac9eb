// Which words can be typed at all? Those of the actions and those beside them, in the order of contract §6.
import type { ActionName } from '../../store/schema.js'
import { spoken } from '../actions/index.js'
import { before, behind, type OtherWord, type Word } from './words-table.js'

export type Row = Word & { command: CommandName }

export type CommandName = OtherWord | ActionName

/** In the order of contract §6: the first word of a row is the one that is printed. */
export const rows: readonly Row[] = [
  ...before,
  ...spoken.map(({ action, typed }): Row => ({ ...typed, command: action.name, numbered: true })),
  ...behind,
]

export const commandNames: readonly CommandName[] = rows.map(({ command }) => command)

/** The word of a row that is printed. */
export const wordOf = (command: OtherWord): string =>
  rows.find((row) => row.command === command)?.words[0] ?? command
