// What stands in a sheet? Reads CSV files and the sheets of an .xlsx to rows with named cells; every mistake is named at its line.
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import type { Workbook, Worksheet } from 'exceljs'
import { columnName, damageIn, excelCell, excelDamageIn } from './cells.js'
import { Mistakes } from './mistakes.js'

/** `damage`: what Excel has done to the cell of a column; what then stands in `cells` is not what was meant. */
export type Line = {
  line: number
  cells: string[]
  damage?: (at: number, header: string) => string | undefined
}
/** `label` is how mistakes name it: `people.csv`, or `人员` in an Excel file. */
export type Sheet = { label: string; lines: Line[] }
export type Row<H extends string> = { line: number; cell: (header: H) => string }
export type Table<H extends string> = { label: string; headerLine: number; rows: Row<H>[] }
/** What a sheet's header names; a damaged cell of `mayBeEmpty` is told once, and then read as empty. */
type Columns<H extends string> = {
  required: readonly H[]
  optional?: readonly H[]
  mayBeEmpty: readonly H[]
}
export type Sheets = { units?: Sheet; people?: Sheet; systems?: Sheet; roster?: Sheet }
/** Collects mistakes with their place, so that they are listed in the order of the files. */
export type Complain = (label: string, line: number, text: string) => void
export type Seen<T> = { line: number; value: T }

/** The register's file and sheet, as mistakes name them. */
export const systemLabels: readonly string[] = ['systems.csv', '系统']
/** The roster's. */
export const rosterLabels: readonly string[] = ['roster.csv', 'roster.xlsx', '值班']

export const list = (words: readonly string[]): string => words.join('、')

export const isExcel = (path: string): boolean => /\.xlsx$/i.test(path)

// ---- from bytes to lines of cells

export const sheetsIn = (path: string, complain: Complain): Promise<Sheets> =>
  isExcel(path) ? excelSheets(path) : csvSheets(path, complain)

const codeOf = ({ code = '' }: NodeJS.ErrnoException): string => code

/** Why it can't be read: what may not be read is there, and its owner must be told so. */
const unread = (code: string, otherwise: string, mend = ''): string =>
  code === 'EACCES' || code === 'EPERM' ? `没有读取权限${mend}` : otherwise

const csvSheets = async (path: string, complain: Complain): Promise<Sheets> => {
  const found = await stat(path).catch(codeOf) // told just below
  if (typeof found === 'string' || !found.isDirectory()) {
    const why = typeof found === 'string' ? unread(found, '找不到') : '不是文件夹'
    throw new Mistakes([
      `${path} ${why}，应为含 units.csv、people.csv 的文件夹，或含“单位”“人员”两张工作表的 .xlsx 文件`,
    ])
  }
  const [units, people, systems, roster] = await Promise.all([
    csvSheet(join(path, 'units.csv'), complain),
    csvSheet(join(path, 'people.csv'), complain),
    csvSheet(join(path, 'systems.csv'), complain, 'optional'),
    rosterSheet(path, complain),
  ])
  return {
    ...(units ? { units } : {}),
    ...(people ? { people } : {}),
    ...(systems ? { systems } : {}),
    ...(roster ? { roster } : {}),
  }
}

/** roster.csv, or roster.xlsx with a sheet 值班 (else its first): as the office keeps it. */
const rosterSheet = async (path: string, complain: Complain): Promise<Sheet | undefined> => {
  const text = await csvSheet(join(path, 'roster.csv'), complain, 'optional')
  const file = join(path, 'roster.xlsx')
  const found = await stat(file).catch(codeOf) // where there is none, the roster is a CSV or nothing
  if (found === 'ENOENT') return text
  if (text) complain('roster.xlsx', 1, '与 roster.csv 同时存在，应只留一个')
  if (text) return undefined
  try {
    const { worksheets } = await workbookAt(file, '含“值班”工作表的 .xlsx 文件')
    const sheet = worksheets.find(({ name }) => name.trim() === '值班') ?? worksheets[0]
    return { label: 'roster.xlsx', lines: sheet ? sheetLines(sheet) : [] }
  } catch (error) {
    if (!(error instanceof Mistakes)) throw error
    complain('roster.xlsx', 1, '打不开，应为未加密、未损坏的 .xlsx 文件，且运行用户能读')
    return undefined
  }
}

const csvSheet = async (
  file: string,
  complain: Complain,
  optional?: 'optional',
): Promise<Sheet | undefined> => {
  const label = basename(file)
  const bytes = await readFile(file).catch(codeOf) // told as a mistake, with the others
  if (typeof bytes === 'string') {
    if (!optional)
      complain(label, 1, unread(bytes, '找不到或读不了这个文件，通讯录文件夹里应有它', '，应让运行用户能读'))
    else if (bytes !== 'ENOENT')
      complain(label, 1, `${unread(bytes, `读不了这个文件（${bytes}）`)}，应让运行用户能读，或删去它`)
    return undefined
  }
  return csvIn(label, bytes, complain)
}

