// What does an answer lead to? The pure dialog, one question after the other.
import { deskPhone, folded } from '../../store/campus.js'
import type { ChannelName, Draft, Instant, PersonRef, ReportField } from '../../store/schema.js'
import { asksToHide } from '../understand/asks-to-hide.js'
import { mentionsCredentials } from '../understand/credentials.js'
import { normalize } from '../understand/letters.js'
import { isWayOut } from '../understand/replies.js'
import { harmfulText, noHidingText, redactedText } from '../understand/secrets.js'
import { mentionsSecret } from '../understand/watch-words.js'
import { answerOf, candidates, judgeClassified, MOST_CHOICES } from './read.js'
import { editable, understood } from './show.js'
import {
  byName,
  type Context,
  fields,
  isField,
  plan,
  type Question,
  type QuestionName,
  required,
  WHICH,
} from './table.js'

/** `say`: sentences before the question or preview: what was understood, or why not. `hiding`: to be noted (细则 第十四条). */
export type Step =
  | { step: 'ask'; draft: Draft; say: string[]; hiding?: true }
  | { step: 'preview'; draft: Draft; say: string[]; hiding?: true }
  | { step: 'submit'; draft: Draft }
  | { step: 'cancelled'; say: string[] }
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

const toPreview = (draft: Draft, say: string[]): Step => {
  const [first] = missing(draft)
  if (first) {
    const lacking = missing(draft).map(({ label }) => label)
    return {
      step: 'ask',
      draft: draft.question === first.name ? at(draft, first.name) : goTo(draft, first.name),
      say: [...say, `还缺少必填的：${lacking.join('、')}。`],
    }
  }
  const left = open(draft).length
  return {
    step: 'preview',
    draft: { ...at(draft, draft.question), state: 'preview' },
    say:
      left > 0
        ? [...say, `还有 ${left} 项没有填写：可以现在提交，以后再补充；也可以回复“继续”接着填。`]
        : say,
  }
}

const goOn = (draft: Draft, say: string[]): Step => {
  if (draft.editing) return toPreview(edited(draft), say)
  const [next] = open(draft)
  return next ? { step: 'ask', draft: goTo(draft, next), say } : toPreview(draft, say)
}

const back = (draft: Draft): Step => {
  if (draft.editing) return toPreview(edited(draft), [])
  const before = draft.asked.at(-1)
  return before === undefined
    ? { step: 'ask', draft, say: ['这已经是第一个问题。'] }
    : { step: 'ask', draft: { ...at(draft, before), asked: draft.asked.slice(0, -1) }, say: [] }
}

const TRIES = 3

/** Not understood: why, with an example; the same question again. After three times a way on is offered in words. */
const again = (draft: Draft, asked: Question, problem: string, context: Context): Step => {
  const misses = draft.misses + 1
  const phone = deskPhone(context.directory, '网信办')
  const offer = asked.required
    ? `这一项必须填写。可以回复“取消”，或直接致电网信办${phone ? `（${phone}）` : ''}，由值班员帮您报告。`
    : '如果不清楚，可以回复“跳过”，以后再补充。'
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

const edit = (draft: Draft, asked: string): Step => ({
  step: 'ask',
  draft: draft.editing ? at(draft, asked) : { ...goTo(draft, asked), editing: true },
  say: [],
})

const inPreview = (draft: Draft, text: string): Step => {
  const keep = (say: string[]): Step => ({ step: 'preview', draft: { ...draft, state: 'preview' }, say })
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
      if (/^(?:继续|接着填|继续填写?|下一步)$/u.test(normalize(text).replace(/[\p{P}\s]+/gu, ''))) {
        return open(draft).length > 0 ? goOn(draft, []) : keep(['各项都已填写，请回复“提交”“修改”或“取消”。'])
      }
      const item = itemOf(draft, text)
      return item ? edit(draft, item.name) : keep(['请回复“提交”“修改”或“取消”。'])
    }
  }
}

const cancelled: Step = {
  step: 'cancelled',
  say: ['已取消，没有提交任何内容。需要时随时发送“报告”。'],
}

