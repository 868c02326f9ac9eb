// Which systems does the campus run? The register of 细则 第七条 (谁主管、谁运维、谁使用), from its rows; every mistake is told.
import { addressesIn } from './address.js'
import { folded } from './campus.js'
import type { System, Unit, UnitRef } from './schema.js'
import { type Complain, list, phoneOf, plain, type Row, several, type Table, zerosGone } from './sheets.js'

export const systemColumns = {
  required: [
    ...(['系统编号', '系统名称', '网址或IP', '主管单位', '运维单位', '使用单位'] as const),
    ...(['供应商', '供应商电话', '等保级别', '备案号', '关基', '别名'] as const),
  ],
  mayBeEmpty: [
    ...(['网址或IP', '运维单位', '使用单位', '供应商', '供应商电话'] as const),
    ...(['等保级别', '备案号', '关基', '别名'] as const),
  ],
} as const
type Header = (typeof systemColumns.required)[number]
type Say = (text: string) => void

/** 3, 三级 and 第三级 are the same. */
const grades: Record<string, string> = { 未定级: '未定级', 未定: '未定级', 无: '未定级' }
for (const [at, name] of [...'一二三四五'].entries())
  for (const one of [name, String(at + 1)])
    for (const written of [one, `${one}级`, `第${one}级`, `等保${one}级`]) grades[written] = `第${name}级`

const truths: Record<string, boolean> = { 是: true, 否: false }

const among = <T>(table: Record<string, T>, row: Row<Header>, header: Header, expected: string, say: Say) => {
  const text = plain(row.cell(header))
  const found = Object.hasOwn(table, text) ? table[text] : undefined
  if (text && found === undefined) say(`${header}“${text}”不认识，应为 ${expected}，或留空`)
  return found
}

/** The units of a cell, by 编号, name or alias. */
const unitsIn = (
  row: Row<Header>,
  header: Header,
  units: readonly Unit[],
  sheet: string,
  say: Say,
): UnitRef[] =>
  several(row.cell(header)).flatMap((text) => {
    const named = (words: (unit: Unit) => string[]) =>
      units.find((unit) => words(unit).some((word) => folded(word) === folded(text)))
    const found = named(({ id }) => [id]) ?? named(({ name, aliases }) => [name, ...aliases])
    if (found) return [{ id: found.id, name: found.name }]
    const zeros = zerosGone(new Set(units.map(({ id }) => id)), plain(text))
    say(`${header}“${text}”不在${sheet}里，应为那里的单位编号或名称${zeros}`)
    return []
  })

const onlyOne = (found: UnitRef[], header: Header, say: Say): UnitRef | undefined => {
  if (found.length > 1) say(`${header}有 ${list(found.map(({ name }) => name))}，应只有一个`)
  return found[0]
}

const once = (units: readonly UnitRef[]): UnitRef[] =>
  units.filter(({ id }, at) => units.findIndex((other) => other.id === id) === at)

/** A name and an alias mean one system; an address may be shared, and is asked about then. */
export const systemsOf = (
  { label, rows }: Table<Header>,
  units: readonly Unit[],
  sheet: string,
  complain: Complain,
): System[] => {
  const ids = new Map<string, number>()
  const words = new Map<string, { line: number; system: string }>()
  return rows.flatMap((row): System[] => {
    const say: Say = (text) => complain(label, row.line, text)
    const id = plain(row.cell('系统编号'))
    const name = row.cell('系统名称').replace(/\s+/gu, ' ')
    if (!id) say('没有系统编号，应为每个系统一个不重复的编号')
    const before = ids.get(id)
    if (id && before !== undefined) say(`系统编号 ${id} 与第 ${before} 行重复，每个系统应只有一行`)
    else ids.set(id, row.line)
    if (!name) say('没有系统名称')
    const aliases = several(row.cell('别名')).filter((alias) => alias !== name)
    for (const word of [name, ...aliases].filter(Boolean)) {
      const other = words.get(folded(word))
      if (!other) words.set(folded(word), { line: row.line, system: name })
      else if (other.line !== row.line)
        say(`“${word}”与第 ${other.line} 行“${other.system}”的名称或别名重复，应只指一个系统`)
    }
    const addresses = several(row.cell('网址或IP'))
    for (const address of addresses)
      if (addressesIn(address).length !== 1)
        say(`网址或IP“${address}”看不懂，应为网址、域名或 IP，多个用分号隔开`)
    const owners = unitsIn(row, '主管单位', units, sheet, say)
    if (!row.cell('主管单位')) say('没有主管单位，应为单位表里的单位编号或名称（谁主管谁负责）')
    const owner = onlyOne(owners, '主管单位', say)
    const operator = onlyOne(unitsIn(row, '运维单位', units, sheet, say), '运维单位', say)
    const vendorPhone = phoneOf(row, '供应商电话', label, complain)
    const vendor = row.cell('供应商')
    const filing = plain(row.cell('备案号'))
    const protection = among(grades, row, '等保级别', '第一级 至 第五级 或 未定级', say)
    const critical = among(truths, row, '关基', '是 或 否', say)
    if (!owner) return []
    return [
      {
        id,
        name,
        aliases,
        addresses,
        owner,
        ...(operator ? { operator } : {}),
        users: once(unitsIn(row, '使用单位', units, sheet, say)),
        ...(vendor ? { vendor } : {}),
        ...(vendorPhone ? { vendorPhone } : {}),
        ...(protection ? { protection } : {}),
        ...(filing ? { filing } : {}),
        ...(critical === undefined ? {} : { critical }),
      },
    ]
  })
}
