// Is the office's directory read as it is written, in every form it is kept, and is every mistake named at its line?
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineClock } from '../../bot/time/clock.js'
import {
  deskPhone,
  findPeople,
  findUnits,
  holders,
  isLeader,
  isOffice,
  person,
  unit,
  unitOfKind,
} from '../../store/campus.js'
import { readDirectory, watchDirectory } from '../../store/directory.js'
import { Mistakes } from '../../store/mistakes.js'
import type { Directory } from '../../store/schema.js'

const SAMPLE = 'templates/directory'

/** A small campus without a fault. Line 2 is the first below the header. */
const UNITS = [
  '单位编号,单位名称,单位类型,分管校领导,别名,值班电话',
  'U1,学校党委,学校,,,',
  'U2,网信办,网信办,P2,,0471-4390001',
  'U3,信息中心,信息中心,P2,网络中心,',
  'U4,宣传部,宣传部,,,',
  'U5,保密办,保密办,,,',
  'U6,信息学院,院级单位,P3,计算机学院；信院;计信院,',
  'U7,文学院,院级单位,,,',
]
const PEOPLE = [
  '人员编号,姓名,职务,单位编号,角色,手机,飞书ID,钉钉ID,代理人',
  'P1,甲,书记,U1,第一责任人,10000000001,,,P2',
  'P2,乙,副校长,U1,直接责任人,10000000002,ou_2,,',
  'P3,丙,副校长,U1,领导责任人,,,,',
  'P2,乙,网信办主任,U2,主任,10000000002,ou_2,,',
  'P4,丁,宣传部部长,U2,常务副主任,,,ding4,',
  'P5,戊,信息中心主任,U2,常务副主任,,,,',
  'P6,己,值班员,U2,值班员,+86 100-0000-0006,,,',
  'P5,戊,信息中心主任,U3,第一责任人,,,,',
  'P7,庚,副主任,U3,直接责任人,,,,',
  'P4,丁,宣传部部长,U4,第一责任人,,,,',
  'P8,辛,副部长,U4,直接责任人,,,,',
  'P9,壬,主任,U5,第一责任人,,,,',
  'P10,癸,副主任,U5,直接责任人,,,,',
  'P11,张伟,书记,U6,第一责任人,,,,P12',
  'P12,李建国,副院长,U6,直接责任人,,,,P11',
  'P13,刘老师,教师,U6,,,,,',
  'P14,杨书言,书记,U7,第一责任人,,,,',
  'P15,朱墨涵,副院长,U7,直接责任人,,,,',
]

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'directory-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

let made = 0
const folder = async (units: string | Buffer | undefined, people: string | Buffer | undefined) => {
  const path = join(home, String(made++))
  await mkdir(path)
  if (units !== undefined) await writeFile(join(path, 'units.csv'), units)
  if (people !== undefined) await writeFile(join(path, 'people.csv'), people)
  return path
}

const text = (lines: string[], end = '\n') => lines.map((line) => line + end).join('')

/** Node only reads GB18030: its two-byte characters, turned round. */
const twoBytes = new Map(
  Array.from({ length: 0x7e * 0xbf }, (_, nth) => {
    const bytes = Buffer.from([0x81 + Math.floor(nth / 0xbf), 0x40 + (nth % 0xbf)])
    return [new TextDecoder('gb18030').decode(bytes), bytes] as const
  }),
)
const gb18030 = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((char) => {
      const bytes = char < '\x80' ? Buffer.from(char) : twoBytes.get(char)
      if (!bytes) throw new Error(`no two bytes for ${char}`)
      return bytes
    }),
  )

/** A line of the file by its number as an editor shows it. */
const withLine = (lines: string[], number: number, line: string | undefined): string[] =>
  lines.flatMap((old, at) => (at + 1 !== number ? [old] : line === undefined ? [] : [line]))

const mistakesOf = async (path: string): Promise<string[]> => {
  try {
    await readDirectory(path)
    return []
  } catch (error) {
    if (error instanceof Mistakes) return error.mistakes
    throw error
  }
}

const mistakesIn = async (units: string[], people: string[]) =>
  mistakesOf(await folder(text(units), text(people)))

type Cell = exceljs.CellValue
const excel = async (units: Cell[][], people: Cell[][], names = ['单位', '人员']) => {
  const workbook = new exceljs.Workbook()
  ;[units, people].forEach((rows, at) => {
    const sheet = workbook.addWorksheet(names[at] ?? '')
    for (const row of rows) sheet.addRow(row)
  })
  const path = join(home, `${made++}.xlsx`)
  await workbook.xlsx.writeFile(path)
  return path
}
const cells = (lines: string[]): Cell[][] => lines.map((line) => line.split(','))

