// How does a case of the real world end? Its papers are read back from the .docx and compared with one table, written from the law.
import { expect, it } from 'vitest'
import { rowsIn, textOf, unzipped } from '../../documents/unzip.js'
import { everywhere } from '../everywhere.js'
import { play } from '../scene.js'
import { openStage, type Stage } from '../stage.js'

export type Case = {
  /** From the teacher's report to 办结; the papers are asked for where they would be signed. What is not written may come, too. */
  chat: string
  /**
   * What the law asks, a line each; … stands for anything. Whole: a duty, a paper or a body to acknowledge that is not
   * written here fails the case, as one does that is written and is not owed.
   *   事件级别 | 一般（IV 级）                      and 判级依据, a line each: on every report that was drawn up
   *   主管单位 | 教务处                             and 运维单位, 使用单位, 是否定级, 勒索软件: what else is on the reports
   *   第一责任人 | 张伟（…）                         the chain, post by post; here and above only what the case is about
   *   确认收到 | 张伟、李建国                         who had to acknowledge, and did
   *   首报 | 自治区党委网信办、自治区教育厅             whom each report was drawn up for
   *   首报（自治区党委网信办） | 11-24 12:00 | 法定…第四条   each duty with its deadline and what that rests on
   */
  law: string
}

type Papers = Map<string, { text: string; rows: string[][] }>

/** Every paper that somebody gets from now on, the newest under its name. */
const papersOn = (stage: Stage): Papers => {
  const papers: Papers = new Map()
  const { say } = stage
  stage.say = async (...said) => {
    await say(...said)
    for (const one of stage.platform.deliveries)
      if (one.kind === 'file') {
        const xml = unzipped(one.bytes).get('word/document.xml') ?? ''
        papers.set(one.name, { text: textOf(xml), rows: rowsIn(xml) })
      }
  }
  return papers
}

const cellsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim())

/** The same names in any order; … at the end: and others. */
const areAll = (wanted: string, found: string): boolean => {
  const here = found.split('、')
  const named = wanted.replace(/…$/u, '').split('、')
  return named.every((one) => here.includes(one)) && (wanted.endsWith('…') || named.length === here.length)
}

const fits = (wanted: string, found: string): boolean => {
  const parts = wanted.split('…')
  let at = 0
  return parts.every((part, nth) => {
    const from = nth === 0 ? (found.startsWith(part) ? 0 : -1) : found.indexOf(part, at)
    if (from < 0) return false
    at = from + part.length
    return nth < parts.length - 1 || part === '' || found.endsWith(part)
  })
}

/** The row of a form under this label: its lines. */
const linesOf = (rows: string[][], label: string): string[] =>
  rows.find(([first]) => first?.startsWith(label))?.[1]?.split('\n') ?? []

/** What the papers have from the register of systems (细则 第七条), and of a ransom (办法 第七条). */
const system = ['主管单位', '运维单位', '使用单位', '是否定级', '勒索软件']

/** What may stand on no paper that leaves the campus (校内优先级, 校内时限, what waits for the office). */
const internal = /核定|优先级|按较大计时|校内|建议值|P[123](?!\d)/u

const short = (time: string): string => time.replace(/^\d{4}-/u, '').replace(/:\d\d$/u, '')

/** The same table as the law's, of what the papers say: what is owed, whole, and the facts beside it. */
const table = (papers: Papers): { owed: string[][]; beside: string[][] } => {
  const named = [...papers].map(([file, paper]) => ({
    ...paper,
    parts: file.replace('.docx', '').split('_'),
  }))
  const reports = named.filter(({ parts: [, stage] }) => stage !== '记录')
  const record = named.find(({ parts: [, stage] }) => stage === '记录')?.rows ?? []
  const said = (label: string): string[] => {
    const all = new Set(reports.map(({ rows }) => linesOf(rows, label).join('\n')))
    return [...all].flatMap((lines) => lines.split('\n'))
  }
  for (const { parts, text } of reports) expect(text, parts.join('_')).not.toMatch(internal)
  const stages = [...new Set(reports.map(({ parts: [, stage = ''] }) => stage))]
  const limits = record.filter((row) => row.length === 5 && /^\d{4}-/u.test(row[3] ?? ''))
  const acknowledging = limits.filter(([name]) => name?.startsWith('确认收到'))
  return {
    beside: [
      ...said('事件级别').map((line) => ['事件级别', line]),
      ...said('判级依据').map((line) => ['判级依据', line]),
      ...system.flatMap((label) => said(label).map((line) => [label, line])),
      ...linesOf(record, '责任链').map((line) => line.split('：')),
    ],
    owed: [
      ['确认收到', [...new Set(acknowledging.map(([, , , , by = '']) => by.split('\n')[0]))].join('、')],
      ...stages.map((stage) => [
        stage,
        reports.flatMap(({ parts: [, of, to = ''] }) => (of === stage ? [to] : [])).join('、'),
      ]),
      ...limits.map(([name = '', basis = '', , due = '']) => [name, short(due), basis]),
    ],
  }
}

/** A step of people is followed by whatever comes. */
const loosely = (chat: string): string =>
  chat.replace(/^(?!\s*(?:$|…|#|机器人 →|提示|加急|更新|文件)).*$/gmu, (line) => `${line}\n…`)

const check = async (stage: Stage, { chat, law }: Case): Promise<void> => {
  const papers = papersOn(stage)
  await play(stage, loosely(`${chat}\n值班甲: 文书 2026-0001 记录`))
  const wanted = law.split('\n').filter((line) => line.trim())
  const rows = wanted.map(cellsOf)
  const nth = (found: string[]): number =>
    rows.findIndex(
      (row) =>
        row.length === found.length &&
        row.every((cell, at) => (row[0] === '确认收到' ? areAll : fits)(cell, found[at] ?? '')),
    )
  const names = new Set(rows.map(([name]) => name))
  const { owed, beside } = table(papers)
  const said = [...beside.filter(([name = '']) => names.has(name)), ...owed]
    .map((found) => ({ found, at: nth(found) }))
    .toSorted((a, b) => a.at - b.at)
  expect(said.map(({ found, at }) => wanted[at]?.trim() ?? found.join(' | '))).toEqual(
    wanted.map((line) => line.trim()),
  )
}

/** A case in the sandbox. */
export const real = (title: string, one: Case): void => {
  it(title, async () => {
    const stage = await openStage()
    try {
      await check(stage, one)
    } finally {
      await stage.end()
    }
  })
}

/** A case on every platform. */
export const realEverywhere = (title: string, one: Case): void =>
  everywhere(title, (stage) => check(stage, one))
