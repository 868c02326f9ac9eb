// What is different between two directories? Who comes, who goes, what changes for whom; units, systems and turns of duty likewise.
import type { Directory, Person, Shift, System, Unit } from '../store/schema.js'

/** `id` and `name` as they are in the newer one. `what`: each thing that changed, before and after; empty for who comes or goes. */
export type Change<T> = { row: T; what: { field: string; before: string; after: string }[] }
export type Changed<T> = { comes: T[]; goes: T[]; changes: Change<T>[] }
type Changes = {
  people: Changed<Person>
  units: Changed<Unit>
  systems: Changed<System>
  roster: Changed<Row>
}
/** One turn of the roster, whoever has it. */
type Row = { id: string; name: string; person: string }

type Fields<T> = Record<string, (row: T, of: Directory) => string>

const unitName = (id: string, { units }: Directory): string =>
  units.find((unit) => unit.id === id)?.name ?? id
const personName = (id: string | undefined, { people }: Directory): string =>
  id === undefined ? '' : (people.find((person) => person.id === id)?.name ?? id)

/** The posts of a person in words that can be compared: 信息学院 第一责任人. */
export const postsOf = ({ posts }: Pick<Person, 'posts'>, of: Directory): string =>
  posts
    .map(({ unit, role }) => `${unitName(unit, of)}${role ? ` ${role}` : ''}`)
    .sort()
    .join('、')

const ofPeople: Fields<Person> = {
  name: ({ name }) => name,
  title: ({ title }) => title,
  posts: (person, of) => postsOf(person, of),
  phone: ({ phone = '' }) => phone,
  standIn: ({ standIn }, of) => personName(standIn, of),
  feishu: ({ feishu = '' }) => feishu,
  dingtalk: ({ dingtalk = '' }) => dingtalk,
}
const ofUnits: Fields<Unit> = {
  name: ({ name }) => name,
  kind: ({ kind }) => kind,
  supervisor: ({ supervisor }, of) => personName(supervisor, of),
  aliases: ({ aliases }) => aliases.join('、'),
  desk: ({ phone = '' }) => phone,
}
const ofSystems: Fields<System> = {
  name: ({ name }) => name,
  owner: ({ owner }) => owner.name,
  operator: ({ operator }) => operator?.name ?? '',
  users: ({ users }) => users.map(({ name }) => name).join('、'),
  addresses: ({ addresses }) => addresses.join('、'),
  aliases: ({ aliases }) => aliases.join('、'),
  vendor: ({ vendor = '' }) => vendor,
  vendorPhone: ({ vendorPhone = '' }) => vendorPhone,
  protection: ({ protection = '' }) => String(protection),
  filing: ({ filing = '' }) => filing,
  critical: ({ critical }) => (critical === undefined ? '' : String(critical)),
}

const ofTurns: Fields<Row> = { person: ({ person }, of) => personName(person, of) }

/** The same turn at the same desk is the same row; of several at once, in their order. */
const turnsIn = ({ roster = [] }: Directory): Row[] => {
  const seen = new Map<string, number>()
  return roster.map(({ date, from, to, desk, person }: Shift) => {
    const name = `${date} ${from}–${to} ${desk}`
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return { id: `${name} ${nth}`, name, person }
  })
}

const changed = <T extends { id: string }>(
  [before, was]: [readonly T[], Directory],
  [after, next]: [readonly T[], Directory],
  fields: Fields<T>,
): Changed<T> => {
  const old = new Map(before.map((row) => [row.id, row]))
  const fresh = new Set(after.map(({ id }) => id))
  return {
    comes: after.filter(({ id }) => !old.has(id)),
    goes: before.filter(({ id }) => !fresh.has(id)),
    changes: after.flatMap((row) => {
      const earlier = old.get(row.id)
      const what = earlier
        ? Object.entries(fields).flatMap(([field, read]) => {
            const [one, other] = [read(earlier, was), read(row, next)]
            return one === other ? [] : [{ field, before: one, after: other }]
          })
        : []
      return what.length > 0 ? [{ row, what }] : []
    }),
  }
}

export const changesOf = (was: Directory, next: Directory): Changes => ({
  people: changed([was.people, was], [next.people, next], ofPeople),
  units: changed([was.units, was], [next.units, next], ofUnits),
  systems: changed([was.systems ?? [], was], [next.systems ?? [], next], ofSystems),
  roster: changed([turnsIn(was), was], [turnsIn(next), next], ofTurns),
})

/** How many of each there are, without a name: what the record keeps. */
export const countsOf = (changes: Changes): Record<string, number> =>
  Object.fromEntries(
    Object.entries(changes).flatMap(([table, { comes, goes, changes: others }]) =>
      Object.entries({ comes: comes.length, goes: goes.length, changes: others.length }).flatMap(
        ([what, count]) => (count > 0 ? [[`${table}.${what}`, count]] : []),
      ),
    ),
  )