describe('reading', () => {
  let expected: Directory
  beforeAll(async () => {
    expected = await readDirectory(await folder(text(UNITS), text(PEOPLE)))
  })

  it('keeps every unit and merges the lines of one person', () => {
    expect(expected.units).toHaveLength(7)
    expect(unit(expected, 'U6')).toEqual({
      id: 'U6',
      name: '信息学院',
      kind: '院级单位',
      supervisor: 'P3',
      aliases: ['计算机学院', '信院', '计信院'],
    })
    expect(unit(expected, 'U2')?.phone).toBe('0471-4390001')
    expect(expected.people).toHaveLength(15)
    expect(person(expected, 'P2')).toEqual({
      id: 'P2',
      name: '乙',
      title: '副校长',
      phone: '10000000002',
      feishu: 'ou_2',
      posts: [
        { unit: 'U1', role: '直接责任人' },
        { unit: 'U2', role: '主任' },
        { unit: 'U2', role: '第一责任人' },
      ],
    })
    expect(person(expected, 'P13')?.posts).toEqual([{ unit: 'U6', role: '' }])
    expect(person(expected, 'P1')?.standIn).toBe('P2')
    expect(person(expected, 'P6')?.phone).toBe('+86 100-0000-0006')
  })

  it('lets 主任 and the first 常务副主任 stand for the missing two of the 网信办, and only the missing ones', async () => {
    expect(holders(expected, 'U2', '第一责任人').map(({ id }) => id)).toEqual(['P2'])
    expect(holders(expected, 'U2', '直接责任人').map(({ id }) => id)).toEqual(['P4'])
    const own = await readDirectory(await folder(text(UNITS), text([...PEOPLE, 'P16,子,,U2,第一责任人,,,,'])))
    expect(holders(own, 'U2', '第一责任人').map(({ id }) => id)).toEqual(['P16'])
    expect(holders(own, 'U2', '直接责任人').map(({ id }) => id)).toEqual(['P4'])
  })

  const forms: [string, (lines: string[]) => string | Buffer][] = [
    ['UTF-8 with a BOM', (lines) => `\uFEFF${text(lines)}`],
    [
      'a BOM before a quoted header',
      (lines) => `\uFEFF${text(lines.map((line) => line.replace(/[^,]+/g, '"$&"')))}`,
    ],
    ['GB18030', (lines) => gb18030(text(lines))],
    ['CRLF', (lines) => text(lines, '\r\n')],
    ['GB18030 with CRLF', (lines) => gb18030(text(lines, '\r\n'))],
    ['no line end at the end', (lines) => lines.join('\n')],
    ['every field quoted', (lines) => text(lines.map((line) => line.replace(/[^,]+/g, '"$&"')))],
    ['empty lines and columns after the table', (lines) => `${text(lines, ',,\n')}\n${','.repeat(11)}\n\n`],
    ['blanks around', (lines) => text(lines.map((line) => line.replaceAll(',', ' ,　')))],
    [
      'the columns in another order',
      (lines) => text(lines.map((line) => line.split(',').reverse().join(','))),
    ],
    [
      'a column of the office’s own',
      (lines) => text(lines.map((line, at) => `${line},${at ? '随便' : '备注'}`)),
    ],
    [
      'full-width numbers',
      (lines) =>
        text(
          lines.map((line) =>
            line.replace(/\b([UP])(\d)/g, (_, a, b) =>
              String.fromCharCode(a.charCodeAt(0) + 0xfee0, b.charCodeAt(0) + 0xfee0),
            ),
          ),
        ),
    ],
  ]
  it.each(forms)('%s reads the same', async (_, form) => {
    const read = await readDirectory(await folder(form(UNITS), form(PEOPLE)))
    expect(read).toEqual(expected)
  })

  it('the bytes that Excel writes', async () => {
    expect(gb18030('信息学院').toString('hex')).toBe('d0c5cfa2d1a7d4ba')
  })

  it('a rare character that only GB18030 has', async () => {
    const [before = '', after = ''] = text(PEOPLE).split('张伟')
    const people = Buffer.concat([gb18030(before), Buffer.from('d5c59933a539', 'hex'), gb18030(after)])
    const read = await readDirectory(await folder(gb18030(text(UNITS)), people))
    expect(person(read, 'P11')?.name).toBe('张𬬭')
  })

  it('keeps commas and line breaks inside quotes, and counts lines past them', async () => {
    const people = withLine(PEOPLE, 2, 'P1,甲,"书记,\n兼主任",U1,第一责任人,10000000001,,,P2')
    expect(person(await readDirectory(await folder(text(UNITS), text(people))), 'P1')?.title).toBe(
      '书记, 兼主任',
    )
    // line 2 now ends at line 3, so the file's last line is 20
    const wrong = withLine(people, 19, 'P15,朱墨涵,副院长,U7,副院长,,,,')
    expect(await mistakesIn(UNITS, wrong)).toEqual([
      expect.stringMatching(/^units\.csv:8 .*没有直接责任人/),
      expect.stringMatching(/^people\.csv:20 角色“副院长”不认识/),
    ])
  })

  it('fills up what Excel leaves off after an empty block of 16 lines, but no single short line', async () => {
    const staff = Array.from({ length: 40 }, (_, at) => `S${at},职工${at},,U7,,,,,`)
    const lines = [...PEOPLE, ...staff]
    const short = lines.map((line, at) => (at >= 32 && at < 48 ? line.replace(/,+$/, '') : line))
    expect((await readDirectory(await folder(text(UNITS), text(short)))).people).toHaveLength(55)
    const half = lines.map((line, at) => (at >= 32 && at < 40 ? line.replace(/,+$/, '') : line))
    expect(await mistakesIn(UNITS, half)).toHaveLength(8)
    const one = lines.map((line, at) => (at === 33 ? line.replace(/,$/, '') : line))
    expect(await mistakesIn(UNITS, one)).toEqual(['people.csv:34 有 8 列，应为 9 列（逗号是不是少了或多了）'])
  })

  it('Excel reads the same', async () => {
    expect(await readDirectory(await excel(cells(UNITS), cells(PEOPLE)))).toEqual(expected)
  })

  it('Excel cells that are numbers, rich text, formulas, links or dates are text', async () => {
    const people: Cell[][] = cells(PEOPLE)
    const at = (row: number, column: number, value: Cell) => {
      const line = people[row - 1]
      if (line) line[column] = value
    }
    at(2, 5, 10000000001)
    at(3, 1, { richText: [{ text: '' }, { font: { bold: true }, text: '乙' }] })
    at(4, 2, { formula: 'CONCAT("副","校长")', result: '副校长' })
    at(6, 1, { text: '丁', hyperlink: 'mailto:d@example.edu.cn' })
    at(9, 2, new Date('2026-09-01T00:00:00Z'))
    const read = await readDirectory(await excel(cells(UNITS), people))
    expect(read).toEqual(expected) // the title of a later line is not kept, so the date changes nothing
    at(7, 2, new Date('2026-09-01T00:00:00Z'))
    expect(person(await readDirectory(await excel(cells(UNITS), people)), 'P5')?.title).toBe('2026-09-01')
  })

  it('Excel numbers: 编号 typed as numbers, also those shown with leading zeros', async () => {
    const numbered = (lines: string[]) =>
      lines.map((line) =>
        line.split(',').map((cell): Cell => (/^[UP]\d+$/.test(cell) ? Number(cell.slice(1)) : cell)),
      )
    const read = await readDirectory(await excel(numbered(UNITS), numbered(PEOPLE)))
    expect(unit(read, '6')?.supervisor).toBe('3')
    expect(person(read, '11')?.posts).toEqual([{ unit: '6', role: '第一责任人' }])

    const workbook = new exceljs.Workbook()
    await workbook.xlsx.readFile(await excel(numbered(UNITS), numbered(PEOPLE)))
    for (const sheet of workbook.worksheets) for (const column of sheet.columns) column.numFmt = '000'
    const path = join(home, 'zeros.xlsx')
    await workbook.xlsx.writeFile(path)
    expect(unit(await readDirectory(path), '006')?.supervisor).toBe('003')
  })

  it('empty lines in Excel do not shift the line numbers', async () => {
    const people = cells(withLine(PEOPLE, 18, 'P14,杨书言,书记,U9,第一责任人,,,,'))
    people.splice(4, 0, [], [])
    expect(await mistakesOf(await excel(cells(UNITS), people))).toEqual([
      expect.stringMatching(/^单位:8 单位“文学院”（U7）没有第一责任人，人员里应恰有一名$/),
      expect.stringMatching(/^人员:20 单位编号“U9”不在单位里/),
    ])
  })
})

