// Who belongs to the campus? Reads the office's CSV folder or Excel file, checks it as a whole, and notices its changes.
import { unwatchFile, watchFile } from 'node:fs'
import { join } from 'node:path'
import { folded } from './campus.js'
import { finishExchange } from './exchange.js'
import { Mistakes } from './mistakes.js'
import { rosterColumns, rosterOf } from './roster.js'
import {
  type Directory,
  type Person,
  type Role,
  roles,
  type Unit,
  type UnitKind,
  unitKinds,
} from './schema.js'
import {
  type Complain,
  isExcel,
  list,
  phoneOf,
  plain,
  type Row,
  rosterLabels,
  type Seen,
  type Sheets,
  several,
  sheetsIn,
  systemLabels,
  type Table,
  tableOf,
  zerosGone,
} from './sheets.js'
import { systemColumns, systemsOf } from './systems.js'

const unitColumns = {
  required: ['单位编号', '单位名称', '单位类型', '分管校领导', '别名'],
  optional: ['值班电话'],
  mayBeEmpty: ['分管校领导', '别名', '值班电话'],
} as const
const personColumns = {
  required: ['人员编号', '姓名', '职务', '单位编号', '角色', '手机', '飞书ID', '钉钉ID', '代理人'],
  mayBeEmpty: ['职务', '手机', '飞书ID', '钉钉ID', '代理人'],
} as const
type Units = Table<(typeof unitColumns.required)[number] | (typeof unitColumns.optional)[number]>
type PersonHeader = (typeof personColumns.required)[number]
type People = Table<PersonHeader>

const onlyOnce: readonly UnitKind[] = ['学校', '网信办', '信息中心', '宣传部', '保密办']

type Read = { directory: Directory; wrong: { people: string[]; systems: string[]; roster: string[] } }

/** A register that was there and is not any more may be a slip of the hand: the old one stays until a restart. */
const GONE = '系统台账不见了（没有 systems.csv 或工作表“系统”）：仍用原来的；确实不再使用的，请重新启动'
const ROSTER_GONE =
  '值班表不见了（没有 roster.csv、roster.xlsx 或工作表“值班”）：仍用原来的；确实不再使用的，请重新启动'

/**
 * The directory of a folder with units.csv and people.csv, or of an .xlsx with the sheets 单位 and 人员 (contract §4); with
 * the register of systems where there is a systems.csv, or a sheet 系统.
 * Throws `Mistakes` with every mistake, each named `people.csv:12 …` (`人员:12 …` for Excel).
 */
export const readDirectory = async (path: string): Promise<Directory> => {
  const { directory, wrong } = await readAll(path)
  const all = [...wrong.people, ...wrong.systems, ...wrong.roster]
  if (all.length > 0) throw new Mistakes(all)
  return directory
}

/**
 * The same while another one is in force: mistakes in the register of systems alone, or its loss, hold nobody back. Then `refused` names
 * them, and the systems that were known stay, as far as their units do. So with the roster, and its people (`refusedRoster`).
 */
export const readDirectoryAnew = async (
  path: string,
  before: Pick<Directory, 'systems' | 'roster'>,
): Promise<{ directory: Directory; refused?: Mistakes; refusedRoster?: Mistakes }> => {
  const { directory: read, wrong } = await readAll(path)
  if (wrong.people.length > 0) throw new Mistakes([...wrong.people, ...wrong.systems, ...wrong.roster])
  const { directory, refusedRoster } = withRoster(read, before.roster, wrong.roster)
  const rosterToo = refusedRoster ? { refusedRoster } : {}
  const known = before.systems
  const gone = known !== undefined && known.length > 0 && !directory.systems
  const mistakes = gone ? [GONE, ...wrong.systems] : wrong.systems
  if (mistakes.length === 0) return { directory, ...rosterToo }
  const { systems: _, ...rest } = directory
  const left = known?.filter(({ owner }) => directory.units.some(({ id }) => id === owner.id))
  return {
    directory: { ...rest, ...(left ? { systems: left } : {}) },
    refused: new Mistakes(mistakes),
    ...rosterToo,
  }
}

