// Is the register of systems read as it is written, every mistake named at its line, and each system found by what people call it?
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSystems, systemNamed } from '../../store/campus.js'
import { readDirectory, readDirectoryAnew } from '../../store/directory.js'
import { Mistakes } from '../../store/mistakes.js'
import type { Directory } from '../../store/schema.js'

const UNITS = [
  '单位编号,单位名称,单位类型,分管校领导,别名,值班电话',
  ...['01,学校党委,学校,,,', 'U2,网信办,网信办,,,', 'U3,信息中心,信息中心,,网络中心,'],
  ...['U4,宣传部,宣传部,,,', 'U5,保密办,保密办,,,', 'U6,信息学院,院级单位,,信院,'],
]
const PEOPLE = [
  '人员编号,姓名,职务,单位编号,角色,手机,飞书ID,钉钉ID,代理人',
  'P1,甲,,U2,主任,,,,',
  'P2,乙,,U2,常务副主任,,,,',
  'P3,丙,,U2,值班员,,,,',
  ...['01', 'U3', 'U4', 'U5', 'U6'].flatMap((unit) => [
    `A${unit},子,,${unit},第一责任人,,,,`,
    `B${unit},丑,,${unit},直接责任人,,,,`,
  ]),
]
const HEAD =
  '系统编号,系统名称,网址或IP,主管单位,运维单位,使用单位,供应商,供应商电话,等保级别,备案号,关基,别名'
const SYSTEMS = [
  HEAD,
  'S1,教务系统,https://jwxt.example.edu.cn/login;10.0.0.3,U6,网络中心,信院；宣传部;U6,某公司,0471-1234567,三级,15010-1,否,选课系统；教务网',
  'S2,图书检索,https://lib.example.edu.cn/opac,U4,,,,,,,,',
  'S3,电子资源,https://lib.example.edu.cn/e,U4,U3,,,,未定级,,是,',
  'S4,校园门户,www.example.edu.cn,宣传部,U3,,,,3,,,',
]

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'systems-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

let made = 0
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
const folder = async (systems: string | Buffer, units = UNITS): Promise<string> => {
  const path = join(home, String(made++))
  await mkdir(path)
  await writeFile(join(path, 'units.csv'), text(units))
  await writeFile(join(path, 'people.csv'), text(PEOPLE))
  await writeFile(join(path, 'systems.csv'), systems)
  return path
}
const read = async (systems: string | Buffer): Promise<Directory> => readDirectory(await folder(systems))
const mistakes = async (path: string): Promise<string[]> => {
  const error = await readDirectory(path).then(
    () => new Mistakes([]),
    (reason: unknown) => reason,
  )
  if (error instanceof Mistakes) return error.mistakes
  throw error
}
const mistakesIn = async (...rows: string[]): Promise<string[]> =>
  mistakes(await folder(text([HEAD, ...rows])))

