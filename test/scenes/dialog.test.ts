import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scene } from './scene.js'
import { openStage } from './stage.js'
import { answered, reported } from './told.js'

scene(
  '可能涉密：停止，什么也不留，保密办收到不含内容的提醒',
  `
  08:00
  刘老师: 报告
  …
  刘老师: 是，绝密文件被拷走了
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密。请立即停止在本平台发送任何内容…本平台不记录内容。
  机器人 → 保密办主任: 08:00，刘老师的报告疑似涉及国家秘密…本平台未记录内容…
  加急 保密办主任: phone
  机器人 → 保密办副主任: 08:00，刘老师的报告疑似涉及国家秘密…
  加急 保密办副主任: phone
  # 之后照常可以说话，前面的报告不再继续
  刘老师: 否
  机器人 → 刘老师: 没有看懂这句话…
`,
)

scene(
  '报告到一半出现涉密字样：同样停止',
  `
  08:00
  ${answered('刘老师')}
  刘老师: 修改
  …
  刘老师: 简要经过
  …
  刘老师: 有机 密文件外传
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…
  …
  刘老师: 提交
  机器人 → 刘老师: 没有看懂…
`,
)

it('涉密的话不在盘上，也不在日志里', async () => {
  const stage = await openStage()
  const liu = stage.id('刘老师')
  await stage.say(liu, '报告')
  const answer = await stage.say(liu, '是，某某号文件泄露XYZZY')
  expect(answer.withheld).toBe(true)
  await stage.say(liu, '报告')
  await stage.say(liu, '否')
  await stage.say(liu, '这是涉密计算机PLUGH')
  const dir = stage.dir
  const files = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) =>
      statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)],
    )
  await stage.restart()
  const everything = files(dir)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  expect(everything).toContain('疑似涉密, 已引导至保密办')
  expect(everything).not.toMatch(/XYZZY|PLUGH|某某号文件/)
  await stage.end()
})

scene(
  '出现有害信息：提醒不发原文，走双线',
  `
  08:00
  刘老师: 报告
  …
  刘老师: 否
  …
  刘老师: 是
  机器人 → 刘老师: …
  机器人 → 刘老师: 请不要发送违法有害信息的原文、截图或链接内容…内容处置请电话联系党委宣传部（…）。
  机器人 → 刘老师: 事发单位…
`,
)

scene(
  '答错了说明原因和例子，三次之后可以跳过；上一步、取消',
  `
  08:00
  刘老师: 报告
  …
  刘老师: 也许吧这个系统我不懂
  …
  刘老师: 取消
  …
  刘老师: 报告
  …
  刘老师: 否
  …
  刘老师: 否
  …
  刘老师: 不存在的学院
  机器人 → 刘老师: …不存在的学院…
  机器人 → 刘老师: 事发单位…
  刘老师: 上一步
  机器人 → 刘老师: 是否出现违法有害信息… [是] [否] [不详]
  刘老师: 否
  …
  刘老师: 文学院
  …
  刘老师: 跳过
  …
  刘老师: 跳过
  …
  刘老师: 跳过
  机器人 → 刘老师: …
  机器人 → 刘老师: 简要经过…
  刘老师: 邮箱异常登录
  …
  刘老师: 明天下午三点
  机器人 → 刘老师: …
  机器人 → 刘老师: 发现时间…
  刘老师: 随便
  …
  刘老师: 不知道啊
  机器人 → 刘老师: …跳过…
  机器人 → 刘老师: 发现时间…
  刘老师: 取消
  机器人 → 刘老师: 已取消，没有提交任何内容…
`,
)

scene(
  '对话中途重启，接着答；按旧题的按钮不算',
  `
  08:00
  刘老师: 报告
  机器人 → 刘老师: 是否可能涉及国家秘密… [是] [否]
  刘老师 按 [否]
  …
  💥
  刘老师 再按 [否]
  提示 刘老师: 这个问题已经答过了…
  刘老师: 否
  机器人 → 刘老师: 是否出现违法有害信息：否
  机器人 → 刘老师: 事发单位…
`,
)

scene(
  '二十四小时没有填完：作废，并告诉报告人',
  `
  08:00
  刘老师: 报告
  …
  +23h
  +2h
  机器人 → 刘老师: 您的报告超过 24 小时没有填完，已作废…
  刘老师: 否
  机器人 → 刘老师: 没有看懂这句话…
`,
)

scene(
  '填表：一张表填完，与一问一答相同',
  `
  08:00
  刘老师: 填表
  机器人 → 刘老师: 网络安全事件报告… [提交]
  刘老师 按 [提交] {是否可能涉及国家秘密或涉密网络=否; unit=信息学院; summary=}
  提示 刘老师: 简要经过：…
  刘老师 按 [提交] {是否可能涉及国家秘密或涉密网络=否; unit=信息学院; summary=首页被改; discovered_at=10分钟前}
  提示 刘老师: 已提交。
  机器人 → 刘老师: 谢谢您，报告已收到，编号 2026-0001…
  …
`,
)

scene(
  '群里：一句话，转到私聊',
  `
  08:00
  刘老师@群: 报告
  机器人 → 群: 刘老师，请看我发给您的私聊，详情不在群里说。
  机器人 → 刘老师: 是否可能涉及国家秘密… [是] [否]
  刘老师@群: 吃饭了吗
  机器人 → 群: 没有看懂这句话…
`,
)

scene(
  '不认识的话：一句，三个最近的说法',
  `
  刘老师: 状太
  机器人 → 刘老师: 没有看懂这句话。您是不是想发送：“状态”、…、…？
`,
)

scene(
  '“先别报”：说明责任，什么也不改',
  `
  08:00
  ${reported()}
  书记: 先别报，压一压
  机器人 → 书记: 按《实施细则》第十四条…我不能推迟、隐藏或改写记录…
`,
)
