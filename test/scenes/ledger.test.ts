// 导出: who gets the ledger of a year, and what stands in it? Read back by another library than the one that wrote it.
import exceljs from 'exceljs'
import { expect, it } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { acknowledged, filesIn, graded, reported } from './told.js'

type Sheets = Record<string, Record<string, unknown>[]>

/** Each line of each sheet by the heads of its columns. */
const sheetsOf = async (bytes: Uint8Array): Promise<Sheets> => {
  const book = new exceljs.Workbook()
  await book.xlsx.load(new Uint8Array(bytes).buffer)
  return Object.fromEntries(
    book.worksheets.map((sheet) => {
      const heads: string[] = []
      sheet.getRow(1).eachCell((cell, at) => {
        heads[at] = cell.text
      })
      const lines: Record<string, unknown>[] = []
      sheet.eachRow((row, at) => {
        if (at > 1)
          lines.push(Object.fromEntries(heads.flatMap((head, column) => [[head, row.getCell(column).value]])))
      })
      return [sheet.name, lines]
    }),
  )
}
const ledger = async (stage: Stage): Promise<Sheets> => {
  const file = filesIn(stage).findLast(({ name }) => name.endsWith('台账.xlsx'))
  if (!file) throw new Error('no ledger was sent')
  return sheetsOf(file.bytes)
}

everywhere('网信办导出：.xlsx 发到私聊，事件、时限、回执各一张表，谁导出过记在里面', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    值班甲: 导出
    机器人 → 值班甲: 2026 年台账马上发来，共 1 起（演练不列入）。里面有姓名和事件详情，请按内部资料保管…
    …
    💥
    …
    值班乙: 导出 今年
    …
  `,
  )
  expect(filesIn(stage).map(({ name, to }) => [name, to])).toContainEqual([
    '2026年网络安全事件台账.xlsx',
    stage.id('值班乙'),
  ])
  const sheets = await ledger(stage)
  expect(Object.keys(sheets)).toEqual(['事件', '时限', '回执', '统计', '说明'])
  expect(sheets.事件).toHaveLength(1)
  expect(sheets.事件?.[0]).toMatchObject({
    编号: '2026-0001',
    状态: '待报送并核实回执', // as its card says
    级别: '较大（III 级）',
    单位: '信息学院',
    报告时间: new Date('2026-11-24T08:00:00Z'), // the wall clock of the campus
    未按时项数: 0,
  })
  expect(sheets.时限?.map(({ 事项, 是否按时 }) => [事项, 是否按时])).toEqual(
    expect.arrayContaining([
      ['确认收到', '按时'],
      ['定级', '按时'],
    ]),
  )
  const had = sheets.说明?.find(({ 项目 }) => 项目 === '历次导出')?.内容
  expect(String(had).split('\n')).toEqual([
    expect.stringMatching(/^2026-11-24 08:\d\d:\d\d .*（1 起）$/u),
    expect.stringMatching(/^2026-11-24 08:\d\d:\d\d .*（1 起）$/u),
  ])
})

scene(
  '台账只给网信办；年份写错、没有事件，都说清楚',
  `
  08:00
  刘老师: 导出
  机器人 → 刘老师: 这一项只有网信办可以办理…
  书记: 导出 2026
  机器人 → 书记: 这一项只有网信办可以办理…
  值班甲: 导出
  机器人 → 值班甲: 还没有事件。
  ${reported()}
  值班甲: 导出 前年吧
  机器人 → 值班甲: 年份没有看懂。请写四位年份，例如 2026…
  值班甲: 导出2025年
  机器人 → 值班甲: 2025 年没有事件。有事件的年份：2026。
  值班甲: 导出 去年
  机器人 → 值班甲: 2025 年没有事件…
  值班甲: /export ２０２６
  机器人 → 值班甲: 2026 年台账马上发来，共 1 起…
  …
`,
)

everywhere(
  '一月到三月只说“导出”：写明是哪一年的，去年的也给一个按钮；写了年份的，不再问',
  (stage) =>
    play(
      stage,
      `
    22:00
    ${reported()}
    +3h
    …
    值班甲: 倒出
    …
    值班甲 按 [导出]
    机器人 → 值班甲: 2027 年没有事件。…
    机器人 → 值班甲: 2026 年的台账…要 2026 年的，请按下面的按钮，或发送“导出 2026”。 [导出 2026]
    值班甲 按 [导出 2026]
    机器人 → 值班甲: 2026 年台账马上发来，共 1 起…
    文件 值班甲: 2026年网络安全事件台账.xlsx
    ${reported('刘老师', { unit: '文学院' })}
    值班甲: 导出
    机器人 → 值班甲: 2027 年台账马上发来，共 1 起…
    机器人 → 值班甲: 2026 年的台账… [导出 2026]
    …
    值班甲: 导出 2027
    机器人 → 值班甲: 2027 年台账马上发来，共 1 起…
    文件 值班甲: 2027年网络安全事件台账.xlsx
  `,
    ),
  () => ({ at: '2026-12-31T14:00:00.000Z' }),
)

it('超期的写“超期未办”，归档的也在；号码只留首尾；文字不会变成公式', async () => {
  const stage = await openStage()
  const text = '=HYPERLINK("http://x","点我") 联系 13812345678'
  await play(
    stage,
    `
    08:00
    ${reported('刘老师', { summary: text })}
    +3d
    …
    刘老师: 误报 2026-0001 @SUM(1+1) 是演练页面
    …
    值班甲: 误报 2026-0001 =2+3 已核对
    …
    +9d
    …
    值班甲: 导出
    …
  `,
  )
  expect('2026-0001' in stage.fenghuo.turns.peek().incidents).toBe(false)
  const sheets = await ledger(stage)
  const [line] = sheets.事件 ?? []
  expect(line?.状态).toMatch(/^已按误报撤销/u)
  expect(String(line?.未按时事项).split('\n')).toContain('首报（自治区党委网信办）：网信办钱小雨、冯一鸣')
  expect(line?.简要经过).toBe(`'=HYPERLINK("http://x","点我") 联系 138****5678`)
  expect(line?.误报原因).toBe("'=2+3 已核对")
  expect(Number(line?.未按时项数)).toBeGreaterThan(0)
  for (const lines of Object.values(sheets))
    for (const cell of lines.flatMap((one) => Object.values(one)))
      expect(typeof cell === 'object' && cell !== null && 'formula' in cell).toBe(false)
  await stage.end()
})

