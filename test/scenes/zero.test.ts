// Does 零报告 run through a key period: opened, asked each day, pressed, late, ended, and rolled up to be signed?
import { expect } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { filesIn } from './told.js'

const opened = `
  08:00
  值班甲: 零报告 国庆 11月24日至11月25日 每天17:00
  机器人 → 值班甲: 请核对后开始…时期：国庆…日期：11月24日至11月25日，共 2 天，到期自动结束…截止：每天 17:00… [开始零报告] [上一步] [取消]
  值班甲 按 [开始零报告]
  机器人 → 值班甲: 已开启“国庆”零报告（11月24日至11月25日，每天 17:00 截止），第一次是 11月24日…
  …
`

scene(
  '每天一张卡片：谁先报算谁报，另一位看到是谁；第二次按、旁人按都说明白；有事件的照实写',
  `
  ${opened}
  +5h
  机器人 → 书记: 【零报告2026-1124】国庆 11月24日 请报零报告 — 11月24日 17:00 前（截至 13:00 还剩 4 小时）…信息学院：还没有报… [今日无事件] [有事件，去报告]
  机器人 → 值班甲: 【零报告2026-1124】…11月24日 17:00 截止：已报 0 个，未报 5 个…未报：信息学院、文学院、数学科学学院、化学与环境科学学院、音乐学院… [零报告汇总]
  …
  书记 按 [今日无事件]
  提示 书记: 已登记 11月24日零报告：信息学院今日无事件。谢谢您。
  更新 副院长: …今天的零报告已报…信息学院：张伟已于 11月24日 13:00 报：无事件…
  更新 值班甲: …已报 1 个，未报 4 个…
  …
  书记 再按 [今日无事件]
  提示 书记: 张伟已于 13:00 报过零报告，无需再次办理。
  …
  刘老师: 零报告
  机器人 → 刘老师: 现在没有等您报的零报告…
  文学院书记: 零报告
  机器人 → 文学院书记: 已登记 11月24日零报告：文学院今日无事件。谢谢您。
  …
  文学院书记: 零报告
  机器人 → 文学院书记: …已于 13:00 报过零报告，无需再次办理。
  +4h
  …
  `,
  { needs: ['cards'] },
)

scene(
  '截止前提醒，截止后催未报的；网信办收到一张写明谁没报的卡片，待办里有一项；迟报记为迟报；下一天的卡片发出，前一天就此结束',
  `
  ${opened}
  +5h
  …
  书记: 零报告
  …
  文学院书记: 零报告
  …
  +3h
  机器人 → 秦若谷: 提醒 · 零报告2026-1124 院级单位…请报零报告… [今日无事件] [有事件，去报告] [稍后提醒]
  …
  +1h
  机器人 → 秦若谷: ⚠ 催办 · 零报告2026-1124 院级单位…请报零报告 — 11月24日 17:00 前（…）… [今日无事件] [有事件，去报告] [稍后提醒]
  加急 秦若谷: app
  机器人 → 值班甲: 【零报告2026-1124】…11月24日 17:00 截止：已报 2 个，未报 3 个…未报：数学科学学院、化学与环境科学学院、音乐学院…数学科学学院：秦若谷（电话 …
  …
  值班甲: 待办
  机器人 → 值班甲: 待办 1 项…零报告2026-1124 院级单位：请催报零报告… [查看未报单位]
  …
  +5m
  …
  值班甲: 零报告 数学科学学院
  机器人 → 值班甲: 已登记 11月24日零报告：数学科学学院今日无事件，已过截止时间，记为迟报。谢谢您。
  …
  值班甲: 零报告 数学科学学院
  机器人 → 值班甲: 钱小雨已于 17:05 报过零报告，无需再次办理。
  吕乐章 按 [今日无事件]
  提示 吕乐章: …音乐学院今日无事件，已过截止时间，记为迟报…
  …
  +20h
  …
  机器人 → 书记: 【零报告2026-1125】国庆 11月25日…请报零报告…
  …
  值班甲: 状态 零报告2026-1124
  机器人 → 值班甲: …11月24日已结束：已报 4 个，未报 1 个…未报：化学与环境科学学院…迟报：数学科学学院、音乐学院…
  …
  主任: 统计
  机器人 → 主任: 统计 · 2026 年 还没有到期的报送 …零报告完成率：2/5（40%）…依据：零报告2026-1124…
  …
  `,
)

