import { expect, it } from 'vitest'
import type { Directory } from '../../store/schema.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage, type Stage, shipped } from './stage.js'
import { reported } from './told.js'

const cardFor = (stage: Stage, who: string): string =>
  JSON.stringify(
    stage.platform.latest(
      stage.id(who),
      (content) => 'card' in content && content.card.title.startsWith('【网络安全事件 2026-0001】'),
    )?.[1] ?? '',
  )

const wrong = (text: string, answer: string): string => `
  书记: ${text}
  机器人 → 书记: ${answer}
`
scene(
  '外出：没有尽头的、倒着的、过去的、太远的，都不登记，说明为什么',
  `
  08:00
  ${wrong('外出 今天 9999-12-31', '外出一次最多登记 180 天…')}
  ${wrong('外出 今天 2027-05-26', '外出一次最多登记 180 天…')}
  ${wrong('外出 2027-11-24 2027-11-25', '外出一次最多登记 180 天…')}
  ${wrong('外出 明天 今天', '外出的结束早于开始…')}
  ${wrong('外出 昨天 昨天', '这段外出已经过去…')}
  ${wrong('外出 随便 什么', '起止时间没有看懂…')}
  ${wrong('销假', '张伟现在没有登记外出，无需销假。')}
  ${wrong('外出 今天 2027-05-22', '已登记：张伟外出，…，由李建国代为办理。')}
  ${wrong('外出 2027-05-22 2027-06-22', '外出一次最多登记 180 天…')}
  韩小川: 外出 今天 明天
  机器人 → 韩小川: 通讯录里没有登记韩小川的代理人…
  李建国: 外出 张伟 今天 明天
  机器人 → 李建国: 这一项只有网信办可以办理…
  李建国: 销假 张伟
  机器人 → 李建国: 这一项只有网信办可以办理…
`,
)

for (const end of [
  '销假',
  '取消外出',
  '外出 取消',
  '返回',
  '/back',
  '外出取消',
  '外出 结束',
  '取消 外出',
  '取消今天的外出',
  '不外出了',
  '我回来了',
  '/away cancel',
])
  it(`${end}：外出到此结束，事项回到本人，两边都知道，记录在案`, async () => {
    const stage = await openStage()
    await play(
      stage,
      `
      08:00
      书记: 外出 今天 后天
      机器人 → 书记: 已登记…
      ${reported()}
    `,
    )
    expect(cardFor(stage, '书记代理')).toContain('代 张伟')
    stage.platform.deliveries.length = 0
    await play(
      stage,
      `
      书记: ${end}
      机器人 → 书记: 已销假：张伟的外出到此结束。由代理人代办的 2026-0001 改回由本人办理。
      机器人 → 书记: 【网络安全事件 2026-0001】… [已启动预案] [确认收到] [转办]
      机器人 → 李建国: 张伟外出结束，2026-0001改回由本人办理，谢谢您代为办理。
    `,
    )
    expect(cardFor(stage, '书记代理')).not.toContain('代 张伟')
    expect(stage.fenghuo.turns.peek().away).toEqual({})
    expect(stage.incident('2026-0001')?.record.at(-1)?.type).toBe('delivered')
    expect(stage.incident('2026-0001')?.record.some(({ type }) => type === 'back')).toBe(true)
    await play(
      stage,
      `
      书记 按 [确认收到]
      提示 书记: 已确认收到…
      …
      书记: 销假
      机器人 → 书记: 张伟现在没有登记外出，无需销假。
    `,
    )
    await stage.end()
  })

scene(
  '网信办替人销假：本人也知道；还没开始的外出可以取消',
  `
  08:00
  值班甲: 外出 张伟 明天 后天
  机器人 → 值班甲: 已登记：张伟外出…由李建国代为办理。
  机器人 → 书记: 已登记：张伟外出…（钱小雨登记）
  值班甲: 销假 张伟
  机器人 → 值班甲: 已取消：张伟登记的外出…
  机器人 → 书记: 已取消：张伟登记的外出…（钱小雨登记）
  值班甲: 外出 张伟 今天 后天
  …
  值班甲: 外出 取消 张伟
  机器人 → 值班甲: 已销假：张伟的外出到此结束。
  机器人 → 书记: 已销假…
`,
)

