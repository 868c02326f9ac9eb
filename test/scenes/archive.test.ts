// What do people hear when the file of an archived incident can't be read? A sentence, and the office which file it is.
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { at, reported } from '../store/ground.js'
import { openStage } from './stage.js'

it('状态 of an incident whose archive file is damaged: who asks hears so, the office which file; nothing of the turn stays', async () => {
  const stage = await openStage()
  const { house } = stage.fenghuo
  await house.turn(undefined, (turn) => {
    turn.record('2025-0001', reported('2025-0001'))
    turn.put('ledger', '2025-0001', {
      ...{ id: '2025-0001', drill: false, unit: { id: 'u1', name: '信息学院' }, status: 'closed' },
      ...{ discoveredAt: at, reportedAt: at, closedAt: at },
    })
    turn.archive('2025-0001')
  })
  await stage.restart()
  truncateSync(join(stage.dir, 'archive', '2025', '2025-0001.json'), 40)
  const heard = (who: string): string[] =>
    stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id(who) && 'text' in one.content ? one.content.text : [],
    )
  await stage.say(stage.id('值班甲'), '状态 2025-0001')
  await stage.fenghuo.courier.drain()
  const told = heard('值班甲').join('\n')
  expect(told).toContain('存储里有一份文件读不出来，已告知网信办恢复')
  expect(told).toContain('归档文件 archive/2025/2025-0001.json 读不懂')
  expect(heard('值班乙').join('\n')).toContain('归档文件 archive/2025/2025-0001.json 读不懂')
  const before = heard('值班乙').length
  await stage.say(stage.id('值班甲'), '状态 2025-0001')
  await stage.fenghuo.courier.drain()
  expect(heard('值班乙').length).toBe(before) // told once
  await stage.end()
})
