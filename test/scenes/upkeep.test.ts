// Does the directory change in the chat as it should? A file is read as strictly as on disk, one of the office asks, another approves; nothing is taken before.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readDirectory } from '../../store/directory.js'
import { tablesAsWorkbook } from '../../templates/documents/workbook.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import type { Stage, StageOptions } from './stage.js'
import { reported } from './told.js'

const sample = (name: string): string => readFileSync(`templates/directory/${name}`, 'utf8')
const people = sample('people.csv')
/** 李建国 goes, 高远航 comes for him; 张伟 has another number. */
const changed = people
  .replace(
    'P015,李建国,信息学院副院长（示例）,U06,直接责任人,10000000015,,,P014',
    'P099,高远航,信息学院副院长,U06,直接责任人,13800001234,,,P014',
  )
  .replace('10000000014,,,P015', '13900005678,,,P099')
const rowsOf = (csv: string): string[][] =>
  csv
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
const book = await tablesAsWorkbook([
  { name: '说明', rows: [['填表说明'], ['请勿改动表头']] },
  { name: '本校人员', rows: rowsOf(changed) },
])
const bytes = (text: string): Uint8Array => Buffer.from(text)

const files = {
  'people.csv': bytes(changed),
  '人员.xlsx': book,
  '错的.csv': bytes(changed.replace('U06,直接责任人', 'U66,直接责任人').replace('13900005678', '139-坏')),
  '公式.csv': bytes(changed.replace('高远航', '+SUM(1)')),
  '原样.csv': bytes(people),
  '坏的.xlsx': bytes('这不是表格'),
  '太大.xlsx': Buffer.alloc(10 * 2 ** 20, 1),
  '无关.csv': bytes('时间,地址\n2026-11-24,10.0.0.1\n'),
}
const options = (): StageOptions => ({ folder: true, files })

/** What the journal and all that lies beside it say, as one text. */
const inFolder = async (stage: Stage): Promise<string[]> =>
  (await readDirectory(stage.folder ?? '')).people.map(({ name }) => name)

everywhere(
  '通讯录更新：一人发表提请，另一人核定，才生效；未结事项随之易手',
  async (stage) => {
    await play(stage, reported())
    await play(
      stage,
      `
      值班甲 发 [人员.xlsx]
      机器人 → 值班甲: 通讯录更新 …请核对下面的变动，无误请点“提请核定”…人员：来 1、走 1、变 1…来 高远航（信息学院副院长） 信息学院 直接责任人 138××××1234…走 李建国…变 张伟：手机 100××××0014 → 139××××5678；代理人 李建国 → 高远航…2026-0001，李建国不再承办，转由高远航承办… [提请核定] [不采用]
      值班甲 按 [提请核定]
      提示 值班甲: 已提请，等待网信办另一位同志核定。…
      机器人 → 值班乙: 通讯录更新 …已提请，待网信办另一位同志核定…送来：钱小雨… [核定生效] [退回]
      …
      值班甲: 通讯录 核定
      机器人 → 值班甲: 由钱小雨送来或提请，须由网信办另一位同志核定。
      # 重新启动，什么也不丢
      💥
      书记: 通讯录 核定
      机器人 → 书记: 这一项只有网信办可以办理。…
      值班乙 按 [核定生效]
      提示 值班乙: 已核定，通讯录随即更新。
      机器人 → 值班甲: 通讯录更新 …已生效…核定：冯一鸣… []
      …
      值班甲: 通讯录
      机器人 → 值班甲: 没有待核定的通讯录更新。…
      `,
    )
    expect(await inFolder(stage)).toContain('高远航')
    expect(await inFolder(stage)).not.toContain('李建国')
    expect(existsSync(join(stage.folder ?? '', 'people.csv.old'))).toBe(true)
    expect(stage.directory.people.map(({ name }) => name)).toContain('高远航')
    expect(stage.incident('2026-0001')?.record).toContainEqual(
      expect.objectContaining({ type: 'succeeded', post: 'direct' }),
    )
    const [proposal] = Object.values(stage.fenghuo.turns.peek().proposals)
    expect(proposal).toMatchObject({
      state: 'in-force',
      asked: { by: { name: '钱小雨' } },
      approved: { by: { name: '冯一鸣' } },
    })
    expect(stage.fenghuo.turns.peek().incoming).toEqual({})
    // no number of the file stands in the record
    expect(await stage.leftovers(['13800001234', '13900005678'])).toEqual([])
  },
  options,
)

