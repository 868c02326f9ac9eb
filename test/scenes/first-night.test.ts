// What would somebody who has never seen it have to ask about? What a card asks, of whom, whom to ring, and what ends it.
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { acknowledged, reported, started } from './told.js'

everywhere(
  '宣传部的那一项因更正不再要求：卡片不会改成催宣传部去办网信办的报送',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    值班甲: 更正 2026-0001
    …
    值班甲 按 [提交更正] {更正哪一项=harmful_content; 更正为=是; 原因=看清楚了}
    …
    值班甲: 定级 2026-0001 较大 情况不详，从严
    …
    值班甲: 更正 2026-0001
    …
    值班甲 按 [提交更正] {更正哪一项=harmful_content; 更正为=否; 原因=看错了}
    …
    值班乙 按 [核定更正]
    …
  `,
    )
    const asked = stage.platform.latest(
      stage.id('宣传副部长'),
      (content) => 'card' in content && content.card.lead?.startsWith('请向') === true,
    )
    expect(asked).toBeUndefined()
  },
  () => ({ needs: ['forms', 'cards'] }),
)

scene(
  '催到分管校领导本人：请他查看并确认收到，不是请他督办别人',
  `
  08:00
  ${reported()}
  书记 按 [确认收到]
  …
  副院长 按 [确认收到]
  …
  ${started}
  值班甲: 定级 2026-0001 较大 从严
  …
  09:30
  机器人 → 值班甲: …请报分管校领导（赵明轩 … 尚未打开，请电话报告，请其回复“收到”）…
  …
  机器人 → 主任: ⚠ 催办 · 2026-0001 信息学院…请您查看并确认收到 — 08:30 前（已超时 1 小时）… [确认收到]
  …
  `,
)

scene(
  '确有困难要打电话：催办里写着网信办的号码',
  `
  08:00
  ${reported()}
  08:16
  …
  机器人 → 书记: …确有困难请立即电话联系网信办（…0091）…
  …
  `,
)

scene(
  '转办：接办的人第一行看到代谁办理，通知里写明原因，不把名字说两遍',
  `
  08:00
  ${reported()}
  ${acknowledged}
  副院长: 转办 2026-0001 韩小川 在外地开会
  机器人 → 值班甲: 【2026-0001】信息学院：李建国已转由韩小川（信息学院网络安全联络员，示例）代为办理，原因：在外地开会。
  …
  韩小川: 状态 2026-0001
  机器人 → 韩小川: 【网络安全事件 2026-0001】…请您代李建国办理：待定级…
  …
  `,
)

scene(
  '登记已办的表：标题是要办的事，不是“已办”',
  `
  08:00
  ${reported()}
  书记 按 [已启动预案]
  机器人 → 书记: 启动应急预案 · 2026-0001…请启动应急预案 — 08:30 前…
  …
  `,
  { needs: ['forms'] },
)

scene(
  '同一件事在一张卡片上只说一遍；除了法定的那一项，其余按到时先后',
  `
  08:00
  ${reported('刘老师', { unit: '教务系统' })}
  郑国栋: 状态 2026-0001
  机器人 → 郑国栋: …请向自治区党委网信办报送首报 — 12:00 前（还剩 4 小时）…第四条 请您确认收到…请启动应急预案 — 08:30 前（还剩 30 分钟）（校内时限，非法定，原文“立即”：实施细则 第十三条）…
  …
  `,
)

scene(
  '不像任何命令的字母：说的是怎样报告、怎样求助，不是外出',
  `
  路人: asdfgh
  机器人 → 路人: 没有看懂这句话 您是不是想发送：“报告”、…、…？
  路人: reprot
  机器人 → 路人: …“报告”…
  `,
)

scene(
  '有害信息：技术处置找谁、内容处置找谁，各有号码',
  `
  08:00
  ${reported('刘老师', { category: '谣言', summary: '公众号留言区有人造谣' })}
  书记: 状态 2026-0001
  机器人 → 书记: …技术处置：信息中心牵头（…0092），先下线，再取证恢复…内容处置：宣传部牵头，电话办理（…0093），不在本平台传内容…
  …
  `,
)
