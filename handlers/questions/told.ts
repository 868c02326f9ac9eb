// Which questions has a person answered who told it in one sentence, or told more before the preview, and which are still to be asked?
import type { Draft, Remark, Report, ReportField } from '../../store/schema.js'
import { tellsMore } from '../understand/amends.js'
import { mentionsCredentials } from '../understand/credentials.js'
import { readSentence, senseOf } from '../understand/sentence.js'
import { answerOf, harmful } from './read.js'
import { byName, type Context, fields, isField, required } from './table.js'

/** The words of somebody else, in quotes: where harmful content is about they are not kept (regulations.md §6). */
const QUOTED = /[“”"「」『』《》:：]/u

const LONGEST_HARMFUL = 80

const isForeign = (
  sentence: string,
  known: Draft['answers'],
  { answers, ask }: ReturnType<typeof readSentence>,
): boolean =>
  (known.harmful_content === true || answers.harmful_content === true || ask.includes('harmful_content')) &&
  (QUOTED.test(sentence) || sentence.length > LONGEST_HARMFUL)

/** Asked also where it is not required: all clocks of the law run from it (报告管理办法 第四条). */
const T0: ReportField = 'discovered_at'

/** What a sentence mostly leaves to be asked: as long as it is not read, and where it is forgotten. */
export const mostlyAsked: readonly ReportField[] = ['unit', T0]

/** What was said before the first question, and what somebody else read in it, each as if it were typed. */
export type Said = { sentence: string; hints?: Readonly<Record<string, string>> }

/** What another reader found where the tables found nothing: its words must stand in the sentence, or name a category. */
const hinted = (
  { sentence, hints = {} }: Said,
  found: Draft['answers'],
  context: Context,
): Draft['answers'] =>
  Object.fromEntries(
    Object.entries(hints).flatMap(([name, text]) => {
      const asked = byName.get(name as ReportField)
      if (!asked || !isField(asked) || found[asked.name] !== undefined) return []
      if (asked.kind !== 'category' && !sentence.includes(text)) return []
      const read = answerOf(asked, asked.name, text, context)
      return 'value' in read && read.value !== 'unknown' ? [[asked.name, read.value]] : []
    }),
  )

/** `draft` with what the sentence answers, and `asks`: what is asked before it is shown whole. */
export const told = (draft: Draft, said: Said, context: Context): { draft: Draft; say: Remark[] } => {
  const { sentence } = said
  const { directory, rules, now } = context
  const read = readSentence(sentence, { now: Date.parse(now), timezone: rules.timezone, directory })
  const summary = byName.get('summary')
  const kept = summary && isField(summary) ? answerOf(summary, 'summary', sentence, context) : undefined
  const foreign = isForeign(sentence, {}, read)
  const own = {
    ...(kept && 'value' in kept && !foreign ? { summary: kept.value } : {}),
    ...read.answers,
    ...draft.answers,
  }
  // what the words of the tables leave open, they mean to ask
  const asked = Object.fromEntries(read.ask.map((name) => [name, 'asked']))
  const answers = { ...(foreign ? {} : hinted(said, { ...asked, ...own }, context)), ...own }
  const wanted = [...read.ask, ...required.map(({ name }) => name), T0]
  const asks = wanted.filter((name) => answers[name as ReportField] === undefined)
  const choices = read.units.map(({ id, name }) => ({ label: name, value: id }))
  return {
    draft: { ...draft, answers, asks, ...(choices.length > 0 && asks[0] === 'unit' ? { choices } : {}) },
    say: [
      ...(own.summary !== undefined && mentionsCredentials(sentence) ? [{ say: 'redacted' } as const] : []),
      ...(read.system ? [{ say: 'from-register', system: read.system } as const] : []),
    ],
  }
}

/** 已经拔了网线, said where the report is looked over: behind what stands there, and what was open is filled. */
export const toldMore = (
  draft: Draft,
  sentence: string,
  context: Context,
): { draft: Draft; say: Remark[]; ask?: ReportField } | { problem: Remark } | undefined => {
  if (!tellsMore(sentence)) return undefined
  const { directory, rules, now } = context
  const known = draft.answers
  const read = readSentence(sentence, { now: Date.parse(now), timezone: rules.timezone, directory })
  const { unit, measures, impact, ...found } = read.answers
  // of another unit it is another story
  const elsewhere = read.units.length > 0 || (unit !== undefined && unit !== known.unit)
  if (elsewhere || isForeign(sentence, known, read)) return undefined
  const story = measures === undefined && impact === undefined && senseOf(sentence) === 'report'
  const more = Object.entries({ summary: story ? sentence : undefined, impact, measures })
  const answers: Draft['answers'] = { ...known }
  for (const [name, text] of more) {
    const asked = byName.get(name)
    if (text === undefined || !asked || !isField(asked)) continue
    const before = known[asked.name]
    const whole = typeof before === 'string' && before !== 'unknown' ? `${before}；${text}` : text
    const kept = answerOf(asked, asked.name, whole, context)
    if ('problem' in kept) return kept
    answers[asked.name] = kept.value as never // by the shape of its own field
  }
  const isOpen = (name: keyof Report): boolean => known[name] === undefined || known[name] === 'unknown'
  for (const [name, value] of Object.entries(found) as [keyof Report, never][])
    if (isOpen(name) || value === true || typeof value === 'number') answers[name] = value
  const items = fields
    .filter(({ name }) => answers[name] !== known[name])
    .map(({ label, name }) => ({ label, name, value: answers[name] }))
  const ask = read.ask.find((name) => answers[name] !== true)
  if (items.length === 0 && !ask) return undefined
  return {
    draft: { ...draft, answers },
    say: [
      ...(mentionsCredentials(sentence) ? [{ say: 'redacted' } as const] : []),
      ...(items.length > 0 ? [{ say: 'read', items } as const] : []),
      ...(answers.harmful_content === true && known.harmful_content !== true ? [harmful(context)] : []),
    ],
    ...(ask ? { ask } : {}),
  }
}
