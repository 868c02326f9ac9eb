// What does a workbook look like, and how does it become an .xlsx? Sheets as data; the only place that writes SpreadsheetML.
import type { Cell as WrittenCell } from 'write-excel-file/node'

/** A moment is written as the wall clock of the campus, so that Excel can sort and subtract it: epoch ms of that wall clock, as if in UTC. */
export type Cell = string | number | { wall: number } | undefined

export type Worksheet = {
  name: string
  columns: { title: string; width: number }[]
  rows: Cell[][]
}

export type Workbook = { fileName: string; sheets: Worksheet[] }

/** XML 1.0 can't hold these, and marks that turn the writing direction would disorder a cell. */
const printable = (text: string): string =>
  text.replace(/(?![\t\n])\p{Cc}|\p{Cs}|\p{Bidi_Control}|\p{Noncharacter_Code_Point}/gu, '')

/** The longest that Excel takes in one cell. */
const MOST = 32_767

/**
 * A text is a text in an .xlsx, whatever it begins with. But a ledger is saved as CSV sooner or later, and there a cell
 * that begins so is read as a formula: it gets the mark that Excel itself knows a text by.
 */
const textFor = (text: string): string => {
  const kept = printable(text)
  const safe = /^[\s]*[=+\-@＝＋－＠]/u.test(kept) && !/^[+-]?\d[\d ().-]*$/u.test(kept) ? `'${kept}` : kept
  return safe.length > MOST ? `${safe.slice(0, MOST - 1)}…` : safe
}

/** _x000D_ is how SpreadsheetML writes a carriage return: words that only look so are escaped (ECMA-376 22.9.2.19). */
const escaped = (text: string): string => text.replace(/_(?=x[\da-f]{4}_)/giu, '_x005F_')

/** In letters: a Chinese character is as wide as two. */
export const widthOf = (line: string): number =>
  [...line].reduce((sum, letter) => sum + (/[\p{ASCII}]/u.test(letter) ? 1 : 2), 0)

const layout = { alignVertical: 'top', wrap: true } as const
const head = { fontWeight: 'bold', backgroundColor: '#EDEDED', ...layout } as const

const DAY_MS = 86_400_000
/** 1 January 1970 as Excel counts days. */
const EPOCH_DAY = 25_569

const cellOf = (cell: Cell): WrittenCell => {
  if (cell === undefined || cell === '') return null
  if (typeof cell === 'number') return { type: Number, value: cell, ...layout }
  if (typeof cell === 'string') return { type: String, value: escaped(textFor(cell)), ...layout }
  const days = cell.wall / DAY_MS + EPOCH_DAY
  return { type: Number, value: days, format: 'yyyy-mm-dd hh:mm', align: 'left', ...layout }
}

const LINE = 15
/** The highest row that Excel takes, in points. */
const HIGHEST = 409

/** How high a row must be, in points: not every program finds that out by itself. */
const heightOf = (row: readonly Cell[], columns: Worksheet['columns']): number => {
  const linesIn = (text: string, width: number): number =>
    text
      .split('\n')
      .map(widthOf)
      .reduce((sum, wide) => sum + Math.max(1, Math.ceil(wide / (width - 1))), 0)
  const lines = row.map((cell, at) =>
    typeof cell === 'string' ? linesIn(textFor(cell), columns[at]?.width ?? 10) : 1,
  )
  return Math.min(HIGHEST, LINE * Math.max(1, ...lines))
}

const rowOf = (row: Cell[], columns: Worksheet['columns']): WrittenCell[] => {
  const height = heightOf(row, columns)
  return row.map((cell, at) => (at === 0 ? { ...cellOf(cell), height } : cellOf(cell)))
}

/** Over numbers a title stands where they stand, at the right. */
const headOf = (columns: Worksheet['columns'], rows: Cell[][]): WrittenCell[] => {
  const titles = columns.map(({ title }) => title)
  const height = heightOf(titles, columns)
  return titles.map((title, at): WrittenCell => {
    const cells = rows.map((row) => row[at]).filter((cell) => cell !== undefined)
    const numbers = cells.length > 0 && cells.every((cell) => typeof cell === 'number')
    return {
      type: String,
      value: title,
      ...head,
      ...(numbers ? { align: 'right' } : {}),
      ...(at === 0 ? { height } : {}),
    }
  })
}

/** Printed, all columns stand on one sheet of A3. */
const onePageWide = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string) =>
          xml
            .replace(/(<worksheet [^<>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
            .replace(
              /<pageSetup [^<>]*>/,
              '<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
            ),
      },
    },
  },
}

/** Loaded with the first workbook: most starts are over long before one is asked for. */
const writer = async () => (await import('write-excel-file/node')).default

/** The file itself. Its head stays in sight, and columns are as wide as they say, in characters. */
export const xlsxOf = async ({ sheets }: Workbook): Promise<Uint8Array> =>
  (await writer())(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      data: [headOf(columns, rows), ...rows.map((row) => rowOf(row, columns))],
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape' as const,
    })),
    { features: [onePageWide] },
  ).toBuffer()

/** Bare tables, whose first row names the columns: as the office keeps them. Every cell is a text, so that no number loses its zeros. */
export const tablesAsWorkbook = async (sheets: { name: string; rows: string[][] }[]): Promise<Uint8Array> =>
  (await writer())(
    sheets.map(({ name, rows }) => ({
      sheet: name,
      data: rows.map((row) =>
        row.map(
          (cell): WrittenCell =>
            cell === '' ? null : { type: String, value: escaped(printable(cell)), format: '@' },
        ),
      ),
      stickyRowsCount: 1,
    })),
  ).toBuffer()
