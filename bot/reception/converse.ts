// How does the dialog of a report go on? What is understood is kept in the draft; Botkit keeps the place.

import { refOf } from '../../handlers/decision.js'
import { answer as answerQuestion, beginDraft, contextOf, mostlyAsked } from '../../handlers/questions.js'
import { redactCredentials } from '../../handlers/understand/credentials.js'
import { normalize } from '../../handlers/understand/letters.js'
import { numberIn } from '../../handlers/understand/numbers.js'
import { senseOf } from '../../handlers/understand/sentence.js'
import type { Draft, FileRef, Remark, View } from '../../store/schema.js'
import { remark } from '../../templates/dialog.js'
import { besideLost, reportUnfinished, sameFirst, sameOrOther } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import type { Answer } from '../channels/inbound.js'
import type { Reply } from '../dialogs/report.js'
import { tellBeside, toldBeside } from './beside.js'
import { type Desk, reply, say, toast } from './desk.js'
import { divert } from './divert.js'
import { forget, mayBe, placesIn, questionViews } from './drafts.js'
import { keepInDraft } from './evidence.js'
import { file, join, submit } from './file.js'
import { noteHiding } from './law.js'
import { leaveOffer, offerTold } from './offered.js'
import { endQuiet } from './quiet.js'
import { beginsReport, saysOther, saysSame, typedWord } from './replies.js'
import { endDraft, endOf } from './used.js'

const askerOf = (desk: Desk, answer: (text: string) => Reply) => ({
  question: () => questionViews(desk),
  answer,
  say: (view: View) => reply(desk, view),
  places: placesIn(desk.turn),
})

/**
 * `files` came with the word that began the report: they wait with its answers. `sentence` tells what happened: it is read
 * when the first question has its no, and kept nowhere until then. `lost`: there was one, which was asked for again.
 */
export const begin = async (
  desk: Desk,
  files: readonly FileRef[] = [],
  sentence?: string,
  lost = false,
): Promise<void> => {
  const { turn, party, world } = desk
  desk.turn.drop('asking', party.id)
  const draft = beginDraft(`d${turn.next('draft')}`, refOf(party), desk.said.channel, world.now)
  turn.put('drafts', party.id, {
    ...draft,
    ...(sentence === undefined && !lost ? {} : { asks: [...mostlyAsked] }),
    startedAt: world.now,
  })
  keepInDraft(desk, files)
  leaveOffer(desk)
  if (sentence !== undefined) turn.afterCommit(() => desk.held.keep(party.id, draft.id, sentence))
  await place(desk)
}

/** Of which all is known but what it still asks for: a drill's, from its scenario. */
export const beginWith = async (desk: Desk, draft: Draft): Promise<void> => {
  desk.turn.drop('asking', desk.party.id)
  leaveOffer(desk)
  desk.turn.put('drafts', desk.party.id, draft)
  await place(desk)
}

const place = (desk: Desk): Promise<void> =>
  desk.dialog.begin(
    desk.party.id,
    askerOf(desk, () => ({ views: [], goesOn: false })),
  )

/** Has the first question its no with this step? */
const takesNo = ({ question }: Draft, step: ReturnType<typeof answerQuestion>): boolean =>
  question === 'classified' &&
  'draft' in step &&
  // what was told in one sentence may leave nothing to ask
  (step.step === 'preview' || step.draft.question !== 'classified')

/** The shortest text that is a story where one is asked for again. */
const STORY = 6

/** 电脑中毒了, said to the first question: it waits in memory like the sentence of a report that began with one. */
const keptAside = (
  desk: Desk,
  draft: Draft,
  step: ReturnType<typeof answerQuestion>,
  given: string,
): boolean => {
  const unclear = 'say' in step && step.say.some((one) => one.say === 'classified-unclear')
  const waitsFor = draft.asks !== undefined && [...given].length >= STORY
  if (!unclear || (!waitsFor && senseOf(given) !== 'report')) return false
  const before = desk.held.of(desk.party.id, draft)?.sentence
  const all = before === undefined || before.includes(given) ? (before ?? given) : `${before}\n${given}`
  desk.turn.afterCommit(() => desk.held.keep(desk.party.id, draft.id, all))
  return true
}

