// Is nobody flooded, and does nobody fall silent? The ceiling, who has acknowledged by reporting, the telephone, the digest.
import { expect } from 'vitest'
import { textOf } from './chat.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { answered, graded, leaderTold, reported, started } from './told.js'

scene(
  '法定的不因次数停下：最后一次密催时交人工跟进，此后每小时一次；校内的每天一次',
  `
  08:00
  ${reported()}
  ${graded()}
  12:14
  …
  12:15
  机器人 → 常务甲: …“确认收到”…现交由您人工跟进。此后每天提醒一次。
  …
  15:59
  …
  16:00
  机器人 → 值班甲: ⚠ …首报…
  机器人 → 常务甲: …“首报（自治区党委网信办）”已多次催办仍未完成，现交由您人工跟进。此后每小时提醒一次。
  机器人 → 主任: …“首报（自治区党委网信办）”已多次催办仍未完成，现交由您人工跟进。此后每小时提醒一次。
  …
  16:59
  …
  17:00
  机器人 → 值班甲: ⚠ …首报…
  机器人 → 校党委书记: ⚠ …首报…
  …
`,
)

scene(
  '报告人就是第一责任人：报告即确认收到，只等直接责任人',
  `
  08:00
  ${answered('书记')}
  书记 按 [提交]
  机器人 → 书记: …请启动应急预案 — 11月24日 08:30 前…第一责任人张伟已于 11月24日 08:00 确认… [已启动预案] [转办] [处置结束]
  机器人 → 副院长: …请您确认收到…第一责任人张伟已于 11月24日 08:00 确认… [确认收到] [转办]
  …
  +8m
  机器人 → 副院长: 提醒 · 2026-0001…
  副院长 按 [确认收到]
  …
  +20m
  …
`,
)

scene(
  '后来也报告同一件事的直接责任人，也已确认收到',
  `
  08:00
  ${reported()}
  书记 按 [确认收到]
  …
  ${answered('副院长')}
  副院长 按 [提交]
  …
  副院长 按 [是同一件事]
  …
  ${leaderTold}
  ${started}
  +20m
`,
)

scene(
  '电话级只用于法定时限和没有人确认的首次通知，而且这个人先收到过普通消息',
  `
  08:00
  ${reported()}
  09:14
  …
  09:15
  加急 书记: phone
  加急 副院长: phone
  加急 常务甲: phone
  # 校党委书记此前什么也没有收到，先发消息和短信
  加急 校党委书记: sms
  …
  09:25
  加急 校党委书记: phone
  …
  书记 按 [确认收到]
  …
  副院长 按 [确认收到]
  …
  ${leaderTold}
  ${started}
  # 定级没有法定时限：09:00 到时，一小时后也不打电话
  09:59
  …
  10:00
  加急 值班甲: sms
  加急 校党委书记: sms
  …
  12:59
  …
  # 首报是法定时限：12:00 到时，一小时后打电话
  13:00
  加急 值班甲: phone
  加急 校党委书记: phone
  …
`,
)

scene(
  '两起事件催到同一个人：合并成一张汇总，法定的在前，十分钟内只响一次；只有一起的人和平时一样',
  `
  08:00
  ${reported()}
  ${reported('陈老师', { unit: '文学院' })}
  ${leaderTold}
  主任: 状态 2026-0002
  …
  08:29
  …
  08:30
  机器人 → 值班甲: 催办汇总 · 2 起事件…请办理 2 项，涉及 2 起事件…2026-0001 信息学院：请定级 — 11月24日 09:00 前（截至 08:30 还剩 30 分钟）（校内时限，非法定）…2026-0002 文学院：请定级… [待办] [2026-0001] [2026-0002]
  …
  值班甲 按 [2026-0001]
  机器人 → 值班甲: 【网络安全事件 2026-0001】…
  08:44
  …
  # 又过了一段时间：先写在这一张上，不另发
  08:45
  更新 值班甲: 催办汇总 · 2 起事件…
  机器人 → 书记: ⚠ 催办 · 2026-0001…
  机器人 → 副院长: ⚠ 催办 · 2026-0001…
  机器人 → 文学院书记: ⚠ 催办 · 2026-0002…
  机器人 → 朱墨涵: ⚠ 催办 · 2026-0002…
  加急 书记: sms
  加急 副院长: sms
  加急 文学院书记: sms
  加急 朱墨涵: sms
  # 分管领导管着这两个单位：一条
  机器人 → 分管领导: ⚠ 督办汇总 · 2 起事件…请督办 4 项，涉及 2 起事件，截至 11月24日 08:45 超时 2 起…2026-0001 信息学院：第一责任人张伟（电话 10000000014）尚未完成“确认收到”，应于 11月24日 08:15 前完成，已超时（校内时限，非法定）…直接责任人李建国（电话 10000000015）…2026-0002 文学院：… [查看 2026-0001] [查看 2026-0002]
  加急 分管领导: sms
  💥
  08:59
  …
  09:00
  机器人 → 值班甲: ⚠ 催办汇总 · 2 起事件…请办理…超时 2 起…请定级 — 11月24日 09:00 前（截至 11月24日 09:00 刚到时限）… [待办] [2026-0001] [2026-0002]
  加急 值班甲: app
  …
`,
  // a card that grows where it stands
  { needs: ['cards'] },
)

everywhere('几项的催办各有各的次数：一个人读到的不写第几次，只写超时多久', async (stage) => {
  await play(stage, `08:00\n${reported()}\n11:00\n…`)
  const read = stage.platform.deliveries.flatMap((one) =>
    one.kind === 'message' && one.to === stage.id('书记') ? [textOf(one.content)] : [],
  )
  expect(read.filter((text) => text.includes('已超时')).length).toBeGreaterThan(3)
  for (const text of read) expect(text).not.toMatch(/第 \d+ 次催办|再次提醒/u)
})

everywhere(
  '十二起无人理会：督办的人读到多少起、超时多少起，最急的五起写明欠什么、打谁的电话，其余在待办里',
  async (stage) => {
    await play(stage, '08:00')
    // all are of one 分管校领导; another kind in the same unit is another incident
    for (const category of ['网络攻击', '恶意程序'])
      for (const unit of ['信息学院', '文学院', '数学科学学院', '化学与环境科学学院', '教务处', '图书馆'])
        await play(stage, reported('刘老师', { unit, category }))
    await play(stage, '08:46\n…')
    const cards = stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id('分管领导') && 'card' in one.content
        ? [one.content.card]
        : [],
    )
    const digest = cards.find(({ title }) => title.startsWith('⚠ 督办汇总'))
    expect(digest?.lead).toBe('请督办 24 项，涉及 12 起事件，截至 11月24日 08:45 超时 12 起')
    const [first, ...more] = digest?.fields ?? []
    expect(first).toMatchObject({ label: '2026-0001 信息学院' })
    // one line for each duty; how many are late, and of when it is, stands in the lead
    expect(first?.value.split('\n')[0]).toBe(
      '第一责任人张伟（电话 10000000014）尚未完成“确认收到”，应于 11月24日 08:15 前完成，已超时（校内时限，非法定）',
    )
    expect(more).toHaveLength(5)
    expect(more.at(-1)?.value).toBe('还有 2 起，请看“待办”')
    expect(digest?.actions[0]?.label).toBe('待办')
  },
  () => ({ needs: ['cards'] }),
)