describe('the sample campus', () => {
  let sample: Directory
  beforeAll(async () => {
    sample = await readDirectory(SAMPLE)
  })

  it('is valid, and everybody in it is marked as a sample with a number that cannot exist', () => {
    expect(sample.units.map(({ kind }) => kind).filter((kind) => kind === '院级单位')).toHaveLength(5)
    expect(sample.units.map(({ kind }) => kind).filter((kind) => kind === '部门')).toHaveLength(4)
    for (const { title, phone } of sample.people) {
      expect(title).toContain('示例')
      expect(phone).toMatch(/^100000000\d\d$/)
    }
    expect(JSON.stringify(sample)).not.toMatch(/"1[3-9]\d{9}"/)
  })

  it('has the shape of 细则 第五条至第七条', () => {
    const office = unitOfKind(sample, '网信办')?.id ?? ''
    const school = unitOfKind(sample, '学校')?.id ?? ''
    const names = (unitId: string, role: Parameters<typeof holders>[2]) =>
      holders(sample, unitId, role).map(({ name }) => name)
    expect(names(office, '主任')).toEqual(names(school, '直接责任人'))
    expect(new Set(names(office, '常务副主任'))).toEqual(
      new Set([
        ...names(unitOfKind(sample, '宣传部')?.id ?? '', '第一责任人'),
        ...names(unitOfKind(sample, '信息中心')?.id ?? '', '第一责任人'),
      ]),
    )
    expect(names(office, '值班员')).toHaveLength(2)
    expect(names(school, '领导责任人')).toHaveLength(2)
    const [college] = findUnits(sample, '计算机学院')
    expect(college?.name).toBe('信息学院')
    const [first] = holders(sample, college?.id ?? '', '第一责任人')
    const [direct] = holders(sample, college?.id ?? '', '直接责任人')
    expect([first?.name, first?.title]).toEqual(['张伟', '信息学院党委书记（示例）'])
    expect([direct?.name, direct?.title]).toEqual(['李建国', '信息学院副院长（示例）'])
    for (const kind of ['网信办', '信息中心', '宣传部', '保密办'] as const) {
      expect(unitOfKind(sample, kind)?.phone).toBeTruthy()
    }
  })

  it('opens in Excel: it begins with a BOM', async () => {
    for (const name of ['units.csv', 'people.csv']) {
      expect((await readFile(join(SAMPLE, name))).subarray(0, 3).toString('hex')).toBe('efbbbf')
    }
  })
})

