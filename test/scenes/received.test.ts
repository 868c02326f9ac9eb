// What do leaders type instead of pressing? One word is the acknowledgement that is owed; of several it is asked which.
import { scene } from './scene.js'
import { reported } from './told.js'

for (const word of ['收到', '好的', '知道了', '确认', '确认收到', '👌'])
  scene(
    `书记回复“${word}”：就是确认收到`,
    `
    08:00
    ${reported()}
    书记: ${word}
    机器人 → 书记: 【网络安全事件 2026-0001】信息学院…已确认收到，谢谢…10 分钟内可以撤回… [撤回确认]
    …
    +20m
    机器人 → 副院长: …确认收到…
    …
  `,
  )

scene(
  '按错了：十分钟内撤回，之后照常催',
  `
  08:00
  ${reported()}
  书记: 收到
  …
  08:05
  书记 按 [撤回确认]
  提示 书记: 已撤回确认，仍会提醒您确认收到。
  …
  书记: 收到
  …
  08:16
  …
  书记: 撤回确认 2026-0001
  机器人 → 书记: 张伟已于 08:05 确认收到，超过 10 分钟，不能撤回…
  …
`,
  { needs: ['cards'] },
)

scene(
  '没有等他确认的：说明，不改什么',
  `
  08:00
  刘老师: 收到
  机器人 → 刘老师: 现在没有等您确认收到的事件。
  ${reported()}
  刘老师: 好的
  机器人 → 刘老师: 现在没有等您确认收到的事件。
`,
)

scene(
  '两件都等他确认：问是哪一件',
  `
  08:00
  ${reported()}
  ${reported('刘老师', { category: '数据安全', summary: '名单外传' })}
  书记: 收到
  机器人 → 书记: 有几件事等您确认收到，请点对应的按钮：
  机器人 → 书记: 待办 2 项…2026-0001…2026-0002…
  …
  书记: 收到 2026-0002
  机器人 → 书记: 【网络安全事件 2026-0002】…已确认收到，谢谢…
  …
`,
)
