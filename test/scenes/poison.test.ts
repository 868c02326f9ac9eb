// Does a text that once held the process for ever get an ordinary answer, wherever it comes in?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'

const POISON = `不${'含有'.repeat(31)}`
const WITHIN_MS = 50

everywhere('不含有含有…：私聊、群、对话、表单里，都是平常的回答', async (stage) => {
  const liu = stage.id('刘老师')
  let best = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < 3; nth++) {
    const began = performance.now()
    await stage.say(liu, POISON)
    best = Math.min(best, performance.now() - began)
  }
  // where the message crosses a wire of its own, that is not what is measured
  if (stage.lacks.length === 0 && stage.platform.name === '沙盒') expect(best).toBeLessThanOrEqual(WITHIN_MS)
  await play(
    stage,
    `
    08:00
    …
    刘老师: ${POISON}
    机器人 → 刘老师: 没有看懂这句话…
    刘老师@群: @烽火 ${POISON}
    机器人 → 群: 没有看懂这句话…
    # 放下刚才的那句，报告从头问起
    刘老师: 外出
    …
    刘老师: 报告
    …
    刘老师: 否
    …
    刘老师: 否
    …
    刘老师: 信息学院
    …
    刘老师: ${POISON}
    机器人 → 刘老师: 系统名称：${POISON}
    …
    `,
  )
})

everywhere(
  '表单里也是',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    刘老师: 填表
    …
    刘老师 按 [提交] {是否可能涉及国家秘密或涉密网络=否; unit=信息学院; summary=${POISON}; discovered_at=10分钟前}
    提示 刘老师: 已提交。
    …
    `,
    )
  },
  () => ({ needs: ['forms'] }),
)
