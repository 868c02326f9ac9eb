// Was this person led to 保密办 a moment ago? Until it was quiet for a while, or a new report's first question has its no, nothing that they write is kept.
import { judgeClassified } from '../../handlers/questions.js'
import { isBare } from '../../handlers/understand/bare.js'
import { partAsked } from '../../handlers/understand/pages.js'
import { parseLevel, wantsOut } from '../../handlers/understand/replies.js'
import { understand } from '../../handlers/understand/words.js'
import { assessmentIn, yearIn } from '../../handlers/understand/year.js'
import { deskPhone } from '../../store/campus.js'
import { isFilter } from '../../templates/cards/lists.js'
import * as words from '../../templates/sentences.js'
import type { Answer, Pressed } from '../channels/inbound.js'
import { type Desk, reply, say } from './desk.js'
import { forget, questionViews } from './drafts.js'
import { endDraft } from './used.js'

/** So long nothing was written: then what is written is about something else. */
const QUIET_MS = 10 * 60_000

const markOf = (person: string): string => `diverted/${person}`
/** The form that was opened since: the one before it may hold the rest of what led here. */
const anewOf = (person: string): string => `anew/${person}`

/** The incident whose form held what led here. */
const aboutOf = (person: string): string => `about/${person}`

/** The free words of this person are withheld from now on. `about`: it was said in a form of this incident. */
export const beginQuiet = ({ turn, party, world }: Desk, about?: string): void => {
  turn.put('meta', markOf(party.id), world.now)
  if (about) turn.put('meta', aboutOf(party.id), about)
}

/** The first question of a new report, which asks about secrets again, was answered with a no. */
export const endQuiet = ({ turn, party }: Desk): void => {
  turn.drop('meta', markOf(party.id))
  turn.drop('meta', anewOf(party.id))
  turn.drop('meta', aboutOf(party.id))
}

/** This form was opened: filled with a no to its first question, it ends the quiet. */
export const openedAnew = (desk: Desk, sheet: string): void => {
  if (inQuiet(desk)) desk.turn.put('meta', anewOf(desk.party.id), sheet)
}

const answersNo = ({ turn, party }: Desk, { value, form }: Pressed): boolean =>
  value.action === 'submit_report' &&
  value.sheet !== undefined &&
  value.sheet === turn.row('meta', anewOf(party.id)) &&
  isBare(form?.classified ?? '') &&
  judgeClassified(form?.classified ?? '') === 'no'

export const quietNow = (meta: Readonly<Record<string, unknown>>, person: string, nowMs: number): boolean => {
  const since = meta[markOf(person)]
  return typeof since === 'string' && nowMs - Date.parse(since) < QUIET_MS
}
/** Was this person led to 保密办 a moment ago? */
export const inQuiet = ({ turn, party, world }: Desk): boolean =>
  quietNow(turn.rows('meta'), party.id, Date.parse(world.now))

/** What is due there is due all the same: its receipt and its level, but not where the matter itself was told. */
const isDuty = ({ turn, party }: Desk, action: string, incident: string | undefined): boolean =>
  (action === 'submit_receipt' || action === 'grade') &&
  incident !== undefined &&
  incident !== turn.row('meta', aboutOf(party.id))

/** 定级 2026-0002 较大, 报送 2026-0002 教育厅: a command without words of one's own. */
const isCommand = (desk: Desk, text: string): boolean => {
  const command = understand(text)
  if (text.includes('@') || command.command === 'unknown' || command.number === undefined) return false
  const { number, rest } = command
  if (command.command === 'grade') return isDuty(desk, 'grade', number) && parseLevel(rest)?.rest === ''
  const named = desk.world.rules.authorities.some(({ id, name }) => id === rest || name.includes(rest))
  if (command.command === 'submit_receipt') return named && isDuty(desk, 'submit_receipt', number)
  return command.command === 'confirm_receipt' && named
}

/** What is asked to be looked at, and nothing is told with it. */
const looks: ReadonlySet<string> = new Set(['todo', 'list', 'status', 'log', 'stats', 'export', 'help'])

const isLook = (text: string): boolean => !text.includes('@') && looks.has(understand(text).command)

/** 列表 信息学院, 统计 去年: what follows such a word is one of the words and names that are here already. */
const saysNothing = ({ world }: Desk, text: string): boolean => {
  const command = understand(text)
  if (!isLook(text) || command.command === 'unknown') return false
  if (command.command === 'stats' || command.command === 'export')
    return yearIn(assessmentIn(command.rest)?.year ?? command.rest, 0) !== undefined
  return isFilter(partAsked(command.rest).filter, world)
}

/** A form of another incident: pressed, or opened since by a command and now being typed. */
const fillsForm = (desk: Desk, pressed: Pressed | undefined): boolean => {
  if (pressed) return isDuty(desk, pressed.value.action, pressed.value.incident)
  const asking = desk.turn.row('asking', desk.party.id)
  return asking !== undefined && isDuty(desk, asking.action, asking.incident)
}

/** 我要退出, where nothing is open but perhaps the first question of a new report: that one is over. */
const leavesAll = (desk: Desk, texts: readonly string[]): boolean => {
  const { turn, party } = desk
  const draft = turn.row('drafts', party.id)
  if (!texts.every(wantsOut) || turn.row('asking', party.id)) return false
  if (draft && draft.question !== 'classified') return false
  if (draft) {
    endDraft(desk, draft.id, { how: 'cancelled' })
    forget(desk)
    desk.held.forget(party.id)
  }
  return true
}

/**
 * Words written by somebody who was led to 保密办: they are told where to go again, and nothing else happens. A command
 * word alone, or a yes or no, says nothing and is answered as ever; a command is never withheld. `texts`: everything that came in, names of files too;
 * `pressed` is the press that they came with.
 */
export const stayQuiet = (desk: Desk, texts: readonly string[], pressed?: Pressed): Answer | undefined => {
  if (!inQuiet(desk)) return undefined
  if (!pressed && leavesAll(desk, texts)) {
    say(desk, words.nothingOpen(deskPhone(desk.world.directory, '保密办')))
    return { withheld: true }
  }
  if (texts.every(isBare)) return undefined
  if (pressed && answersNo(desk, pressed)) {
    endQuiet(desk)
    return undefined
  }
  const passes = (text: string): boolean => isBare(text) || isCommand(desk, text) || saysNothing(desk, text)
  if (fillsForm(desk, pressed) || texts.every(passes)) return undefined
  // who asked for a list has not written on of what led here
  if (!texts.every((text) => isBare(text) || isLook(text))) beginQuiet(desk)
  say(desk, words.classifiedText(deskPhone(desk.world.directory, '保密办')))
  for (const view of questionViews(desk)) reply(desk, view)
  return { withheld: true }
}
