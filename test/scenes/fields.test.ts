// Does a form that was not taken stand again, with what was typed still in it and each error at its own field?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { see } from './pressing.js'
import { play, scene } from './scene.js'
import { acknowledged, graded, reported } from './told.js'

const answers = '是否可能涉及国家秘密或涉密网络=否; unit=信息学院'

scene(
  '填表有两处没看懂：表还在，填过的还在，错处写在各自那一项下面',
  `
  08:00
  刘老师: 填表
  机器人 → 刘老师: 网络安全事件报告… [提交]
  刘老师 按 [提交] {${answers}; summary=首页被改; discovered_at=后天; people_affected=很多人吧}
  提示 刘老师: 发现时间：…
  更新 刘老师: …简要经过＝首页被改 发现时间＝后天（✗ …）…＝很多人吧（✗ …）… [提交]
  # 改了一处，另一处还写着
  刘老师 按 [提交] {${answers}; summary=首页被改; discovered_at=10分钟前; people_affected=很多人吧}
  提示 刘老师: 影响人数：…
  更新 刘老师: …简要经过＝首页被改 发现时间＝… 已采取措施＝ … 影响人数＝很多人吧（✗ …）… [提交]
  刘老师 按 [提交] {${answers}; summary=首页被改; discovered_at=10分钟前; people_affected=30}
  提示 刘老师: 已提交。
  更新 刘老师: 网络安全事件报告…已提交…
  …
`,
  { needs: ['forms'] },
)

const owed = `08:00\n${reported()}\n${acknowledged}\n${graded()}\n值班甲: 报送 2026-0001 自治区党委网信办\n…`
const receipt = '报送渠道=电话; 接报人=王科长; 受理编号=NM-7'

scene(
  '回执两个时间都不对：两处都写明，别的照旧；改好就登记',
  `
  ${owed}
  值班甲 按 [提交] {${receipt}; 报送时间=后天; 接收时间=大概吧}
  提示 值班甲: …
  更新 值班甲: …报送渠道＝电话 报送时间＝后天（✗ …） 接报人＝王科长 接收时间＝大概吧（✗ …） 受理编号＝NM-7 … [提交]
  值班甲 按 [提交] {${receipt}; 报送时间=刚刚; 接收时间=}
  提示 值班甲: 已登记…
  …
`,
  { needs: ['forms'] },
)

scene(
  '更正时发现时间往后挪：为什么不行，写在“更正为”下面',
  `
  08:00
  ${reported('刘老师', { found: '1小时前' })}
  刘老师: 更正 2026-0001
  …
  刘老师 按 [提交更正] {更正哪一项=发现时间; 更正为=刚刚; 原因=记错了}
  提示 刘老师: …
  更新 刘老师: …更正哪一项＝发现时间 更正为＝刚刚（✗ …） 原因＝记错了 [提交更正]
`,
  { needs: ['forms'] },
)

scene(
  '涉密的词：填过的一个字也不回来，表收起',
  `
  08:00
  刘老师: 填表
  …
  刘老师 按 [提交] {${answers}; summary=绝密文件在网上; discovered_at=后天}
  提示 刘老师: …
  更新 刘老师: 网络安全事件报告 … []
  …
`,
  { needs: ['forms'] },
)

everywhere(
  '填过的哪里也不留；同一次按再来一遍，只有提示',
  async (stage) => {
    const WORDS = '七号机房墙上的便条'
    await play(stage, '08:00\n刘老师: 填表\n…')
    const { message, value } = see(stage, '刘老师', 'submit_report')
    const form = { classified: '否', unit: '信息学院', summary: WORDS, discovered_at: '后天' }
    const press = () => stage.press(stage.id('刘老师'), message, value, form, 'once')
    stage.platform.deliveries.length = 0
    const said = await press()
    const redraws = () => stage.platform.deliveries.filter(({ kind }) => kind === 'redraw')
    expect(JSON.stringify(redraws())).toContain(WORDS)
    expect(await stage.leftovers([WORDS])).toEqual([])
    expect(JSON.stringify(stage.fenghuo.turns.peek())).not.toContain(WORDS)
    stage.platform.deliveries.length = 0
    expect(await press()).toEqual(said)
    expect(redraws()).toEqual([])
  },
  () => ({ needs: ['forms'] }),
)

everywhere(
  '别人按了这张表：错处不写到人家的卡片上',
  async (stage) => {
    await play(stage, owed)
    const { message, value } = see(stage, '值班甲', 'submit_receipt')
    stage.platform.deliveries.length = 0
    await stage.press(stage.id('值班乙'), message, value, {
      channel: '电话',
      sent_at: '后天',
      received_by: '丙',
    })
    expect(JSON.stringify(stage.platform.deliveries)).not.toContain('"wrong"')
    expect(JSON.stringify(stage.platform.deliveries)).not.toContain('"value":"后天"')
  },
  () => ({ needs: ['forms'] }),
)
