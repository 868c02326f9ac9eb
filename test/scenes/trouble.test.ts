import { expect, it } from 'vitest'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import { openStage } from './stage.js'
import { reported } from './told.js'

it('盘满了：不确认没有存下的东西；腾出空间后照常', async () => {
  let full = false
  const stage = await openStage({
    wrap: (journal) => ({
      ...journal,
      append: async (at, changes) => {
        if (full) throw new Error('ENOSPC: no space left on device')
        return journal.append(at, changes)
      },
    }),
  })
  await play(stage, `08:00\n${reported()}`)
  const found = stage.platform.latest(
    stage.id('书记'),
    (content) => 'card' in content && content.card.actions.some(({ action }) => action === 'acknowledge'),
  )
  const value = { action: 'acknowledge', incident: '2026-0001' }
  full = true
  await expect(stage.press(stage.id('书记'), found?.[0] ?? '', value)).rejects.toThrow('ENOSPC')
  expect(stage.incident('2026-0001')?.acknowledged).toEqual([])
  full = false
  await stage.press(stage.id('书记'), found?.[0] ?? '', value)
  expect(stage.incident('2026-0001')?.acknowledged).toHaveLength(1)
  await stage.end()
})

everywhere('平台不通：消息等在发件箱，一条不丢；通了以后各送一次，最急的先', async (stage) => {
  await play(stage, `08:00\n刘老师: 填表\n…`)
  const before = stage.platform.keys().length
  stage.platform.setDown(true)
  const form = { classified: '否', unit: '信息学院', summary: '首页被改', discovered_at: '刚刚' }
  const [card = ''] = stage.platform.latest(stage.id('刘老师'), (content) => 'card' in content) ?? []
  await stage.press(stage.id('刘老师'), card, { action: 'submit_report', form: 'report' }, form)
  expect(stage.platform.keys()).toHaveLength(before)
  const waiting = Object.keys(stage.fenghuo.turns.peek().outbox).length
  expect(waiting).toBeGreaterThan(8)
  stage.platform.deliveries.length = 0
  stage.platform.setDown(false)
  await stage.moveTo(stage.now() + 3 * 60_000)
  const keys = stage.platform.keys()
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys).toContain(`2026-0001/card/${stage.id('书记')}`)
  expect(Object.keys(stage.fenghuo.turns.peek().outbox)).toEqual([])
})

everywhere('同一件事送来两次（同一个 id）：一次效果，同一个回答', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  const found = stage.platform.latest(
    stage.id('书记'),
    (content) => 'card' in content && content.card.actions.some(({ action }) => action === 'acknowledge'),
  )
  const value = { action: 'acknowledge', incident: '2026-0001' }
  const once = await stage.press(stage.id('书记'), found?.[0] ?? '', value, undefined, 'sandbox:same')
  const { seq } = stage.fenghuo.turns.head()
  const twice = await stage.press(stage.id('书记'), found?.[0] ?? '', value, undefined, 'sandbox:same')
  expect(twice).toEqual(once)
  expect(stage.fenghuo.turns.head().seq).toBe(seq)
})

everywhere('平台停了两小时，其间程序重启：照送一次，记录写明可能是重发', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  stage.platform.setDown(true)
  await play(stage, '书记: 补充 2026-0001 已断网\n…')
  await stage.restart()
  await stage.moveTo(stage.now() + 2 * 3_600_000)
  stage.platform.setDown(false)
  await stage.moveTo(stage.now() + 3 * 60_000)
  const again = stage
    .incident('2026-0001')
    ?.record.flatMap((event) => (event.type === 'delivered' && event.again ? [event.what] : []))
  expect(again).toContain('进展通知')
  // a digest of mere repetitions is held until its moment; nothing else waits
  const now = new Date(stage.now()).toISOString()
  const due = Object.values(stage.fenghuo.turns.peek().outbox).filter(
    ({ notBefore = now }) => notBefore <= now,
  )
  expect(due).toEqual([])
})