describe('reading', () => {
  it('units by 编号, name or alias; 等保 and 关基 in any spelling; what is empty stays away', async () => {
    const { systems } = await read(text(SYSTEMS))
    expect(systems?.[0]).toEqual({
      id: 'S1',
      name: '教务系统',
      aliases: ['选课系统', '教务网'],
      addresses: ['https://jwxt.example.edu.cn/login', '10.0.0.3'],
      owner: { id: 'U6', name: '信息学院' },
      operator: { id: 'U3', name: '信息中心' },
      users: [
        { id: 'U6', name: '信息学院' },
        { id: 'U4', name: '宣传部' },
      ],
      vendor: '某公司',
      vendorPhone: '0471-1234567',
      protection: '第三级',
      filing: '15010-1',
      critical: false,
    })
    expect(systems?.[1]).toEqual({
      id: 'S2',
      name: '图书检索',
      aliases: [],
      addresses: ['https://lib.example.edu.cn/opac'],
      owner: { id: 'U4', name: '宣传部' },
      users: [],
    })
    expect(systems?.[2]).toMatchObject({ protection: '未定级', critical: true })
    expect(systems?.[3]).toMatchObject({ protection: '第三级' })
  })

  it('without the file there is no register; the header alone is an empty one', async () => {
    const path = await folder(HEAD)
    expect((await readDirectory(path)).systems).toEqual([])
    await rm(join(path, 'systems.csv'))
    expect(await readDirectory(path)).not.toHaveProperty('systems')
  })

  it('one that is deleted while it is in force stays, and the office is told', async () => {
    const path = await folder(text(SYSTEMS))
    const known = await readDirectory(path)
    await rm(join(path, 'systems.csv'))
    const { directory, refused } = await readDirectoryAnew(path, known)
    expect(directory.systems).toEqual(known.systems)
    expect(refused?.mistakes).toEqual([
      '系统台账不见了（没有 systems.csv 或工作表“系统”）：仍用原来的；确实不再使用的，请重新启动',
    ])
    expect(await readDirectoryAnew(path, {})).toEqual({ directory: await readDirectory(path) })
  })

  it('with a BOM, with the line ends of Windows, or as the third sheet of an .xlsx, the same', async () => {
    const expected = await read(text(SYSTEMS))
    expect(await read(`\uFEFF${text(SYSTEMS).replaceAll('\n', '\r\n')}`)).toEqual(expected)
    const workbook = new exceljs.Workbook()
    for (const [name, lines] of [
      ['系统', SYSTEMS],
      ['单位', UNITS],
      ['人员', PEOPLE],
    ] as const)
      workbook.addWorksheet(name).addRows(lines.map((line) => line.split(',')))
    const path = join(home, `${made++}.xlsx`)
    await workbook.xlsx.writeFile(path)
    expect(await readDirectory(path)).toEqual(expected)
  })

  it('GB18030, as Excel saves it', async () => {
    const gb = Buffer.from(
      'cfb5cdb3b1e0bac52ccfb5cdb3c3fbb3c62ccdf8d6b7bbf249502cd6f7b9dcb5a5cebb2cd4cbceacb5a5cebb2ccab9d3c3b5a5cebb2cb9a9d3a6c9cc2cb9a9d3a6c9ccb5e7bbb02cb5c8b1a3bcb6b1f02cb1b8b0b8bac52cb9d8bbf92cb1f0c3fb0a53312cbdcccef1cfb5cdb32c2c55362c2c2c2c2c2c2c2c0a',
      'hex',
    )
    expect((await read(gb)).systems?.[0]?.name).toBe('教务系统')
  })
})

