// Is what somebody picks in answer to a question taken as the same words typed, and only while that is what is asked?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'

const upToUnit = `
  08:00
  刘老师: 报告
  …
  刘老师: 否
  …
  刘老师: 否
  机器人 → 刘老师: …事发单位是哪个？…
  …
`

scene(
  '事发单位从列表里选，发现时间选日期和钟点，与打字一样',
  `
  ${upToUnit}
  刘老师 选 [事发单位] {文学院}
  机器人 → 刘老师: 事发单位：文学院
  机器人 → 刘老师: …系统名称是什么？…
  更新 刘老师: …您的回答：文学院…
  刘老师: 学院网站
  …
  刘老师: 网页被改
  …
  刘老师: 首页出现陌生图片
  机器人 → 刘老师: 简要经过：…
  机器人 → 刘老师: …发现时间是什么时候？… [刚刚] [10分钟前] [半小时前] [上一步] [跳过] [取消]
  刘老师 选 [发现时间] {2026-11-24 07:30}
  机器人 → 刘老师: 发现时间：11月24日 07:30
  机器人 → 刘老师: …影响和危害…
  更新 刘老师: …您的回答：2026-11-24 07:30…
`,
  { needs: ['forms'] },
)

scene(
  '选了将来的时间：说明为什么不行，还是问这一题，再选一次',
  `
  ${upToUnit}
  刘老师: 文学院
  …
  刘老师: 学院网站
  …
  刘老师: 网页被改
  …
  刘老师: 首页出现陌生图片
  …
  刘老师 选 [发现时间] {2026-11-25 07:30}
  机器人 → 刘老师: …
  机器人 → 刘老师: …发现时间是什么时候？… [刚刚] [10分钟前] [半小时前] [上一步] [跳过] [取消]
  刘老师 选 [发现时间] {2026-11-24 07:30}
  机器人 → 刘老师: 发现时间：11月24日 07:30
  …
`,
  { needs: ['forms'] },
)

scene(
  '旧题上再选：这一题已经答过；报告取消以后再选：已经结束',
  `
  ${upToUnit}
  刘老师 选 [事发单位] {文学院}
  …
  刘老师 再选 [事发单位] {信息学院}
  提示 刘老师: 这个问题已经答过了，或者您已转到别的问题；没有改动…
  刘老师: 取消
  …
  刘老师 再选 [事发单位] {信息学院}
  提示 刘老师: …
`,
  { needs: ['forms'] },
)

everywhere(
  '列表里的每个单位选了都认得，不再问是哪一个',
  async (stage) => {
    await play(stage, upToUnit)
    const found = stage.platform.latest(
      stage.id('刘老师'),
      (content) => 'card' in content && !!content.card.pick,
    )
    const content = found?.[1].content
    const pick = content && 'card' in content ? content.card.pick : undefined
    expect(pick?.type).toBe('select')
    const names = pick?.type === 'select' ? pick.options : []
    expect(names).toEqual(stage.directory.units.map(({ name }) => name))
    for (const name of names) {
      await play(
        stage,
        `刘老师 选 [事发单位] {${name}}\n机器人 → 刘老师: 事发单位：${name}\n…\n刘老师: 上一步\n…`,
      )
    }
  },
  () => ({ needs: ['forms'] }),
)