describe('mistakes in units.csv', () => {
  const cases: [string, number, string, string[]][] = [
    ['no 单位编号', 4, ',信息中心,信息中心,P2,,', ['units.csv:4 没有单位编号，应为每个单位一个不重复的编号']],
    ['no 单位名称', 8, 'U7,,院级单位,,,', ['units.csv:8 没有单位名称']],
    [
      'unknown 单位类型',
      8,
      'U7,文学院,学院,,,',
      ['units.csv:8 单位类型“学院”不认识，应为 学校、网信办、信息中心、宣传部、保密办、院级单位、部门 之一'],
    ],
    ['no 单位类型', 8, 'U7,文学院,,,,', ['units.csv:8 单位类型是空的']],
    ['单位编号 twice', 8, 'U6,文学院,院级单位,,,', ['units.csv:8 单位编号 U6 与第 7 行重复']],
    [
      'unit name twice',
      8,
      'U7,信息 学院,院级单位,,,',
      ['units.csv:8 单位名称“信息 学院”与第 7 行“信息学院”的名称或别名重复'],
    ],
    [
      'a name that is an alias',
      8,
      'U7,信院,院级单位,,,',
      ['units.csv:8 单位名称“信院”与第 7 行“信息学院”的名称或别名重复'],
    ],
    [
      'alias twice',
      8,
      'U7,文学院,院级单位,,中文系;网络中心,',
      ['units.csv:8 别名“网络中心”与第 4 行“信息中心”的名称或别名重复'],
    ],
    [
      'an alias that is a name',
      8,
      'U7,文学院,院级单位,,信息学院,',
      ['units.csv:8 别名“信息学院”与第 7 行“信息学院”'],
    ],
    [
      'a second 网信办',
      8,
      'U7,文学院,网信办,,,',
      ['units.csv:8 又有一个“网信办”（第 3 行已有），全校应只有一个'],
    ],
    ['unknown 分管校领导', 8, 'U7,文学院,院级单位,P99,,', ['units.csv:8 分管校领导“P99”不在people.csv里']],
    [
      'malformed 值班电话',
      8,
      'U7,文学院,院级单位,,,4390',
      ['units.csv:8 值班电话“4390”写法不对，应为5 至 20 位的数字、+、-、空格，或留空'],
    ],
    [
      'too many columns',
      8,
      'U7,文学院,院级单位,,,,多',
      ['units.csv:8 有 7 列，应为 6 列（逗号是不是少了或多了）'],
    ],
    ['too few columns', 8, 'U7,文学院,院级单位', ['units.csv:8 有 3 列，应为 6 列（逗号是不是少了或多了）']],
  ]
  it.each(cases)('%s', async (_, line, wrong, expected) => {
    const mistakes = await mistakesIn(withLine(UNITS, line, wrong), PEOPLE)
    for (const mistake of expected) expect(mistakes).toContainEqual(expect.stringContaining(mistake))
    expect(expected[0]).toContain(`units.csv:${line} `)
  })

  it.each(['学校', '网信办', '信息中心', '宣传部', '保密办'])('no %s', async (kind) => {
    const units = UNITS.map((line) => line.replace(new RegExp(`^(U\\d,[^,]+),${kind},`), '$1,部门,'))
    expect(await mistakesIn(units, PEOPLE)).toContain(
      `units.csv:1 没有单位类型为“${kind}”的单位，全校应恰有一个`,
    )
  })
})

