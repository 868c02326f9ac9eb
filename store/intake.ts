// Is a file that somebody sent a part of the directory, and what does it hold? Known by the heads of its columns, bounded before it is opened.
import { inflateRawSync } from 'node:zlib'
import type { DirectoryTableName, DirectoryTables } from './schema.js'
import {
  type Complain,
  clean,
  csvIn,
  isBlank,
  isExcel,
  type Line,
  type Sheet,
  type Sheets,
  sheetLines,
  workbookIn,
} from './sheets.js'

/** A directory of ten thousand people is smaller; what is larger was made to be. */
const MOST_BYTES = 5 * 2 ** 20
const MOST_UNPACKED = 32 * 2 ** 20
const MOST_ENTRIES = 500
const MOST_ROWS = 20_000
const MOST_COLUMNS = 60

/** By which columns a table is known, whatever its file or sheet is called. The first that fits. */
const recognised: { name: DirectoryTableName; fits: (heads: ReadonlySet<string>) => boolean }[] = [
  {
    name: 'systems',
    fits: (heads) => heads.has('系统编号') || (heads.has('系统名称') && heads.has('主管单位')),
  },
  { name: 'roster', fits: (heads) => heads.has('岗位') && heads.has('值班人') },
  { name: 'people', fits: (heads) => heads.has('人员编号') || (heads.has('姓名') && heads.has('角色')) },
  { name: 'units', fits: (heads) => heads.has('单位编号') && heads.has('单位名称') },
]

/** `unreadable`: it calls itself an .xlsx and can't be opened. `huge`: more than any directory holds. */
type Intake = { sheets: Sheets } | 'foreign' | 'unreadable' | 'huge'

const nameOf = ({ lines }: Sheet): DirectoryTableName | undefined => {
  const head = lines.find((line) => !isBlank(line))
  const heads = new Set(head?.cells.map((cell) => clean(cell).normalize('NFKC')))
  return recognised.find(({ fits }) => fits(heads))?.name
}

/**
 * What a zip unpacks to, without believing what it says of itself: nothing where it is none, or more than `most`. All of
 * it is unpacked here once, and thrown away.
 */
const unpackedWithin = (zip: Buffer, most: number): 'within' | 'beyond' | 'no zip' => {
  const end = zip.lastIndexOf('PK\u0005\u0006')
  if (end < 0 || end + 22 > zip.length) return 'no zip'
  const count = zip.readUInt16LE(end + 10)
  if (count > MOST_ENTRIES) return 'beyond'
  let at = zip.readUInt32LE(end + 16)
  let left = most
  try {
    for (let nth = 0; nth < count; nth++) {
      if (zip.readUInt32LE(at) !== 0x02014b50) return 'no zip'
      const [method, packed, local] = [
        zip.readUInt16LE(at + 10),
        zip.readUInt32LE(at + 20),
        zip.readUInt32LE(at + 42),
      ]
      const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const bytes = zip.subarray(begins, begins + packed)
      left -=
        method === 0 ? bytes.length : inflateRawSync(bytes, { maxOutputLength: Math.max(1, left) }).length
      if (left < 0) return 'beyond'
      at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    }
    return 'within'
  } catch (error) {
    const tooMuch = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return tooMuch ? 'beyond' : 'no zip'
  }
}

const sheetsIn = async (
  bytes: Buffer,
  name: string,
  complain: Complain,
): Promise<Sheet[] | 'unreadable' | 'huge'> => {
  if (!isExcel(name)) {
    const sheet = csvIn(name, bytes, complain)
    return sheet ? [sheet] : []
  }
  const size = unpackedWithin(bytes, MOST_UNPACKED)
  if (size === 'beyond') return 'huge'
  const workbook = size === 'within' ? await workbookIn(bytes) : undefined
  if (!workbook) return 'unreadable'
  const large = workbook.worksheets.some(
    (sheet) => sheet.columnCount > MOST_COLUMNS || sheet.rowCount > MOST_ROWS,
  )
  return large
    ? 'huge'
    : workbook.worksheets.map((sheet) => ({ label: sheet.name.trim(), lines: sheetLines(sheet) }))
}

/** `name` is what it was sent as; mistakes name a CSV by it, and a sheet by its own name. */
export const intakeOf = async (given: Uint8Array, name: string, complain: Complain): Promise<Intake> => {
  const bytes = Buffer.from(given)
  if (bytes.length > MOST_BYTES) return 'huge'
  const found = await sheetsIn(bytes, name, complain)
  if (typeof found === 'string') return found
  if (found.some(({ lines }) => lines.length > MOST_ROWS)) return 'huge'
  const sheets: Sheets = {}
  for (const sheet of found) {
    const table = nameOf(sheet)
    if (!table) continue
    if (sheets[table])
      complain(sheet.label, 1, `与工作表“${sheets[table].label}”内容相同，同一张表应只有一张`)
    else sheets[table] = sheet
  }
  if (Object.keys(sheets).length === 0) return 'foreign'
  for (const sheet of Object.values(sheets)) noFormulas(sheet, complain)
  return { sheets }
}

/** A text in an .xlsx is a formula once it is kept as CSV: what begins so is told, and nothing is taken. */
const noFormulas = ({ label, lines }: Sheet, complain: Complain): void => {
  for (const { line, cells } of lines)
    for (const cell of cells.map(clean))
      if (/^[=+\-@＝＋－＠]/u.test(cell) && !/^[+-]?\d[\d ().-]*$/u.test(cell.normalize('NFKC')))
        complain(
          label,
          line,
          `“${cell.slice(0, 20)}”以 ${cell.slice(0, 1)} 开头，表格软件会当成公式，应去掉这个符号`,
        )
}

/** The cells of these sheets as they are kept: every line as wide as its head. */
export const cellsOf = (sheets: Sheets): DirectoryTables =>
  Object.fromEntries(
    Object.entries(sheets).map(([name, { lines }]: [string, Sheet]) => {
      const [head, ...rest] = lines.filter((line: Line) => !isBlank(line))
      const width = (head?.cells ?? []).findLastIndex((cell) => clean(cell)) + 1
      const cut = ({ cells }: Line) => Array.from({ length: width }, (_, at) => clean(cells[at] ?? ''))
      return [name, head ? [head, ...rest].map(cut) : []]
    }),
  )
