// Does the bot notice by itself that somebody left, is on leave or is back? The stand-in acts at once, the office is told, and all goes back.
import { expect, it } from 'vitest'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { play, scene } from './scene.js'
import { openStage } from './stage.js'
import { reported } from './told.js'

scene(
  '平台说离职了：代理人马上接手，网信办得知；恢复以后交还本人，中间重启过也一样',
  `
  ${reported()}
  平台说 副院长 离开
  机器人 → 书记: 【网络安全事件 2026-0001】…
  机器人 → 值班甲: …显示：李建国已离开本单位或账号已停用。其负责的事项从现在起由张伟办理。请核实并更新通讯录（把新的 .xlsx 发到这里）；并没有离开的，请发送“销假 李建国”。
  …
  💥
  # 再说一次，什么也不变
  平台说 副院长 离开
  平台说 副院长 回来
  机器人 → 副院长: 【网络安全事件 2026-0001】…
  机器人 → 值班甲: …显示：李建国已恢复。由代理人代办的 2026-0001 改回由本人办理。
  …
  平台说 副院长 回来
  平台说 路人 离开
  `,
  { needs: ['events'] },
)

scene(
  '没有代理人的人离开：写明由谁办理；说错了，网信办一句“销假”改回来',
  `
  平台说 值班乙 离开
  机器人 → 值班甲: …显示：冯一鸣已离开本单位或账号已停用。其负责的事项从现在起由钱小雨办理。…
  …
  值班甲: 销假 冯一鸣
  机器人 → 值班甲: 已销假：冯一鸣的外出到此结束。
  …
  `,
  { needs: ['events'] },
)

for (const mode of ['webhook', 'websocket'] as const)
  it(`飞书请假：到时候代理人接手，请假到期交还；撤销的不算 · 飞书 ${mode}`, async () => {
    const platform = await feishuPlatform(mode)
    const stage = await openStage({ platform: () => platform })
    try {
      await play(stage, reported())
      platform.deliveries.length = 0
      const openId = `ou_${stage.id('副院长')}`
      await platform.feishu.leaveGranted(openId, 'L-1', '2026-11-24 12:00:00', '2026-11-24 18:00:00')
      await stage.fenghuo.courier.drain()
      const texts = () =>
        platform.deliveries.flatMap((one) =>
          one.kind === 'message' && 'text' in one.content
            ? [`${stage.nameOf(one.to)} ${one.content.text}`]
            : [],
        )
      expect(texts()).toContain(
        '值班甲 飞书请假：李建国，12:00 至 18:00，期间由张伟代为办理。提前回来请发送“销假”。',
      )
      await play(
        stage,
        `
        12:01
        机器人 → 书记: 【网络安全事件 2026-0001】…
        …
        💥
        18:01
        机器人 → 副院长: 【网络安全事件 2026-0001】…
        …
        `,
      )
      await platform.feishu.leaveGranted(openId, 'L-2', '2026-11-25 08:00:00', '2026-11-26 18:00:00')
      await platform.feishu.leaveReverted('L-2')
      expect(stage.fenghuo.turns.peek().away[stage.id('副院长')] ?? []).toEqual([])
      expect(platform.violations()).toEqual([])
    } finally {
      await stage.end()
    }
  })

it('账号暂停也算不在，恢复了就交还；没有写明状态的改动不算 · 飞书', async () => {
  const platform = await feishuPlatform('webhook')
  const stage = await openStage({ platform: () => platform })
  try {
    const id = stage.id('副院长')
    const away = () => stage.fenghuo.turns.peek().away[id]?.map(({ source }) => source)
    await platform.feishu.memberChanges(`ou_${id}`, 'updated', { is_frozen: true })
    expect(away()).toEqual(['feishu/left'])
    await platform.feishu.happens('contact.user.updated_v3', { object: { open_id: `ou_${id}` } })
    expect(away()).toEqual(['feishu/left'])
    await platform.feishu.memberChanges(`ou_${id}`, 'updated')
    expect(away()).toBeUndefined()
    // whoever is in no directory is of no concern
    const heard = () => Object.keys(stage.fenghuo.turns.peek().inbox).length
    const before = heard()
    await platform.feishu.memberChanges('ou_staff-1', 'deleted')
    expect(heard()).toBe(before)
  } finally {
    await stage.end()
  }
})
