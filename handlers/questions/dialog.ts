// What does an answer lead to? The pure dialog, one question after the other.
import { deskPhone, findSystems, folded, unit as unitById } from '../../store/campus.js'
import type {
  ChannelName,
  Draft,
  Instant,
  PersonRef,
  Remark,
  ReportField,
  System,
} from '../../store/schema.js'
import { amends } from '../understand/amends.js'
import { asksToHide } from '../understand/asks-to-hide.js'
import { mentionsCredentials } from '../understand/credentials.js'
import { normalize } from '../understand/letters.js'
import { agrees, isWayOut, wantsMore } from '../understand/replies.js'
import { senseOf } from '../understand/sentence.js'
import { mentionsSecret } from '../understand/watch-words.js'
import { asksHow, asksIfFiled, asksWhatIsSecret, asksWhich } from '../understand/wonders.js'
import {
  answerOf,
  atDesk,
  begun,
  candidates,
  harmful,
  judgeClassified,
  MOST_CHOICES,
  nearUnits,
} from './read.js'
import { editable, understood } from './show.js'
import {
  askOf,
  byName,
  type Context,
  fields,
  isField,
  labelOf,
  plan,
  type Question,
  type QuestionName,
  required,
  WHICH,
} from './table.js'
import { type Said, told, toldMore } from './told.js'

/** `say`: before the question or preview: what was understood, or why not. `hiding`: to be noted (细则 第十四条). */
export type Step =
  | { step: 'ask'; draft: Draft; say: Remark[]; hiding?: true }
  | { step: 'preview'; draft: Draft; say: Remark[]; hiding?: true }
  | { step: 'submit'; draft: Draft }
  | { step: 'cancelled' }
  /** State secrets may be about: stop, keep nothing of the draft nor of the text. */
  | { step: 'classified' }

export const beginDraft = (
  id: string,
  person: PersonRef,
  channel: ChannelName,
  now: Instant,
  drill = false,
): Draft => ({
  id,
  person,
  channel,
  state: 'asking',
  question: 'classified',
  asked: [],
  answers: {},
  misses: 0,
  ...(drill ? { drill } : {}),
  touchedAt: now,
})

/** The same draft at another question: misses and offered choices belong to the question before. */
const at = (draft: Draft, asked: string): Draft => {
  const { choices: _, ...rest } = draft
  return { ...rest, state: 'asking', question: asked, misses: 0 }
}

const goTo = (draft: Draft, asked: string): Draft => ({
  ...at(draft, asked),
  asked: [...draft.asked, draft.question],
})

/** 修改 is over: back at the question from which it was begun, which the preview stands behind. */
const edited = (draft: Draft): Draft => {
  const { editing: _, ...rest } = at(draft, draft.asked.at(-1) ?? 'classified')
  return { ...rest, asked: draft.asked.slice(0, -1) }
}

const open = (draft: Draft): QuestionName[] =>
  plan(draft.answers).filter((name) => name !== 'classified' && draft.answers[name] === undefined)

const missing = (draft: Draft): Question[] => required.filter(({ name }) => draft.answers[name] === undefined)

const toPreview = (draft: Draft, say: Remark[]): Step => {
  const [first] = missing(draft)
  if (first) {
    return {
      step: 'ask',
      draft: draft.question === first.name ? at(draft, first.name) : goTo(draft, first.name),
      say: [...say, { say: 'lacking', labels: missing(draft).map(({ label }) => label) }],
    }
  }
  const labels = open(draft).map(labelOf)
  return {
    step: 'preview',
    draft: { ...at(draft, draft.question), state: 'preview' },
    say: labels.length > 0 ? [...say, { say: 'left-open', labels }] : say,
  }
}

const goOn = (draft: Draft, say: Remark[]): Step => {
  if (draft.editing) return toPreview(edited(draft), say)
  const next = draft.asks
    ? byName.get(draft.asks.find((name) => draft.answers[name] === undefined) ?? '')?.name
    : open(draft)[0]
  return next ? { step: 'ask', draft: goTo(draft, next), say } : toPreview(draft, say)
}

