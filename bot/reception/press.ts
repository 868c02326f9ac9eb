// What does a pressed button do? What it carries is only a key; who presses is the only thing that is believed.

import { actionOf } from '../../handlers/actions/index.js'
import { labelOf } from '../../handlers/questions.js'
import { maySee } from '../../handlers/see.js'
import { mentionsSecret } from '../../handlers/understand/watch-words.js'
import { brief } from '../../rules/brief.js'
import type { ActionName, Draft, Matter } from '../../store/schema.js'
import { answered } from '../../templates/answered.js'
import type { ActionValue } from '../../templates/card.js'
import { wayOut } from '../../templates/dialog.js'
import {
  pressedText,
  reportTitle,
  settledLead,
  wordsWentAlong,
  yourAnswer,
} from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import { type Answer, type Pressed, UNREADABLE } from '../channels/inbound.js'
import { redraw, shownOn } from '../turn/shown.js'
import { carryOut, opened } from './carry-out.js'
import { converse, tellMore } from './converse.js'
import { caseOf, type Desk, toast } from './desk.js'
import { divert } from './divert.js'
import { askedNow, previewRev } from './drafts.js'
import { scheduleDraft } from './drill.js'
import { file, join, submitForm } from './file.js'
import { wrongAt } from './forms.js'
import { hearInPrivate, hearOffered, hearTold } from './hear.js'
import { pressRules, pressSecrecy } from './law.js'
import { pressMade } from './making.js'
import { stayQuiet } from './quiet.js'
import { typedWord } from './replies.js'
import { pressReach, pressSwap } from './roster.js'
import { fill, fix } from './typed.js'
import { pressDirectory } from './upkeep.js'
import { draftBefore, sheetBefore, usedBefore, useForm, withhold } from './used.js'
import { wordsAlong } from './which.js'

export const press = async (desk: Desk, pressed: Pressed): Promise<Answer | undefined> => {
  const { value, form } = pressed
  const before = usedBefore(desk, pressed)
  const texts = [...Object.values(form ?? {}), value.text ?? '']
  if (texts.some(mentionsSecret)) {
    if (before?.withheld) return before
    divert(desk)
    return withhold(desk, pressed)
  }
  if (before) return before
  const quiet = stayQuiet(desk, texts, pressed)
  if (quiet) return { ...toast('warning', words.withheld), ...quiet }
  return (Object.hasOwn(own, value.action) ? own[value.action as keyof typeof own] : pressIncident)(
    desk,
    pressed,
  )
}

type Press = (desk: Desk, pressed: Pressed) => Promise<Answer | undefined> | Answer | undefined

const pressAnswer = async (desk: Desk, pressed: Pressed): Promise<Answer | undefined> => {
  const draft = draftMeant(desk, pressed)
  if (!('id' in draft)) return draft
  if (!isAsked(draft, pressed)) return toast('info', words.alreadyAnswered)
  const text = pressed.value.text || ' ' // Botkit takes no empty word
  const answer = await converse(desk, draft, text)
  return { ...answer, ...answeredCard(desk, draft, text) }
}

const pressFill: Press = (desk, pressed) => {
  const { sheet, field, text } = pressed.value
  const asking = desk.turn.row('asking', desk.party.id)
  if (!asking?.sheet || asking.sheet !== sheet || asking.field !== field)
    return sheetBefore(desk, pressed) ?? toast('info', words.alreadyAnswered)
  fill(desk, asking, text ?? '')
  return undefined
}

const pressFix: Press = (desk, pressed) => {
  const { sheet, field } = pressed.value
  const asking = desk.turn.row('asking', desk.party.id)
  const open = asking?.sheet !== undefined && asking.sheet === sheet
  if (open && fix(desk, asking, field)) return undefined
  return sheetBefore(desk, pressed) ?? toast('info', words.alreadyAnswered)
}

/** The report in the making whose question or preview this is; else what became of it. */
const draftMeant = (desk: Desk, pressed: Pressed): Draft | Answer => {
  const { draft: id = pressed.value.question?.split('/')[0] } = pressed.value
  const draft = desk.turn.row('drafts', desk.party.id)
  if (draft && (!id || id === draft.id)) return draft
  return (id ? draftBefore(desk, id, pressed) : undefined) ?? toast('info', words.reportOver)
}

/** Is the question of this button the one that is open? */
const isAsked = (draft: Draft, { value }: Pressed): boolean =>
  draft.state === 'asking' && askedNow(draft) === value.question

/** A question that has its answer keeps no buttons; one that was not understood stays as it is. */
const answeredCard = (desk: Desk, asked: Draft, text: string): Pick<Answer, 'card'> => {
  const now = desk.turn.row('drafts', desk.party.id)
  if (now?.state === 'asking' && askedNow(now) === askedNow(asked)) return {}
  const kept = now !== undefined || asked.question !== 'classified'
  return { card: answered(labelOf(asked.question), kept ? leadOf(text) : words.stoppedUnkept) }
}

const leadOf = (text: string): string =>
  text === wayOut.back ? settledLead.wentBack : text === wayOut.skip ? settledLead.skipped : yourAnswer(text)

/**
 * The incident that this press means. A number that one may not see does not exist, whatever is done to it; but who
 * holds a card of it has been told, and hears who may.
 */
const incidentMeant = (desk: Desk, { by, message, value }: Pressed): Matter | undefined => {
  const incident = value.incident ? desk.world.find(value.incident) : undefined
  if (!incident) return undefined
  const known = maySee(desk.party, incident, desk.world) || shownOn(desk, by.channel, message, incident.id)
  return known ? incident : undefined
}

const nthOf = ({ nth }: ActionValue): number | undefined =>
  nth !== undefined && /^\d{1,9}$/.test(nth) ? Number(nth) : undefined

