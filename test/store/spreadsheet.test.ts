// Is what a spreadsheet or YAML would change without a word named at its place, and never taken for what was written?
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs, { type Cell } from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRules } from '../../bot/turn/rules.js'
import { readDirectory } from '../../store/directory.js'
import { Mistakes } from '../../store/mistakes.js'

let home = ''
let units = ''
let people = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'fenghuo-sheet-'))
  units = await readFile('templates/directory/units.csv', 'utf8')
  people = await readFile('templates/directory/people.csv', 'utf8')
})
afterAll(() => rm(home, { recursive: true, force: true }))

const mistakesOf = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Mistakes) return error.mistakes
    throw error
  }
  return []
}

const columns = ['人员编号', '姓名', '职务', '单位编号', '角色', '手机', '飞书ID', '钉钉ID', '代理人']
let nth = 0

/** The sample campus as Excel keeps it, the cell of one person's column changed in the last line, which is staff without a post. */
const withCell = async (header: string, change: (cell: Cell) => void): Promise<string[]> => {
  const book = new exceljs.Workbook()
  for (const [name, text] of [
    ['单位', units],
    ['人员', people],
  ] as const) {
    const sheet = book.addWorksheet(name)
    for (const line of text
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/))
      sheet.addRow(line.split(','))
  }
  const sheet = book.getWorksheet('人员')
  const unit = sheet?.getRow(2).getCell(4).value
  sheet?.addRow(['Z1', '末位', '教师', unit, '', '', '', '', ''])
  const row = sheet?.lastRow
  if (row) change(row.getCell(columns.indexOf(header) + 1))
  const path = join(home, `${nth++}.xlsx`)
  await book.xlsx.writeFile(path)
  return mistakesOf(readDirectory(path))
}

const inCsv = async (header: string, value: string): Promise<string[]> => {
  const folder = await mkdtemp(join(home, 'csv-'))
  const unit = people.trim().split(/\r?\n/)[1]?.split(',')[3] ?? ''
  const cells = ['Z1', '末位', '教师', unit, '', '', '', '', '']
  cells[columns.indexOf(header)] = value
  await writeFile(join(folder, 'units.csv'), units)
  await writeFile(join(folder, 'people.csv'), `${people.trim()}\n${cells.join(',')}\n`)
  return mistakesOf(readDirectory(folder))
}