everywhere(
  '通讯录更新：表里有错，逐行说明，什么也不采用',
  async (stage) => {
    await play(
      stage,
      `
      值班甲 发 [错的.csv]
      机器人 → 值班甲: “错的.csv”有错，没有采用，通讯录不变。请改好后再发一次：…units.csv:7 单位“信息学院”（U06）没有直接责任人…错的.csv:18 手机“139-坏”写法不对…错的.csv:19 单位编号“U66”不在units.csv里…
      值班甲 发 [公式.csv]
      机器人 → 值班甲: “公式.csv”有错…错的…
      `
        .replace('…错的…', '…错的.csv')
        .replace(
          '“公式.csv”有错…错的.csv',
          '“公式.csv”有错…公式.csv:19 “+SUM(1)”以 + 开头，表格软件会当成公式，应去掉这个符号',
        ),
    )
    await play(
      stage,
      `
      值班甲 发 [原样.csv]
      机器人 → 值班甲: 这份文件与现行通讯录一致，没有变动，无需更新。
      值班甲 发 [坏的.xlsx]
      机器人 → 值班甲: “坏的.xlsx”打不开，没有采用。…
      值班甲 发 [太大.xlsx]
      机器人 → 值班甲: “太大.xlsx”太大，不像通讯录，没有打开。…
      书记 发 [people.csv]
      …
      `,
    )
    expect(stage.fenghuo.turns.peek().proposals).toEqual({})
    expect(await stage.leftovers(['139-坏'])).toEqual([])
  },
  options,
)

everywhere(
  '通讯录更新：再发一份代替前一份；退回、撤回、磁盘上另有改动的，都不采用',
  async (stage) => {
    await play(
      stage,
      `
      值班甲 发 [people.csv]
      机器人 → 值班甲: 通讯录更新 … [提请核定] [不采用]
      值班甲: 通讯录 提请
      机器人 → 值班甲: 已提请，等待网信办另一位同志核定。…
      …
      值班乙 发 [人员.xlsx]
      机器人 → 值班乙: 通讯录更新 …送来：冯一鸣… [提请核定] [不采用]
      机器人 → 值班甲: 通讯录更新 …已被后来发的文件代替… []
      …
      值班乙 按 [提请核定]
      …
      值班甲: 通讯录 退回 代理人还没有定
      机器人 → 值班甲: 已退回，通讯录不变，文件内容已清除。
      机器人 → 值班乙: 通讯录更新 …钱小雨已退回，不采用：代理人还没有定… []
      …
      值班乙 发 [人员.xlsx]
      …
      值班乙: 通讯录 提请
      …
      `,
    )
    expect(await inFolder(stage)).toContain('李建国')
    const path = join(stage.folder ?? '', 'people.csv')
    writeFileSync(path, people.replace('韩小川', '韩小山'))
    await stage.takeDirectory(await readDirectory(stage.folder ?? ''))
    await play(
      stage,
      `
      值班甲: 通讯录 核定
      机器人 → 值班甲: 没有待核定的通讯录更新。…
      `,
    )
    expect(Object.values(stage.fenghuo.turns.peek().proposals).map(({ state }) => state)).toEqual([
      'replaced',
      'returned',
      'stale',
    ])
    expect(stage.fenghuo.turns.peek().incoming).toEqual({})
    expect(await inFolder(stage)).toContain('韩小山')
  },
  options,
)

