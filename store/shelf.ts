// Where does the office's directory lie, what would it be with other tables in it, and how are they put there?
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readDirectory, readSheets } from './directory.js'
import { exchange } from './exchange.js'
import { cellsOf, intakeOf } from './intake.js'
import type { Directory, DirectoryTables } from './schema.js'
import { isExcel, sheetsIn } from './sheets.js'

/** What a file came to. `rows`: what it has wrong, row by row. */
export type Received =
  | { is: 'directory'; tables: DirectoryTables; directory: Directory }
  | { is: 'mistaken'; rows: string[] }
  | { is: 'foreign' | 'unreadable' | 'huge' }

export type Shelf = {
  /** The directory as it lies there now. Throws `Mistakes`. */
  read(): Promise<Directory>
  /** Reads a file that was sent: alone, or beside the tables that lie there and that it does not hold. */
  receive(bytes: Uint8Array, name: string): Promise<Received>
  /** Puts these tables there, all of them or none; the old ones stay beside them. */
  put(tables: DirectoryTables): Promise<void>
}

/** Sheets as a workbook: made by whoever can write one. */
type WriteWorkbook = (sheets: { name: string; rows: string[][] }[]) => Promise<Uint8Array>

/** The same for the same directory. */
export const fingerprintOf = (directory: Directory): string =>
  createHash('sha256').update(JSON.stringify(directory)).digest('hex').slice(0, 16)

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const sheetNames = { units: '单位', people: '人员', systems: '系统', roster: '值班' } as const
const kept = ['units', 'people', 'systems', 'roster'] as const

const csvCell = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
/** With a BOM, so that Excel reads it as UTF-8. */
const csvOf = (rows: string[][]): Uint8Array =>
  Buffer.from(`\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`)

const silent = (): void => {}

/** `path` is DIRECTORY (contract §4): a folder of CSV files, or an .xlsx. */
export const openShelf = (path: string, workbook: WriteWorkbook): Shelf => ({
  read: () => readDirectory(path),
  async receive(bytes, name) {
    let is: 'foreign' | 'unreadable' | 'huge' | undefined
    let tables: DirectoryTables = {}
    const { directory, wrong } = await readSheets(async (complain) => {
      const intake = await intakeOf(bytes, name, complain)
      if (typeof intake === 'string') {
        is = intake
        return {}
      }
      tables = cellsOf(intake.sheets)
      return { ...(await sheetsIn(path, complain)), ...intake.sheets }
    })
    if (is) return { is }
    const rows = [...wrong.people, ...wrong.systems, ...wrong.roster]
    return rows.length > 0 ? { is: 'mistaken', rows } : { is: 'directory', tables, directory }
  },
  async put(tables) {
    if (!isExcel(path)) {
      const files = new Map<string, Uint8Array>()
      for (const name of kept) {
        const rows = tables[name]
        if (!rows) continue
        // a roster that the office keeps in Excel stays where it is: two of them would be a mistake
        const excel = name === 'roster' && existsSync(join(path, 'roster.xlsx'))
        if (excel) files.set('roster.xlsx', await workbook([{ name: sheetNames[name], rows }]))
        else files.set(`${name}.csv`, csvOf(rows))
      }
      return exchange(path, files)
    }
    const all = { ...cellsOf(await sheetsIn(path, silent)), ...tables }
    const sheets = kept.flatMap((name) => {
      const rows = all[name]
      return rows ? [{ name: sheetNames[name], rows }] : []
    })
    await exchange(path, new Map([[basename(path), await workbook(sheets)]]))
  },
})
