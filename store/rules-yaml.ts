// What does the rules file on disk hold? Reads the YAML and names every mistake by its line.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, type Scalar, visit } from 'yaml'
import { Mistakes } from './mistakes.js'

type Opened = { label: string; document: Document.Parsed; lines: LineCounter; raw: unknown }

/**
 * Does YAML make of this what is written there? 04712856001 would lose its zero, 0x10 and 1e3 become other figures, and
 * beyond 2^53 the last digits go, 12387.0 its point and 22.30 its zero. A plain decimal, true, false and an empty value are what they say.
 */
const faithful = ({ value, source = '' }: Scalar): boolean => {
  if (typeof value === 'number' && !Number.isFinite(value)) return true // .nan and .inf are refused as they are
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? source === String(value) || /^-?[01]\.0+$/u.test(source) // a fraction of the time allowed: 1.0
      : /^-?\d*\.\d+$/u.test(source) && (!source.endsWith('0') || Math.abs(value) < 1)
  if (typeof value === 'boolean') return /^(?:true|false)$/iu.test(source)
  return value === null ? /^(?:~|null)?$/iu.test(source) : typeof value === 'string'
}

/** Whatever would change on the way stays the text that was written; where a figure is wanted, that is then a mistake with its path. */
const asWritten = (document: Document.Parsed): void => {
  visit(document, {
    Scalar(_, scalar) {
      if (!faithful(scalar)) scalar.value = scalar.source ?? String(scalar.value)
    },
  })
}

const open = (path: string): Opened => {
  const label = basename(path)
  const text = textOf(path)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const place = (offset: number) => `${label}:${lines.linePos(offset).line}`
  const mistakes = document.errors.map(({ code, message, pos }) =>
    code === 'DUPLICATE_KEY'
      ? `${place(pos[0])} 同一个键写了两次，应只写一次`
      : `${place(pos[0])} 不是正确的 YAML（${message}），应检查这一行的缩进、冒号和引号`,
  )
  // A tag that is not known, or a version of YAML in which yes and 12:30 are no words
  for (const { pos } of document.warnings)
    mistakes.push(`${place(pos[0])} 有规则文件不用的写法（标签或 %YAML 指令），应删去，文字请加引号`)
  if (mistakes.length > 0) throw new Mistakes(mistakes)
  asWritten(document)
  try {
    return { label, document, lines, raw: document.toJS() }
  } catch (error) {
    // An alias without its anchor is noticed only here.
    throw new Mistakes([
      `${label}:1 不是正确的 YAML（${error instanceof Error ? error.message : String(error)}）`,
    ])
  }
}

/** The law in force is some ten thousand characters; a file a hundred times as long is another file. */
const MOST_BYTES = 1024 * 1024

const textOf = (path: string): string => {
  try {
    const { size } = statSync(path)
    if (size > MOST_BYTES)
      throw new Mistakes([
        `${path} 有 ${size.toLocaleString('en-US')} 字节，规则文件最多 ${MOST_BYTES.toLocaleString('en-US')} 字节，应核对是不是放错了文件`,
      ])
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    if (error instanceof Mistakes) throw error
    const why =
      error instanceof TypeError ? '不是 UTF-8 编码，应另存为 UTF-8' : '读不到，应是一个可读的规则文件'
    throw new Mistakes([`${path} ${why}`])
  }
}

/** The line of a path, or of the nearest thing around it that is written. */
const lineOf = ({ document, lines }: Opened, path: readonly (string | number)[]): number => {
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) break
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)]
      if (isScalar(item) || isMap(item) || isSeq(item)) offset = item.range?.[0] ?? offset
      node = item
    } else break
  }
  return lines.linePos(offset).line
}

/** Where the law lies that this program was shipped with: in its package, be it run from source or as compiled in there. */
export const shippedPath = (): string => {
  const above = (folder: string): string =>
    existsSync(join(folder, 'package.json')) || folder === dirname(folder) ? folder : above(dirname(folder))
  return join(above(import.meta.dirname), 'rules', 'rules.yaml')
}

export const isShipped = (path: string): boolean => resolve(path) === shippedPath()

/** What the file holds, unchecked. Throws `Mistakes` where it is no YAML, or says a key twice. */
export const readRulesFile = (path: string): unknown => open(path).raw

/** A mistake of what the file says: where, as a path through its keys, and what. */
type Problem = { path: (string | number)[]; text: string }
const problemsOf = (error: unknown): Problem[] | undefined =>
  error instanceof Error && 'problems' in error && Array.isArray(error.problems) ? error.problems : undefined

/**
 * What `check` makes of the file. The mistakes it throws as `{ problems: [{ path, text }] }` become `Mistakes`, each
 * `rules.yaml:34 clocks[3].within …`.
 */
export const readChecked = <T>(path: string, check: (raw: unknown) => T): T => {
  const opened = open(path)
  try {
    return check(opened.raw)
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    throw new Mistakes(
      problems
        .map(({ path, text }) => ({ line: lineOf(opened, path), text }))
        .sort((a, b) => a.line - b.line)
        .map(({ line, text }) => `${opened.label}:${line} ${text}`),
    )
  }
}
