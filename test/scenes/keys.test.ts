// Who hears of it when the keys of unfinished reports are damaged? Verify, the office at the start, each person at the next word.
import { existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { examine } from '../../store/examine.js'
import { openStage } from './stage.js'

it.each<[string, (path: string) => void]>([
  ['of zeros', (path) => writeFileSync(path, Buffer.alloc(statSync(path).size))],
  ['of junk', (path) => writeFileSync(path, 'junk')],
  ['cut short', (path) => truncateSync(path, 31)],
  ['missing', (path) => rmSync(path)],
])('keys %s', async (_, hurt) => {
  const stage = await openStage()
  const heard = (who: string): string =>
    stage.platform.deliveries
      .flatMap((one) =>
        one.kind === 'message' && one.to === stage.id(who) && 'text' in one.content ? one.content.text : [],
      )
      .join('\n')
  for (const text of ['报告', '否', '否', '信息学院']) await stage.say(stage.id('刘老师'), text)
  const look = () => examine(stage.dir, { nowMs: stage.now() })
  expect((await look()).filter(({ what }) => what.includes('keys'))).toEqual([])
  hurt(join(stage.dir, 'keys'))
  const there = existsSync(join(stage.dir, 'keys'))
  expect((await look()).filter(({ what }) => what.includes('keys'))).toEqual([
    { good: !there, what: expect.stringContaining('1 人没有填完的内容读不出来') },
  ])
  stage.platform.deliveries.length = 0
  await stage.restart()
  await stage.fenghuo.courier.drain()
  expect(heard('值班甲')).toContain('启动时发现：1 人没有填完的内容读不出来')
  expect(heard('刘老师')).toBe('')
  expect((await look()).filter(({ good }) => !good)).toEqual([])
  await stage.say(stage.id('刘老师'), '首页被改')
  expect(heard('刘老师')).toContain('您上次没有填完的内容没能保住')
  stage.platform.deliveries.length = 0
  await stage.say(stage.id('刘老师'), '待办')
  expect(heard('刘老师')).not.toContain('没能保住')
  await stage.restart()
  expect(heard('值班甲')).not.toContain('没有填完')
  await stage.end()
})