scene(
  '开启时写错了按“上一步”，重答那一问；其余的都在',
  `
  08:00
  值班甲: 零报告 国庆 11月24日至11月25日
  机器人 → 值班甲: 开启零报告时期 每天几点截止？… [每天17:00] [每天16:00] [每天10:00] [上一步] [取消]
  值班甲: 每天16:00
  机器人 → 值班甲: 请核对后开始…截止：每天 16:00… [开始零报告] [上一步] [取消]
  值班甲 按 [上一步]
  机器人 → 值班甲: 开启零报告时期 每天几点截止？…
  值班甲: 上一步
  机器人 → 值班甲: 开启零报告时期 “国庆”从哪天到哪天？… [今天起3天] [今天起7天] [明天起7天] [上一步] [取消]
  值班甲: 11月24日至11月26日
  …
  值班甲: 每天17:00
  机器人 → 值班甲: 请核对后开始 时期：国庆 日期：11月24日至11月26日，共 3 天，到期自动结束…
  值班甲 按 [开始零报告]
  机器人 → 值班甲: 已开启“国庆”零报告（11月24日至11月26日，每天 17:00 截止）…
  `,
)

scene(
  '有事件的单位不能说无事件：按钮写明已报告，登记带上编号；演练不算；去报告的按钮开始报告',
  `
  ${opened}
  +5h
  …
  书记 按 [有事件，去报告]
  机器人 → 书记: …是否可能涉及国家秘密…
  …
  书记: 取消
  …
  刘老师: 报告
  …
  刘老师: 否
  …
  刘老师: 否
  …
  刘老师: 信息学院
  …
  刘老师: 学院网站
  …
  刘老师: 网络攻击
  …
  刘老师: 首页出现陌生图片
  …
  刘老师: 刚刚
  …
  刘老师: 预览
  …
  刘老师 按 [提交]
  更新 书记: …信息学院今天已报告 2026-0001，零报告会写明，不算无事件… [今日有事件，已报告] [有事件，去报告]
  …
  书记 按 [今日有事件，已报告]
  提示 书记: 已登记 11月24日零报告：信息学院今日有事件（2026-0001）。谢谢您。
  …
  值班甲: 状态 零报告2026-1124
  机器人 → 值班甲: …有事件：信息学院（2026-0001）…
  …
  `,
  { needs: ['cards'] },
)

everywhere('两人都外出的由代理人报，写明代谁，一人可以代两个单位；别的单位的人按了不算', async (stage) => {
  const standIn = stage.id('文学院书记')
  const unit = [stage.id('书记'), stage.id('副院长')]
  await stage.takeDirectory({
    ...stage.directory,
    people: stage.directory.people.map((one) => (unit.includes(one.id) ? { ...one, standIn } : one)),
  })
  await play(
    stage,
    `
    ${opened}
    书记: 外出 今天 明天
    …
    副院长: 外出 今天 明天
    …
    +5h
    机器人 → 文学院书记: 【零报告2026-1124】…请报零报告…信息学院：还没有报…文学院：还没有报… [信息学院：今日无事件] [文学院：今日无事件] [有事件，去报告]
    …
    `,
  )
  const who = stage.id('秦若谷')
  const card = stage.platform.deliveries.findLast((one) => one.kind === 'message' && one.to === who)
  /** A forged press, where a platform can bring one at all: DingTalk sends only the buttons that it was given. */
  const hears = async (duty: string, words: RegExp) => {
    if (stage.lacks.includes('toasts')) return
    const value = { action: 'tell_zero', incident: '零报告2026-1124', duty }
    const toast = await stage.press(who, card?.kind === 'message' ? card.id : '', value)
    expect(toast?.text).toMatch(words)
  }
  await hears('ZERO/direct@U06', /只有.*可以办理/u)
  await play(
    stage,
    `
    …
    文学院书记 按 [信息学院：今日无事件]
    提示 文学院书记: 已登记 11月24日零报告：信息学院今日无事件…
    …
    书记: 零报告
    机器人 → 书记: …（代 …）已于 13:00 报过零报告，无需再次办理。
    文学院书记: 零报告
    机器人 → 文学院书记: 已登记 11月24日零报告：文学院今日无事件…
    …
    文学院书记: 定级 零报告2026-1124 较大
    机器人 → 文学院书记: 零报告2026-1124 是零报告，没有“定级”这一步…
    校党委书记: 状态 零报告2026-1124
    机器人 → 校党委书记: 【零报告2026-1124】…已报 2 个，未报 3 个…
    刘老师: 状态 零报告2026-1124
    机器人 → 刘老师: 没有您可以查看的这起事件…
    +24h
    …
    `,
  )
  await hears('ZERO/direct@U08', /11月24日的零报告已于 .*结束，不能再报/u)
})

