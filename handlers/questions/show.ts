// What does the one who reports read: the question of this moment, and what was understood?
import { localParts } from '../../rules/calendar.js'
import { showField } from '../../rules/fields.js'
import { unit as unitById } from '../../store/campus.js'
import type { Draft } from '../../store/schema.js'
import { length } from './read.js'
import {
  askOf,
  byName,
  type Context,
  fields,
  firstQuestion,
  isField,
  plan,
  type Question,
  WHICH,
} from './table.js'

const two = (n: number): string => String(n).padStart(2, '0')

/** An answer as it is repeated back and previewed: `11月23日 14:30`, the year only when it is another. */
export const showAnswer = (name: string, value: unknown, context: Context): string => {
  const asked = byName.get(name)
  if (asked?.kind === 'time' && typeof value === 'string' && value !== 'unknown') {
    const { y, m, d, h, min } = localParts(Date.parse(value), context.rules.timezone)
    const thisYear = y === localParts(Date.parse(context.now), context.rules.timezone).y
    return `${thisYear ? '' : `${y}年`}${m}月${d}日 ${two(h)}:${two(min)}`
  }
  return asked && isField(asked) ? showField(asked.name, value, context) : String(value)
}

/** What was understood. Long texts are not told again in full; where harmful content is about, no text is. */
export const understood = (draft: Draft, asked: Question, value: unknown, context: Context): string => {
  const shown = showAnswer(asked.name, value, context)
  if (asked.kind !== 'text' || value === 'unknown') return `${asked.label}：${shown}`
  if (draft.answers.harmful_content === true) return `${asked.label}：已记下（${length(shown)} 字）`
  return length(shown) > 100
    ? `${asked.label}：${[...shown].slice(0, 60).join('')}…（共 ${length(shown)} 字）`
    : `${asked.label}：${shown}`
}

/** Only the ways out that work at this question: nothing before the first one, no 跳过 where an answer is needed. */
const waysOut = (asked: Question): string =>
  [
    ...(asked.name === firstQuestion.name ? [] : ['上一步']),
    ...(asked.required ? [] : ['跳过']),
    '取消',
  ].join(' · ')

/** The items that 修改 offers, numbered: what was asked or answered, and 发生时间 and 发生地点. */
export const editable = (draft: Draft): Question[] => {
  const planned = plan(draft.answers)
  return fields.filter(
    ({ name }) =>
      planned.includes(name) ||
      draft.answers[name] !== undefined ||
      name === 'occurred_at' ||
      name === 'place',
  )
}

const numberedLines = (labels: readonly string[]): string[] => labels.map((label, at) => `${at + 1} ${label}`)

/** The units in which the reporter works. */
const ownUnits = (draft: Draft, { directory }: Context): string[] => {
  const posts = directory.people.find(({ id }) => id === draft.person.id)?.posts ?? []
  const names = posts.flatMap(({ unit }) => unitById(directory, unit)?.name ?? [])
  return [...new Set(names)].slice(0, 3)
}

/** The question of this moment: sentence, example, how far, and the ways out; the choices are also buttons. */
export const questionText = (draft: Draft, context: Context): { text: string; choices: string[] } => {
  if (draft.state !== 'asking') {
    return {
      text: '请核对以上内容。回复“提交”“修改”或“取消”。',
      choices: ['提交', '修改', '取消'],
    }
  }
  if (draft.question === WHICH) {
    const labels = editable(draft).map(({ label }) => label)
    return {
      text: ['要修改哪一项？请回复序号或名称。', ...numberedLines(labels), '上一步 · 取消'].join('\n'),
      choices: labels,
    }
  }
  const asked = byName.get(draft.question) ?? firstQuestion
  const planned = plan(draft.answers)
  const nth = planned.indexOf(asked.name) + 1
  const howFar = draft.editing || nth === 0 ? '回答后回到预览。' : `第 ${nth} 步，共约 ${planned.length} 步`
  const offered = draft.choices?.map(({ label }) => label)
  const lines = offered
    ? numberedLines(offered)
    : asked.kind === 'category'
      ? context.rules.categories.map(
          ({ short, examples }, at) => `${at + 1} ${short}：${examples.join('、')}`,
        )
      : []
  return {
    text: [
      offered ? `${asked.label}是哪一个？请回复序号或名称。` : askOf(asked, draft.answers),
      ...lines,
      howFar,
      waysOut(asked),
    ].join('\n'),
    choices: offered ?? choicesOf(asked, draft, context),
  }
}

const choicesOf = (asked: Question, draft: Draft, context: Context): string[] => {
  if (asked.kind === 'unit') return ownUnits(draft, context)
  if (asked.kind === 'category') return context.rules.categories.map(({ short }) => short)
  if (asked.kind === 'phone') return context.phone ? [context.phone] : []
  return [...asked.choices]
}
