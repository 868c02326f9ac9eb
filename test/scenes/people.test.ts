import { expect } from 'vitest'
import { Mistakes } from '../../store/mistakes.js'
import type { Directory } from '../../store/schema.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import type { Stage } from './stage.js'
import { acknowledged, graded, leaderTold, reported, started, toldLocal } from './told.js'

scene(
  '路人按：只有谁可以；记一笔；什么也不变',
  `
  08:00
  ${reported()}
  路人 按书记的 [确认收到]
  提示 路人: 只有张伟（…）、李建国（…）可以办理…
  值班甲: 记录 2026-0001
  机器人 → 值班甲: 记录…路人试图“确认收到”，未获准…
`,
  { needs: ['cards'] },
)

scene(
  '按两次：第二次告诉是谁在什么时候',
  `
  08:00
  ${reported()}
  书记 按 [确认收到]
  提示 书记: 已确认收到…
  书记 再按 [确认收到]
  提示 书记: 张伟已于 08:00 确认收到，无需再次办理。
`,
)

scene(
  '转办：代办人收到卡片，确认记为代',
  `
  08:00
  ${reported()}
  书记 按 [转办]
  机器人 → 书记: 转办 · 2026-0001… [转办]
  提示 书记: 请填写刚刚发给您的表。
  书记 按 [转办] {转给=没有这人}
  提示 书记: 通讯录里没有这个人…
  书记 按 [转办] {转给=文学院书记}
  …
`,
)

everywhere('转办给别人：代办人确认，记录写“代”', async (stage) => {
  const deputy = stage.directory.people.find(({ id }) => id === stage.id('文学院书记'))
  await play(
    stage,
    `
    08:00
    ${reported()}
    书记: 转办 2026-0001 ${deputy?.id} 出差
    …
    文学院书记 按 [确认收到]
    提示 文学院书记: 已确认收到…
    +8m
    机器人 → 副院长: 提醒…
  `,
  )
  expect(stage.incident('2026-0001')?.acknowledged[0]?.by).toMatchObject({
    id: deputy?.id,
    for: { name: '张伟' },
  })
})

everywhere('外出：代理人代为确认；本人外出期间不受打扰', async (stage) => {
  await play(
    stage,
    `
    08:00
    书记: 外出 今天 明天
    机器人 → 书记: 已登记：张伟外出…由…代为办理。
    ${reported()}
    书记代理 按 [确认收到]
    提示 书记代理: 已确认收到…
  `,
  )
  expect(stage.incident('2026-0001')?.acknowledged[0]?.by.for?.name).toBe('张伟')
  expect(
    stage.platform.latest(
      stage.id('书记'),
      (content) => 'card' in content && content.card.title.includes('2026-0001'),
    ),
  ).toBeUndefined()
})

scene(
  '关机的书记：代理人马上听到，网信办收到未送达',
  `
  08:00
  关机 书记
  ${reported()}
  书记代理 按 [确认收到]
  提示 书记代理: 已确认收到…
  值班甲: 记录 2026-0001
  机器人 → 值班甲: 记录…未送达 张伟…
`,
)

everywhere('关机时网信办收到“未送达”和姓名', async (stage) => {
  stage.platform.switchOff(stage.id('书记'))
  await play(stage, `08:00\n${reported()}`)
  const told = stage.platform.latest(
    stage.id('值班甲'),
    (content) => 'text' in content && content.text.includes('未送达') && content.text.includes('张伟'),
  )
  expect(told).toBeDefined()
  stage.platform.switchOn(stage.id('书记'))
  await play(
    stage,
    `
    书记: 待办
    机器人 → 书记: 【网络安全事件 2026-0001】…
    …
  `,
  )
})

/** 张伟 is gone from the directory, and another holds his post. */
const succeeded = ({ directory, id }: Stage): Directory => {
  const unit = directory.units.find(({ name }) => name === '信息学院')?.id ?? ''
  const fresh = {
    id: 'P900',
    name: '新书记',
    title: '信息学院党委书记（示例）',
    posts: [{ unit, role: '第一责任人' as const }],
  }
  return { ...directory, people: [...directory.people.filter((one) => one.id !== id('书记')), fresh] }
}