scene(
  '一步一步开启：名称、日期、截止时间都可以按；写错的说明白；过去的、太长的不收；取消的不开',
  `
  08:00
  刘老师: 零报告 国庆
  机器人 → 刘老师: 现在没有等您报的零报告…
  值班甲: 零报告
  机器人 → 值班甲: 零报告…现在没有进行中的零报告时期… [开启]
  值班甲 按 [开启]
  机器人 → 值班甲: 开启零报告时期…叫什么… [国庆] [元旦] [春节] [重要保障时期] [取消]
  值班甲 按 [元旦]
  机器人 → 值班甲: …从哪天到哪天… [今天起3天] [今天起7天] [明天起7天] [上一步] [取消]
  值班甲: 11月25日至11月20日
  机器人 → 值班甲: 结束的日期早于开始，请核对。
  机器人 → 值班甲: …从哪天到哪天…
  值班甲: 11月25日至2028年1月3日
  机器人 → 值班甲: 一个时期最多 62 天，请分几次开启。
  …
  值班甲: 12月30日至1月3日
  机器人 → 值班甲: …每天几点截止… [每天17:00] [每天16:00] [每天10:00] [上一步] [取消]
  值班甲: 随便
  机器人 → 值班甲: 没有看懂。
  …
  值班甲 按 [每天16:00]
  机器人 → 值班甲: 请核对后开始…时期：元旦…日期：12月30日至2027年1月3日，共 5 天…每天 16:00…全部院级单位（5 个）… [开始零报告] [上一步] [取消]
  值班甲: 取消
  机器人 → 值班甲: 已取消，没有开启。
  值班甲: 开始零报告 z1
  机器人 → 值班甲: 这个时期已经开启或取消了。
  值班甲: 零报告 结束
  机器人 → 值班甲: 现在没有进行中的零报告时期。
  值班甲: 零报告 汇总
  机器人 → 值班甲: 没有这个零报告时期…
  `,
)

scene(
  '提前结束再问一次；当天没报的不算未报；重叠的时期同一天只报一次，按较早的截止时间',
  `
  ${opened}
  值班乙: 零报告 护网 11月24日至11月26日 每天16:00
  机器人 → 值班乙: …与“国庆”日期重叠：同一天只报一次，按较早的截止时间…
  值班乙 按 [开始零报告]
  …
  +4h
  机器人 → 书记: 【零报告2026-1124】国庆、护网 11月24日 请报零报告 — 11月24日 16:00 前…
  …
  +1h
  …
  值班甲: 零报告 结束
  机器人 → 值班甲: 提前结束哪个零报告时期… [结束“国庆”] [结束“护网”]
  值班甲 按 [结束“国庆”]
  机器人 → 值班甲: 已提前结束“国庆”零报告…
  书记: 零报告
  机器人 → 书记: 已登记 11月24日零报告…
  …
  值班甲: 零报告 结束
  …
  值班甲 按 [结束“护网”]
  机器人 → 值班甲: 已提前结束“护网”零报告…
  更新 值班乙: …钱小雨已提前结束：已报 1 个，未报 4 个…
  …
  文学院书记: 零报告
  机器人 → 文学院书记: 现在没有等您报的零报告…
  +24h
  …
  `,
  { needs: ['cards'] },
)

