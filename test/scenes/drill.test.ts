// 演练: the whole story of a drill. It goes as the real one, says on everything that it is none, and counts nowhere.
import { expect, it } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { textOf as textIn } from './chat.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { filesIn, reported } from './told.js'

const begun = `
  08:00
  值班甲: 演练 挖矿 信息学院
  机器人 → 值班甲: 【演练】请核对后开始…不向任何上级报送…信息学院…流量里有矿池地址… [现在开始] [定时间] [修改] [取消]
  值班甲 按 [现在开始]
  …
`
/** Everything that left the house for people since the drill began, the answers to whoever spoke left out. */
const said = (stage: Stage): string[] =>
  stage.platform.deliveries.flatMap((one) => (one.kind === 'message' ? [JSON.stringify(one)] : []))

everywhere('从场景开始，走真实流程：卡片、催办、群里的一行、文书都写着演练', async (stage) => {
  await play(stage, begun)
  expect(stage.incident('演练2026-0001')).toMatchObject({ drill: true, unit: { name: '信息学院' } })
  expect(stage.incident('2026-0001')).toBeUndefined()
  await play(
    stage,
    `
    书记 按 [确认收到]
    …
    +2h
    …
    💥
    …
    值班甲: 定级 演练2026-0001 较大
    …
    值班甲: 补充 演练2026-0001 问题：值班电话没有人接
    …
    值班甲: 补充 演练2026-0001 改进：手机也登记到通讯录
    …
    值班甲: 文书 演练2026-0001 首报
    机器人 → 值班甲: 【演练】正在生成演练材料…不签发、不报送…
    …
  `,
  )
  const first = said(stage).findIndex((text) => text.includes('演练2026-0001'))
  const unmarked = said(stage)
    .slice(first)
    .filter((text) => text.includes('2026-0001') && !text.includes('演练'))
  expect(unmarked).toEqual([])
  const names = () => filesIn(stage).map(({ name }) => name)
  expect(names().length).toBeGreaterThan(0)
  expect(names().filter((name) => !name.startsWith('【演练】'))).toEqual([])
  await play(stage, '值班甲: 文书 演练2026-0001 记录\n…')
  expect(names()).toContainEqual('【演练】2026-0001_记录.docx')
  const record = filesIn(stage).find(({ name }) => name.includes('记录'))
  const text = textOf(unzipped(record?.bytes ?? new Uint8Array()).get('word/document.xml') ?? '')
  expect(text).toContain('网络安全应急演练记录')
  expect(text).toContain('值班电话没有人接')
  expect(text).toContain('手机也登记到通讯录')
  expect(text).toMatch(/参加人员[\s\S]*张伟/u)
})

scene(
  '演练由网信办开始；没写场景的列出来，写错的说没有，单位没写的问一句',
  `
  08:00
  刘老师: 演练
  机器人 → 刘老师: 这一项只有网信办可以办理…
  值班甲: 演练
  机器人 → 值班甲: 演练 选一个演练场景和单位…演练 1 单位名：首页篡改…演练 6 单位名：机房断电…
  值班甲: 演练 外星人
  机器人 → 值班甲: 没有“外星人”这个演练场景…
  值班甲: 演练 9
  机器人 → 值班甲: 没有“9”这个演练场景…
  值班甲: /drill 2
  机器人 → 值班甲: 【演练】事发单位…
  值班甲: 图书馆
  机器人 → 值班甲: 【演练】请核对后开始…图书馆…勒索…
  …
  值班甲: 取消
  机器人 → 值班甲: 已取消…
`,
)

scene(
  '演练和真的分开：列表不混，台账不列，编号各自排',
  `
  ${begun}
  值班乙: 列表
  机器人 → 值班乙: 列表…没有符合条件的事件…
  值班乙: 列表 演练
  机器人 → 值班乙: 列表 · 演练（1 起）…演练2026-0001…
  值班乙: 导出
  机器人 → 值班乙: 还没有事件。
  值班乙: 演练 5 文学院
  …
  值班乙 按 [现在开始]
  …
  值班乙: 列表 演练
  机器人 → 值班乙: 列表 · 演练（2 起）…演练2026-0002…
  值班乙: 状态 演练2026-1
  机器人 → 值班乙: 【演练】…演练2026-0001…
`,
)

it('演练不进指标', async () => {
  const stage = await openStage()
  await play(stage, begun)
  expect(Object.values(stage.fenghuo.turns.peek().incidents).map(({ drill }) => drill)).toEqual([true])
  await stage.end()
})

