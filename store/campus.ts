// Who and what is meant on this campus? Looks units and people up in the directory; pure.
import type { Directory, Person, Role, Unit, UnitKind } from './schema.js'

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

/**
 * The units that a text may mean: by 编号, name or alias, else by a part of a name or alias. The 学校 only when it is
 * named exactly: a part of its name (大学, 党委) is in what people call half of the campus.
 */
export const findUnits = (directory: Directory, text: string): Unit[] =>
  search(
    directory.units,
    text,
    ({ id, name, aliases }) => [id, name, ...aliases],
    ({ kind, name, aliases }) => (kind === '学校' ? [] : [name, ...aliases]),
  )

/** The people that a text may mean: by 编号 or name, else by a part of the name. Namesakes are all returned. */
export const findPeople = (directory: Directory, text: string): Person[] =>
  search(
    directory.people,
    text,
    ({ id, name }) => [id, name],
    ({ name }) => [name],
  )

export const person = (directory: Directory, id: string): Person | undefined =>
  directory.people.find((candidate) => candidate.id === id)

export const unitOf = (directory: Directory, id: string): Unit | undefined =>
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

/** Is this person one of the school's leaders (细则 第六条)? */
export const isLeader = (directory: Directory, id: string): boolean =>
  hasRoleAt(directory, id, '学校', ['第一责任人', '直接责任人', '领导责任人'])

/** The number people are told to ring: the desk's own, else its 第一责任人's; empty when there is none. */
export const deskPhone = (directory: Directory, kind: UnitKind): string => {
  const desk = unitOfKind(directory, kind)
  return desk?.phone ?? holders(directory, desk?.id ?? '', '第一责任人')[0]?.phone ?? ''
}