describe('mistakes in people.csv', () => {
  const cases: [string, number, string, string[]][] = [
    ['no 人员编号', 17, ',刘老师,教师,U6,,,,,', ['people.csv:17 没有人员编号，应为每人一个不重复的编号']],
    ['no 姓名', 17, 'P13,,教师,U6,,,,,', ['people.csv:17 没有姓名']],
    ['no 单位编号', 17, 'P13,刘老师,教师,,,,,,', ['people.csv:17 没有单位编号，应为单位表里的编号']],
    [
      'unknown 单位编号',
      17,
      'P13,刘老师,教师,U66,,,,,',
      ['people.csv:17 单位编号“U66”不在units.csv里，应为那里的单位编号'],
    ],
    [
      'unknown 角色',
      17,
      'P13,刘老师,教师,U6,教师,,,,',
      [
        'people.csv:17 角色“教师”不认识，应为 第一责任人、直接责任人、领导责任人、主任、常务副主任、值班员、联络员 之一，或留空',
      ],
    ],
    ['malformed 手机', 17, 'P13,刘老师,教师,U6,,1.00E+10,,,', ['people.csv:17 手机“1.00E+10”写法不对']],
    ['手机 too short', 17, 'P13,刘老师,教师,U6,,1234,,,', ['people.csv:17 手机“1234”写法不对']],
    ['手机 too long', 17, `P13,刘老师,教师,U6,,${'1'.repeat(21)},,,`, ['people.csv:17 手机']],
    ['手机 without a digit', 17, 'P13,刘老师,教师,U6,,------,,,', ['people.csv:17 手机“------”写法不对']],
    ['unknown 代理人', 17, 'P13,刘老师,教师,U6,,,,,P99', ['people.csv:17 代理人“P99”不在people.csv里']],
    [
      '代理人 is oneself',
      17,
      'P13,刘老师,教师,U6,,,,,P13',
      ['people.csv:17 代理人“P13”是本人，应为另一个人'],
    ],
    [
      'same 编号, other 姓名',
      5,
      'P2,已换人,网信办主任,U2,主任,10000000002,,,',
      ['people.csv:5 人员编号 P2 的姓名写的是“已换人”，第 3 行是“乙”'],
    ],
    [
      'same 编号, other 手机',
      5,
      'P2,乙,网信办主任,U2,主任,10000000003,,,',
      ['people.csv:5 人员编号 P2 的手机写的是“10000000003”，第 3 行是“10000000002”'],
    ],
    [
      'same 编号, other 飞书ID',
      5,
      'P2,乙,网信办主任,U2,主任,,ou_x,,',
      ['people.csv:5 人员编号 P2 的飞书ID写的是“ou_x”，第 3 行是“ou_2”'],
    ],
    [
      'same 编号, other 钉钉ID',
      11,
      'P4,丁,宣传部部长,U4,第一责任人,,,ding5,',
      ['people.csv:11 人员编号 P4 的钉钉ID写的是“ding5”，第 6 行是“ding4”'],
    ],
    [
      'one 飞书ID, two people',
      17,
      'P13,刘老师,教师,U6,,,ou_2,,',
      ['people.csv:17 飞书ID“ou_2”已是乙（P2，第 3 行）的'],
    ],
    [
      'one 钉钉ID, two people',
      17,
      'P13,刘老师,教师,U6,,,,ding4,',
      ['people.csv:17 钉钉ID“ding4”已是丁（P4，第 6 行）的'],
    ],
    [
      'the same line twice',
      17,
      'P11,张伟,书记,U6,第一责任人,,,,',
      ['people.csv:17 张伟（P11）在 U6 的角色“第一责任人”与第 15 行重复'],
    ],
    [
      'two 第一责任人',
      17,
      'P13,刘老师,教师,U6,第一责任人,,,,',
      ['people.csv:17 单位“信息学院”已有第一责任人张伟（第 15 行），又有刘老师，应只有一名'],
    ],
    [
      'two 直接责任人',
      17,
      'P13,刘老师,教师,U6,直接责任人,,,,',
      ['people.csv:17 单位“信息学院”已有直接责任人李建国（第 16 行），又有刘老师'],
    ],
    [
      'two 主任',
      17,
      'P13,刘老师,教师,U2,主任,,,,',
      ['people.csv:17 单位“网信办”已有主任乙（第 5 行），又有刘老师'],
    ],
    [
      'two 第一责任人 of the 网信办',
      17,
      'P13,刘老师,,U2,第一责任人,,,,\nP16,寅,,U2,第一责任人,,,,',
      ['people.csv:18 单位“网信办”已有第一责任人刘老师'],
    ],
    ['too many columns', 17, 'P13,刘老师,教师,U6,,,,,,多', ['people.csv:17 有 10 列，应为 9 列']],
    ['too few columns', 17, 'P13,刘老师', ['people.csv:17 有 2 列，应为 9 列', 'people.csv:17 没有单位编号']],
  ]
  it.each(cases)('%s', async (_, line, wrong, expected) => {
    const mistakes = await mistakesIn(UNITS, withLine(PEOPLE, line, wrong))
    expect(mistakes).toEqual(expected.map((mistake) => expect.stringContaining(mistake)))
  })

  const missing: [string, number, string][] = [
    ['第一责任人', 18, 'units.csv:8 单位“文学院”（U7）没有第一责任人，people.csv里应恰有一名'],
    ['直接责任人', 19, 'units.csv:8 单位“文学院”（U7）没有直接责任人，people.csv里应恰有一名'],
    ['主任', 5, 'units.csv:3 单位“网信办”（U2）没有主任，people.csv里应恰有一名'],
    ['值班员', 8, 'units.csv:3 单位“网信办”（U2）没有值班员，people.csv里应至少有一名'],
  ]
  it.each(missing)('no %s is named at the unit’s line', async (_, line, expected) => {
    expect(await mistakesIn(UNITS, withLine(PEOPLE, line, undefined))).toEqual([expected])
  })

  it('no 常务副主任 at all; one is enough', async () => {
    const one = withLine(PEOPLE, 6, undefined)
    expect(await mistakesIn(UNITS, one)).toEqual([])
    expect(await mistakesIn(UNITS, withLine(one, 6, undefined))).toEqual([
      'units.csv:3 单位“网信办”（U2）没有常务副主任，people.csv里应至少有一名',
    ])
  })

  it('a blank cell in a second line of one person is no contradiction, and is filled', async () => {
    const people = withLine(PEOPLE, 3, 'P2,乙,,U1,直接责任人,,,,')
    expect(person(await readDirectory(await folder(text(UNITS), text(people))), 'P2')).toMatchObject({
      phone: '10000000002',
      feishu: 'ou_2',
      title: '网信办主任',
    })
  })
})

