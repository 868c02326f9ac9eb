// What does the office see of 细则 第十四条、第十五条: recorded facts beside their item, what it marked itself, and never a verdict?
import { expect } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { acknowledged, graded, reported, sent } from './told.js'

everywhere('标注：网信办写明哪一项和依据，可以取消，两次都留在记录里；单位看不到', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    值班甲: 标注 2026-0001 六 拒不向公安提供日志
    机器人 → 值班甲: 已标注细则第十四条（六），只有网信办和校领导可以看到，不作责任认定。
    …
    值班甲: 标注 2026-0001 第六项 再说一次
    机器人 → 值班甲: 钱小雨已于 08:00 标注这一项，无需再次办理。
    值班甲: 标注 2026-0001 十二 没有这一项
    机器人 → 值班甲: 请写明细则第十四条的哪一项：（一）、（二）、（三）、（四）、（五）、（六）、（七）、（八）、（九）…
    书记: 标注 2026-0001 八 经费不落实
    机器人 → 书记: 这一项只有网信办可以办理…
    值班乙: 状态 2026-0001
    机器人 → 值班乙: …钱小雨于 11月24日 08:00 标注（六）：拒不向公安提供日志… [填写回执] [定级] [处置结束]
    …
    ${graded()}
    值班乙: 取消标注 2026-0001 八 没有标注过
    机器人 → 值班乙: 这起事件没有标注（八），无需取消。
    值班乙: 取消标注 2026-0001 六 已提供
    机器人 → 值班乙: 已取消标注细则第十四条（六），记录保留。
    …
    值班乙: 取消标注 2026-0001 六 已提供
    机器人 → 值班乙: 这起事件没有标注（六），无需取消。
    值班甲: 文书 2026-0001 记录
    …
  `,
  )
  const file = stage.platform.deliveries.findLast((one) => one.kind === 'file')
  const text = textOf(
    unzipped(file?.kind === 'file' ? file.bytes : new Uint8Array()).get('word/document.xml') ?? '',
  )
  expect(text).toMatch(/集体\n标注细则第十四条（六），原因：拒不向公安提供日志\n/u)
  expect(text).toMatch(/集体\n取消标注细则第十四条（六），原因：已提供\n/u)
  expect(text).toMatch(/集体\n定级为较大（III 级）/u)
  expect(text).toMatch(/个人\n确认收到（第一责任人）\n/u)
  expect(text).not.toMatch(/瞒报|谎报/u)
})

scene(
  '迟报写在（一）下面，不当作瞒报；有人要求隐瞒，才提示（五）',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  13:00
  …
  主任: 状态 2026-0001
  机器人 → 主任: …细则第十四条：可能涉及（一）没有及时报告 发现 11月24日 08:00，报告 11月24日 08:00。仅作提示，不作判断…
  …
  书记: 状态 2026-0001
  …
  副院长: 补充 2026-0001 先别报，压一压
  …
  主任: 状态 2026-0001
  机器人 → 主任: …可能涉及（一）没有及时报告 可能涉及（五）瞒报、谎报…仅作提示，不作判断…
  …
`,
)

/** The first report is entered as sent at this time and checked an hour after its deadline; then the level falls, and it is asked for no more. */
const checkedLate = (sentAt: string): string => `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  11:40
  …
  值班甲: 报送 2026-0001 自治区党委网信办
  …
  ${sentAt}
  …
  值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长}
  …
  13:00
  …
  值班乙: 核实 2026-0001 自治区党委网信办
  …
  ${graded('一般')}
  值班甲: 状态 2026-0001
  …
`

everywhere(
  '按时以报送时间为准：11:50 报送，13:00 才核实，改级后不写未按时',
  async (stage) => {
    await play(stage, checkedLate('11:50'))
    expect(stage.incident('2026-0001')?.missed).toBeUndefined()
  },
  () => ({ needs: ['forms'] }),
)

scene(
  '12:00 前应报的首报 12:30 才报送：改级后写未按时，写明报送时间，不是核实时间',
  `
  ${checkedLate('12:30')}
  值班甲: 状态 2026-0001
  机器人 → 值班甲: …首报…应于 11月24日 12:00 前…11月24日 12:30 完成；现已不再要求…
  …
`,
  { needs: ['forms'] },
)

scene(
  '首报按时，终报迟了：也写在（一）下面',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  ${sent('自治区党委网信办')}
  值班甲: 处置结束 2026-0001
  …
  主任: 状态 2026-0001
  机器人 → 主任: …校内处置优先级：P3（校内使用，不上报）…
  睡过 31d
  …
  主任: 状态 2026-0001
  机器人 → 主任: …细则第十四条：可能涉及（一）没有及时报告…仅作提示，不作判断…
  …
`,
)
