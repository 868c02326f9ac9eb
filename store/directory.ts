// Who belongs to the campus? Reads the office's CSV folder or Excel file, checks it as a whole, and notices its changes.
import { unwatchFile, watchFile } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import type { Worksheet } from 'exceljs'
import { folded } from './campus.js'
import { columnName, damageIn, excelCell, excelDamageIn } from './cells.js'
import { Mistakes } from './mistakes.js'
import {
  type Directory,
  type Person,
  type Role,
  roles,
  type Unit,
  type UnitKind,
  unitKinds,
} from './schema.js'

const unitHeaders = ['单位编号', '单位名称', '单位类型', '分管校领导', '别名'] as const
const unitOptional = ['值班电话'] as const
const personHeaders = [
  '人员编号',
  '姓名',
  '职务',
  '单位编号',
  '角色',
  '手机',
  '飞书ID',
  '钉钉ID',
  '代理人',
] as const
const mayBeEmpty: ReadonlySet<string> = new Set([
  '手机',
  '值班电话',
  '飞书ID',
  '钉钉ID',
  '代理人',
  '分管校领导',
  '职务',
  '别名',
])
type Header = (typeof unitHeaders)[number] | (typeof unitOptional)[number] | (typeof personHeaders)[number]

const onlyOnce: readonly UnitKind[] = ['学校', '网信办', '信息中心', '宣传部', '保密办']

/** `damage`: what Excel has done to the cell of a column; what then stands in `cells` is not what was meant. */
type Line = { line: number; cells: string[]; damage?: (at: number, header: string) => string | undefined }
/** `label` is how mistakes name it: `people.csv`, or `人员` in an Excel file. */
type Sheet = { label: string; lines: Line[] }
type Row = { line: number; cell: (header: Header) => string }
type Table = { label: string; headerLine: number; rows: Row[] }
/** Collects mistakes with their place, so that they are listed in the order of the files. */
type Complain = (label: string, line: number, text: string) => void

const list = (words: readonly string[]): string => words.join('、')

/**
 * The directory of a folder with units.csv and people.csv, or of an .xlsx with the sheets 单位 and 人员 (contract §4).
 * Throws `Mistakes` with every mistake, each named `people.csv:12 …` (`人员:12 …` for Excel).
 */
export const readDirectory = async (path: string): Promise<Directory> => {
  const told: { label: string; line: number; text: string }[] = []
  const complain: Complain = (label, line, text) => {
    told.push({ label, line, text })
  }
  const sheets = isExcel(path) ? await excelSheets(path) : await csvSheets(path, complain)
  const units = sheets.units && tableOf(sheets.units, unitHeaders, unitOptional, complain)
  const people = sheets.people && tableOf(sheets.people, personHeaders, [], complain)
  const directory = directoryOf(units, people, complain)
  const order = [sheets.units?.label, sheets.people?.label]
  if (told.length > 0) {
    told.sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label) || a.line - b.line)
    throw new Mistakes(told.map(({ label, line, text }) => `${label}:${line} ${text}`))
  }
  return directory
}

const isExcel = (path: string): boolean => /\.xlsx$/i.test(path)

// ---- from bytes to lines of cells

const csvSheets = async (path: string, complain: Complain): Promise<{ units?: Sheet; people?: Sheet }> => {
  const found = await stat(path).catch(() => undefined) // whatever the reason, it can't be read: said below
  if (!found?.isDirectory()) {
    throw new Mistakes([
      `${path} ${found ? '不是文件夹' : '找不到'}，应为含 units.csv、people.csv 的文件夹，或含“单位”“人员”两张工作表的 .xlsx 文件`,
    ])
  }
  const [units, people] = await Promise.all([
    csvSheet(join(path, 'units.csv'), complain),
    csvSheet(join(path, 'people.csv'), complain),
  ])
  return { ...(units ? { units } : {}), ...(people ? { people } : {}) }
}