/** What the sentence answered is shown by the preview; where something is asked before, it is said. */
const goOnWith = ({ draft, say }: ReturnType<typeof told>): Step => {
  const next = goOn(draft, say)
  if (next.step !== 'ask') return next
  const items = fields
    .filter(({ name }) => draft.answers[name] !== undefined && name !== 'summary')
    .map(({ label, name }) => ({ label, name, value: draft.answers[name] }))
  const { choices } = draft
  return {
    ...next,
    draft: choices ? { ...next.draft, choices } : next.draft,
    say: items.length > 0 ? [{ say: 'read', items }, ...next.say] : next.say,
  }
}

const back = (draft: Draft): Step => {
  if (draft.editing) return toPreview(edited(draft), [])
  const before = draft.asked.at(-1)
  return before === undefined
    ? { step: 'ask', draft, say: [{ say: 'first-question' }] }
    : { step: 'ask', draft: { ...at(draft, before), asked: draft.asked.slice(0, -1) }, say: [] }
}

const TRIES = 3

/** Not understood: why, with an example; the same question again. After three times a way on is offered in words. */
const again = (draft: Draft, asked: Question, problem: Remark, context: Context): Step => {
  const misses = draft.misses + 1
  const phone = deskPhone(context.directory, '网信办')
  const offer: Remark = asked.required ? { say: 'must-or-telephone', phone } : { say: 'may-skip' }
  return { step: 'ask', draft: { ...draft, misses }, say: misses >= TRIES ? [problem, offer] : [problem] }
}

/** The item that a number or a 标签 means. */
const itemOf = (draft: Draft, text: string): Question | undefined => {
  const wanted = normalize(text.slice(0, 100)).replace(/^(?:修改|第)\s*/u, '')
  const nth = /^(\d{1,2})[.、项个]?$/u.exec(wanted)?.[1]
  if (nth) return editable(draft)[Number(nth) - 1]
  const exact = fields.filter(({ label }) => folded(label) === folded(wanted))
  const near =
    exact.length > 0
      ? exact
      : fields.filter(({ label }) => wanted.length >= 2 && folded(label).includes(folded(wanted)))
  return near.length === 1 ? near[0] : undefined
}

const edit = (draft: Draft, asked: string): Extract<Step, { step: 'ask' }> => ({
  step: 'ask',
  draft: draft.editing ? at(draft, asked) : { ...goTo(draft, asked), editing: true },
  say: [],
})

/** 单位错了，是文学院: taken where it is said what it is instead, else asked. */
const amended = (draft: Draft, text: string, context: Context): Step | undefined => {
  const said = amends(text)
  const item = fields.find(({ label }) => label === said?.label)
  if (!item) return undefined
  const asked = edit(draft, item.name)
  return said?.value && 'draft' in asked ? take(asked.draft, item, said.value, context) : asked
}

/** Something that happened, or was done, told beside the report that is shown: it is taken up, and shown again. */
const more = (draft: Draft, text: string, context: Context): Step | undefined => {
  const said = toldMore(draft, text, context)
  if (!said) return undefined
  if ('problem' in said)
    return { step: 'preview', draft: { ...draft, state: 'preview' }, say: [said.problem] }
  const { draft: kept, say, ask } = said
  if (ask) return { ...edit(kept, ask), say }
  return { step: 'preview', draft: { ...kept, state: 'preview' }, say }
}

const notFiled = ({ directory }: Context): Remark[] => [
  { say: 'not-filed', phone: deskPhone(directory, '网信办') },
]

const inPreview = (draft: Draft, text: string, context: Context): Step => {
  const keep = (say: Remark[]): Step => ({ step: 'preview', draft: { ...draft, state: 'preview' }, say })
  switch (isWayOut(text)) {
    case 'submit': {
      return missing(draft).length > 0
        ? toPreview(draft, [])
        : { step: 'submit', draft: { ...draft, state: 'preview' } }
    }
    case 'edit':
      return edit(draft, WHICH)
    case 'back':
      return { step: 'ask', draft: at(draft, draft.question), say: [] }
    case 'cancel':
      return cancelled
    case 'preview':
      return keep([])
    default: {
      if (wantsMore(text)) {
        const { asks: _, ...whole } = draft
        return open(draft).length > 0 ? goOn(whole, []) : keep([{ say: 'all-filled' }])
      }
      const item = itemOf(draft, text)
      if (item) return edit(draft, item.name)
      const other = amended(draft, text, context)
      if (other) return other
      if (agrees(text)) return inPreview(draft, '提交', context)
      if (asksIfFiled(text)) return keep(notFiled(context))
      return more(draft, text, context) ?? keep([{ say: 'three-ways' }])
    }
  }
}

