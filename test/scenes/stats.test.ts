// 统计: what does the office, and a leader, see of a year? The same figures as somebody counts by hand from the record.
import exceljs from 'exceljs'
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import type { Stage } from './stage.js'
import { confirmed, filesIn, graded, reported, submitted } from './told.js'

scene(
  '统计给网信办和校领导；没有事件、年份写错，说清楚',
  `
  08:00
  刘老师: 统计
  机器人 → 刘老师: 统计只有网信办和校领导可以查看。
  值班甲: 统计
  机器人 → 值班甲: 还没有事件。
  ${reported()}
  主任: 统计 前年吧
  机器人 → 主任: 年份没有看懂…
  主任: 统计
  机器人 → 主任: 统计 · 2026 年 还没有到期的报送 网络安全事件：1 起…首报用时中位数：—…零报告完成率：暂无…误报、演练不计入各项… [考核表]
  …
`,
)

everywhere('报送按时几份、确认用了多久，和从记录里数的一样', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    +10m
    …
    书记 按 [确认收到]
    …
    +20m
    …
    副院长 按 [确认收到]
    …
    ${graded()}
    ${submitted}
    ${confirmed}
    +1d
    …
    值班甲: 统计 2026
    机器人 → 值班甲: 统计 · 2026 年 按时报送 1/…；确认收到用时中位数 20 分钟…依据：2026-0001…
    …
  `,
  )
  const record = stage.incident('2026-0001')?.record ?? []
  const since = (at: string) => (Date.parse(at) - Date.parse(record[0]?.at ?? '')) / 60_000
  const acks = record.flatMap((event) => (event.type === 'acknowledged' ? [since(event.at)] : []))
  expect(acks).toEqual([10, 30])
  const shown = stage.platform.deliveries
    .flatMap((one) => (one.kind === 'message' ? [JSON.stringify(one)] : []))
    .findLast((text) => text.includes('统计 · 2026'))
  const sent = record.filter(({ type }) => type === 'confirmed').length
  expect(sent).toBe(1)
  // one report went out in time; what else was owed by then and is not there is in the second figure
  expect(shown).toMatch(/按时报送 1\/[2-9]/u)
})

/** The newest file of the assessments, each sheet as rows of text. */
const assessment = async (stage: Stage): Promise<Record<string, string[][]>> => {
  const file = filesIn(stage).findLast(({ name }) => name.endsWith('考核数据.xlsx'))
  if (!file) throw new Error('nothing was sent')
  const book = new exceljs.Workbook()
  await book.xlsx.load(new Uint8Array(file.bytes).buffer)
  return Object.fromEntries(
    book.worksheets.map((sheet) => {
      const rows: string[][] = []
      sheet.eachRow((row) => {
        rows.push(Array.from({ length: sheet.columnCount }, (_, at) => row.getCell(at + 1).text))
      })
      return [sheet.name, rows]
    }),
  )
}

everywhere(
  '统计：通报按期整改、参加演练都算，误报和演练不进别的数；第十六条的五项考核各一张表，没有姓名',
  async (stage) => {
    await play(
      stage,
      `
      08:00
      ${reported()}
      书记: 误报 2026-0001 测试页面
      …
      值班甲: 误报 2026-0001 测试页面
      …
      值班甲: 通报 文学院 后台存在弱口令，11月27日前整改
      …
      值班甲: 本校自查
      …
      值班甲: 下发
      …
      文学院书记: 已整改 通报2026-0001 已改口令
      …
      中心副主任: 复测通过 通报2026-0001 正常
      …
      值班甲: 演练 挖矿 文学院
      …
      值班甲 按 [现在开始]
      …
      文学院书记: 收到 演练2026-0001
      …
      主任: 统计
      机器人 → 主任: 统计 · 2026 年…网络安全事件：0 起…按期整改率：1/1（100%）…参加演练：1 次…依据：演练2026-0001…误报：1 起…依据：2026-0001… [考核表]
      书记: 统计 考核表
      机器人 → 书记: 统计只有网信办和校领导可以查看。
      主任 按 [考核表]
      机器人 → 主任: 2026 年考核数据马上发来：一个 .xlsx，第十六条的五项考核各一张表…没有姓名和事件详情；这次导出已记录。
      文件 主任: 2026年网络安全工作考核数据.xlsx
      …
      💥
      …
      值班甲: 统计 今年 考核表
      文件 值班甲: 2026年网络安全工作考核数据.xlsx
      …
    `,
    )
    const sheets = await assessment(stage)
    expect(Object.keys(sheets)).toEqual([
      '意识形态工作责任制考核',
      '党建述职评议考核',
      '安全稳定和综治工作考核',
      '年度工作目标绩效考核',
      '教育信息化工作专项督导',
      '依据',
      '口径',
    ])
    const [head = [], ...rows] = sheets.党建述职评议考核 ?? []
    const cell = (unit: string, column: string) =>
      rows.find(([name]) => name === unit)?.[head.findIndex((title) => title.startsWith(column))]
    expect(cell('文学院', '按期整改率')).toBe('100')
    expect(cell('文学院', '参加演练')).toBe('1')
    expect(cell('文学院', '零报告')).toBe('暂无')
    expect(cell('信息学院', '网络安全事件')).toBe('0')
    expect(cell('信息学院', '误报')).toBe('1')
    expect(cell('音乐学院', '按时报送率')).toBe('') // nothing was due: no zero
    expect(sheets.依据).toContainEqual(['文学院', '按期整改率', '1/1（100%）', '通报2026-0001'])
    const all = JSON.stringify(sheets)
    for (const { name, posts } of stage.directory.people)
      if (posts.some(({ unit }) => unit === 'U07')) expect(all).not.toContain(name)
    expect(all).not.toContain('弱口令')
    const had = sheets.口径?.find(([title]) => title === '历次导出')?.[1]
    expect(had?.split('\n')).toHaveLength(2)
    const exports = Object.values(stage.fenghuo.turns.peek().exports)
    expect(exports.map(({ of, by }) => [of, by.id])).toEqual([
      ['assessment', stage.id('主任')],
      ['assessment', stage.id('值班甲')],
    ])
  },
)
