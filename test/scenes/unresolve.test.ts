// Can the end of the 处置 be taken back: by whom, how long, with what, and is it then as if it had not been said?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { acknowledged, graded, reported } from './told.js'

everywhere('撤回处置结束：单位写明原因即可收回，终报不再欠；再结束一次，终报从那时算起', async (stage) => {
  const finals = () =>
    stage
      .incident('2026-0001')
      ?.record.filter((one) => one.type === 'reminded' && /FINAL|POST/.test(one.duty))
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    书记: 撤回处置结束 2026-0001 还没结束
    机器人 → 书记: 这起事件没有登记处置结束，无需撤回。
    副院长: 处置结束 2026-0001
    机器人 → 副院长: 已登记处置结束。…的时限从现在开始计算。如果登记错了，24 小时内可以发送“撤回处置结束 2026-0001 原因”。
    …
    刘老师: 撤回处置结束 2026-0001 看错了
    机器人 → 刘老师: 只有张伟（…）、李建国（…）、网信办可以办理…
    书记: 撤回处置结束 2026-0001
    机器人 → 书记: 撤回处置结束 · 2026-0001… [撤回处置结束]
    书记: 又发现后门，密码：Abc12345
    机器人 → 书记: 已撤回处置结束，继续处置。从处置结束起算的时限不再计算，结束后请重新登记。其中的密码或个人信息已隐去，没有保存。
    机器人 → 副院长: 【2026-0001】信息学院：张伟撤回了处置结束，原因：又发现后门，密码：…已隐去…。处置继续，从处置结束起算的时限不再计算。
    机器人 → 值班甲: …张伟撤回了处置结束…
    机器人 → 值班乙: …张伟撤回了处置结束…
    …
    书记: 撤回处置结束 2026-0001 又发现后门
    机器人 → 书记: 这起事件没有登记处置结束，无需撤回。
    值班甲: 状态 2026-0001
    机器人 → 值班甲: …待报送并核实回执…
    值班甲: 办结 2026-0001
    机器人 → 值班甲: 还有 … 项未办，不能办结：首报…
  `,
  )
  expect(stage.incident('2026-0001')).toMatchObject({ status: 'open' })
  expect(stage.incident('2026-0001')?.resolvedAt).toBeUndefined()
  await play(stage, '09:00\n…\n值班乙: 处置结束 2026-0001\n…')
  expect(stage.incident('2026-0001')?.resolvedAt).toBe('2026-11-24T01:00:00.000Z')
  expect(finals()).toEqual([])
})

scene(
  '撤回处置结束：过了半夜还可以，满一天就不行，说明是谁、什么时候登记的',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded('一般')}
  23:50
  …
  副院长: 处置结束 2026-0001
  …
  00:10
  …
  副院长: 撤回处置结束 2026-0001 仍有异常流量
  机器人 → 副院长: 已撤回处置结束，继续处置…
  …
  副院长: 处置结束 2026-0001
  …
  +1d
  …
  值班甲: 撤回处置结束 2026-0001 仍有异常流量
  机器人 → 值班甲: 李建国已于 11月25日 00:10 登记处置结束，超过 24 小时，不能撤回…
`,
)

scene(
  '撤回处置结束：表打开以后满了一天，交上来也不行',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded('一般')}
  副院长: 处置结束 2026-0001
  …
  +1439m
  …
  副院长: 撤回处置结束 2026-0001
  机器人 → 副院长: 撤回处置结束 · 2026-0001… [撤回处置结束]
  +1m
  …
  副院长: 仍有异常流量
  机器人 → 副院长: 李建国已于 … 登记处置结束，超过 24 小时，不能撤回…
`,
)
