// What do the five assessments of 细则 第十六条 get of a year? One set of figures by unit, a sheet for each of them, how it is counted, and what is behind it. No person is named.
import { figuresOf, type UnitFigures } from '../../rules/figures.js'
import type { World } from '../../rules/world.js'
import type { Exported, Matter, UnitKind } from '../../store/schema.js'
import { figures } from '../figures.js'
import { who } from '../plain.js'
import { exactTime } from './known.js'
import { type Cell, type Workbook, type Worksheet, widthOf, xlsxOf } from './workbook.js'

/** In the words and the order of 第十六条; short enough for the tab of a sheet. */
const consumers = [
  { tab: '意识形态工作责任制考核', name: '院级单位党委（党总支）意识形态工作责任制考核' },
  { tab: '党建述职评议考核', name: '院级单位党委（党总支）党建述职评议考核' },
  { tab: '安全稳定和综治工作考核', name: '安全稳定和综治工作考核' },
  { tab: '年度工作目标绩效考核', name: '年度工作目标绩效考核' },
  { tab: '教育信息化工作专项督导', name: '教育信息化工作专项督导' },
] as const

/** No record says it: people do, and sign for it. */
const byHand = [
  '瞒报、谎报（人工认定）',
  '纳入议事日程次数（人工）',
  '参加培训次数（人工）',
  '得分（人工）',
  '佐证材料（人工）',
]

/** Who is assessed, whether anything happened there or not. */
const assessed: readonly UnitKind[] = ['院级单位', '部门', '信息中心', '宣传部', '保密办']

/** A longer title goes on in the next line, so that what is printed can be read. */
const WIDEST = 17

const column = (title: string, least = 10): Worksheet['columns'][number] => ({
  title,
  width: Math.max(least, Math.min(widthOf(title) + 2, WIDEST)),
})

const titleOf = ({ title, unit }: (typeof figures)[number]): string => `${title}（${unit}）`

const assessmentOf = (
  year: number,
  matters: readonly Matter[],
  world: World,
  { chainHead, exports }: { chainHead: string; exports: readonly Exported[] },
): Workbook => {
  const { organization, timezone } = world.rules
  const { units, all } = figuresOf(
    matters,
    world,
    world.directory.units.filter(({ kind }) => assessed.includes(kind)),
  )
  const rows: Pick<UnitFigures, 'unit' | keyof UnitFigures>[] = [
    ...units,
    { ...all, unit: { id: '', name: '全校' } },
  ]
  const sheet = ({ tab }: (typeof consumers)[number]): Worksheet => ({
    name: tab,
    columns: [
      column('单位', 22),
      ...figures.map((one) => column(titleOf(one))),
      ...byHand.map((one) => column(one, 14)),
    ],
    rows: rows.map((one): Cell[] => [
      one.unit.name,
      ...figures.map((figure) => figure.value(one)),
      ...byHand.map(() => undefined),
    ]),
  })
  const behind = rows.flatMap((one) =>
    figures.flatMap((figure): Cell[][] => {
      const numbers = [...new Set(figure.matters(one))]
      return numbers.length > 0 ? [[one.unit.name, figure.title, figure.shown(one), numbers.join('、')]] : []
    }),
  )
  const notes: Cell[][] = [
    ['名称', `${organization.name} ${year} 年网络安全工作考核数据`],
    ['依据', `${organization.rule} 第十六条`],
    ['用于', consumers.map(({ name }) => name).join('\n')],
    [
      '范围',
      `${year} 年内报告的事件、下发的通报和开展的演练；涉密事项不进入本系统。五张表数据相同，各取所需`,
    ],
    ['生成时间', exactTime(world.now, timezone)],
    ['审计链末端校验值（SHA-256）', chainHead],
    ...figures.map((one): Cell[] => [titleOf(one), one.means]),
    ['空着的格', '没有可算的（没有到期的报送、没有通报等），不是零分；写“暂无”的还没有数据'],
    ['标“人工”的列', '记录里没有，由考核的同志填写、签字'],
    ['历次导出', exports.map((one) => `${exactTime(one.at, timezone)} ${who(one.by)}`).join('\n')],
  ]
  return {
    fileName: `${year}年网络安全工作考核数据.xlsx`,
    sheets: [
      ...consumers.map(sheet),
      {
        name: '依据',
        columns: [column('单位', 22), column('指标', 24), column('数值', 18), column('编号', 70)],
        rows: behind,
      },
      { name: '口径', columns: [column('项目', 34), column('内容', 90)], rows: notes },
    ],
  }
}

export const assessmentFile = async (
  ...of: Parameters<typeof assessmentOf>
): Promise<{ name: string; bytes: Uint8Array }> => {
  const book = assessmentOf(...of)
  return { name: book.fileName, bytes: await xlsxOf(book) }
}