const cancelled: Step = { step: 'cancelled' }

const choosing = (draft: Draft, text: string, context: Context): Step => {
  const item = itemOf(draft, text)
  if (item) return edit(draft, item.name)
  const misses = draft.misses + 1
  const say: Remark[] = [{ say: 'which-not-understood' }]
  if (misses < TRIES) return { step: 'ask', draft: { ...draft, misses }, say }
  return toPreview(edited(draft), [...say, { say: 'back-in-preview' }, ...hintOf(context)])
}

const hintOf = ({ directory }: Context): Remark[] => {
  const phone = deskPhone(directory, '网信办')
  return phone ? [{ say: 'telephone', phone }] : []
}

/** Which of the choices that were offered is meant, by its number or name? */
const choiceOf = (draft: Draft, text: string): { label: string; value: string } | undefined => {
  const wanted = normalize(text)
  const nth = /^第?(\d{1,2})[.、项个]?$/u.exec(wanted)?.[1]
  return draft.choices?.find(({ label }, index) =>
    nth ? index + 1 === Number(nth) : folded(label) === folded(wanted),
  )
}
const chosen = (draft: Draft, text: string): string | undefined => choiceOf(draft, text)?.value

/**
 * One answer, and what it leads to. Never throws, whatever the text. Where `classified` comes back nothing of the text is in
 * any draft, and the caller drops the draft itself. `said`: what was told before the first question; it is read
 * only behind its no.
 */
export const answer = (draft: Draft, text: string, context: Context, said?: Said): Step => {
  if (mentionsSecret(text)) return { step: 'classified' }
  const now = { ...draft, touchedAt: context.now }
  const out = isWayOut(text)
  if (out === undefined && asksToHide(text)) {
    return {
      step: now.state === 'asking' ? 'ask' : 'preview',
      draft: now,
      say: [{ say: 'no-hiding' }],
      hiding: true,
    }
  }
  if (now.state !== 'asking') return inPreview(now, text, context)

  const asked = byName.get(now.question)
  if (out === 'cancel') return cancelled
  if (out === 'back') return back(now)
  if (now.question === WHICH) {
    return out === 'preview' || out === 'submit' ? toPreview(edited(now), []) : choosing(now, text, context)
  }
  // A question of another version of this program: begin where something is missing.
  if (!asked) return goOn({ ...now, question: 'classified' }, [])
  if (asksIfFiled(text)) return { step: 'ask', draft: now, say: notFiled(context) }
  if (asked.name === 'classified') {
    if (asksWhatIsSecret(text))
      return {
        step: 'ask',
        draft: now,
        say: [{ say: 'classified-explained', phone: deskPhone(context.directory, '保密办') }],
      }
    switch (judgeClassified(text)) {
      case 'yes':
        return { step: 'classified' }
      case 'no':
        if (said !== undefined) return goOnWith(told(now, said, context))
        // it began with a sentence, which a restart has taken
        return now.asks
          ? goOn({ ...now, retell: true }, [{ say: 'told-lost' }])
          : goOn(now, [understood(now, asked, false)])
      case 'must-answer':
        return again(now, asked, { say: 'classified-must' }, context)
      case 'unclear':
        return again(now, asked, { say: 'classified-unclear' }, context)
    }
  }
  if (out === 'preview' || out === 'submit')
    return now.editing ? toPreview(edited(now), []) : toPreview(now, [])
  if (out === 'edit') return now.editing ? { step: 'ask', draft: at(now, WHICH), say: [] } : edit(now, WHICH)
  const asking = asksBack(now, asked, text, context)
  if (asking) return asking
  if (!isField(asked)) return goOn(now, [])
  const { retell, ...rest } = now
  return retell && !now.editing && isStory(asked, text, context)
    ? goOnWith(told(rest, { sentence: text }, context))
    : take(rest, asked, text, context)
}

/** The sentence once more, rather than an answer to what is asked. */
const isStory = (asked: Question & { name: ReportField }, text: string, context: Context): boolean =>
  senseOf(text) === 'report' ||
  ([...text].length > LONGEST_NAME && 'problem' in answerOf(asked, asked.name, text, context))

