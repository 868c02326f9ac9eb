// Who and what is meant on this campus? Looks units and people up in the directory; pure.
import { addressesIn, isIp } from './address.js'
import type { Directory, Person, Role, Shift, System, Unit, UnitKind } from './schema.js'

/** What people type is compared without width (Ａ is A), case and spaces. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

/** The exact hits alone; only where there are none, the partial ones. Nothing for an empty text. */
const search = <T>(
  rows: T[],
  text: string,
  exact: (row: T) => string[],
  partial: (row: T) => string[],
): T[] => {
  const wanted = folded(text)
  if (!wanted) return []
  const hits = rows.filter((row) => exact(row).some((word) => folded(word) === wanted))
  return hits.length > 0
    ? hits
    : rows.filter((row) => partial(row).some((word) => folded(word).includes(wanted)))
}

/** Kept apart by nothing that people pay heed to: 历史与文化学院 is 历史文化学院 is 历史和文化学院. */
const joined = (name: string): string => folded(name).replace(/[与和及暨、·]/gu, '')

const CAMPUS = /[（(][^（()）]{0,20}[)）]|^\p{Script=Han}{2,4}校区|[\s·]?\p{Script=Han}{2}校区$/gu

/**
 * The same name with less and less around it: a campus in brackets, the polite beginning, the 的 behind it, the school's
 * own name before it. Tried only where the text as it was typed finds nothing.
 */