describe('mistakes of the files', () => {
  it('all at once, in the order of the files and lines', async () => {
    const units = withLine(withLine(UNITS, 8, 'U7,文学院,学院,,,'), 3, 'U2,网信办,网信办,P99,,')
    const people = withLine(
      withLine(PEOPLE, 17, 'P13,刘老师,教师,U6,教师,12,,,P13'),
      2,
      'P1,,书记,U1,第一责任人,,,,',
    )
    expect((await mistakesIn(units, people)).map((mistake) => mistake.split(' ')[0])).toEqual([
      'units.csv:3',
      'units.csv:8',
      'people.csv:2',
      'people.csv:17',
      'people.csv:17',
      'people.csv:17',
    ])
  })

  it('no folder, and what is neither folder nor .xlsx', async () => {
    const nowhere = join(home, 'nowhere')
    expect(await mistakesOf(nowhere)).toEqual([
      expect.stringContaining(`${nowhere} 找不到，应为含 units.csv`),
    ])
    const file = join(home, 'people.csv')
    await writeFile(file, text(PEOPLE))
    expect(await mistakesOf(file)).toEqual([expect.stringContaining('不是文件夹')])
    expect(await mistakesOf(join(home, 'nowhere.xlsx'))).toEqual([expect.stringContaining('找不到或读不了')])
  })

  it('a missing file, without the mistakes that only follow from it', async () => {
    expect(await mistakesOf(await folder(text(UNITS), undefined))).toEqual([
      'people.csv:1 找不到或读不了这个文件，通讯录文件夹里应有它',
    ])
    expect(await mistakesOf(await folder(undefined, text(PEOPLE)))).toEqual([
      'units.csv:1 找不到或读不了这个文件，通讯录文件夹里应有它',
    ])
    expect(await mistakesOf(await folder(undefined, undefined))).toHaveLength(2)
  })

  it.each(['', '\uFEFF', '\n\n', ',,,\n'])('an empty file (%j)', async (content) => {
    expect(await mistakesOf(await folder(text(UNITS), content))).toEqual([
      'people.csv:1 是空的，第一行应为表头：人员编号,姓名,职务,单位编号,角色,手机,飞书ID,钉钉ID,代理人',
    ])
  })

  it('a header alone: nobody is there', async () => {
    expect(await mistakesIn(UNITS, PEOPLE.slice(0, 1))).toContain(
      'units.csv:8 单位“文学院”（U7）没有第一责任人，people.csv里应恰有一名',
    )
  })

  it('a missing column, with the one that may be meant', async () => {
    const people = [(PEOPLE[0] ?? '').replace('手机', '电话'), ...PEOPLE.slice(1)]
    expect(await mistakesIn(UNITS, people)).toEqual([
      'people.csv:1 表头缺少列 手机，却有不认识的列 电话，应为：人员编号,姓名,职务,单位编号,角色,手机,飞书ID,钉钉ID,代理人',
    ])
  })

  it('a column twice', async () => {
    const people = PEOPLE.map((line, at) => `${line},${at ? '' : '姓名'}`)
    expect(await mistakesIn(UNITS, people)).toEqual(['people.csv:1 表头的列 姓名 出现了两次，每列应只有一次'])
  })

  it('a quote that is never closed, at the line where it opens', async () => {
    expect(await mistakesIn(UNITS, withLine(PEOPLE, 15, 'P11,"张伟,书记,U6,第一责任人,,,,'))).toEqual([
      'people.csv:15 从这一行起引号不成对，应成对使用英文双引号',
    ])
  })

  it('bytes that are neither UTF-8 nor GB18030', async () => {
    const [head = '', ...tail] = PEOPLE
    const bytes = Buffer.concat([
      Buffer.from(`${head}\n`),
      Buffer.from([0x50, 0x31, 0x2c, 0xff, 0xff, 0x0a]),
      Buffer.from(text(tail)),
    ])
    expect(await mistakesOf(await folder(text(UNITS), bytes))).toEqual([
      expect.stringMatching(/^people\.csv:\d+ 有认不出的文字，应将文件另存为“CSV UTF-8”/),
    ])
  })

  it.each([
    ['no lead byte at all', 'ff'],
    ['the first half of a character', 'd0'],
    ['the first half of a character of four bytes', '8139'],
    ['three of four bytes', '8139ee'],
    ['four bytes that stand for no character', '8431a530'],
    ['four bytes past the last character', 'e3329a36'],
  ])('GB18030 with %s, at its line, and only there', async (_, hex) => {
    const [before = '', after = ''] = text(PEOPLE).split('张伟')
    const bytes = Buffer.concat([gb18030(before), Buffer.from(hex, 'hex'), gb18030(after)])
    expect(await mistakesOf(await folder(gb18030(text(UNITS)), bytes))).toEqual([
      'people.csv:15 有认不出的文字，应将文件另存为“CSV UTF-8”（GB18030 也可）',
    ])
  })

  it('an Excel file that is none, and one without its sheets', async () => {
    const path = join(home, 'none.xlsx')
    await writeFile(path, 'not a zip')
    expect(await mistakesOf(path)).toEqual([expect.stringContaining('打不开')])
    expect(await mistakesOf(await excel(cells(UNITS), cells(PEOPLE), ['单位', 'Sheet2']))).toEqual([
      '人员:1 缺少这张工作表，应有“单位”“人员”两张（现有：单位、Sheet2）',
    ])
  })
})