/** An answer within the dialog. What is understood is kept in the draft; Botkit keeps the place. */
export const converse = async (desk: Desk, draft: Draft, text: string): Promise<Answer | undefined> => {
  let answered: Answer | undefined
  if (beginsReport(text) && draft.state !== 'same-thing') {
    say(desk, reportUnfinished)
    for (const view of questionViews(desk)) reply(desk, view)
    return undefined
  }
  const stepAfter = (given: string) =>
    answerQuestion(
      { ...draft, touchedAt: desk.world.now },
      given,
      contextOf(desk.party, desk.world),
      desk.held.of(desk.party.id, draft),
    )
  // the very decision that takes the no, and nothing that only looks like one, lets others read what was told before
  if (draft.state === 'asking' && draft.question === 'classified' && takesNo(draft, stepAfter(text)))
    desk.held.mayBeRead(desk.party.id, draft)
  const judge = (given: string): Reply => {
    if (draft.state === 'same-thing') return judgeSame(desk, draft, given)
    const step = stepAfter(given)
    const say = (remarks: Remark[]): View[] =>
      // one may repeat what was typed
      remarks.map((one) => ({ view: 'text', text: redactCredentials(remark(one, desk.world)).text }))
    switch (step.step) {
      case 'ask':
      case 'preview':
        if (step.hiding) noteHiding(desk)
        if (takesNo(draft, step)) {
          endQuiet(desk)
          desk.turn.afterCommit(() => desk.held.forget(desk.party.id))
        }
        if (keptAside(desk, draft, step, given)) {
          desk.turn.put('drafts', desk.party.id, {
            ...step.draft,
            asks: [...mostlyAsked],
            touchedAt: desk.world.now,
          })
          return { views: say([{ say: 'classified-kept' }]), goesOn: true }
        }
        desk.turn.put('drafts', desk.party.id, { ...step.draft, touchedAt: desk.world.now })
        return { views: say(step.say), goesOn: true }
      case 'cancelled':
        endDraft(desk, draft.id, { how: 'cancelled' })
        forget(desk)
        desk.turn.afterCommit(() => desk.held.forget(desk.party.id))
        return { views: [{ view: 'text', text: words.cancelled }], goesOn: false }
      case 'classified':
        divert(desk)
        answered = { ...toast('warning', words.withheld), withheld: true }
        return { views: [], goesOn: false }
      case 'submit':
        return {
          views: submit(desk, step.draft),
          goesOn: desk.turn.row('drafts', desk.party.id) !== undefined,
        }
    }
  }
  const alive = await desk.dialog.continue(desk.party.id, text, askerOf(desk, judge))
  if (!alive && desk.turn.row('drafts', desk.party.id)) {
    say(desk, words.dialogRestarted)
    await desk.dialog.begin(desk.party.id, askerOf(desk, judge))
  }
  if (!desk.turn.row('drafts', desk.party.id)) {
    forget(desk)
    await tellMore(desk, draft)
  }
  return answered
}

/**
 * The question «是不是同一件事» has its answer. What was told meanwhile begins a report of its own, or may belong to the
 * incident that this one was joined to: it is asked.
 */
export const tellMore = async (desk: Desk, draft: Draft): Promise<void> => {
  const told = toldBeside(desk, draft)
  if (told === undefined) return
  const over = endOf(desk, draft.id)
  if (over?.how !== 'joined' && over?.how !== 'filed')
    return desk.turn.afterCommit(() => desk.held.forget(desk.party.id))
  if (told === 'lost') return say(desk, besideLost)
  if (over.how === 'joined') return offerTold(desk, told.told, over.incident)
  say(desk, words.troubleHeard([]))
  return begin(desk, [], told.told)
}

const judgeSame = (desk: Desk, draft: Draft, given: string): Reply => {
  const text = normalize(given)
  if (text === typedWord.cancel) {
    endDraft(desk, draft.id, { how: 'cancelled' })
    forget(desk)
    return { views: [{ view: 'text', text: words.cancelled }], goesOn: false }
  }
  const which = mayBe(draft).find((id) => id === numberIn(text))
  if (which !== undefined || saysSame.test(text)) {
    const { toast } = join(desk, draft, which)
    return { views: toast?.type === 'warning' ? [{ view: 'text', text: toast.text }] : [], goesOn: false }
  }
  if (saysOther.test(text)) {
    file(desk, draft)
    return { views: [], goesOn: false }
  }
  if (senseOf(given) !== 'report') return { views: [{ view: 'text', text: sameOrOther }], goesOn: true }
  tellBeside(desk, draft, given)
  return { views: [{ view: 'text', text: sameFirst }], goesOn: true }
}