const choosing = (draft: Draft, text: string, context: Context): Step => {
  const item = itemOf(draft, text)
  if (item) return edit(draft, item.name)
  const misses = draft.misses + 1
  const say = ['没有看懂要修改哪一项。请回复序号或名称，例如：发现时间']
  if (misses < TRIES) return { step: 'ask', draft: { ...draft, misses }, say }
  return toPreview(edited(draft), [...say, '已回到预览，内容没有改动。', ...hintOf(context)])
}

const hintOf = ({ directory }: Context): string[] => {
  const phone = deskPhone(directory, '网信办')
  return phone ? [`需要帮助请致电网信办（${phone}）。`] : []
}

/** The number or name of one of the choices that were offered. */
const chosen = (draft: Draft, text: string): string | undefined => {
  const wanted = normalize(text)
  const nth = /^第?(\d{1,2})[.、项个]?$/u.exec(wanted)?.[1]
  return draft.choices?.find(({ label }, index) =>
    nth ? index + 1 === Number(nth) : folded(label) === folded(wanted),
  )?.value
}

/**
 * One answer, and what it leads to. Never throws, whatever the text. Where `classified` comes back nothing of the text is in
 * any draft, and the caller drops the draft itself.
 */
export const answer = (draft: Draft, text: string, context: Context): Step => {
  if (mentionsSecret(text)) return { step: 'classified' }
  const now = { ...draft, touchedAt: context.now }
  const out = isWayOut(text)
  if (out === undefined && asksToHide(text)) {
    return { step: now.state === 'asking' ? 'ask' : 'preview', draft: now, say: [noHidingText], hiding: true }
  }
  if (now.state !== 'asking') return inPreview(now, text)

  const asked = byName.get(now.question)
  if (out === 'cancel') return cancelled
  if (out === 'back') return back(now)
  if (now.question === WHICH) {
    return out === 'preview' || out === 'submit' ? toPreview(edited(now), []) : choosing(now, text, context)
  }
  // A question of another version of this program: begin where something is missing.
  if (!asked) return goOn({ ...now, question: 'classified' }, [])
  if (asked.name === 'classified') {
    switch (judgeClassified(text)) {
      case 'yes':
        return { step: 'classified' }
      case 'no':
        return goOn(now, [`${asked.label}：否`])
      case 'must-answer':
        return again(
          now,
          asked,
          '这一项不能跳过：涉密内容不能在本平台处理。拿不准请选“是”，没有请选“否”。',
          context,
        )
      case 'unclear':
        return again(now, asked, '请先回答“是”或“否”，其他内容后面再写。例如：否', context)
    }
  }
  if (out === 'preview' || out === 'submit')
    return now.editing ? toPreview(edited(now), []) : toPreview(now, [])
  if (out === 'edit') return now.editing ? { step: 'ask', draft: at(now, WHICH), say: [] } : edit(now, WHICH)
  return isField(asked) ? take(now, asked, text, context) : goOn(now, [])
}

const take = (
  draft: Draft,
  asked: Question & { name: ReportField },
  text: string,
  context: Context,
): Step => {
  // A dash alone stands for «not asked» where a form is filled in part (更正); here it is no answer.
  const given = normalize(text) === '—' ? '' : (chosen(draft, text) ?? text)
  const done = answerOf(asked, asked.name, context).safeParse(given)
  if (!done.success) {
    const problem = done.error.issues[0]?.message ?? '没有看懂。'
    const found = candidates(asked, text, context)
    const { choices: _, ...bare } = draft
    return found.length > 1 && found.length <= MOST_CHOICES
      ? { step: 'ask', draft: { ...bare, choices: found }, say: [problem] }
      : again(bare, asked, problem, context)
  }
  const value = done.data
  const first = asked.name === 'harmful_content' && value === true && draft.answers.harmful_content !== true
  const kept: Draft = { ...draft, answers: { ...draft.answers, [asked.name]: value } }
  return goOn(kept, [
    understood(kept, asked, value, context),
    ...(first ? [harmfulText(deskPhone(context.directory, '宣传部') || undefined)] : []),
    ...(asked.kind === 'text' && mentionsCredentials(text) ? [redactedText] : []),
  ])
}
