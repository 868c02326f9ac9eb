import { expect, it } from 'vitest'
import { openStage } from './stage.js'

it('死机前还没来得及重画的卡片，重启后重画；别人手里的卡片不会一直是旧的', async () => {
  const stage = await openStage()
  for (const text of [
    '报告',
    '否',
    '否',
    '信息学院',
    '学院网站',
    '网页被改',
    '首页被替换',
    '10分钟前',
    '预览',
    '提交',
  ])
    await stage.say(stage.id('刘老师'), text)
  const incident = '2026-0001'
  const cardOf = (name: string) =>
    stage.platform.latest(
      stage.id(name),
      (content) => 'card' in content && content.card.title.includes(incident),
    )
  const shownTo = (name: string) => JSON.stringify(cardOf(name)?.[1])
  expect(shownTo('副院长')).toContain('第一责任人张伟尚未确认')

  await stage.fenghuo.courier.stop() // what follows the press never comes to pass in this process
  const [message] = cardOf('书记') ?? ['']
  await stage.platform.press(stage.id('书记'), message, {
    action: 'acknowledge',
    incident,
    duty: 'ack/first',
  })
  expect(stage.incident(incident)?.acknowledged).toHaveLength(1)
  expect(shownTo('副院长')).toContain('第一责任人张伟尚未确认')

  await stage.restart()
  expect(shownTo('副院长')).toContain('第一责任人张伟已于')
  expect(Object.keys(stage.fenghuo.turns.peek().meta).filter((key) => key.startsWith('redraw/'))).toEqual([])
  await stage.end()
})