everywhere(
  '两位责任人互为代理人，都外出：当场说明由谁办理，网信办知道；报告来了网信办马上接手',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    书记: 外出 今天 后天
    机器人 → 书记: 已登记：张伟外出…由李建国代为办理。
    副院长: 外出 今天 明天
    机器人 → 副院长: 已登记：李建国外出…但代理人张伟也外出，没有别人代理，现在由钱小雨、冯一鸣办理，已告知网信办…
    机器人 → 值班甲: 李建国、张伟在…都外出，代理人也不在，其负责的事项暂由钱小雨、冯一鸣办理…
    机器人 → 值班乙: 李建国、张伟在…
    机器人 → 常务甲: 李建国、张伟在…
    机器人 → 常务乙: 李建国、张伟在…
    ${reported()}
    值班甲 按 [确认收到]
    提示 值班甲: 已确认收到…
    …
  `,
    )
    const incident = stage.incident('2026-0001')
    expect(incident?.acknowledged.map(({ by }) => by.for?.name).sort()).toEqual(['张伟', '李建国'])
  },
)

it('都外出时报告：卡片照实说，报告人听到的也是实话，网信办当场被请求确认', async () => {
  const stage = await openStage()
  await play(stage, '08:00\n书记: 外出 今天 后天\n…\n副院长: 外出 今天 明天\n…')
  stage.platform.deliveries.length = 0
  await play(stage, `${reported()}`)
  expect(cardFor(stage, '分管领导')).toMatch(/第一责任人张伟（外出），由钱小雨、冯一鸣办理，尚未确认/)
  const told = stage.platform.latest(
    stage.id('刘老师'),
    (content) => 'text' in content && content.text.includes('报告已收到'),
  )
  expect(JSON.stringify(told)).toContain('已通知网信办、信息中心、宣传部')
  const office = stage.platform.latest(
    stage.id('常务甲'),
    (content) => 'text' in content && content.text.includes('先行确认'),
  )
  expect(JSON.stringify(office)).toContain('张伟、李建国外出或联系不上')
  // nobody of the unit is asked while they are away, and as soon as one is back, they are
  expect(cardFor(stage, '书记')).toBe('""')
  stage.platform.deliveries.length = 0
  await play(stage, '副院长: 销假\n…')
  expect(cardFor(stage, '副院长')).toContain('确认收到（代 张伟）')
  await stage.end()
})

const withStandIns = (directory: Directory, standIns: Record<string, string | undefined>): Directory => ({
  ...directory,
  people: directory.people.map((person) => {
    if (!(person.id in standIns)) return person
    const { standIn: _, ...rest } = person
    const standIn = standIns[person.id]
    return standIn === undefined ? rest : { ...rest, standIn }
  }),
})

it('三人成环、以自己为代理人、代理人没有代理人、院外的代理人也外出：该谁办就是谁办', async () => {
  const { directory } = await shipped()
  const [zhang, li, han, yang, zhu] = ['P014', 'P015', 'P016', 'P017', 'P018']
  const ring = await openStage({
    directory: withStandIns(directory, { [zhang]: li, [li]: han, [han]: zhang }),
  })
  await play(
    ring,
    `
    08:00
    张伟: 外出 今天 后天
    机器人 → 张伟: …由李建国代为办理。
    李建国: 外出 今天 后天
    机器人 → 李建国: …由韩小川代为办理。
    韩小川: 外出 今天 明天
    机器人 → 韩小川: …但代理人张伟也外出，没有别人代理…
    …
    +2d
    …
  `,
  )
  // 韩小川 is back: the others are covered again
  ring.platform.deliveries.length = 0
  await play(ring, `09:00\n…\n${reported()}`)
  await ring.end()

  const own = await openStage({ directory: withStandIns(directory, { [zhang]: zhang }) })
  await play(own, '08:00\n张伟: 外出 今天 明天\n机器人 → 张伟: 通讯录里没有登记张伟的代理人…')
  await own.end()

  const outside = await openStage({
    directory: withStandIns(directory, { [zhang]: yang, [yang]: zhu, [zhu]: undefined, [li]: zhang }),
  })
  await play(
    outside,
    `
    08:00
    杨书言: 外出 今天 后天
    机器人 → 杨书言: …由朱墨涵代为办理。
    张伟: 外出 今天 后天
    机器人 → 张伟: 已登记：张伟外出…代理人杨书言也外出，由朱墨涵代为办理。
    ${reported()}
  `,
  )
  expect(cardFor(outside, '朱墨涵')).toContain('代 张伟')
  await outside.end()
})

it('代理人晚些时候也外出：登记时就说清从什么时候起；到时卡片换手；接上的外出算一段', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    副院长: 外出 明天 后天
    机器人 → 副院长: …由张伟代为办理。
    书记: 外出 今天 后天
    机器人 → 书记: 已登记：张伟外出…但代理人李建国11月25日 00:00 起也外出，没有别人代理，那时起由钱小雨、冯一鸣办理…
    …
    ${reported()}
  `,
  )
  expect(cardFor(stage, '副院长')).toContain('代 张伟')
  await play(stage, '副院长: 外出 11月27日 11月28日\n…')
  expect(stage.fenghuo.turns.peek().away.P015).toHaveLength(1)
  await play(stage, '+16h\n…')
  expect(cardFor(stage, '值班甲')).toContain('确认收到')
  expect(cardFor(stage, '分管领导')).toContain('第一责任人张伟（外出），由钱小雨、冯一鸣办理')
  await stage.end()
})