describe('Excel', () => {
  const cases: [string, string, (cell: Cell) => void, RegExp][] = [
    [
      '17 digits as a number',
      '钉钉ID',
      (cell) => (cell.value = Number('15372900000000123')),
      /17 位的数字，Excel 只保留 15 位/,
    ],
    ['16 digits as a number', '飞书ID', (cell) => (cell.value = 1537290000000012), /16 位的数字/],
    ['#N/A as an id', '人员编号', (cell) => (cell.value = { error: '#N/A' }), /错误值 #N\/A/],
    ['#REF! as a name', '姓名', (cell) => (cell.value = { error: '#REF!' }), /错误值 #REF!/],
    ['#VALUE! as a title', '职务', (cell) => (cell.value = { error: '#VALUE!' }), /错误值/],
    [
      'an error that is the result of a formula',
      '职务',
      (cell) => (cell.value = { formula: 'A1', result: { error: '#N/A' } }),
      /错误值/,
    ],
    ['an error as text', '职务', (cell) => (cell.value = '#N/A'), /错误值/],
    [
      'a formula without its result',
      '手机',
      (cell) => (cell.value = { formula: 'A1', date1904: false }),
      /是公式，没有存下结果/,
    ],
    ['a date', '手机', (cell) => (cell.value = new Date('2026-09-01T00:00:00Z')), /是日期/],
    ['a date as an id', '钉钉ID', (cell) => (cell.value = new Date('2026-09-01T00:00:00Z')), /是日期/],
    ['a truth value', '姓名', (cell) => (cell.value = true), /逻辑值/],
    ['a fraction', '钉钉ID', (cell) => (cell.value = 1001.5), /是小数/],
    [
      'a percentage',
      '钉钉ID',
      (cell) => {
        cell.value = 12
        cell.numFmt = '0%'
      },
      /显示成了别的样子/,
    ],
    [
      'a format with words of its own',
      '钉钉ID',
      (cell) => {
        cell.value = 12
        cell.numFmt = '"ding"000'
      },
      /显示成了别的样子/,
    ],
    ['the zero of the area code', '手机', (cell) => (cell.value = 4712856001), /丢了区号前的 0/],
  ]
  test.each(cases)('%s is named', async (_, header, change, what) => {
    const told = await withCell(header, change)
    const column = String.fromCharCode(65 + columns.indexOf(header))
    expect(told).toEqual([expect.stringMatching(what)])
    expect(told[0]).toMatch(new RegExp(`^人员:\\d+ ${header}（${column}\\d+）`))
  })

  test('cells merged to the right are named, and what is sound is read', async () => {
    expect(
      await withCell('飞书ID', (cell) => {
        cell.value = 'ou_z'
        cell.worksheet.mergeCells(cell.address, `H${cell.row}`)
      }),
    ).toEqual([expect.stringMatching(/^人员:\d+ 钉钉ID（H\d+）与左边的单元格合并了/)])
    expect(await withCell('手机', (cell) => (cell.value = 10000000077))).toEqual([])
    expect(
      await withCell('手机', (cell) => {
        cell.value = 4712856001
        cell.numFmt = '0000-0000000'
      }),
    ).toEqual([])
    expect(await withCell('钉钉ID', (cell) => (cell.value = '15372900000000123'))).toEqual([])
    expect(
      await withCell('职务', (cell) => (cell.value = { richText: [{ text: '教' }, { text: '师' }] })),
    ).toEqual([])
  })
})

describe('CSV', () => {
  test.each([
    [
      '姓名',
      [
        '钱??',
        '??? ?',
        '锟斤拷',
        'Ç®Ð¡Óê',
        '0',
        '46357',
        '2026/11/26',
        '钱\u001b小雨',
        '钱_x000D_小雨',
        'null',
      ],
    ],
    [
      '钉钉ID',
      ['15372901234567.5', '0', 'null', 'N/A', '26/11/2026', '11/26/2026', '1.5E16', '1.5372901234568E16'],
    ],
    ['手机', ['46357', '-13800138000', '00000', '471-2856001']],
    ['职务', ['46357', '0', '#DIV/0', '#DIV/0!', '?????']],
  ])('%s that is none is named', async (header, values) => {
    const column = String.fromCharCode(65 + columns.indexOf(header))
    for (const value of values) {
      const told = await inCsv(header, value)
      expect(told, value).toEqual([expect.stringMatching(/^people.csv:\d+ /)])
      expect(told[0], value).toContain(`${header}（${column}`)
    }
  })
  test.each([
    ['姓名', ['José Álvarez', '买买提·吐尔逊', '欧阳 娜', '𠮷田']],
    ['钉钉ID', ['15372901234567801', 'manager01', 'a.b', '1E16']],
    ['手机', ['0471-2856001', '400-1234567', '13800138000', '+8613800138000']],
    ['职务', ['教授（2级）', '2026 届辅导员']],
  ])('%s that may be meant is none', async (header, values) => {
    for (const value of values) expect(await inCsv(header, value), value).toEqual([])
  })
  test.each(['信院;#N/A;计信院', '信院;2026/11/26', '信院;46357'])(
    'an alias among others: %s',
    async (aliases) => {
      const folder = await mkdtemp(join(home, 'csv-'))
      await writeFile(join(folder, 'units.csv'), units.replace('校党委;', `${aliases};`))
      await writeFile(join(folder, 'people.csv'), people)
      expect(await mistakesOf(readDirectory(folder))).toEqual([
        expect.stringMatching(/^units.csv:2 别名（E2）/),
      ])
    },
  )
  test.each([
    ['钉钉ID', '1.53729E+16', /科学计数/],
    ['人员编号', '1.5E+05', /科学计数/],
    ['人员编号', '#N/A', /错误值/],
    ['姓名', '#REF!', /错误值/],
    ['职务', '#NAME?', /错误值/],
    ['手机', '########', /错误值/],
    ['手机', '=A1', /是公式/],
    ['手机', '2026-09-01', /日期/],
    ['钉钉ID', '2026/9/1', /日期/],
    ['钉钉ID', '3月4日', /日期/],
    ['飞书ID', '1-Mar', /日期/],
    ['钉钉ID', '12,345', /千位分隔符/],
    ['钉钉ID', '1001.0', /小数/],
    ['钉钉ID', "'0012", /撇号/],
    ['手机', '4712856001', /丢了区号前的 0/],
    ['姓名', 'TRUE', /逻辑值/],
  ])('%s %s', async (header, value, what) => {
    const told = await inCsv(header, value.includes(',') ? `"${value}"` : value)
    expect(told).toEqual([expect.stringMatching(what)])
    expect(told[0]).toMatch(
      new RegExp(`^people.csv:\\d+ ${header}（${String.fromCharCode(65 + columns.indexOf(header))}\\d+）`),
    )
  })
  test.each([
    ['手机', '4001234567'],
    ['手机', '12387'],
    ['手机', '0471-2856001'],
    ['手机', '\u202d10000000077\u202c'],
    ['钉钉ID', '15372900000000123'],
    ['飞书ID', 'ou_1e5'],
    ['职务', '自 2026-09-01 起任院长'],
    ['职务', '2E1 实验室主任'],
  ])('%s %s is what was written', async (header, value) => expect(await inCsv(header, value)).toEqual([]))
})

test('zeros that a spreadsheet took off are seen where the number is meant', async () => {
  const told = await inCsv('代理人', '00P001')
  expect(told).toEqual([
    expect.stringMatching(/^people\.csv:\d+ 代理人“00P001”不在people\.csv里.*那里有“P001”，开头的 0 可能/),
  ])
})

describe('YAML', () => {
  const rules = async (more: string) => {
    const path = join(home, 'rules.yaml')
    await writeFile(path, more)
    return loadRules(path)
  }
  const phone = async (written: string) =>
    (await rules(`authorities:\n  - {id: prov-cac, name: 自治区党委网信办, phone: ${written}}\n`))
      .authorities[0]?.phone

  test.each([
    '04712856001',
    '010',
    '12387',
    '0x10',
    '1e3',
    '0o17',
    '1_000',
    '12:30',
    '+86471',
    '12345678901234567890',
    '2026-01-01',
    '12387.0',
    '0471.10',
  ])('a phone is shown as it is written: %s', async (written) => expect(await phone(written)).toBe(written))
  test.each(['!!int "010"', '%'])('or it is refused: %s', async (written) => {
    const told = await mistakesOf(phone(written))
    expect(told.length > 0 ? told.join() : await phone(written)).toMatch(/rules\.yaml:|^010$/)
  })
  test('an older YAML changes nothing either', async () => {
    const read = await rules(
      '%YAML 1.1\n---\nauthorities:\n  - {id: prov-cac, name: yes, phone: 0471}\n  - {id: b, name: 12:30}\n',
    )
    expect(read.authorities.slice(0, 2)).toMatchObject([{ name: 'yes', phone: '0471' }, { name: '12:30' }])
  })
  test('a fraction may end in a zero', async () => {
    expect((await rules('remind: {at: [0.50, 0.75, 1.00]}\n')).remind.at).toEqual([0.5, 0.75, 1])
  })
  test.each([
    ['quiet_hours: {from: 22.30}\n', /quiet_hours\.from 写的是 "22\.30"/],
    ['remind:\n  ceiling: {count: 010}\n', /rules\.yaml:2 remind\.ceiling\.count 写的是 "010"/],
    ['remind:\n  ceiling: {count: 1e1}\n', /remind\.ceiling\.count/],
    ['organization: {name: 甲, rule: yes}\norganization: {name: 乙, rule: 丙}\n', /同一个键写了两次/],
    ['authorities:\n  - {id: a, name: 甲, phone: ~}\n', /authorities\[0\]\.phone 是空的/],
    ['authorities:\n  - {id: a, name: !x 甲}\n', /rules\.yaml:2/],
    ['authorities:\n  - &x {id: a, name: 甲}\n  - {<<: *x, id: b}\n', /authorities\[1\]/],
  ])('%j is refused with its place', async (text, what) =>
    expect((await mistakesOf(rules(text))).join('\n')).toMatch(what),
  )

  test.each([
    'CST',
    'EST',
    'PRC',
    'GMT+8',
    'Etc/GMT-8',
    '"+08:00"',
    'Beijing',
    'China',
    'Asia/Beijing',
    'UTC+8',
  ])('timezone: %s is no place', async (zone) =>
    expect(await mistakesOf(rules(`timezone: ${zone}\n`))).toEqual([
      expect.stringMatching(/^rules\.yaml:1 timezone 写的是 .*应为 IANA 时区名，如 Asia\/Shanghai$/),
    ]),
  )
  test.each(['Asia/Shanghai', 'Asia/Urumqi', 'Europe/Berlin', 'America/Argentina/Salta'])(
    'timezone: %s',
    async (zone) => expect((await rules(`timezone: ${zone}\n`)).timezone).toBe(zone),
  )
})