const csvSheet = async (file: string, complain: Complain): Promise<Sheet | undefined> => {
  const label = basename(file)
  const bytes = await readFile(file).catch(() => undefined) // told as a mistake, with the others
  if (!bytes) {
    complain(label, 1, '找不到或读不了这个文件，通讯录文件夹里应有它')
    return undefined
  }
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

const excelSheets = async (path: string): Promise<{ units: Sheet; people: Sheet }> => {
  const bytes = await readFile(path).catch(() => undefined) // told just below
  if (!bytes) throw new Mistakes([`${path} 找不到或读不了，应为含“单位”“人员”两张工作表的 .xlsx 文件`])
  const { default: excel } = await import('exceljs') // heavy, and not needed by whoever keeps CSV
  const workbook = new excel.Workbook()
  try {
    // exceljs declares a Buffer of its own, older than Node's; an ArrayBuffer suits both
    await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  } catch {
    throw new Mistakes([`${path} 打不开，应为未加密、未损坏的 .xlsx 文件（旧的 .xls 请另存为 .xlsx）`])
  }
  const sheetOf = (name: string): Worksheet | undefined =>
    workbook.worksheets.find((sheet) => sheet.name.trim() === name)
  const [units, people] = [sheetOf('单位'), sheetOf('人员')]
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
  }
}

