// What do people hear when the file of an archived incident can't be read? A sentence, and the office which file it is.
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { at, reported } from '../store/ground.js'
import { openStage, type Stage } from './stage.js'

/** A stage with one incident in the archive, killed and started, so that nothing of it is remembered. */
const archived = async (): Promise<Stage> => {
  const stage = await openStage()
  await stage.fenghuo.turns.turn(undefined, (turn) => {
    turn.record('2025-0001', reported('2025-0001'))
    turn.put('ledger', '2025-0001', {
      ...{ id: '2025-0001', drill: false, unit: { id: 'u1', name: '信息学院' }, status: 'closed' },
      ...{ discoveredAt: at, reportedAt: at, closedAt: at },
    })
    turn.archive('2025-0001')
  })
  await stage.restart()
  return stage
}
const hearing =
  (stage: Stage) =>
  (who: string): string[] =>
    stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id(who) && 'text' in one.content ? one.content.text : [],
    )

it('状态 of an incident whose archive file is damaged: who asks hears so, the office which file; nothing of the turn stays', async () => {
  const stage = await archived()
  truncateSync(join(stage.dir, 'archive', '2025', '2025-0001.json'), 40)
  const heard = hearing(stage)
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

const one = (dir: string) => join(dir, 'archive', '2025', '2025-0001.json')
it.each<[string, (dir: string) => void]>([
  [
    'says something else',
    (dir) => writeFileSync(one(dir), readFileSync(one(dir), 'utf8').replace('被篡改', '被纂改')),
  ],
  ['has no events', (dir) => writeFileSync(one(dir), '{"id":"2025-0001","record":[null],"status":null}')],
  [
    'is a folder',
    (dir) => {
      rmSync(one(dir))
      mkdirSync(one(dir))
    },
  ],
  [
    'is a link to itself',
    (dir) => {
      rmSync(one(dir))
      symlinkSync('2025-0001.json', one(dir))
    },
  ],
  [
    'stands in a year that is a file',
    (dir) => {
      rmSync(join(dir, 'archive', '2025'), { recursive: true })
      writeFileSync(join(dir, 'archive', '2025'), '')
    },
  ],
  [
    'stands in an archive that is a file',
    (dir) => {
      rmSync(join(dir, 'archive'), { recursive: true })
      writeFileSync(join(dir, 'archive'), '')
    },
  ],
])(
  '状态, 记录, 补充 of an incident whose file %s: never silence, and nothing of it gets into the record',
  async (_, hurt) => {
    const stage = await archived()
    hurt(stage.dir)
    const heard = hearing(stage)
    for (const words of ['状态 2025-0001', '记录 2025-0001', '补充 2025-0001 后来查明']) {
      stage.platform.deliveries.length = 0
      await stage.say(stage.id('值班甲'), words)
      await stage.fenghuo.courier.drain()
      expect(heard('值班甲').join('\n')).toContain('存储里有一份文件读不出来，已告知网信办恢复')
    }
    expect(stage.fenghuo.turns.peek().incidents['2025-0001']).toBeUndefined()
    await stage.end()
  },
)
