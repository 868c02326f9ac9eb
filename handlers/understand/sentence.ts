// Does a sentence tell of trouble, and which answers of a report does it hold? By tables, offline; what would be a guess is left open; pure.
import { calm, together } from '../../rules/plain-kinds.js'
import * as table from '../../rules/plain-words.js'
import { findSystems, folded } from '../../store/campus.js'
import type { Directory, Report, ReportField, System, Unit } from '../../store/schema.js'
import { figuresIn } from './figures.js'
import { normalize } from './letters.js'
import { momentsIn } from './moments.js'
import { even } from './spoken.js'

type Here = { now: number; timezone: string; directory: Directory }

/** `ask`: what its words may mean and is to be asked. `units`: those it names, where it is not plain which is meant. */
type Told = {
  answers: Partial<Report>
  system?: System
  units: Unit[]
  ask: ReportField[]
}

/** What stands behind this is kept, and read for nothing. In UTF-16 units. */
const READ = 500

const CLAUSE = /[，,。；;！!？?\n]/u

const has = (text: string, words: readonly string[]): boolean =>
  words.some((word) => word.split('+').every((part) => text.includes(part)))

/** The text without the parts of a word that stands in it. */
const without = (text: string, word: string): string => {
  const parts = word.split('+')
  return parts.every((part) => text.includes(part))
    ? parts.reduce((left, part) => left.replaceAll(part, ' '), text)
    : text
}

const plain = (text: string): string => even(normalize(text).slice(0, READ))

/**
 * `report`: something went wrong; `notice`: an authority wants something mended by a day, which is no incident; `nothing`
 * where it is neither, or where it is only asked about.
 */
export const senseOf = (text: string): 'report' | 'notice' | 'nothing' => {
  const said = plain(text)
  const { from, what, happened } = table.notices
  if (has(table.loud.reduce(without, said), table.quiet)) return 'nothing'
  if (has(said, from) && has(said, what) && !has(said, happened)) return 'notice'
  return kindOf(said) ? 'report' : 'nothing'
}

const kindOf = (said: string): string | undefined =>
  table.troubles.find(({ words, of }) => has(said, words) && (!of || has(said, of)))?.code ?? togetherOf(said)

/** Words that tell of trouble only with others: what is asked, arranged or over is none. */
const togetherOf = (said: string): string | undefined =>
  has(said, calm) ? undefined : together.find(({ words, of }) => has(said, of) && has(said, words))?.code

type Hit<T> = { row: T; from: number; to: number }

/** Where the names of these rows stand in the text; of two that overlap the longer. */
export const hitsOf = <T>(
  text: string,
  rows: readonly T[],
  namesOf: (row: T) => readonly string[],
): Hit<T>[] => {
  const all = rows.flatMap((row) =>
    namesOf(row).flatMap((name): Hit<T>[] => {
      const word = folded(name)
      const from = word.length > 1 ? text.indexOf(word) : -1
      const latin =
        /^[a-z]/u.test(word) && /[a-z]/u.test(text.charAt(from - 1) + text.charAt(from + word.length))
      return from < 0 || latin ? [] : [{ row, from, to: from + word.length }]
    }),
  )
  return all.filter(
    (one) =>
      !all.some(
        (other) => other.to - other.from > one.to - one.from && other.from < one.to && one.from < other.to,
      ),
  )
}

/** 已报告信息中心, 信息中心通知我们: who was told or who told, not where it happened. */
const TOLD =
  /(?:报告|报|联系|通知|告知|告诉|找|请|打给|打电话给|让|问|向|跟|和|自称|冒充|假冒|说是)(?:了|给|过)?$/u
const TELLS =
  /^(?:的?(?:老师|同事|人|学生|同学|值班员?)?)(?:说|通知|打电话|来电|告诉|告知|要求|发现|反映|在处理|在查|已)/u

const namesOf = ({ name, aliases }: Unit): string[] => [name, ...aliases, name.replace(/^党委(?=.{3})/u, '')]

/** A unit whose short name is its name stands there twice. */
const unitsOf = (hits: readonly Hit<Unit>[]): number => new Set(hits.map(({ row }) => row)).size

const unitsIn = (text: string, { units }: Directory): Unit[] => {
  const english = Object.entries(table.inEnglish).find(([word]) => text.includes(word))?.[1]
  const named = hitsOf(
    text,
    units.filter(({ kind }) => kind !== '学校'),
    namesOf,
  )
  const meant = named.filter(
    ({ from, to }) =>
      !TOLD.test(text.slice(Math.max(0, from - 6), from)) && !TELLS.test(text.slice(to, to + 12)),
  )
  const found = [
    ...new Set((meant.length > 0 ? meant : unitsOf(named) === 1 ? [] : named).map(({ row }) => row)),
  ]
  return found.length > 0 || !english ? found : units.filter(({ name }) => name === english)
}