/** The lines of a CSV file. */
export const csvIn = (label: string, bytes: Buffer, complain: Complain): Sheet | undefined => {
  const text = decode(bytes)
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
  const damaged = text.split('\n').findIndex((line) => line.includes('\uFFFD'))
  if (damaged >= 0) {
    complain(label, damaged + 1, '有认不出的文字，应将文件另存为“CSV UTF-8”（GB18030 也可）')
    return undefined
  }
  const { lines, open } = linesOf(text)
  if (open !== undefined) {
    complain(label, open, '从这一行起引号不成对，应成对使用英文双引号')
    return undefined
  }
  return { label, lines: padded(lines) }
}

/** Excel's «CSV» is GB18030 on a Chinese Windows, its «CSV UTF-8» has a BOM. What is valid UTF-8 is never by chance GB18030. */
const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes) // undecodable bytes become U+FFFD
  }
}

/** The records with the line each begins at; `open` is the line from which a quote is never closed. */
const linesOf = (text: string): { lines: Line[]; open?: number } => {
  const lines: Line[] = []
  let begins = 1
  try {
    parse(text, {
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: '\n',
      on_record: (cells: string[], { lines: ends }) => {
        lines.push({ line: begins, cells })
        begins = ends + 1
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { lines, open: begins }
  }
  return { lines }
}

/**
 * Excel leaves off the trailing columns that are empty in a whole block of 16 lines. Such lines are filled up again; a
 * line shorter than its neighbours in the block stays short, and is a mistake.
 */
const padded = (lines: Line[]): Line[] => {
  const width = Math.max(0, ...lines.map(({ cells }) => cells.length))
  const block = ({ line }: Line) => Math.floor((line - 1) / 16)
  const widths = new Map<number, number>()
  for (const line of lines) widths.set(block(line), Math.max(widths.get(block(line)) ?? 0, line.cells.length))
  return lines.map((line) =>
    line.cells.length === widths.get(block(line))
      ? { line: line.line, cells: [...line.cells, ...Array<string>(width - line.cells.length).fill('')] }
      : line,
  )
}

const workbookAt = async (path: string, expected: string): Promise<Workbook> => {
  const bytes = await readFile(path).catch(codeOf) // told just below
  if (typeof bytes === 'string')
    throw new Mistakes([`${path} ${unread(bytes, '找不到或读不了')}，应为${expected}`])
  const workbook = await workbookIn(bytes)
  if (workbook) return workbook
  throw new Mistakes([`${path} 打不开，应为未加密、未损坏的 .xlsx 文件（旧的 .xls 请另存为 .xlsx）`])
}

const excelSheets = async (path: string): Promise<Sheets> => {
  const workbook = await workbookAt(path, '含“单位”“人员”两张工作表的 .xlsx 文件')
  const sheetOf = (name: string): Worksheet | undefined =>
    workbook.worksheets.find((sheet) => sheet.name.trim() === name)
  const [units, people, systems] = [sheetOf('单位'), sheetOf('人员'), sheetOf('系统')]
  const roster = sheetOf('值班')
  if (!units || !people) {
    const names = list(workbook.worksheets.map(({ name }) => name)) || '没有工作表'
    const missing = [units ? [] : ['单位'], people ? [] : ['人员']].flat()
    throw new Mistakes(
      missing.map((name) => `${name}:1 缺少这张工作表，应有“单位”“人员”两张（现有：${names}）`),
    )
  }
  return {
    units: { label: '单位', lines: sheetLines(units) },
    people: { label: '人员', lines: sheetLines(people) },
    ...(systems ? { systems: { label: '系统', lines: sheetLines(systems) } } : {}),
    ...(roster ? { roster: { label: '值班', lines: sheetLines(roster) } } : {}),
  }
}

/** Nothing where it can't be opened. */
export const workbookIn = async (bytes: Uint8Array): Promise<Workbook | undefined> => {
  const { default: excel } = await import('exceljs') // heavy, and not needed by whoever keeps CSV
  const workbook = new excel.Workbook()
  try {
    // exceljs declares a Buffer of its own, older than Node's; an ArrayBuffer suits both
    await workbook.xlsx.load(new Uint8Array(bytes).buffer)
    return workbook
  } catch {
    return undefined // said by who asked, with the name of the file
  }
}

export const sheetLines = (sheet: Worksheet): Line[] => {
  const lines: Line[] = []
  sheet.eachRow({ includeEmpty: false }, (row, line) => {
    const cells = Array.from({ length: sheet.columnCount }, (_, at) => {
      const cell = row.getCell(at + 1)
      return excelCell(cell.value, cell.numFmt)
    })
    lines.push({ line, cells, damage: (at, header) => excelDamageIn(row.getCell(at + 1), header) })
  })
  return lines
}

// ---- from lines to rows with named cells

/** What people can't see in a cell goes: spaces around, zero-width characters, byte order marks. */
export const clean = (text: string): string =>
  text.replace(/[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g, '').trim()

export const isBlank = ({ cells }: Line): boolean => cells.every((cell) => !clean(cell))

export const tableOf = <H extends string>(
  { label, lines }: Sheet,
  { required, optional = [], mayBeEmpty }: Columns<H>,
  complain: Complain,
): Table<H> | undefined => {
  const [header, ...rest] = lines.filter((line) => !isBlank(line))
  if (!header) {
    complain(label, 1, `是空的，第一行应为表头：${required.join(',')}`)
    return undefined
  }
  const headers = header.cells.map((cell) => clean(cell).normalize('NFKC'))
  const width = headers.findLastIndex(Boolean) + 1
  const known = [...required, ...optional]
  const missing = required.filter((name) => !headers.includes(name))
  const twice = known.filter((name) => headers.indexOf(name) !== headers.lastIndexOf(name))
  if (missing.length > 0) {
    const unknown = headers.filter((name) => name && !known.some((one) => one === name))
    const wide = header.cells.some((cell) => cell.includes('，'))
      ? '（逗号应为英文逗号，不是全角的“，”）'
      : ''
    const instead = unknown.length > 0 ? `，却有不认识的列 ${list(unknown)}${wide}` : ''
    complain(label, header.line, `表头缺少列 ${list(missing)}${instead}，应为：${required.join(',')}`)
  }
  if (twice.length > 0) complain(label, header.line, `表头的列 ${list(twice)} 出现了两次，每列应只有一次`)
  if (missing.length + twice.length > 0) return undefined
  const rows = rest.flatMap(({ line, cells, damage }) => {
    const written = cells.findLastIndex((cell) => clean(cell)) + 1
    if (cells.length < width || written > width) {
      complain(
        label,
        line,
        `有 ${Math.max(written, Math.min(cells.length, width))} 列，应为 ${width} 列（逗号是不是少了或多了）`,
      )
    }
    const damaged = new Set<H>()
    for (const name of known) {
      const at = headers.indexOf(name)
      const wrong = at < 0 ? undefined : (damage?.(at, name) ?? damageIn(clean(cells[at] ?? ''), name))
      if (!wrong) continue
      damaged.add(name)
      complain(label, line, `${name}（${columnName(at)}${line}）${wrong}`)
    }
    const cell = (name: H) => clean(cells[headers.indexOf(name)] ?? '')
    // What is told to be damaged is not told to be malformed as well; what must be there keeps its place.
    const unless = (name: H) => (damaged.has(name) && mayBeEmpty.includes(name) ? '' : cell(name))
    return [{ line, cell: unless }]
  })
  return { label, headerLine: header.line, rows }
}

// ---- what cells of every sheet may hold

const phoneFits = (phone: string): boolean => /^[0-9+\- ]{5,20}$/.test(phone) && /\d/.test(phone)
const PHONE = '5 至 20 位的数字、+、-、空格'

/** Numbers and identifiers are compared without width: Ｐ００１ is P001. */
export const plain = (text: string): string => text.normalize('NFKC').trim()

export const phoneOf = <H extends string>(
  row: Row<H>,
  header: H,
  label: string,
  complain: Complain,
): string => {
  const phone = plain(row.cell(header)).replace(/[‐‑‒–—−]/g, '-')
  if (phone && !phoneFits(phone))
    complain(label, row.line, `${header}“${phone}”写法不对，应为${PHONE}，或留空`)
  return phone
}

/** What stands in one cell, apart by semicolons; each once. */
export const several = (cell: string): string[] =>
  cell
    .split(/[;；\n]/)
    .map((one) => clean(one).replace(/\s+/gu, ' '))
    .filter((one, at, all) => one && all.indexOf(one) === at)

/** 00123 is not there, but 123 is: a spreadsheet has taken the zeros off one of the two. */
export const zerosGone = (ids: ReadonlySet<string>, wanted: string): string => {
  const bare = wanted.replace(/^0+/, '')
  const other = [...ids].find((id) => id !== wanted && bare !== '' && id.replace(/^0+/, '') === bare)
  return other === undefined ? '' : `（那里有“${other}”，开头的 0 可能被 Excel 去掉了）`
}