const barer = (directory: Directory, text: string): string[] => {
  const schools = directory.units
    .filter(({ kind }) => kind === '学校')
    .flatMap(({ name, aliases }) => [name, ...aliases].map(folded))
    .sort((a, b) => b.length - a.length)
  const polite = (name: string): string =>
    folded(name)
      .replace(/^(?:我们?)?(?:是来自|是|在|来自)|^(?:我们|我校|本校|学校)(?=.)/u, '')
      .replace(/(?:的(?:老师|学生|同学|人)?|老师|同学|这边|这里)?[呢吧啊呀]?[。.!,?~]?$/u, '')
  const withoutSchool = (name: string): string => {
    const school = schools.find((one) => name.startsWith(one) && name.length > one.length)
    const behind = school ? name.slice(school.length) : name
    return /^[（(]/u.test(behind) ? name : behind.replace(/^的/u, '')
  }
  const placed = text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/^(?:事发单位|单位|学院)\s{0,3}:\s{0,3}/u, '')
    .replace(/^[[【〔(“"「『]([^[\]【】〔〕()“”"「」『』]{2,60})[\]】〕)”"」』]$/u, '$1')
    .replace(/[【〔[]([^【】〔〕[\]]{2,20})[】〕\]]/gu, '($1)')
  const within = schools.includes(folded(placed.replace(CAMPUS, '')))
    ? [...placed.matchAll(/[（(]([^（()）]{3,20})[)）]/gu)].map(([, inner = '']) => inner)
    : []
  // 内蒙古师范大学（历史文化学院）: what stands in the brackets is no campus but the unit, and never the school itself
  const named = within.filter((one) => !/校区$|^本部/u.test(one))
  const bare = named.length > 0 ? [] : [placed.replace(CAMPUS, '')]
  return [...named, text, placed, ...bare].flatMap((one) => [
    polite(one),
    withoutSchool(polite(one)),
    withoutSchool(polite(one)).replace(/^\p{Script=Han}{2}校区(?=.)/u, ''),
  ])
}

/** What is longer than this names no unit, whatever stands in it. In UTF-16 units. */
const LONGEST = 1000

/**
 * The units that a text may mean: by 编号, name or alias, else by a part of a name or alias, else by what is left when what
 * people add to a name is gone. The 学校 only when it is named exactly: a part of its name (大学, 党委) is in what people
 * call half of the campus.
 */
export const findUnits = (directory: Directory, text: string): Unit[] => {
  if (text.length > LONGEST) return []
  const words = ({ name, aliases }: Unit): string[] => [name, ...aliases]
  const partly = (unit: Unit): string[] => (unit.kind === '学校' ? [] : words(unit))
  const find = (wanted: string, even: (name: string) => string = folded): Unit[] =>
    search(
      directory.units,
      even(wanted),
      (unit) => [unit.id, ...words(unit).map(even)],
      (unit) => partly(unit).map(even),
    )
  for (const wanted of [text, ...barer(directory, text).filter((one) => one.length > 1)]) {
    for (const even of [folded, joined]) {
      const found = find(wanted, even)
      if (found.length > 0) return found
    }
  }
  return []
}

/** Those whose host is in the text; where several share it, those whose port and path fit best. */
const atAddress = (systems: readonly System[], text: string): System[] => {
  const wanted = addressesIn(text)
  const nearness = ({ addresses }: System): number =>
    Math.max(
      0,
      ...addresses.flatMap(addressesIn).flatMap((own) =>
        wanted
          .filter(({ host, port }) => host === own.host && (!port || !own.port || port === own.port))
          .map(({ port, path }) => {
            const within = own.path && (path === own.path || path.startsWith(`${own.path}/`))
            return 1 + (within ? 2 * own.path.length : 0) + (port && port === own.port ? 1 : 0)
          }),
      ),
    )
  const best = Math.max(1, ...systems.map(nearness))
  return systems.filter((system) => nearness(system) === best)
}

/**
 * The systems that a text may mean: by 编号, name, alias or address, else by an address that stands in it, else by any part
 * of them. An IP address is meant as a whole: 10.1.2.3 is no part of 10.1.2.30.
 */
export const findSystems = ({ systems = [] }: Pick<Directory, 'systems'>, text: string): System[] => {
  if (text.length > LONGEST) return []
  const words = ({ name, aliases, addresses }: System): string[] => [name, ...aliases, ...addresses]
  const exact = search(
    systems,
    text,
    (system) => [system.id, ...words(system)],
    () => [],
  )
  if (exact.length > 0) return exact
  const there = atAddress(systems, text)
  if (there.length > 0) return there
  const whole = folded(text).length < 2 || addressesIn(text).some(({ host }) => isIp(host))
  return whole ? [] : search(systems, text, () => [], words)
}

/** The system of this very name, as a report keeps it. */
export const systemNamed = ({ systems = [] }: Pick<Directory, 'systems'>, name: string): System | undefined =>
  systems.find((system) => folded(system.name) === folded(name))

/** The people that a text may mean: by 编号 or name, else by a part of the name. Namesakes are all returned. */
export const findPeople = (directory: Directory, text: string): Person[] =>
  search(
    directory.people,
    text,
    ({ id, name }) => [id, name],
    ({ name }) => [name],
  )

const known = new WeakMap<Directory['people'], Map<string, Person>>()

/** By id: a card asks for dozens of people, and is not to look through thousands for each. */
export const person = ({ people }: Directory, id: string): Person | undefined => {
  const byId = known.get(people) ?? new Map(people.map((one) => [one.id, one]))
  known.set(people, byId)
  return byId.get(id)
}

const unitOf = (directory: Directory, id: string): Unit | undefined =>
  directory.units.find((candidate) => candidate.id === id)

/** As its callers know it. */
export { unitOf as unit }

/** The first unit of a kind: the only one for 学校 网信办 信息中心 宣传部 保密办. */
export const unitOfKind = (directory: Directory, kind: UnitKind): Unit | undefined =>
  directory.units.find((candidate) => candidate.kind === kind)

/** Who holds a role in a unit, in the order of the directory. */
export const holders = (directory: Directory, unitId: string, role: Role): Person[] =>
  directory.people.filter(({ posts }) => posts.some((post) => post.unit === unitId && post.role === role))

const hasRoleAt = (directory: Directory, id: string, kind: UnitKind, roles: readonly Role[]): boolean => {
  const at = unitOfKind(directory, kind)?.id
  const posts = person(directory, id)?.posts ?? []
  return posts.some((post) => post.unit === at && roles.some((role) => role === post.role))
}

/** Does this person act for the 网信办 (细则 第五条、第十条)? A 联络员 there does not. */
export const isOffice = (directory: Directory, id: string): boolean =>
  hasRoleAt(directory, id, '网信办', ['主任', '常务副主任', '值班员', '第一责任人', '直接责任人'])

/** Who watches over the bot for the 网信办, and is told what goes wrong: the desk, not everybody who may act for the office. */
export const watchOf = (directory: Directory): Person[] => {
  const office = unitOfKind(directory, '网信办')?.id
  return directory.people.filter(({ posts }) =>
    posts.some(({ unit, role }) => unit === office && (role === '值班员' || role === '常务副主任')),
  )
}

/** Is this person one of the school's leaders (细则 第六条)? */
export const isLeader = (directory: Directory, id: string): boolean =>
  hasRoleAt(directory, id, '学校', ['第一责任人', '直接责任人', '领导责任人'])

/** The number people are told to ring: the desk's own, else its 第一责任人's; empty when there is none. */
export const deskPhone = (directory: Directory, kind: UnitKind): string => {
  const desk = unitOfKind(directory, kind)
  return desk?.phone ?? holders(directory, desk?.id ?? '', '第一责任人')[0]?.phone ?? ''
}

const wallMs = (date: string, time: string): number => {
  const [h, min] = time.split(':')
  return Date.parse(`${date}T00:00:00Z`) + (Number(h) * 60 + Number(min)) * 60_000
}

/** When it begins and ends on the wall clock of the campus, as ms as if in UTC. */
export const wallsOf = ({ date, from, to }: Shift): { from: number; to: number } => {
  const begins = wallMs(date, from)
  const ends = wallMs(date, to)
  return { from: begins, to: ends > begins ? ends : ends + 86_400_000 }
}