describe('mistakes', () => {
  it.each<[string, string[], string[]]>([
    ['no 编号', [',教务系统,,U6,,,,,,,,'], ['systems.csv:2 没有系统编号，应为每个系统一个不重复的编号']],
    ['no name', ['S1,,,U6,,,,,,,,'], ['systems.csv:2 没有系统名称']],
    [
      'no owner',
      ['S1,教务系统,,,U3,,,,,,,'],
      ['systems.csv:2 没有主管单位，应为单位表里的单位编号或名称（谁主管谁负责）'],
    ],
    [
      'a unit that is not there, in each of the three columns',
      ['S1,教务系统,,法学院,U9,U6;1,,,,,,'],
      [
        'systems.csv:2 主管单位“法学院”不在units.csv里，应为那里的单位编号或名称',
        'systems.csv:2 运维单位“U9”不在units.csv里，应为那里的单位编号或名称',
      ],
    ],
    ['two owners', ['S1,教务系统,,U6;U4,,,,,,,,'], ['systems.csv:2 主管单位有 信息学院、宣传部，应只有一个']],
    [
      'the same 编号, name or alias twice',
      ['S1,教务系统,,U6,,,,,,,,', 'S1,教务 系统,,U6,,,,,,,,', 'S3,选课,,U6,,,,,,,,教务系统'],
      [
        'systems.csv:3 系统编号 S1 与第 2 行重复，每个系统应只有一行',
        'systems.csv:3 “教务 系统”与第 2 行“教务系统”的名称或别名重复，应只指一个系统',
        'systems.csv:4 “教务系统”与第 2 行“教务系统”的名称或别名重复，应只指一个系统',
      ],
    ],
    [
      'an address that is none, a telephone, a 等保级别 and a 关基 that are none',
      ['S1,教务系统,教务处机房,U6,,,某公司,没有,六级,,可能,'],
      [
        'systems.csv:2 网址或IP“教务处机房”看不懂，应为网址、域名或 IP，多个用分号隔开',
        'systems.csv:2 供应商电话“没有”写法不对，应为5 至 20 位的数字、+、-、空格，或留空',
        'systems.csv:2 等保级别“六级”不认识，应为 第一级 至 第五级 或 未定级，或留空',
        'systems.csv:2 关基“可能”不认识，应为 是 或 否，或留空',
      ],
    ],
    [
      'a line with a comma too few',
      ['S1,教务系统,,U6,,,,,,,', 'S2,图书检索,,U6,,,,,,,,'],
      ['systems.csv:2 有 11 列，应为 12 列（逗号是不是少了或多了）'],
    ],
    [
      'what Excel has made of a number',
      ['S1,教务系统,,U6,,,,,,1.5E+14,,'],
      [expect.stringMatching(/^systems\.csv:2 备案号（J2）.*科学计数/) as unknown as string],
    ],
  ])('%s', async (_, rows, expected) => {
    expect(await mistakesIn(...rows)).toEqual(expected)
  })

  it('a header with full-width commas, and columns that are missing', async () => {
    expect(await mistakes(await folder(`${HEAD.replaceAll(',', '，')}\n`))).toEqual([
      expect.stringContaining('（逗号应为英文逗号，不是全角的“，”）'),
    ])
    expect(await mistakes(await folder('系统编号,系统名称\nS1,教务系统\n'))).toEqual([
      expect.stringMatching(/^systems\.csv:1 表头缺少列 网址或IP、主管单位、/),
    ])
  })

  it('bytes that are no text, a file without a line, and a file that is a folder', async () => {
    expect(await mistakes(await folder(Buffer.from([0xff, 0xff, 0x81, 0x0a])))).toEqual([
      'systems.csv:1 有认不出的文字，应将文件另存为“CSV UTF-8”（GB18030 也可）',
    ])
    expect(await mistakes(await folder(''))).toEqual([expect.stringMatching(/^systems\.csv:1 是空的/)])
    const path = await folder(HEAD)
    await rm(join(path, 'systems.csv'))
    await mkdir(join(path, 'systems.csv'))
    expect(await mistakes(path)).toEqual([expect.stringMatching(/^systems\.csv:1 读不了这个文件（EISDIR）/)])
  })

  it('hold back no good people: the systems known before stay, as far as their units do', async () => {
    const before = await read(text(SYSTEMS))
    const path = await folder(text([HEAD, 'S1,教务系统,,法学院,,,,,,,,']))
    const { directory, refused } = await readDirectoryAnew(path, before)
    expect(directory).toEqual(before)
    expect(refused?.mistakes).toEqual([expect.stringMatching(/^systems\.csv:2 主管单位“法学院”/)])
    const gone = { systems: [...(before.systems ?? []), { ...before.systems?.[0], owner: { id: 'U99' } }] }
    expect((await readDirectoryAnew(path, gone as Directory)).directory.systems).toEqual(before.systems)
    expect(await readDirectoryAnew(await folder(text(SYSTEMS)), {})).toEqual({ directory: before })
    await writeFile(join(path, 'people.csv'), '人员编号\n')
    await expect(readDirectoryAnew(path, before)).rejects.toThrow(/people\.csv[\s\S]*systems\.csv/)
  })

  it('come after those of the other two files, and are not told where there are no units', async () => {
    const path = await folder(text([HEAD, 'S1,教务系统,,法学院,,,,,,,,']), UNITS.slice(0, 6))
    expect((await mistakes(path)).at(-1)).toMatch(/^systems\.csv:2 /)
    await rm(join(path, 'units.csv'))
    expect((await mistakes(path)).filter((one) => one.startsWith('systems'))).toEqual([])
  })
})

describe('finding', () => {
  let campus: Directory
  beforeAll(async () => {
    campus = await read(text(SYSTEMS))
  })
  it.each([
    ['S1', '教务系统'],
    ['教务', '教务系统'],
    ['选课', '教务系统'],
    ['ｊｗｘｔ', '教务系统'],
    ['https://JWXT.example.edu.cn/xk?id=1#top', '教务系统'],
    ['网址是http://jwxt.example.edu.cn，打不开', '教务系统'],
    ['hxxp://jwxt[.]example[.]edu[.]cn/a', '教务系统'],
    ['10.0.0.3', '教务系统'],
    ['10.0.0.3:8080', '教务系统'],
    ['example.edu.cn', '校园门户'],
    ['https://lib.example.edu.cn/opac/search', '图书检索'],
    ['https://lib.example.edu.cn/e', '电子资源'],
    ['lib.example.edu.cn', '图书检索、电子资源'],
    ['https://lib.example.edu.cn/其他', '图书检索、电子资源'],
    ['10.0.0.30', ''],
    ['务', ''],
    ['', ''],
    ['学院网站', ''],
    ['x'.repeat(5000), ''],
  ])('%s', (said, expected) => {
    const found = findSystems(campus, said).map(({ name }) => name)
    expect(found.join('、')).toBe(expected)
  })

  it('the sample campus has twelve, one of them without a 运维单位', async () => {
    const sample = await readDirectory('templates/directory')
    expect(sample.systems).toHaveLength(12)
    expect(sample.systems?.filter(({ operator }) => !operator).map(({ name }) => name)).toEqual([
      '在线实验平台',
    ])
    expect(systemNamed(sample, '教务系统')?.owner.name).toBe('教务处')
    expect(systemNamed(sample, '教务')).toBeUndefined()
  })
})