scene(
  '撤回转办：谁转的谁收回，网信办也可以；转回给本人就是收回',
  `
  08:00
  ${reported()}
  书记: 撤回转办 2026-0001
  机器人 → 书记: 这起事件没有转办，无需撤回。
  书记: 转办 2026-0001 文学院书记
  …
  书记: 转办 2026-0001 杨书言 出差
  …
  副院长: 撤回转办 2026-0001
  机器人 → 副院长: 只有张伟（…）、网信办可以办理…
  …
  书记: 撤回转办
  机器人 → 书记: 已撤回转办，改回由张伟（…）办理。
  机器人 → 书记: 【网络安全事件 2026-0001】… [已启动预案] [确认收到] [转办]
  机器人 → 杨书言: 【2026-0001】信息学院：张伟撤回了转办，不再由杨书言（…）代张伟办理。
  …
  书记: 转办 2026-0001 杨书言
  …
  杨书言: 转办 2026-0001 张伟
  机器人 → 杨书言: 已撤回转办，改回由张伟（…）办理。
  …
  书记: 转办 2026-0001 杨书言
  …
  值班甲: 撤回转办 2026-0001 杨书言
  机器人 → 值班甲: 已撤回转办，改回由张伟（…）办理。
  …
  书记 按 [确认收到]
  提示 书记: 已确认收到…
  …
`,
)

scene(
  '网信办两位值班员互为代理人，都外出：说的是在岗的人，不是外出的人',
  `
  08:00
  值班甲: 外出 今天 11-27
  …
  值班乙: 外出 今天 11-27
  机器人 → 值班乙: …没有别人代理，现在由吴晓岚、郑国栋办理…
  …
  书记: 外出 今天 11-27
  机器人 → 书记: …由李建国代为办理…
  副院长: 外出 今天 11-27
  机器人 → 副院长: …没有别人代理，现在由吴晓岚、郑国栋办理…
  …
`,
)

scene(
  '外出的起止：写成 11.27-11.30 也认；多写一个日期不会被悄悄丢掉',
  `
  08:00
  书记: 外出 11.27-11.30
  机器人 → 书记: 已登记：张伟外出，11月27日 00:00 至 11月30日 23:59…
  …
  副院长: 外出 今天 明天 9999-12-31
  机器人 → 副院长: 起止时间没有看懂…
`,
)

scene(
  '上报责任人外出：卡片上写明由谁办理，回来以后照常',
  `
  08:00
  值班甲: 外出 今天 明天
  …
  ${reported()}
  值班乙: 状态 2026-0001
  机器人 → 值班乙: …上报责任人：钱小雨（外出，由冯一鸣办理），副 冯一鸣…
  值班甲: 销假
  …
  值班乙: 状态 2026-0001
  机器人 → 值班乙: …上报责任人：钱小雨，副 冯一鸣…
  …
`,
)

scene(
  '小表填到一半：外出、销假照办，小表放下；像答案的话仍是答案',
  `
  08:00
  ${reported()}
  书记: 转办 2026-0001
  …
  书记: 外出 今天 明天
  机器人 → 书记: 刚才的表没有填完，已放下，没有保存；需要时请重新打开。
  机器人 → 书记: 已登记：张伟外出，…
  …
  书记: 转办 2026-0001
  …
  书记: 销假 张伟
  机器人 → 书记: 刚才的表没有填完…
  …
  书记: 转办 2026-0001
  …
  书记: 外出 学习的同事
  机器人 → 书记: 通讯录里没有这个人…
`,
)

it('外出时通讯录换了代理人：新的代理人马上收到卡片，没有换到的人不重复收到', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n书记: 外出 今天 后天\n…\n${reported()}`)
    const to = stage.id('韩小川')
    const withStandIn = (standIn: string) => ({
      ...stage.directory,
      people: stage.directory.people.map((one) => (one.id === stage.id('书记') ? { ...one, standIn } : one)),
    })
    const sent = () => stage.platform.deliveries.filter(({ kind }) => kind === 'message').map((one) => one.to)
    stage.platform.deliveries.length = 0
    await stage.takeDirectory(withStandIn(to))
    expect(sent()).toEqual([to])
    expect(cardFor(stage, '韩小川')).toContain('代 张伟')
    stage.platform.deliveries.length = 0
    await stage.takeDirectory(withStandIn(to))
    expect(sent()).toEqual([])
  } finally {
    await stage.end()
  }
})
