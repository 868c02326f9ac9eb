// Does harmful content go the way of 宣传部: no paper of 教技厅函〔2014〕75号, and confirmed by them that it is dealt with? And who told us?
import { expect } from 'vitest'
import { rulesFrom } from '../../bot/turn/rules.js'
import { textOf, unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import { shipped } from './stage.js'
import { acknowledged, graded, reported } from './told.js'

everywhere('信息内容安全事件：不走 75 号文，教育厅仍要知道，由宣传部确认已处置，到点催办', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported('刘老师', { category: '谣言', summary: '公众号留言区有人造谣' })}
    ${acknowledged}
    ${graded()}
    10:00
    机器人 → 宣传副部长: …请确认违法有害信息已处置… [已处置] [稍后提醒]
    …
    宣传副部长 按 [已处置]
    提示 宣传副部长: 已登记“确认违法有害信息已处置”已办，这一项不再催办。
    …
    宣传副部长 再按 [已处置]
    提示 宣传副部长: 卫佳宁已于 10:00 登记已办，无需再次办理。
    …
    值班甲: 处置结束 2026-0001
    …
    值班甲: 待办
    …
  `,
  )
  const reminded = stage.incident('2026-0001')?.record.filter(({ type }) => type === 'reminded') ?? []
  expect(JSON.stringify(reminded)).not.toContain('"EDU-')
  const todo = stage.platform.latest(
    stage.id('值班甲'),
    (content) => 'card' in content && content.card.title.startsWith('待办'),
  )
  expect(JSON.stringify(todo)).toContain('自治区党委网信办')
  // 教育厅 hears of it as the 上级 does (细则 第十三条), and of nothing that the 75号文 asks for
  expect(JSON.stringify(todo)).toContain('处置情况报告（自治区教育厅）')
  expect(JSON.stringify(todo)).not.toMatch(/紧急报告|事中情况|事后整改/u)
  await play(
    stage,
    `
    值班甲: 记录 2026-0001
    机器人 → 值班甲: …卫佳宁登记“确认违法有害信息已处置”已办…
    …
  `,
  )
})

everywhere(
  '谁告诉我们的：网信办研判时答，印在卡片和文书上',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    值班甲: 研判 2026-0001
    …
    值班甲 按 [提交研判] {谁告诉我们的=公安}
    …
    值班甲: 状态 2026-0001
    机器人 → 值班甲: …获知途径：公安…
    …
    值班甲: 文书 2026-0001 首报
    …
  `,
    )
    const papers = stage.platform.deliveries.flatMap((one) =>
      one.kind === 'file' ? [textOf(unzipped(one.bytes).get('word/document.xml') ?? '')] : [],
    )
    expect(papers.length).toBeGreaterThan(0)
    for (const text of papers) expect(text).toContain('（获知途径：公安）')
  },
  () => ({ needs: ['forms'] }),
)

const { directory } = await shipped()
const publicity = directory.units.find(({ kind }) => kind === '宣传部')?.id
/** 宣传部部长 has left: its other person is there alone. */
const alone = {
  ...directory,
  people: directory.people.map((one) => ({
    ...one,
    posts: one.posts.filter(({ unit, role }) => unit !== publicity || role !== '第一责任人'),
  })),
}

const harmful = `
    08:00
    刘老师: 报告
    …
    刘老师: 否
    …
    刘老师: 是
    …
    刘老师: 信息学院
    …
    刘老师: 学院网站
    …
    刘老师: 网络攻击
    …
    刘老师: 首页被改
    …
    刘老师: 刚刚
    …
    刘老师: 预览
    …
    刘老师 按 [提交]
    …
    书记 按 [确认收到]
    …
    副院长 按 [确认收到]
    …
`

everywhere(
  '有害信息报告的回执：宣传部另一位同志或网信办核实；卡片写的人都能办，待办里都有',
  async (stage) => {
    await play(
      stage,
      `
    ${harmful}
    常务甲: 报送 2026-0001 公安
    …
    常务甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王警官}
    机器人 → 宣传副部长: …请核实属地公安机关网安部门的有害信息报告回执（吴晓岚填写）…须由卫佳宁或网信办核实… [核实回执] [退回]
    …
    宣传副部长: 待办
    机器人 → 宣传副部长: …有害信息报告（属地公安机关网安部门）…
    …
    值班乙: 待办 有害信息报告
    机器人 → 值班乙: 待办 · 有害信息报告 1 项…请核实属地公安机关网安部门的有害信息报告回执… [核实回执] [退回]
    …
    书记: 核实 2026-0001 公安
    机器人 → 书记: 这一项只有网信办可以办理…
    …
    宣传副部长: 核实 2026-0001 教育厅
    机器人 → 宣传副部长: …
    …
    常务甲: 核实 2026-0001 公安
    机器人 → 常务甲: 回执由吴晓岚填写，须由卫佳宁或网信办核实。
    …
    宣传副部长 按 [核实回执]
    …
  `,
    )
    expect(stage.incident('2026-0001')?.submissions['PS-CONTENT-24H/publicity']?.confirmed?.by.name).toBe(
      '卫佳宁',
    )
  },
)

everywhere(
  '宣传部只有一个人：填写之后由网信办核实，到点催的是网信办',
  async (stage) => {
    await play(
      stage,
      `
    ${harmful}
    宣传副部长: 报送 2026-0001 公安
    …
    宣传副部长 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王警官}
    …
    值班乙: 待办
    机器人 → 值班乙: 待办 1 项 …请核实属地公安机关网安部门的有害信息报告回执（卫佳宁填写）…
    …
    12:00
    机器人 → 值班乙: …请核实属地公安机关网安部门的有害信息报告回执（卫佳宁填写）… [核实回执] [退回] [稍后提醒]
    机器人 → 宣传副部长: …待核实：须由网信办另一位同志核实…请提醒网信办另一位同志…
    …
  `,
    )
  },
  () => ({
    directory: alone,
    rules: rulesFrom({
      clocks: [
        { id: 'ack', kind: 'acknowledge', within: '15m' },
        {
          id: 'PS-CONTENT-24H',
          kind: 'report',
          name: '有害信息报告',
          to: 'psb',
          by: ['publicity'],
          within: '4h',
          statutory: true,
          source: '公安部令33号',
          confidence: 'B',
        },
      ],
    }),
  }),
)