const LONGEST_NAME = 10

/** Asked back: how it is written, or which units there are. It is answered, and the question stands. */
const asksBack = (draft: Draft, asked: Question, text: string, { directory }: Context): Step | undefined => {
  if (asked.kind === 'unit' && asksWhich(text))
    return {
      step: 'ask',
      draft: { ...draft, choices: atDesk(directory) },
      say: [{ say: 'all-units', names: directory.units.map(({ name }) => name) }],
    }
  if (!asksHow(text)) return undefined
  return { step: 'ask', draft, say: [{ say: 'how', label: asked.label, ask: askOf(asked, draft.answers) }] }
}

/** Systems of the register: asked for, or named where the unit was asked for and no unit is called so. */
const systemsMeant = (
  { name }: Question,
  text: string,
  done: ReturnType<typeof answerOf>,
  { directory }: Context,
): System[] => {
  if (name === 'system')
    return 'value' in done && done.value !== 'unknown' ? findSystems(directory, String(done.value)) : []
  const unknownUnit = name === 'unit' && 'problem' in done && done.problem.say === 'no-such-unit'
  return unknownUnit ? findSystems(directory, text) : []
}

/** One system is meant: its 主管单位 is the unit (细则 第七条: 谁主管谁负责). */
const register = (draft: Draft, asked: Question, system: System, context: Context): Step => {
  const { unit: before } = draft.answers
  const unit = unitById(context.directory, String(before))
  const answers = { ...draft.answers, system: system.name, unit: system.owner.id }
  const instead = unit && unit.id !== system.owner.id ? unit.name : undefined
  return goOn({ ...draft, answers }, [
    understood({ ...draft, answers }, byName.get('system') ?? asked, system.name),
    { say: 'from-register', system, instead },
  ])
}

/** «不在列表中，交网信办» was chosen, and no unit: not 网信办 itself, which may stand beside it. */
const leftToDesk = (draft: Draft, text: string, { directory }: Context): true | undefined => {
  const [desk] = atDesk(directory)
  return desk && choiceOf(draft, text)?.label === desk.label ? true : undefined
}

const take = (
  draft: Draft,
  asked: Question & { name: ReportField },
  text: string,
  context: Context,
): Step => {
  // A dash alone stands for «not asked» where a form is filled in part (更正); here it is no answer.
  const given = normalize(text) === '—' ? '' : (chosen(draft, text) ?? text)
  const done = answerOf(asked, asked.name, given, context)
  const systems = systemsMeant(asked, given, done, context)
  const [system] = systems
  if (system && systems.length === 1) return register(draft, asked, system, context)
  if (systems.length > 1 && systems.length <= MOST_CHOICES && !draft.choices)
    return {
      step: 'ask',
      draft: { ...draft, choices: systems.map(({ id, name }) => ({ label: name, value: id })) },
      say: [{ say: 'several-systems', said: begun(given), names: systems.map(({ name }) => name) }],
    }
  if ('problem' in done) {
    const { problem } = done
    const found = candidates(asked, text, context)
    const { choices: _, ...bare } = draft
    if (asked.kind === 'unit' && (problem.say === 'no-such-unit' || problem.say === 'required'))
      return again(
        { ...bare, choices: [...nearUnits(given, context), ...atDesk(context.directory)] },
        asked,
        problem,
        context,
      )
    return found.length > 1 && found.length <= MOST_CHOICES
      ? { step: 'ask', draft: { ...bare, choices: found }, say: [problem] }
      : again(bare, asked, problem, context)
  }
  const { value } = done
  const first = asked.name === 'harmful_content' && value === true && draft.answers.harmful_content !== true
  const { unlisted, ...listed } = draft
  const left = asked.kind === 'unit' ? leftToDesk(draft, text, context) : unlisted
  const kept: Draft = {
    ...listed,
    answers: { ...draft.answers, [asked.name]: value },
    ...(left ? { unlisted: left } : {}),
  }
  return goOn(kept, [
    understood(kept, asked, value),
    ...(first ? [harmful(context)] : []),
    ...(asked.kind === 'text' && mentionsCredentials(text) ? [{ say: 'redacted' } as const] : []),
  ])
}