const pressIncident = (desk: Desk, pressed: Pressed): Answer => {
  const { value, form } = pressed
  const incident = incidentMeant(desk, pressed)
  if (!incident) return toast('error', pressedText.noIncident)
  redraw(desk, incident.id)
  const action = actionOf(value.action)
  // what names too little is dead, and never means what a typed word would
  if (!action || (action.ofDuty && value.duty === undefined))
    return toast('warning', words.refusal({ why: 'button-dead' }, desk.world))
  const along = form ? undefined : wordsAlong(desk, incident, action)
  const wanted = { duty: value.duty, nth: nthOf(value), answers: form ?? along?.answers }
  const decision = action.decide({ ...caseOf(desk, incident), ...wanted })
  const outcome = carryOut(desk, incident, decision, action)
  opened(desk, incident.id)
  if (!outcome) return toast('info', pressedText.formComes)
  const went = outcome.ok && along?.answers.said ? wordsWentAlong(brief(along.answers.said, 40)) : ''
  const said = toast(outcome.ok ? 'success' : 'warning', `${outcome.text}${went}`)
  if (decision.kind === 'refuse' && form)
    return { ...said, wrong: wrongAt(desk, incident, action, wanted, decision.refusal) }
  if (!outcome.ok || !form) return said
  // a form that was taken has done its work; a live card is drawn anew from what is true
  useForm(desk, pressed, { how: 'done', incident: incident.id })
  return { ...said, card: answered(settledLead.done(incident.id), outcome.text) }
}

const pressReport = async (desk: Desk, pressed: Pressed): Promise<Answer | undefined> => {
  const { value } = pressed
  if (value.action === 'submit_report' && value.form === 'report') {
    const answer = submitForm(desk, pressed)
    return answer.toast?.type === 'success'
      ? { ...answer, card: answered(reportTitle, settledLead.submitted) }
      : answer
  }
  const draft = draftMeant(desk, pressed)
  if (!('id' in draft)) return draft
  if (value.question !== undefined)
    return isAsked(draft, pressed)
      ? settledAs(leads.cancel, await converse(desk, draft, typedWord.cancel))
      : toast('info', words.alreadyAnswered)
  if (draft.state === 'same-thing') {
    if (value.action === 'join_report') {
      const answer = join(desk, draft, value.incident)
      await tellMore(desk, draft)
      const late = answer.toast?.type === 'warning'
      return settledAs(late ? (answer.toast?.text ?? '') : settledLead.joined, answer)
    }
    if (value.action === 'file_report') {
      file(desk, draft)
      await tellMore(desk, draft)
      return settledAs(settledLead.filed, toast('success', pressedText.filed))
    }
    if (value.action === 'cancel_report') return converse(desk, draft, typedWord.cancel)
    return toast('info', words.sameThingFirst({ by: draft.person, at: draft.touchedAt }, desk.world))
  }
  if (draft.state !== 'preview') return toast('info', pressedText.editing)
  if (value.rev && value.rev !== previewRev(desk, draft)) return toast('info', words.previewOver)
  const way = value.action === 'submit_report' ? 'submit' : value.action === 'edit_report' ? 'edit' : 'cancel'
  const answer =
    (await converse(desk, draft, typedWord[way])) ??
    (way === 'submit' ? toast('success', pressedText.submitted) : undefined)
  const stays = desk.turn.row('drafts', desk.party.id)?.state === 'preview'
  return stays ? answer : settledAs(leads[way], answer)
}

/** 定时间, of a drill that is shown to be looked over. */
const pressLater: Press = (desk, pressed) => {
  const draft = draftMeant(desk, pressed)
  if (!('id' in draft)) return draft
  if (draft.state !== 'preview') return toast('info', pressedText.editing)
  if (pressed.value.rev && pressed.value.rev !== previewRev(desk, draft))
    return toast('info', words.previewOver)
  scheduleDraft(desk, draft)
  return settledAs(settledLead.later, undefined)
}

const leads = {
  submit: settledLead.submitted,
  edit: settledLead.editing,
  cancel: settledLead.cancelled,
}

const settledAs = (lead: string, answer: Answer | undefined): Answer => ({
  ...answer,
  card: answered(reportTitle, lead),
})

/** The buttons that are no action on a matter. One that bears the name of an action would hide it, and does not compile. */
const own = {
  word: (desk, { value: { of, text = '' } }) =>
    of === undefined ? hearInPrivate(desk, text) : pressMade(desk, of, text),
  offered: (desk, { value }) => hearOffered(desk, value.text ?? ''),
  told: (desk, { value }) => hearTold(desk, value),
  answer: pressAnswer,
  fill: pressFill,
  fix: pressFix,
  submit_report: pressReport,
  edit_report: pressReport,
  cancel_report: pressReport,
  schedule_drill: pressLater,
  join_report: pressReport,
  file_report: pressReport,
  [UNREADABLE]: (desk) => toast('warning', words.refusal({ why: 'button-dead' }, desk.world)),
  agree_swap: (desk, { value }) => pressSwap(desk, value),
  decline_swap: (desk, { value }) => pressSwap(desk, value),
  reach_ok: (desk, { value }) => pressReach(desk, value),
  secrecy_done: (desk, { value }) => pressSecrecy(desk, value),
  ask_rules: (desk, { value }) => pressRules(desk, value),
  approve_rules: (desk, { value }) => pressRules(desk, value),
  ask_directory: (desk, { value }) => pressDirectory(desk, 'ask_directory', value),
  approve_directory: (desk, { value }) => pressDirectory(desk, 'approve_directory', value),
  return_directory: (desk, { value }) => pressDirectory(desk, 'return_directory', value),
} satisfies Record<string, Press> & { readonly [N in ActionName]?: never }