const sheetLines = (sheet: Worksheet): Line[] => {
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
const clean = (text: string): string =>
  text.replace(/[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g, '').trim()

const isBlank = ({ cells }: Line): boolean => cells.every((cell) => !clean(cell))

const tableOf = (
  { label, lines }: Sheet,
  required: readonly Header[],
  optional: readonly Header[],
  complain: Complain,
): Table | undefined => {
  const [header, ...rest] = lines.filter((line) => !isBlank(line))
  if (!header) {
    complain(label, 1, `是空的，第一行应为表头：${required.join(',')}`)
    return undefined
  }
  const headers = header.cells.map((cell) => clean(cell).normalize('NFKC'))
  const width = headers.findLastIndex(Boolean) + 1
  const known: readonly string[] = [...required, ...optional]
  const missing = required.filter((name) => !headers.includes(name))
  const twice = known.filter((name) => headers.indexOf(name) !== headers.lastIndexOf(name))
  if (missing.length > 0) {
    const unknown = headers.filter((name) => name && !known.includes(name))
    const instead = unknown.length > 0 ? `，却有不认识的列 ${list(unknown)}` : ''
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
    const damaged = new Set<string>()
    for (const name of known) {
      const at = headers.indexOf(name)
      const wrong = at < 0 ? undefined : (damage?.(at, name) ?? damageIn(clean(cells[at] ?? ''), name))
      if (!wrong) continue
      damaged.add(name)
      complain(label, line, `${name}（${columnName(at)}${line}）${wrong}`)
    }
    const cell = (name: Header) => clean(cells[headers.indexOf(name)] ?? '')
    // What is told to be damaged is not told to be malformed as well; what must be there keeps its place.
    const unless = (name: Header) => (damaged.has(name) && mayBeEmpty.has(name) ? '' : cell(name))
    return [{ line, cell: unless }]
  })
  return { label, headerLine: header.line, rows }
}

// ---- from rows to the directory, with every check of contract §4 and §10

type Seen<T> = { line: number; value: T }

const phoneFits = (phone: string): boolean => /^[0-9+\- ]{5,20}$/.test(phone) && /\d/.test(phone)
const PHONE = '5 至 20 位的数字、+、-、空格'

/** Numbers and identifiers are compared without width: Ｐ００１ is P001. */
const plain = (text: string): string => text.normalize('NFKC').trim()

const phoneOf = (row: Row, header: Header, label: string, complain: Complain): string => {
  const phone = plain(row.cell(header)).replace(/[‐‑‒–—−]/g, '-')
  if (phone && !phoneFits(phone))
    complain(label, row.line, `${header}“${phone}”写法不对，应为${PHONE}，或留空`)
  return phone
}

const directoryOf = (units: Table | undefined, people: Table | undefined, complain: Complain): Directory => {
  const unitLines = units ? unitsOf(units, complain) : []
  const posts = people ? postsOf(people, complain) : []
  const persons = people ? personsOf(people, posts, complain) : []
  // Without one of the two, every reference into it would be a mistake: only the real one is told.
  if (units && people) {
    references(units, unitLines, people, posts, persons, complain)
    responsibilities(units, unitLines, people, posts, complain)
  }
  return {
    units: unitLines.map(({ value }) => value),
    people: withOfficeStandIns(
      persons.map(({ value }) => value),
      unitLines.find(({ value }) => value.kind === '网信办')?.value.id,
    ),
  }
}

const isKind = (text: string): text is UnitKind => unitKinds.some((kind) => kind === text)
const isRole = (text: string): text is Role => roles.some((role) => role === text)

/** The units, a mistaken one too where it has a number: so that its people are not told to be mistaken as well. */
const unitsOf = ({ label, headerLine, rows }: Table, complain: Complain): Seen<Unit>[] => {
  const seen: Seen<Unit>[] = []
  const names = new Map<string, { line: number; unit: string }>()
  const once = new Map<UnitKind, number>()
  for (const row of rows) {
    const say = (text: string) => complain(label, row.line, text)
    const id = plain(row.cell('单位编号'))
    const name = row.cell('单位名称').replace(/\s+/gu, ' ')
    const kind = plain(row.cell('单位类型'))
    const phone = phoneOf(row, '值班电话', label, complain)
    if (!id) say('没有单位编号，应为每个单位一个不重复的编号')
    if (!name) say('没有单位名称')
    if (!isKind(kind)) say(`单位类型${kind ? `“${kind}”不认识` : '是空的'}，应为 ${list(unitKinds)} 之一`)
    const before = seen.find(({ value }) => value.id === id)
    if (id && before) say(`单位编号 ${id} 与第 ${before.line} 行重复，每个单位应只有一行`)
    if (isKind(kind) && onlyOnce.includes(kind)) {
      const first = once.get(kind)
      if (first === undefined) once.set(kind, row.line)
      else say(`又有一个“${kind}”（第 ${first} 行已有），全校应只有一个`)
    }
    const aliases = row
      .cell('别名')
      .split(/[;；\n]/)
      .map((alias) => clean(alias).replace(/\s+/gu, ' '))
      .filter((alias, at, all) => alias && alias !== name && all.indexOf(alias) === at)
    for (const [what, word] of [['单位名称', name], ...aliases.map((alias) => ['别名', alias])] as [
      string,
      string,
    ][]) {
      const owner = names.get(folded(word))
      if (word && owner && owner.line !== row.line) {
        say(`${what}“${word}”与第 ${owner.line} 行“${owner.unit}”的名称或别名重复，应只指一个单位`)
      } else if (word) names.set(folded(word), { line: row.line, unit: name })
    }
    if (!id || before) continue
    const supervisor = plain(row.cell('分管校领导'))
    const value: Unit = {
      id,
      name,
      kind: isKind(kind) ? kind : '部门', // a mistake is already told, nothing is returned
      aliases,
      ...(supervisor ? { supervisor } : {}),
      ...(phone ? { phone } : {}),
    }
    seen.push({ line: row.line, value })
  }
  for (const kind of onlyOnce) {
    if (!once.has(kind)) complain(label, headerLine, `没有单位类型为“${kind}”的单位，全校应恰有一个`)
  }
  return seen
}

type PostLine = { line: number; person: string; name: string; unit: string; role: Role | ''; row: Row }

/** One line of people.csv: a person in one post. A 角色 that can't be read counts as none. */
const postsOf = ({ label, rows }: Table, complain: Complain): PostLine[] => {
  const first = new Map<string, number>()
  return rows.flatMap((row) => {
    const say = (text: string) => complain(label, row.line, text)
    const person = plain(row.cell('人员编号'))
    const name = row.cell('姓名').replace(/\s+/gu, ' ')
    const unit = plain(row.cell('单位编号'))
    const role = plain(row.cell('角色'))
    phoneOf(row, '手机', label, complain)
    if (!person) say('没有人员编号，应为每人一个不重复的编号')
    if (!name) say('没有姓名')
    if (!unit) say('没有单位编号，应为单位表里的编号')
    if (role && !isRole(role)) say(`角色“${role}”不认识，应为 ${list(roles)} 之一，或留空`)
    if (!person) return []
    const key = `${person}\n${unit}\n${role}`
    const before = first.get(key)
    if (before !== undefined) {
      say(
        `${name}（${person}）在 ${unit} 的${role ? `角色“${role}”` : '这一行'}与第 ${before} 行重复，应只写一行`,
      )
      return []
    }
    first.set(key, row.line)
    return [{ line: row.line, person, name, unit, role: isRole(role) ? role : '', row }]
  })
}

/** The columns in which all the lines of one person must agree; an empty cell agrees with anything. */
const personal = [
  ['姓名', 'name'],
  ['手机', 'phone'],
  ['飞书ID', 'feishu'],
  ['钉钉ID', 'dingtalk'],
  ['代理人', 'standIn'],
] as const

const personsOf = ({ label }: Table, posts: PostLine[], complain: Complain): Seen<Person>[] => {
  const persons = new Map<string, Seen<Person>>()
  for (const { line, person: id, name, unit, role, row } of posts) {
    const here = {
      name,
      phone: plain(row.cell('手机')).replace(/[‐‑‒–—−]/g, '-'),
      feishu: plain(row.cell('飞书ID')),
      dingtalk: plain(row.cell('钉钉ID')),
      standIn: plain(row.cell('代理人')),
    }
    const known = persons.get(id)
    if (!known) {
      const title = row.cell('职务').replace(/\s+/gu, ' ')
      const stated = Object.fromEntries(Object.entries(here).filter(([, value]) => value))
      persons.set(id, { line, value: { ...stated, id, name, title, posts: [{ unit, role }] } })
      continue
    }
    for (const [header, key] of personal) {
      const [before, now] = [known.value[key], here[key]]
      if (before && now && before !== now) {
        complain(
          label,
          line,
          `人员编号 ${id} 的${header}写的是“${now}”，第 ${known.line} 行是“${before}”，同一编号应是同一个人、写法一致`,
        )
      } else if (now && !before) known.value[key] = now
    }
    known.value.title ||= row.cell('职务').replace(/\s+/gu, ' ')
    known.value.posts.push({ unit, role })
  }
  return [...persons.values()]
}

/** 00123 is not there, but 123 is: a spreadsheet has taken the zeros off one of the two. */
const zerosGone = (ids: ReadonlySet<string>, wanted: string): string => {
  const bare = wanted.replace(/^0+/, '')
  const other = [...ids].find((id) => id !== wanted && bare !== '' && id.replace(/^0+/, '') === bare)
  return other === undefined ? '' : `（那里有“${other}”，开头的 0 可能被 Excel 去掉了）`
}

/** Every 编号 that points at something must find it; an address belongs to one person. */
const references = (
  units: Table,
  unitLines: Seen<Unit>[],
  people: Table,
  posts: PostLine[],
  persons: Seen<Person>[],
  complain: Complain,
): void => {
  const unitIds = new Set(unitLines.map(({ value }) => value.id))
  const personIds = new Set(persons.map(({ value }) => value.id))
  for (const { line, value } of unitLines) {
    if (value.supervisor && !personIds.has(value.supervisor)) {
      complain(
        units.label,
        line,
        `分管校领导“${value.supervisor}”不在${people.label}里，应为那里的人员编号，或留空${zerosGone(personIds, value.supervisor)}`,
      )
    }
  }
  for (const { line, unit } of posts) {
    if (unit && !unitIds.has(unit)) {
      complain(
        people.label,
        line,
        `单位编号“${unit}”不在${units.label}里，应为那里的单位编号${zerosGone(unitIds, unit)}`,
      )
    }
  }
  const addresses = { 飞书ID: new Map<string, PostLine>(), 钉钉ID: new Map<string, PostLine>() }
  for (const post of posts) {
    const standIn = plain(post.row.cell('代理人'))
    if (standIn === post.person) complain(people.label, post.line, `代理人“${standIn}”是本人，应为另一个人`)
    else if (standIn && !personIds.has(standIn)) {
      complain(
        people.label,
        post.line,
        `代理人“${standIn}”不在${people.label}里，应为那里的人员编号，或留空${zerosGone(personIds, standIn)}`,
      )
    }
    for (const header of ['飞书ID', '钉钉ID'] as const) {
      const address = plain(post.row.cell(header))
      const other = addresses[header].get(address)
      if (address && other && other.person !== post.person) {
        const whose = `${other.name}（${other.person}，第 ${other.line} 行）`
        complain(people.label, post.line, `${header}“${address}”已是${whose}的，每人应各有一个`)
      } else if (address && !other) addresses[header].set(address, post)
    }
  }
}

/** 细则 第五条至第七条: who must be there, and only once. A missing one is told at the unit, a surplus one at the person. */
const responsibilities = (
  units: Table,
  unitLines: Seen<Unit>[],
  people: Table,
  posts: PostLine[],
  complain: Complain,
): void => {
  for (const { line, value: unit } of unitLines) {
    const here = posts.filter((post) => post.unit === unit.id)
    const holdersOf = (role: Role) => here.filter((post) => post.role === role)
    const missing = (role: Role, expected: string) => {
      if (holdersOf(role).length > 0) return
      complain(
        units.label,
        line,
        `单位“${unit.name}”（${unit.id}）没有${role}，${people.label}里应${expected}`,
      )
    }
    const surplus = (role: Role) => {
      const [first, ...rest] = holdersOf(role)
      for (const post of first ? rest : []) {
        const both = `${first?.name}（第 ${first?.line} 行）`
        complain(
          people.label,
          post.line,
          `单位“${unit.name}”已有${role}${both}，又有${post.name}，应只有一名`,
        )
      }
    }
    const office = unit.kind === '网信办'
    for (const role of ['第一责任人', '直接责任人'] as const) {
      if (!office) missing(role, '恰有一名')
      surplus(role)
    }
    if (!office) continue
    missing('主任', '恰有一名')
    surplus('主任')
    missing('常务副主任', '至少有一名')
    missing('值班员', '至少有一名')
  }
}

/** Where the 网信办 names no 第一责任人 or 直接责任人, its 主任 and first 常务副主任 stand for them (contract §10). */
const withOfficeStandIns = (people: Person[], office: string | undefined): Person[] => {
  if (office === undefined) return people
  const holds = (person: Person, role: Role) =>
    person.posts.some((post) => post.unit === office && post.role === role)
  return (
    [
      ['第一责任人', '主任'],
      ['直接责任人', '常务副主任'],
    ] as const
  ).reduce((all, [role, instead]) => {
    if (all.some((person) => holds(person, role))) return all
    const stands = all.find((person) => holds(person, instead))
    return all.map((person) =>
      person === stands ? { ...person, posts: [...person.posts, { unit: office, role }] } : person,
    )
  }, people)
}

// ---- noticing changes

/** How long a file must rest before it is read: Excel writes a new file and renames it, one of two CSVs comes first. */
const REST_MS = 500

/**
 * Calls `onChange` some seconds after a file of the directory was changed, replaced, removed or put back, once for a
 * burst. Polls, because a watch follows the old file when Excel renames a new one over it. `after` is the clock that wakes.
 * Returns how to stop.
 */
export const watchDirectory = (
  path: string,
  onChange: () => void,
  after: (ms: number, wake: () => void) => () => void,
  everyMs = 2000,
): (() => void) => {
  const files = isExcel(path) ? [path] : [join(path, 'units.csv'), join(path, 'people.csv')]
  return watchFiles(files, onChange, after, everyMs)
}

/** Calls `onChange` once what was written to any of these files has come to rest. The answer ends it. */
export const watchFiles = (
  files: readonly string[],
  onChange: () => void,
  after: (ms: number, wake: () => void) => () => void,
  everyMs = 2000,
): (() => void) => {
  let rest = () => {}
  const notice = (now: Stamp, before: Stamp) => {
    // The poll also reports that somebody has read the file.
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return
    rest()
    rest = after(REST_MS, onChange)
  }
  for (const file of files) watchFile(file, { interval: everyMs, persistent: false }, notice)
  return () => {
    rest()
    for (const file of files) unwatchFile(file, notice)
  }
}

type Stamp = { mtimeMs: number; size: number; ino: number }
