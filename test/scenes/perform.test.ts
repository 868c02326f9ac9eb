// 已办: is what is no report to an authority met by whoever owes it, once, and is it pressed for until then?

import { expect } from 'vitest'
import { rulesFrom } from '../../bot/turn/rules.js'
import { textOf, unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { reported } from './told.js'

const deed = (id: string, name: string, by: string, more: object = {}) => ({
  ...{ id, name, kind: 'internal', by: [by], from: 'reported', within: '1h', ...more },
})
const withDeeds = (...clocks: object[]) => ({
  rules: rulesFrom({ clocks: [{ id: 'ack', kind: 'acknowledge', within: '15m' }, ...clocks] }),
})

scene(
  '已办：谁的事项谁登记，按一下就不再催；再按说明是谁办的；旁人不能',
  `
  08:00
  ${reported()}
  宣传副部长: 待办
  机器人 → 宣传副部长: 待办…请核对宣传口径… [已办]
  刘老师: 已办 2026-0001
  机器人 → 刘老师: 只有…卫佳宁…网信办可以办理…
  …
  宣传副部长 按 [已办]
  提示 宣传副部长: 已登记“核对宣传口径”已办，这一项不再催办。
  …
  宣传副部长 再按 [已办]
  提示 宣传副部长: 卫佳宁已于 08:00 登记已办，无需再次办理。
  …
  值班甲: 已办 2026-0001
  机器人 → 值班甲: …登记已办，无需再次办理。
  …
`,
  withDeeds(deed('D1', '核对宣传口径', 'publicity')),
)

scene(
  '已办：到点催办一样响，网信办可以代为登记，写明的话进记录',
  `
  08:00
  ${reported()}
  09:00
  …
  机器人 → 宣传副部长: …请核对宣传口径… [已办] [稍后提醒]
  …
  值班甲: 已办 2026-0001 已电话核对，密码：Abc12345
  机器人 → 值班甲: 已登记“核对宣传口径”已办，这一项不再催办。其中的密码或个人信息已隐去，没有保存。
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …钱小雨登记“核对宣传口径”已办，说明：已电话核对，密码：…已隐去…
  …
`,
  withDeeds(deed('D1', '核对宣传口径', 'publicity')),
)

scene(
  '已办：欠两项的写明哪一项；有步骤的先勾，有依据的写依据',
  `
  08:00
  ${reported()}
  值班甲: 已办 2026-0001
  机器人 → 值班甲: 请写明哪一项，可选：启动预案、告知个人。…
  …
  值班甲: 已办 2026-0001 启动预案
  …
  值班甲: 状态 2026-0001
  机器人 → 值班甲: …请告知个人… [已办] [处置结束]
  …
`,
  withDeeds(
    deed('D1', '启动预案', 'office', { done: '已启动预案', steps: ['处置', '取证'] }),
    deed('D2', '告知个人', 'office', { within: '2h', ground: '不告知的依据' }),
  ),
)

const twoDeeds = withDeeds(
  deed('D1', '核对账号', 'office'),
  deed('D2', '告知个人', 'office', { within: '2h', ground: '不告知的依据' }),
)

scene(
  '已办写了做的事、没写哪一项：写的留着，点了那一项一并记录',
  `
  08:00
  ${reported()}
  值班甲: 已办 2026-0001 逐个打了电话，密码：Abc12345
  机器人 → 值班甲: 请写明哪一项，可选：核对账号、告知个人。…
  机器人 → 值班甲: …已隐去…
  机器人 → 值班甲: 您写的都先留着，没有丢，也还没有记录：请点那一项的按钮，或者直接回复事项的名称，一并登记。
  …
  值班甲 按 [已办]
  提示 值班甲: 已登记“核对账号”已办，这一项不再催办。您写的“逐个打了电话，…”一并记录。
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …钱小雨登记“核对账号”已办，说明：逐个打了电话，…
  …
`,
  twoDeeds,
)

scene(
  '已办写了做的事、没写哪一项：直接回复事项的名称，写的也在；不是事项的，再问，也留着',
  `
  08:00
  ${reported()}
  值班甲: 已办 2026-0001 逐个打了电话
  …
  值班甲: 都接了
  机器人 → 值班甲: 请写明哪一项…
  机器人 → 值班甲: 您写的都先留着…
  值班甲: 告知个人
  机器人 → 值班甲: 已登记“告知个人”已办，这一项不再催办。
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …钱小雨登记“告知个人”已办，说明：逐个打了电话，都接了…
  …
`,
  twoDeeds,
)

scene(
  '已办：逐项勾选做到哪里，勾了的记进记录',
  `
  08:00
  ${reported()}
  值班甲 按 [已启动预案]
  提示 值班甲: 请填写刚刚发给您的表。
  机器人 → 值班甲: …请勾选已经开始或办完的… [已办]
  值班甲 按 [已办] {处置=是; 取证=是}
  提示 值班甲: 已登记“启动预案”已办，这一项不再催办。
  …
  值班甲: 记录 2026-0001
  机器人 → 值班甲: …钱小雨登记“启动预案”已办（处置、取证）…
  …
`,
  {
    ...withDeeds(deed('D1', '启动预案', 'office', { done: '已启动预案', steps: ['处置', '取证', '恢复'] })),
    needs: ['forms'],
  },
)

everywhere('告知个人：卡片和文书里有可以照抄的告知文字；决定不告知的，写明依据并记录', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    值班甲: 更正 2026-0001
    …
    值班甲 按 [提交更正] {更正哪一项=pi_persons; 更正为=3000; 原因=已核对}
    机器人 → 值班甲: …请通知受影响的个人…告知文字，核对后可复制…您的个人信息可能受到影响…文书 2026-0001 告知书… [填写回执] [已办]
    …
    值班甲: 补充 2026-0001 个人信息种类：姓名、学号
    …
    值班甲: 文书 2026-0001 告知书
    机器人 → 值班甲: 正在生成文书…
    …
  `,
  )
  const file = stage.platform.deliveries.find((one) => one.kind === 'file' && one.name.includes('告知书'))
  const letter = file?.kind === 'file' ? textOf(unzipped(file.bytes).get('word/document.xml') ?? '') : ''
  for (const words of [
    '您的个人信息可能受到影响',
    '种类：姓名、学号。',
    '可能造成的危害',
    '已采取的措施',
    '110 报警',
  ])
    expect(letter).toContain(words)
  // the course of it as it was reported is for the office, not for everybody
  expect(letter).not.toContain('首页出现陌生图片')
  await play(
    stage,
    `
    值班甲: 已办 2026-0001 通知受影响的个人：不通知，已强制改密，泄露的是散列值
    机器人 → 值班甲: 已登记“通知受影响的个人”不办及其依据，这一项不再催办。
    …
    值班甲: 记录 2026-0001
    机器人 → 值班甲: …登记“通知受影响的个人”不办，不通知个人的依据：不通知，已强制改密，泄露的是散列值…
    …
  `,
  )
})