everywhere(
  '不是通讯录的表格，还是证据',
  async (stage) => {
    await play(stage, reported())
    await play(
      stage,
      `
      值班甲 发 [无关.csv]
      机器人 → 值班甲: …2026-0001…
      …
      `,
    )
    await stage.fenghuo.collector.drain()
    expect(stage.incident('2026-0001')?.record).toContainEqual(
      expect.objectContaining({ type: 'evidence', name: '无关.csv' }),
    )
  },
  options,
)

/** Both have signed, and the machine stopped before anything, or before the last, was done. */
const signedThenKilled = async (stage: Stage, before: (folder: string) => void): Promise<void> => {
  await play(
    stage,
    `
    值班甲 发 [people.csv]
    …
    值班甲 按 [提请核定]
    …
    `,
  )
  const [proposal] = Object.values(stage.fenghuo.turns.peek().proposals)
  if (!proposal) throw new Error('nothing was proposed')
  const approved = { by: { id: stage.id('值班乙'), name: '冯一鸣' }, at: new Date(stage.now()).toISOString() }
  await stage.fenghuo.turns.turn(undefined, (turn) =>
    turn.put('proposals', proposal.id, { ...proposal, state: 'approved', approved }),
  )
  before(stage.folder ?? '')
  await stage.restart()
}
const stateOf = (stage: Stage) =>
  Object.values(stage.fenghuo.turns.peek().proposals).map(({ state }) => state)

everywhere(
  '核定以后断电：还没写进文件夹的，启动后写进去',
  async (stage) => {
    await signedThenKilled(stage, () => {})
    expect(stateOf(stage)).toEqual(['in-force'])
    expect(stage.directory.people.map(({ name }) => name)).toContain('高远航')
    expect(stage.fenghuo.turns.peek().incoming).toEqual({})
  },
  options,
)

everywhere(
  '核定以后断电：文件已经写进去，启动后补记生效',
  async (stage) => {
    await signedThenKilled(stage, (folder) => writeFileSync(join(folder, 'people.csv'), changed))
    expect(stateOf(stage)).toEqual(['in-force'])
  },
  options,
)

everywhere(
  '核定以后断电，其间别人改过文件：这一份作废，用磁盘上的',
  async (stage) => {
    await signedThenKilled(stage, (folder) =>
      writeFileSync(join(folder, 'people.csv'), people.replace('韩小川', '韩小山')),
    )
    expect(stateOf(stage)).toEqual(['stale'])
    expect(await inFolder(stage)).toContain('韩小山')
    expect(stage.fenghuo.turns.peek().incoming).toEqual({})
  },
  options,
)

everywhere(
  '文件夹写不进去：说明原因，没有生效；修好再按一次“核定生效”',
  async (stage) => {
    const path = join(stage.folder ?? '', 'people.csv.new')
    mkdirSync(path) // a folder where the new file would stand: EISDIR, whoever runs it
    await play(
      stage,
      `
      值班甲 发 [people.csv]
      …
      值班甲: 通讯录 提请
      …
      值班乙: 通讯录 核定
      机器人 → 值班甲: 通讯录更新已核定，但写不进通讯录文件夹（EISDIR），没有生效。请运维人员检查磁盘和权限后，再点“核定生效”。
      …
      `,
    )
    expect(stateOf(stage)).toEqual(['asked'])
    expect(await inFolder(stage)).toContain('李建国')
    rmSync(path, { recursive: true })
    await play(
      stage,
      `
      值班乙: 通讯录 核定
      机器人 → 值班乙: 通讯录更新 …已生效… []
      更新 值班甲: 通讯录更新 …已生效… []
      …
      `,
    )
    expect(stateOf(stage)).toEqual(['in-force'])
  },
  options,
)

everywhere(
  '七天没有核定：文件内容清除，按了也说明',
  async (stage) => {
    await play(
      stage,
      `
      值班甲 发 [people.csv]
      …
      +7d
      …
      +2m
      …
      值班甲: 通讯录 提请
      机器人 → 值班甲: 文件内容已清除（7 天没有核定），请重新发一次文件。
      `,
    )
    expect(stage.fenghuo.turns.peek().incoming).toEqual({})
  },
  options,
)