everywhere('书记离任：接任的人马上收到，网信办知道，记录在案', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  stage.platform.deliveries.length = 0
  await stage.takeDirectory(succeeded(stage))
  expectSucceeded(stage)
})

const expectSucceeded = (stage: Stage): void => {
  const told = stage.platform.deliveries.filter(({ kind }) => kind === 'message')
  expect(told.some(({ to }) => to === 'P900')).toBe(true)
  expect(
    told.some(
      (one) =>
        one.to === stage.id('值班甲') &&
        one.kind === 'message' &&
        'text' in one.content &&
        one.content.text.includes('新书记'),
    ),
  ).toBe(true)
  expect(stage.incident('2026-0001')?.chain.find(({ post }) => post === 'first')?.person.id).toBe('P900')
}

everywhere('停机时书记离任：开机就和运行时一样，接任的人收到，网信办知道；再开机不重复', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  stage.layDirectory(succeeded(stage))
  stage.platform.deliveries.length = 0
  await stage.restart()
  expectSucceeded(stage)
  stage.platform.deliveries.length = 0
  await stage.restart()
  expect(stage.platform.deliveries).toEqual([])
})

/** What this person got since the deliveries were cleared. */
const cameTo = (stage: Stage, who: string): string =>
  JSON.stringify(
    stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id(who) ? [one.content] : [],
    ),
  )

everywhere('接办的人离开了通讯录：事情回到转办的人，网信办知道，催办由他收到', async (stage) => {
  await play(stage, `08:00\n${reported()}\n书记: 转办 2026-0001 杨书言\n…`)
  const [secretary, gone] = [stage.id('书记'), stage.id('文学院书记')]
  stage.platform.deliveries.length = 0
  await stage.takeDirectory({
    ...stage.directory,
    people: stage.directory.people.filter(({ id }) => id !== gone),
  })
  expect(cameTo(stage, '书记')).toContain('请您确认收到')
  expect(cameTo(stage, '值班甲')).toMatch(/杨书言已不在通讯录，代第一责任人办理的事项改由张伟（.*）办理/u)
  expect(stage.incident('2026-0001')?.delegations).toEqual([])
  await stage.moveTo(stage.now() + 8 * 60_000)
  const reminded = stage.incident('2026-0001')?.record.filter((event) => event.type === 'reminded') ?? []
  const heard = reminded.filter(({ duty }) => duty === 'ack/first').flatMap(({ to }) => to)
  expect(heard.map(({ id }) => id)).toEqual([secretary])
})

everywhere('外出的人的代理人离开了通讯录：没有别人代理，另一位责任人接手，网信办知道', async (stage) => {
  const [deputy, gone] = [stage.id('副院长'), stage.id('文学院书记')]
  const withStandIn = stage.directory.people.map((one) =>
    one.id === deputy ? { ...one, standIn: gone } : one,
  )
  await stage.takeDirectory({ ...stage.directory, people: withStandIn })
  await play(stage, `08:00\n${reported()}\n副院长: 外出 今天 明天\n…`)
  stage.platform.deliveries.length = 0
  await stage.takeDirectory({ ...stage.directory, people: withStandIn.filter(({ id }) => id !== gone) })
  expect(cameTo(stage, '书记')).toContain('请您确认收到')
  expect(cameTo(stage, '值班甲')).toMatch(/杨书言已不在通讯录，代直接责任人办理的事项改由张伟（.*）办理/u)
  await play(
    stage,
    `
    值班甲: 记录 2026-0001
    机器人 → 值班甲: …代直接责任人办理的杨书言离任，张伟（…）办理…
    …
  `,
  )
})

everywhere(
  '停机时换了电话：开机以后，已经发出的卡片写的是新的',
  async (stage) => {
    await play(stage, `08:00\n${reported()}`)
    const people = stage.directory.people.map((one) =>
      one.id === stage.id('副院长') ? { ...one, phone: '10000099999' } : one,
    )
    stage.layDirectory({ ...stage.directory, people })
    await play(
      stage,
      `
      💥
      更新 值班甲: …10000099999…
      …
    `,
    )
  },
  () => ({ needs: ['cards'] }),
)

everywhere('坏的通讯录：原来的继续生效，网信办知道错在哪一行', async (stage) => {
  await stage.refuseDirectory(new Mistakes(['people.csv:12 角色写的是“主人”']))
  const told = stage.platform.latest(
    stage.id('值班甲'),
    (content) => 'text' in content && content.text.includes('people.csv:12'),
  )
  expect(told).toBeDefined()
})