everywhere(
  '中途重启不丢：开启填到一半、发卡片以后、截止前；停了一整天的那天不补发，汇总里写明',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    值班甲: 零报告 国庆 11月24日至11月27日
    …
    💥
    …
    值班甲: 每天17:00
    …
    值班甲: 开始零报告
    …
    💥
    …
    +5h
    …
    书记 按 [今日无事件]
    …
    💥
    …
    书记 再按 [今日无事件]
    提示 书记: …报过零报告，无需再次办理。
    +4h
    …
    睡过 48h
    …
    `,
    )
    const days = Object.values(stage.fenghuo.turns.peek().incidents)
    expect(days.map(({ id, status }) => [id, status])).toEqual([
      ['零报告2026-1124', 'closed'],
      ['零报告2026-1126', 'open'],
    ])
  },
)

everywhere(
  '汇总：单位乘日期，谁什么时候报、迟报、未报；签发人和公章有位置；公式进不去；谁取过写在说明里',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    值班甲: 零报告 =HYPERLINK("x") 11月24日至11月25日 每天17:00
    …
    值班甲 按 [开始零报告]
    …
    +5h
    …
    书记: 零报告
    …
    +5h
    …
    文学院书记: 零报告
    …
    +20h
    …
    书记: 零报告 汇总
    …
    值班甲: 零报告 汇总
    机器人 → 值班甲: …汇总表马上发来（.docx 签字盖章用，.xlsx 存档用）…
    …
    `,
    )
    const files = filesIn(stage)
    expect(files.map(({ name }) => name)).toEqual([
      '2026年HYPERLINKx零报告汇总表.docx',
      '2026年HYPERLINKx零报告汇总.xlsx',
    ])
    const [paper, book] = files
    const text = textOf(unzipped(paper?.bytes ?? new Uint8Array()).get('word/document.xml') ?? '')
    expect(text).toMatch(/单位数[\s\S]*5 个院级单位[\s\S]*签发人[\s\S]*公章/u)
    expect(text).toMatch(/信息学院[\s\S]*无事件[\s\S]*张伟 13:00/u)
    expect(text).toMatch(/文学院[\s\S]*无事件（迟报）/u)
    const sheets = [...unzipped(book?.bytes ?? new Uint8Array())]
    expect(sheets.some(([name, xml]) => name.startsWith('xl/worksheets/') && /<f[ >]/u.test(xml))).toBe(false)
    const strings = sheets.map(([, xml]) => xml).join('\n')
    expect(strings).toMatch(/未报/u)
    expect(strings).toMatch(/钱小雨/u)
  },
)

everywhere('没有开始的时期也能汇总，写明没有下发', async (stage) => {
  await play(
    stage,
    `
    08:00
    值班甲: 零报告 元旦 12月30日至1月3日 每天17:00
    …
    值班甲 按 [开始零报告]
    …
    值班甲: 零报告 汇总 元旦
    …
    `,
  )
  const [paper] = filesIn(stage)
  expect(textOf(unzipped(paper?.bytes ?? new Uint8Array()).get('word/document.xml') ?? '')).toMatch(
    /没有下发，没有单位/u,
  )
})

everywhere('四十个单位：每人一张卡片，网信办一张随报随新，不是一个单位一条', async (stage) => {
  const extra = Array.from({ length: 35 }, (_, nth) => `X${nth + 1}`)
  const [like] = stage.directory.units.filter(({ kind }) => kind === '院级单位')
  const holder = (id: string, name: string, unit: string, role: '第一责任人' | '直接责任人') => ({
    id,
    name,
    title: '院长（示例）',
    posts: [{ unit, role }],
  })
  await stage.takeDirectory({
    ...stage.directory,
    units: [
      ...stage.directory.units,
      ...extra.map((id) => ({
        id,
        name: `第${id}学院`,
        kind: '院级单位' as const,
        aliases: [],
        ...(like?.supervisor ? { supervisor: like.supervisor } : {}),
      })),
    ],
    people: [
      ...stage.directory.people,
      ...extra.flatMap((id) => [
        holder(`${id}a`, `甲${id}`, id, '第一责任人'),
        holder(`${id}b`, `乙${id}`, id, '直接责任人'),
      ]),
    ],
  })
  await play(stage, opened)
  await stage.moveTo(stage.now() + 5 * 3_600_000)
  const day = stage.fenghuo.turns.find('零报告2026-1124')
  expect(day?.zero?.units).toHaveLength(40)
  stage.platform.deliveries.length = 0
  await stage.moveTo(stage.now() + 4 * 3_600_000)
  const got = stage.platform.deliveries.filter(
    (one) => one.kind === 'message' && one.to === stage.id('值班乙'),
  )
  expect(got.filter((one) => JSON.stringify(one).includes('零报告2026-1124')).length).toBeLessThanOrEqual(2)
  expect(JSON.stringify(got)).toContain('等 40 个单位')
})