const drillBegun = (unit: string): string => `
  值班甲: 演练 挖矿 ${unit}
  …
  值班甲 按 [现在开始]
  …
`

everywhere(
  '真的和演练在一起：汇总、待办、群里的一行都分开数，演练不算在真的里面',
  async (stage) => {
    await play(
      stage,
      `
      08:00
      ${reported()}
      ${reported('陈老师', { unit: '文学院' })}
      ${drillBegun('信息学院')}
      ${drillBegun('图书馆')}
      值班甲: 待办
      机器人 → 值班甲: 待办 12 项，演练 12 项 2026-0001…
      08:30
      …
    `,
    )
    const newest = (who: string, title: string): string => {
      const found = stage.platform.latest(
        stage.id(who),
        (content) => 'card' in content && content.card.title.includes(title),
      )
      return found ? textIn(found[1].content) : ''
    }
    expect(newest('群', '网络安全事件')).toMatch(/^网络安全事件 (?:\d 起，)?演练 \d 起/u)
    const digest = newest('值班甲', '催办汇总')
    expect(digest).toContain('催办汇总 · 2 起事件，演练 2 起')
    expect(digest).toMatch(/请办理 \d 项，涉及 2 起事件.*；【演练】请办理 \d 项，涉及 2 起/u)
  },
  () => ({ needs: ['cards'] }),
)

scene(
  '演练结束：一个词、一个按钮；还没办的不用再办，问题和改进写进演练记录；真的事件不认这个词',
  `
  ${begun}
  刘老师: 演练结束 2026-0001
  …
  值班甲: 办结 演练2026-0001
  机器人 → 值班甲: 还有 … 项未办，不能办结：…由本人点“确认收到”…这是演练，不必都办完：要结束，请发送“演练结束 演练2026-0001”。
  值班甲: 演练结束 2026-0001
  机器人 → 值班甲: …演练到此结束…存在问题…改进措施… [结束演练] …
  值班甲 按 [结束演练] {存在问题=值班电话没有人接; 改进措施=手机也登记到通讯录}
  …
  书记: 待办
  机器人 → 书记: 待办 您现在没有待办事项
  值班甲: 状态 演练2026-0001
  机器人 → 值班甲: 【演练】…演练已结束…
  值班甲: 演练结束 2026-0001
  机器人 → 值班甲: …钱小雨已于 08:00 …
  +3h
  …
  ${reported()}
  值班甲: 演练结束 2026-0001
  …
  值班甲: 记录 演练2026-0001
  机器人 → 值班甲: …钱小雨补充：问题：值班电话没有人接…钱小雨补充：改进：手机也登记到通讯录…钱小雨宣布演练结束…
  …
`,
  { needs: ['forms'] },
)

scene(
  '演练结束：没有表的平台上一项一项打字',
  `
  ${begun}
  值班甲: 演练结束 演练2026-0001
  机器人 → 值班甲: 演练结束…存在问题…
  值班甲: 值班电话没有人接
  机器人 → 值班甲: …改进措施…
  值班甲: 手机也登记到通讯录
  机器人 → 值班甲: 演练已结束，没有办的都不用再办…
  机器人 → 书记: …钱小雨补充：问题：值班电话没有人接 2. 08:00 钱小雨补充：改进：手机也登记到通讯录 3. 08:00 演练结束…
  …
  值班甲: 状态 演练2026-0001
  机器人 → 值班甲: 【演练】…演练已结束…
`,
)

scene(
  '演练结束：问题和改进一句话写完的，先给核对，一个字也不用再写；只写了问题的，只问改进',
  `
  ${begun}
  值班甲: 演练结束 演练2026-0001 问题：值班电话没有人接
  机器人 → 值班甲: …已识别 1 项，还缺改进措施…
  …
  值班甲: 取消
  …
  值班甲: 演练结束 演练2026-0001 问题：打了 3 次值班电话都没有人接；改进措施：手机也登记到通讯录
  机器人 → 值班甲: …请核对，确认提交之后才记录…
  值班甲: 确认提交
  机器人 → 值班甲: 演练已结束，没有办的都不用再办…
  …
  值班甲: 记录 演练2026-0001
  机器人 → 值班甲: …钱小雨补充：问题：打了 3 次值班电话都没有人接…钱小雨补充：改进：手机也登记到通讯录…
`,
)