describe('finding', () => {
  let campus: Directory
  beforeAll(async () => {
    campus = await readDirectory(await folder(text(UNITS), text(PEOPLE)))
  })
  const ids = (word: string) => findUnits(campus, word).map(({ id }) => id)

  it.each([
    ['U6', ['U6']],
    ['ｕ６', ['U6']],
    [' 信息 学院 ', ['U6']],
    ['计信院', ['U6']],
    ['信息', ['U3', 'U6']],
    ['计算机', ['U6']],
    ['学院', ['U6', 'U7']],
    ['网络中心', ['U3']],
    ['物理', []],
    ['', []],
    ['　', []],
  ])('findUnits %j → %j', (word, expected) => expect(ids(word)).toEqual(expected))

  it('an alias that only repeats the unit’s own name is no mistake', async () => {
    const units = withLine(UNITS, 8, 'U7,文学院,院级单位,,文学院;文 学 院;中文系,')
    expect(await mistakesIn(units, PEOPLE)).toEqual([])
  })

  it.each([
    ['学校党委', ['U1']],
    [' 学校 党委', ['U1']],
    ['ｕ１', ['U1']],
    ['学校', []],
    ['党委', []],
  ])('the 学校 is meant only when it is named exactly: %j → %j', (word, expected) =>
    expect(ids(word)).toEqual(expected),
  )

  it('a part of the name of the university never means the university', async () => {
    const sample = await readDirectory(SAMPLE)
    const kinds = (word: string) => findUnits(sample, word).map(({ kind }) => kind)
    expect(kinds('内蒙古师范大学')).toEqual(['学校'])
    expect(kinds('校党委')).toEqual(['学校'])
    expect(kinds('师范大学')).toEqual([])
    expect(kinds('党委')).toEqual(['网信办', '宣传部'])
  })

  it('the desk’s own number, else that of its 第一责任人, else none', () => {
    expect(deskPhone(campus, '网信办')).toBe('0471-4390001')
    expect(deskPhone(campus, '学校')).toBe('10000000001')
    expect(deskPhone(campus, '保密办')).toBe('')
    expect(deskPhone({ units: [], people: campus.people }, '网信办')).toBe('')
  })

  it('an exact hit wins alone', async () => {
    const units = [...UNITS, 'U8,信院实验室,部门,,,']
    const people = [...PEOPLE, 'P16,子,,U8,第一责任人,,,,', 'P17,丑,,U8,直接责任人,,,,']
    const wider = await readDirectory(await folder(text(units), text(people)))
    expect(findUnits(wider, '信院').map(({ id }) => id)).toEqual(['U6'])
    expect(findUnits(wider, '信院实').map(({ id }) => id)).toEqual(['U8'])
  })

  it('people by 编号, name, part of the name; P1 is not P11', () => {
    const people = (word: string) => findPeople(campus, word).map(({ id }) => id)
    expect(people('p1')).toEqual(['P1'])
    expect(people('李建国')).toEqual(['P12'])
    expect(people('建国')).toEqual(['P12'])
    expect(people('P')).toEqual([])
    expect(people('')).toEqual([])
  })

  it('the office is who acts for the 网信办; leaders are those of the school', async () => {
    const people = [...PEOPLE, 'P16,子,,U2,联络员,,,,', 'P17,丑,,U1,,,,,']
    const wider = await readDirectory(await folder(text(UNITS), text(people)))
    const who = (test: typeof isOffice) => wider.people.map(({ id }) => id).filter((id) => test(wider, id))
    expect(who(isOffice)).toEqual(['P2', 'P4', 'P5', 'P6'])
    expect(who(isLeader)).toEqual(['P1', 'P2', 'P3'])
    expect(isOffice(wider, 'nobody')).toBe(false)
  })
})