scene(
  '睡过三次提醒：醒来只补一次',
  `
  08:00
  ${reported()}
  书记 按 [确认收到]
  …
  ${leaderTold}
  ${started}
  睡过 20m
  机器人 → 副院长: ⚠ 催办…
  加急 副院长: app
  +1m
`,
)

scene(
  '稍后提醒：有限次，记录在案，不过法定时限',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  ${toldLocal}
  10:00
  …
  值班甲 按 [稍后提醒]
  提示 值班甲: 好的，11月24日 10:30 再提醒您。时限不变。
  # 同一条提醒只推迟一次；到时候的下一条，才可以再推迟
  值班甲 再按 [稍后提醒]
  提示 值班甲: 已推迟：钱小雨于 10:00 推迟到 10:30，无需再次推迟。
  11:00
  …
  值班甲 按 [稍后提醒]
  提示 值班甲: 好的，11月24日 11:30 再提醒您。时限不变。
  11:31
  …
  值班甲 按 [稍后提醒]
  提示 值班甲: 已推迟 2 次，不能再推迟…
`,
)

scene(
  '无权看的人：不说有没有这个编号',
  `
  08:00
  ${reported()}
  路人: 状态 2026-0001
  机器人 → 路人: 没有您可以查看的这起事件…
  路人: 状态 2026-0099
  机器人 → 路人: 没有您可以查看的这起事件…
  路人: 列表
  机器人 → 路人: 列表 · 未结 没有与您有关的事件
  路人: 记录 2026-0001
  机器人 → 路人: 没有您可以查看的这起事件…
  刘老师: 记录 2026-0001
  机器人 → 刘老师: 完整记录只有网信办和校领导可以查看…
  刘老师: 定级 2026-0001 一般
  机器人 → 刘老师: 这一项只有网信办可以办理…
`,
)

scene(
  '补充、更正、误报：只增不改，由谁认定',
  `
  08:00
  ${reported()}
  书记: 补充 2026-0001 已断网，密码：abc12345
  机器人 → 书记: 已补充。其中的密码或个人信息已隐去，没有保存。
  …
  刘老师: 更正 2026-0001
  机器人 → 刘老师: 更正 · 2026-0001… [提交更正]
  刘老师 按 [提交更正] {更正哪一项=影响和危害; 更正为=约 300 人不能访问; 原因=已核对}
  提示 刘老师: 已追加更正，原内容保留。
  …
  值班甲: 误报 2026-0001 是演示
  机器人 → 值班甲: 误报须先由事发单位或报告人提出…
  书记: 误报 2026-0001 是我院演示页面
  机器人 → 书记: 已把误报申请交给网信办认定…
  …
  值班甲: 误报 2026-0001 已核实为演示
  机器人 → 值班甲: 已按误报撤销…
  …
  +1d
  值班甲: 状态 2026-0001
  机器人 → 值班甲: 【网络安全事件 2026-0001】…已按误报撤销…
`,
)

scene(
  '待办、列表、帮助：各看各的',
  `
  08:00
  书记: 待办
  机器人 → 书记: 待办 您现在没有待办事项
  ${reported()}
  书记: 待办
  机器人 → 书记: 待办 2 项…请您确认收到…启动应急预案 — 11月24日 08:30 前… [确认收到 2026-0001] [已启动预案 2026-0001]
  值班甲: 列表 超期
  机器人 → 值班甲: 列表 · 超期 没有符合条件的事件
  +20m
  …
  值班甲: 列表 超期
  机器人 → 值班甲: 列表 · 超期（1 起）…2026-0001…（超时）…
  书记: 帮助
  机器人 → 书记: 烽火 · 帮助… [报告] [待办]
  值班甲: 帮助
  机器人 → 值班甲: 烽火 · 帮助 您是网信办人员，平时用这些词，其余的在“详情”里： 待办：…报告：…定级 编号 级别：…督办 单位 内容 期限：…研判 编号：… [报告] [待办]
  刘老师: 帮助
  机器人 → 刘老师: 烽火 · 帮助 您可以办理： 待办：…更正 编号：… [报告] [待办]
`,
)
