// What becomes of a finished report? An incident of its own, or another voice in one that is open.

import { refOf, settled } from '../../handlers/decision.js'
import { beginDraft, contextOf, fromForm, labelOf, toReport } from '../../handlers/questions.js'
import { acknowledgedBy, joined, numberOf, reported } from '../../handlers/report.js'
import { sameThings } from '../../handlers/same.js'
import { redactCredentials } from '../../handlers/understand/credentials.js'
import { localParts } from '../../rules/calendar.js'
import type { World } from '../../rules/world.js'
import type { Draft, Event, Matter, Remark, Report, View } from '../../store/schema.js'
import { remark } from '../../templates/dialog.js'
import { answerWrong, pressedText } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import type { Answer, Pressed } from '../channels/inbound.js'
import { happen } from '../turn/happen.js'
import { type Desk, reply, say, toast } from './desk.js'
import { divert } from './divert.js'
import { forget, mayBe, questionViews } from './drafts.js'
import { attach } from './evidence.js'
import { endDraft, useForm, withhold } from './used.js'

/** It may repeat what was typed: not a password. */
const problemText = (field: string, problem: Remark, { world }: Desk): string =>
  answerWrong(labelOf(field), redactCredentials(remark(problem, world)).text)

export const submit = (desk: Desk, draft: Draft): View[] => {
  const parsed = toReport(draft.answers, contextOf(desk.party, desk.world))
  if ('problems' in parsed) {
    desk.turn.put('drafts', desk.party.id, { ...draft, state: 'preview', touchedAt: desk.world.now })
    return parsed.problems.map(({ field, problem }) => ({
      view: 'text',
      text: problemText(field, problem, desk),
    }))
  }
  const [same, ...others] = sameThings(parsed.report, draft.drill ?? false, desk.world).map(({ id }) => id)
  if (same) {
    desk.turn.put('drafts', desk.party.id, {
      ...draft,
      state: 'same-thing',
      same,
      ...(others.length > 0 ? { others } : {}),
      touchedAt: desk.world.now,
    })
    return []
  }
  fileReport(desk, parsed.report, draft)
  return []
}

export const submitForm = (desk: Desk, pressed: Pressed): Answer => {
  const form = pressed.form ?? {}
  const context = contextOf(desk.party, desk.world)
  const parsed = fromForm(form, context)
  if ('classified' in parsed) {
    divert(desk)
    return withhold(desk, pressed)
  }
  if ('problems' in parsed) {
    desk.turn.repeatsWords()
    const { problems } = parsed
    return {
      ...toast('error', problems.map(({ field, problem }) => problemText(field, problem, desk)).join('\n')),
      wrong: Object.fromEntries(
        problems.map(({ field, problem }) => [field, redactCredentials(remark(problem, desk.world)).text]),
      ),
    }
  }
  for (const one of parsed.say) say(desk, remark(one, desk.world))
  // one that still waits for «是不是同一件事» is filed, as it would be in a few minutes: it must not be lost
  const waiting = desk.turn.row('drafts', desk.party.id)
  if (waiting?.state === 'same-thing') file(desk, waiting)
  const draft: Draft = {
    ...beginDraft(`d${desk.turn.next('draft')}`, refOf(desk.party), desk.said.channel, desk.world.now),
    answers: parsed.report,
    state: 'preview',
  }
  useForm(desk, pressed, { how: 'asked', draft: draft.id })
  const views = submit(desk, draft)
  for (const view of [...views, ...(desk.turn.row('drafts', desk.party.id) ? questionViews(desk) : [])])
    reply(desk, view)
  return toast(
    'success',
    desk.turn.row('drafts', desk.party.id) ? pressedText.seeNext : pressedText.submitted,
  )
}

const take = (desk: Desk, id: string, event: Event): Matter | undefined => {
  const incident = happen(desk, id, [event])
  const seen = incident ? acknowledgedBy(desk.party, incident, desk.world) : []
  return seen.length > 0 ? happen(desk, id, seen) : incident
}

/** Incidents and drills are counted each by themselves, each year anew. */
export const nextNumber = (turn: Pick<Desk['turn'], 'next'>, drill: boolean, world: World): string => {
  const year = localParts(Date.parse(world.now), world.rules.timezone).y
  return numberOf(year, turn.next(`number/${drill ? 'drill/' : ''}${year}`), drill)
}

const fileReport = (desk: Desk, report: Report, draft: Draft): string => {
  const { turn, world, party } = desk
  const drill = draft.drill ?? false
  const number = nextNumber(turn, drill, world)
  const incident = take(
    desk,
    number,
    reported(refOf(party), report, { number, drill, unlisted: draft.unlisted }, world),
  )
  if (incident) attach(desk, incident, draft.files ?? [])
  endDraft(desk, draft.id, { how: 'filed', incident: number })
  forget(desk)
  return number
}

/** Files the draft as an incident of its own. */
export const file = (desk: Desk, draft: Draft): Answer => {
  const parsed = toReport(draft.answers, contextOf(desk.party, desk.world))
  if ('report' in parsed) fileReport(desk, parsed.report, draft)
  else forget(desk)
  return {}
}

/** Adds the draft to the incident that it may be about, the nearest unless `which` names another of them; where that one is over by now, it is one of its own. */
export const join = (desk: Desk, draft: Draft, which?: string): Answer => {
  const asked = mayBe(draft)
  const id = asked.find((one) => one === which) ?? asked[0]
  const incident = id ? desk.turn.incident(id) : undefined
  const parsed = toReport(draft.answers, contextOf(desk.party, desk.world))
  if (!incident || !('report' in parsed)) return file(desk, draft)
  const over = settled(incident)
  if (over) {
    const number = fileReport(desk, parsed.report, draft)
    return toast('warning', words.filedInstead(words.refusal(over, desk.world), incident.id, number))
  }
  take(desk, incident.id, joined(refOf(desk.party), parsed.report, desk.world))
  attach(desk, incident, draft.files ?? [])
  endDraft(desk, draft.id, { how: 'joined', incident: incident.id })
  forget(desk)
  return toast('success', pressedText.joined(incident.id))
}