const systemsIn = (text: string, directory: Directory): System[] => {
  const { systems = [] } = directory
  const named = hitsOf(text, systems, ({ name, aliases }) => [name, ...aliases])
  if (named.length > 0) return [...new Set(named.map(({ row }) => row))]
  return /[a-z0-9]\.[a-z0-9]/u.test(text) ? findSystems(directory, text) : []
}

/** 大屏, OA, 官网 are what half of the campus calls its own; only what is named in full is one of the register. */
const isPlain = (text: string, { name, aliases }: System): boolean =>
  [name, ...aliases].some((word) => [...folded(word)].length > 2 && text.includes(folded(word)))

const composed = table.kinds.flatMap((kind) =>
  ['', '管理', '服务', '综合'].flatMap((middle) => table.general.map((word) => `${kind}${middle}${word}`)),
)
/** 防火墙告警, 系统日志里: what tells of it, not what it happened to. */
const SOURCE = /^(?:告警|报警|日志|记录|显示有)/u

/** What the thing is called: 选课系统, 实验室服务器, 公众号; of several the first. */
const thingIn = (text: string): string | undefined => {
  const named = hitsOf(text, [...table.things, ...composed], (word) => [word])
    .filter(({ to }) => !SOURCE.test(text.slice(to, to + 4)))
    .sort((a, b) => a.from - b.from)
  return named[0]?.row ?? /(?:^|[，,。的了在到把])(\p{Script=Han}{2,5}(?:系统|平台))/u.exec(text)?.[1]
}

const clausesOf = (text: string): string[] => text.split(CLAUSE).map((one) => one.trim())

const clausesWith = (text: string, words: readonly string[], without: readonly string[] = []): string[] =>
  clausesOf(text).filter((one) => has(one.toLowerCase(), words) && !has(one.toLowerCase(), without))

/** 已切换高防, 目前已恢复: whatever it is, it was done. */
const DONE = /^(?:目前|现在|我们|值班员|老师)?已经?(?!被|经被|经有|有)/u

const asIn = (sentence: string, word: string): string => {
  const at = sentence.toLowerCase().indexOf(word)
  return at < 0 ? word : sentence.slice(at, at + word.length)
}

const yes = (said: string): Partial<Report> =>
  Object.fromEntries(
    Object.entries(table.facts).flatMap(([name, words]) => (has(said, words) ? [[name, true]] : [])),
  )

/** 两个老师, 3000学生: counted in people. */
const peopled = (text: string): string =>
  text.replace(
    /(?<=[\d一二两三四五六七八九十百千万])多?个?(?=老师|教师|同学|学生|员工|师生|用户|家长|考生|新生|毕业生|校友)/gu,
    '人',
  )

/** 一位老师 stands for no number of people. */
const figured = (sentence: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(figuresIn(peopled(sentence)).facts ?? {}).filter(([, figure]) => figure > 1),
  )

export const readSentence = (text: string, { now, timezone, directory }: Here): Told => {
  const sentence = normalize(text).slice(0, READ)
  const said = plain(text)
  const units = unitsIn(said, directory)
  const systems = systemsIn(said, directory)
  const [only] = systems
  const [unit] = units
  const registered =
    only && systems.length === 1 && isPlain(said, only) && (!unit || unit.id === only.owner.id)
      ? only
      : undefined
  const thing = registered?.name ?? thingIn(said)
  const { discovered, occurred } = momentsIn(sentence, now, timezone)
  const code = kindOf(said)
  const did = new Set([
    ...clausesWith(sentence, table.measures, table.undone),
    ...clausesOf(sentence).filter((one) => DONE.test(one)),
  ])
  const measures = clausesOf(sentence).filter((one) => did.has(one))
  const impact = clausesWith(sentence, table.impacts).filter((one) => !measures.includes(one))
  const known = yes(said)
  return {
    answers: {
      ...(registered ? { unit: registered.owner.id } : unit && units.length === 1 ? { unit: unit.id } : {}),
      ...(thing ? { system: registered ? thing : asIn(sentence, thing) } : {}),
      ...(code && code !== 'OTH' ? { category: code } : {}),
      ...(discovered === undefined ? {} : { discovered_at: new Date(discovered).toISOString() }),
      ...(occurred === undefined ? {} : { occurred_at: new Date(occurred).toISOString() }),
      ...(measures.length > 0 ? { measures: measures.join('，') } : {}),
      ...(impact.length > 0 ? { impact: impact.join('，') } : {}),
      ...figured(sentence),
      ...known,
    },
    ...(registered ? { system: registered } : {}),
    units: units.length > 1 ? units : [],
    ask: (Object.keys(table.asking) as (keyof typeof table.asking)[]).filter(
      (name) => known[name] === undefined && has(said, table.asking[name]),
    ),
  }
}