/** The turns that were known stay where the new ones can't be read, as far as their people do. */
const withRoster = (
  read: Directory,
  known: Directory['roster'],
  wrong: readonly string[],
): { directory: Directory; refusedRoster?: Mistakes } => {
  const gone = known !== undefined && known.length > 0 && !read.roster
  const mistakes = gone && wrong.length === 0 ? [ROSTER_GONE] : wrong
  if (mistakes.length === 0) return { directory: read }
  const { roster: _, ...rest } = read
  const left = known?.filter(({ person }) => read.people.some(({ id }) => id === person))
  return {
    directory: { ...rest, ...(left ? { roster: left } : {}) },
    refusedRoster: new Mistakes([...mistakes]),
  }
}

const readAll = async (path: string): Promise<Read> => {
  await finishExchange(path)
  return readSheets((complain) => sheetsIn(path, complain))
}

/** The directory that these sheets make, with every mistake in them, each named at its line. */
export const readSheets = async (
  sheetsOf: (complain: Complain) => Promise<Sheets> | Sheets,
): Promise<Read> => {
  const told: { label: string; line: number; text: string }[] = []
  const complain: Complain = (label, line, text) => {
    told.push({ label, line, text })
  }
  const sheets = await sheetsOf(complain)
  const units = sheets.units && tableOf(sheets.units, unitColumns, complain)
  const people = sheets.people && tableOf(sheets.people, personColumns, complain)
  const systems = sheets.systems && tableOf(sheets.systems, systemColumns, complain)
  const directory = directoryOf(units, people, complain)
  // Without the units every reference into them would be a mistake: only the real one is told.
  if (systems && units) directory.systems = systemsOf(systems, directory.units, units.label, complain)
  const turns = sheets.roster && tableOf(sheets.roster, rosterColumns, complain)
  if (turns && people) directory.roster = rosterOf(turns, directory.people, people.label, complain)
  const order = [sheets.units?.label, sheets.people?.label, ...systemLabels, ...rosterLabels]
  told.sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label) || a.line - b.line)
  const own = [...systemLabels, ...rosterLabels]
  const listed = (of: (label: string) => boolean) =>
    told.filter(({ label }) => of(label)).map(({ label, line, text }) => `${label}:${line} ${text}`)
  const wrong = {
    people: listed((label) => !own.includes(label)),
    systems: listed((label) => systemLabels.includes(label)),
    roster: listed((label) => rosterLabels.includes(label)),
  }
  return { directory, wrong }
}

// ---- from rows to the directory, with every check of contract §4 and §10

const directoryOf = (units: Units | undefined, people: People | undefined, complain: Complain): Directory => {
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
const unitsOf = ({ label, headerLine, rows }: Units, complain: Complain): Seen<Unit>[] => {
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
    const aliases = several(row.cell('别名')).filter((alias) => alias !== name)
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

type PostLine = {
  line: number
  person: string
  name: string
  unit: string
  role: Role | ''
  row: Row<PersonHeader>
}

/** One line of people.csv: a person in one post. A 角色 that can't be read counts as none. */
const postsOf = ({ label, rows }: People, complain: Complain): PostLine[] => {
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

const personsOf = ({ label }: People, posts: PostLine[], complain: Complain): Seen<Person>[] => {
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

/** Every 编号 that points at something must find it; an address belongs to one person. */
const references = (
  units: Units,
  unitLines: Seen<Unit>[],
  people: People,
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
  units: Units,
  unitLines: Seen<Unit>[],
  people: People,
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
  const files = isExcel(path)
    ? [path]
    : ['units.csv', 'people.csv', 'systems.csv', 'roster.csv', 'roster.xlsx'].map((name) => join(path, name))
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
  // many campuses may follow one file: the rules that we ship
  for (const file of files)
    watchFile(file, { interval: everyMs, persistent: false }, notice).setMaxListeners(0)
  return () => {
    rest()
    for (const file of files) unwatchFile(file, notice)
  }
}

type Stamp = { mtimeMs: number; size: number; ino: number }
