// Has this form done its work already? Each acts once, by whichever card or platform; pressed again it says what became of it.

import { refOf } from '../../handlers/decision.js'
import { sheetOf } from '../../rules/world.js'
import type { Used } from '../../store/schema.js'
import { answered } from '../../templates/answered.js'
import { reportTitle } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import type { Answer, Pressed } from '../channels/inbound.js'
import { type Desk, toast } from './desk.js'

/** No platform lets a card be pressed for longer; a form that was opened before is out of date. */
export const USED_KEEPS_MS = 60 * 86_400_000

/** A new form, named by the day on which it was opened. */
export const newSheet = (desk: Desk): string =>
  `${desk.world.now.slice(0, 10).replaceAll('-', '')}-${desk.turn.next('sheet')}`

const outOfDate = (sheet: string, now: string): boolean => {
  const [, y, m, d] = /^(\d{4})(\d\d)(\d\d)-\d+$/.exec(sheet) ?? []
  const opened = Date.parse(`${y}-${m}-${d}T00:00:00.000Z`)
  return !(Date.parse(now) - opened <= USED_KEEPS_MS)
}

const draftKey = (person: string, draft: string): string => `${person}/draft/${draft}`

/** The same form is known by its own name, and by the card it was sent from (older cards have no other). */
const keysOf = ({ party }: Desk, { by, message, value }: Pressed): string[] => [
  ...(value.sheet ? [sheetOf(party.id, value.sheet)] : []),
  ...(message
    ? [`${party.id}/${by.channel}/${message}/${value.action}/${value.incident ?? ''}/${value.duty ?? ''}`]
    : []),
]

const isForm = ({ value, form }: Pressed): boolean => form !== undefined || value.form !== undefined

/** What a form is answered that was used before, or is too old; nothing for one that may act. */
export const usedBefore = (desk: Desk, pressed: Pressed): Answer | undefined => {
  if (!isForm(pressed)) return undefined
  const row = keysOf(desk, pressed)
    .map((key) => desk.turn.row('used', key))
    .find((one) => one !== undefined)
  if (row) return whatBecame(desk, row, pressed)
  const { sheet } = pressed.value
  if (sheet && outOfDate(sheet, desk.world.now)) return toast('info', words.formOutOfDate)
  return undefined
}

/** What became of a report in the making, which this person had. */
export const draftBefore = (desk: Desk, draft: string, pressed: Pressed): Answer | undefined => {
  const row = endOf(desk, draft)
  return row && whatBecame(desk, row, pressed)
}

/** How this report in the making ended. */
export const endOf = (desk: Desk, draft: string): Used | undefined =>
  desk.turn.row('used', draftKey(desk.party.id, draft))

/** What became of the form of this name, where it has acted. */
export const sheetBefore = (desk: Desk, pressed: Pressed): Answer | undefined => {
  const { sheet } = pressed.value
  const row = sheet ? desk.turn.row('used', sheetOf(desk.party.id, sheet)) : undefined
  return row && whatBecame(desk, row, pressed)
}

/** A card that is kept true is drawn as it must look; one that nobody draws anew loses its fields and buttons here. */
const closed = (desk: Desk, { by, message }: Pressed, lead: string): Pick<Answer, 'card'> => {
  const lives = desk.turn.row('shown', desk.index.keyOf(by.channel, message) ?? '') !== undefined
  return lives ? {} : { card: answered(reportTitle, lead) }
}

/** What was in it may be secret: nothing of it is kept, and no field of the form stays open. */
export const withhold = (desk: Desk, pressed: Pressed): Answer => {
  useForm(desk, pressed, { how: 'diverted' })
  return {
    ...toast('warning', words.withheld),
    ...(isForm(pressed) ? closed(desk, pressed, words.stoppedUnkept) : {}),
    withheld: true,
  }
}

const whatBecame = (desk: Desk, row: Used, pressed: Pressed): Answer => {
  const end = row.draft ? desk.turn.row('used', draftKey(desk.party.id, row.draft)) : row
  if (!end || end.how === 'asked') {
    const open = desk.turn.row('drafts', desk.party.id)
    const asked = open?.state === 'same-thing' && open.id === row.draft
    return toast('info', asked ? words.sameThingFirst(row, desk.world) : words.reportOver)
  }
  const text = words.usedBefore(end, desk.world)
  if (end.how === 'diverted')
    return { ...toast('warning', text), ...closed(desk, pressed, words.stoppedUnkept), withheld: true }
  return { ...toast('info', text), ...closed(desk, pressed, text) }
}

type What = Pick<Used, 'how'> & Partial<Pick<Used, 'incident' | 'draft'>>

const put = (desk: Desk, key: string, what: What): void =>
  desk.turn.put('used', key, { at: desk.world.now, by: refOf(desk.party), ...what })

/** The form behind this press has acted. */
export const useForm = (desk: Desk, pressed: Pressed, what: What): void => {
  if (isForm(pressed)) for (const key of keysOf(desk, pressed)) put(desk, key, what)
}

/** The same form, filled by typing. */
export const useSheet = (desk: Desk, sheet: string | undefined, what: What): void => {
  if (sheet) put(desk, sheetOf(desk.party.id, sheet), what)
}

export const endDraft = (desk: Desk, draft: string, what: What): void =>
  put(desk, draftKey(desk.party.id, draft), what)