it('每一列至少和表头一样宽；级别写得和卡片一样；像 _x000D_ 的字照原样', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    ${reported('刘老师', { summary: '日志里全是_x000D_和_x0041_' })}
    值班甲: 导出
    …
  `,
  )
  const file = filesIn(stage).findLast(({ name }) => name.endsWith('台账.xlsx'))
  const book = new exceljs.Workbook()
  await book.xlsx.load(new Uint8Array(file?.bytes ?? []).buffer)
  const wide = (text: string) =>
    [...text].reduce((sum, letter) => sum + (/[\p{ASCII}]/u.test(letter) ? 1 : 2), 0)
  for (const sheet of book.worksheets)
    sheet.getRow(1).eachCell((cell, at) => {
      expect([cell.text, sheet.getColumn(at).width ?? 0]).toEqual([
        cell.text,
        expect.toSatisfy((width: number) => width > wide(cell.text)),
      ])
    })
  const sheets = await ledger(stage)
  const [line] = sheets.事件 ?? []
  expect(line?.级别).toBe('待定，按较大计时')
  expect(line?.状态).toBe('待第一责任人、直接责任人确认收到')
  expect(line?.简要经过).toBe('日志里全是_x000D_和_x0041_')
  const said = sheets.说明?.find(({ 项目 }) => 项目 === '事件 · 级别')?.内容
  expect(said).toContain('“待定，按较大计时”')
  await stage.end()
})