describe('noticing changes', () => {
  const EVERY_MS = 40
  const until = async (met: () => boolean) => {
    for (let tries = 0; tries < 200 && !met(); tries++) await pause(20)
  }
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  it('a write, and a new file renamed over the old one, are each noticed; reading is not; stopping stops', async () => {
    const path = await folder(text(UNITS), text(PEOPLE))
    let changes = 0
    const stop = watchDirectory(path, () => changes++, machineClock.after, EVERY_MS)
    await pause(4 * EVERY_MS)
    await readDirectory(path)
    await pause(5 * EVERY_MS)
    expect(changes).toBe(0)

    await writeFile(join(path, 'people.csv'), text([...PEOPLE, 'P16,子,,U7,,,,,']))
    await until(() => changes === 1)
    expect(changes).toBe(1)

    await writeFile(join(path, '~tmp'), text(withLine(UNITS, 8, 'U7,文理学院,院级单位,,,')))
    await rename(join(path, '~tmp'), join(path, 'units.csv'))
    await until(() => changes === 2)
    expect(changes).toBe(2)

    stop()
    await rm(join(path, 'units.csv'))
    await pause(6 * EVERY_MS)
    expect(changes).toBe(2)
  })

  it('a burst is noticed once it rests, not write by write; an .xlsx is watched itself', async () => {
    const path = await excel(cells(UNITS), cells(PEOPLE))
    let changes = 0
    const stop = watchDirectory(path, () => changes++, machineClock.after, EVERY_MS)
    await pause(4 * EVERY_MS)
    for (let size = 1; size <= 6; size++) {
      await writeFile(path, 'x'.repeat(size))
      await pause(2 * EVERY_MS)
    }
    await until(() => changes > 0)
    await pause(700)
    stop()
    // one on an idle machine; a busy one may stretch a pause past the rest
    expect(changes).toBeGreaterThan(0)
    expect(changes).toBeLessThan(4)
  })
})
