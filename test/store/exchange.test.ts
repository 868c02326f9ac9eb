// Are several files exchanged as one, wherever the machine stops? And is what somebody sends bounded before it is opened?
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readDirectory } from '../../store/directory.js'
import { openShelf } from '../../store/shelf.js'
import { tablesAsWorkbook } from '../../templates/documents/workbook.js'
import { scratch } from '../scenes/scratch.js'

const text = (name: string): string => readFileSync(`templates/directory/${name}`, 'utf8')
const rows = (name: string): string[][] =>
  text(name)
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\n')
    .map((line) => line.split(','))

const withFolder = async (body: (folder: string) => Promise<void>): Promise<void> => {
  const folder = scratch('exchange')
  cpSync('templates/directory', folder, { recursive: true })
  try {
    await body(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** U15 and its people: neither file is right without the other. */
const more = {
  units: [...rows('units.csv'), ['U15', '研究生院', '部门', 'P004', '研院', '']],
  people: [
    ...rows('people.csv'),
    ['P051', '甲一', '院长', 'U15', '第一责任人', '', '', '', ''],
    ['P052', '乙二', '副院长', 'U15', '直接责任人', '', '', '', ''],
  ],
}
const nameOf = async (folder: string) => (await readDirectory(folder)).units.map(({ name }) => name).at(-1)

describe('通讯录的几个文件一起换', () => {
  it('都换了，原来的留在旁边', () =>
    withFolder(async (folder) => {
      await openShelf(folder, tablesAsWorkbook).put(more)
      expect(await nameOf(folder)).toBe('研究生院')
      expect(readFileSync(join(folder, 'units.csv.old'), 'utf8')).toBe(text('units.csv'))
      expect(existsSync(join(folder, '.exchange'))).toBe(false)
    }))

  it('停在半路：写下要换哪些以后，只换了一个，下一次读的人换完', () =>
    withFolder(async (folder) => {
      const other = scratch('exchange')
      cpSync(folder, other, { recursive: true })
      await openShelf(other, tablesAsWorkbook).put(more)
      for (const name of ['units.csv', 'people.csv']) cpSync(join(other, name), join(folder, `${name}.new`))
      // before the note there is only the old directory, whatever lies beside it
      expect(await nameOf(folder)).toBe('财务处')
      writeFileSync(join(folder, '.exchange'), 'units.csv\npeople.csv')
      renameSync(join(folder, 'units.csv.new'), join(folder, 'units.csv'))
      expect(await nameOf(folder)).toBe('研究生院')
      expect(existsSync(join(folder, 'people.csv.new'))).toBe(false)
      rmSync(other, { recursive: true, force: true })
    }))

  it('通讯录是一个 .xlsx 的，换的是里面的表', () =>
    withFolder(async (folder) => {
      const path = join(folder, '通讯录.xlsx')
      const sheets = [
        { name: '单位', rows: rows('units.csv') },
        { name: '人员', rows: rows('people.csv') },
      ]
      writeFileSync(path, await tablesAsWorkbook(sheets))
      const before = await readDirectory(path)
      await openShelf(path, tablesAsWorkbook).put(more)
      const after = await readDirectory(path)
      expect(after.units).toHaveLength(before.units.length + 1)
      expect(after.people.find(({ id }) => id === 'P001')).toEqual(
        before.people.find(({ id }) => id === 'P001'),
      )
    }))
})

/** A zip of one file, that says of its size whatever it likes. */
const zipOf = (name: string, content: Buffer, says = content.length): Buffer => {
  const packed = deflateRawSync(content)
  const named = Buffer.from(name)
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(8, 4)
  head.writeUInt32LE(packed.length, 14)
  head.writeUInt32LE(says, 18)
  head.writeUInt16LE(named.length, 22)
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), head, named, packed])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(local.length, 12)
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002', 'latin1'),
    Buffer.from([20, 0]),
    head,
    Buffer.alloc(14),
    named,
  ])
  return Buffer.concat([local, central, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}

describe('发来的文件', () => {
  const received = async (name: string, bytes: Uint8Array) => {
    let found: Awaited<ReturnType<ReturnType<typeof openShelf>['receive']>> | undefined
    await withFolder(async (folder) => {
      found = await openShelf(folder, tablesAsWorkbook).receive(bytes, name)
    })
    if (!found) throw new Error('nothing was read')
    return found
  }

  it('不信压缩包自己说的大小', async () => {
    const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(64 * 2 ** 20), 10)
    expect(bomb.length).toBeLessThan(2 ** 17)
    expect(await received('通讯录.xlsx', bomb)).toEqual({ is: 'huge' })
    expect(await received('通讯录.xlsx', Buffer.alloc(10 * 2 ** 20, 1))).toEqual({ is: 'huge' })
  })

  it('一格写到最右边的表，不当通讯录', async () => {
    const wide = [['人员编号', ...Array.from({ length: 100 }, (_, at) => `列${at}`)]]
    expect(await received('通讯录.xlsx', await tablesAsWorkbook([{ name: '人员', rows: wide }]))).toEqual({
      is: 'huge',
    })
  })

  it('打不开的、不是压缩包的、别的表', async () => {
    expect(await received('通讯录.xlsx', Buffer.from('PK\u0005\u0006'))).toEqual({ is: 'unreadable' })
    expect(await received('通讯录.xlsx', zipOf('a.txt', Buffer.from('a')))).toEqual({ is: 'unreadable' })
    expect(await received('日志.csv', Buffer.from('时间,地址\n1,2\n'))).toEqual({ is: 'foreign' })
    expect(await received('日志.csv', Buffer.from([0xff, 0xfe, 0, 1]))).toEqual({ is: 'foreign' })
  })

  it('GB18030 的 CSV 也认得，换了名字也认得', async () => {
    // 人员编号,姓名 … in GB18030
    const gb = Buffer.concat([
      Buffer.from([
        0xb5, 0xa5, 0xce, 0xbb, 0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xb5, 0xa5, 0xce, 0xbb, 0xc3, 0xfb, 0xb3,
      ]),
      Buffer.from([0xc6, 0x0a]),
    ])
    expect(await received('新.csv', gb)).toMatchObject({
      is: 'mistaken',
      rows: [expect.stringContaining('新.csv:1 表头缺少列 单位类型')],
    })
  })

  it('少了列、角色写错、公式，逐行说', async () => {
    const wrong = text('people.csv')
      .replace('P015,李建国', 'P015,@李建国')
      .replace('U07,第一责任人', 'U07,第一负责人')
    expect(await received('people.csv', Buffer.from(wrong))).toMatchObject({
      is: 'mistaken',
      rows: expect.arrayContaining([
        expect.stringMatching(/^people.csv:19 “@李建国”以 @ 开头/),
        expect.stringMatching(/^people.csv:21 角色“第一负责人”不认识/),
      ]),
    })
  })
})
