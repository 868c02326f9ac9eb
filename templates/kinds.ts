// How is a matter of each kind called, and what is said of it in one line?
import { categoryName } from '../rules/fields.js'
import { askingOf } from '../rules/kinds.js'
import { rulesOf, type World } from '../rules/world.js'
import {
  type Assignment,
  byKind,
  type Incident,
  isOf,
  type Kind,
  kindOf,
  type Matter,
  type Rectification,
  type Zero,
} from '../store/schema.js'
import { markOf } from './drill.js'
import { dated } from './plain.js'
import { dayShown } from './zero.js'

type Here = Pick<World, 'rules' | 'now'>

export const kindNames: Record<Kind, string> = {
  incident: '网络安全事件',
  rectification: '通报整改',
  assignment: '督办事项',
  zero: '零报告',
}

/** As its title begins. A number that begins with the word says it once. */
export const headOf = (matter: Matter): string => {
  const kind = kindNames[kindOf(matter)]
  return `${markOf(matter)}【${matter.id.startsWith(kind) ? '' : `${kind} `}${matter.id}】`
}

/** What it is about, in a word that everybody may read: the kind of incident, the term of a notice. Never what happened. */
export const aboutOf = byKind<[Here], string>({
  incident: ({ report }: Incident, { rules }) => {
    const { category } = report
    return category && category !== 'unknown'
      ? categoryName(category, rules).replace(/事件$/, '')
      : '类型待定'
  },
  rectification: ({ subject }: Rectification, { now, rules }) =>
    `${dated(subject.term, now, rules.timezone)} 前整改`,
  zero: ({ zero }: Zero) => `${zero.names.join('、')} ${dayShown(zero.date)}`,
  assignment: ({ subject }: Assignment, { now, rules }) =>
    subject.people
      ? `年度核对，${dated(subject.term, now, rules.timezone)} 前答复`
      : `${subject.drills === undefined ? '' : '年度应急演练，'}${dated(subject.term, now, rules.timezone)} 前办结`,
})

/** How several are counted and called together, and what new ones are. Those of two kinds are counted as matters. */
export const togetherOf = (
  matters: readonly Pick<Matter, 'kind'>[],
): { unit: string; what: string; fresh: string } => {
  const words = [...new Map(matters.map((one) => [kindOf(one), together[kindOf(one)]])).values()]
  const [only = together.incident, ...others] = words
  return others.length === 0
    ? only
    : { unit: '件', what: '事项', fresh: words.map(({ fresh }) => fresh).join('、') }
}
const together: Record<Kind, { unit: string; what: string; fresh: string }> = {
  incident: { unit: '起', what: '事件', fresh: '新报告' },
  rectification: { unit: '份', what: '通报', fresh: '新通报' },
  assignment: { unit: '件', what: '督办', fresh: '新督办' },
  zero: { unit: '天', what: '零报告', fresh: '新零报告' },
}

/** `事件 2 起、通报 1 份`: each kind by itself, in the order of their names; `0 件` of none. */
export const countedApart = (matters: readonly Pick<Matter, 'kind'>[]): string =>
  (Object.keys(together) as Kind[])
    .map((kind) => ({ ...together[kind], of: matters.filter((one) => isOf(one, [kind])).length }))
    .flatMap(({ unit, what, of }) => (of > 0 ? [`${what} ${of} ${unit}`] : []))
    .join('、') || '0 件'

/** The kind that a word of a list means: 事件, 通报, 通报整改. */
export const kindCalled = (word: string): Kind | undefined =>
  (Object.keys(kindNames) as Kind[]).find((kind) => word === kindNames[kind] || word === together[kind].what) // its own keys

/** 黄色督办, 橙色督办, 红色督办: by how much of the term is left (`warnings` of its kind in rules.yaml). */
export const warningOf = (
  matter: Matter,
  world: Pick<World, 'rules' | 'rulebook' | 'now'>,
): string | undefined => {
  const { fixed, subject, reportedAt } = matter
  if (fixed || !subject) return undefined
  const [from = 0, due = 0] = [reportedAt, subject.term].map((at) => Date.parse(at))
  const left = (due - Date.parse(world.now)) / (due - from)
  const { warnings = [] } = askingOf(matter, rulesOf(matter, world)) ?? {}
  return warnings.findLast((one) => left <= one.left)?.name
}
