import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { worldOf } from '../../bot/turn/world.js'
import { openDuties } from '../../rules/duties.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { acknowledged, reported } from './told.js'

const number = '2026-0001'

const falseAlarm = `
  08:00
  ${reported()}
  ${acknowledged}
  刘老师: 误报 ${number} 是演练页面
  …
  值班甲: 误报 ${number} 已核对
  …
`
/** Wherever the store stands, an archived matter is a file of this process, too. */
const kept = (stage: Stage) => {
  const file = readdirSync(stage.dir, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(join('archive/2026', `${number}.json`)),
  )
  return JSON.parse(readFileSync(join(stage.dir, file ?? 'missing'), 'utf8')) as { record: unknown[] }
}
const isLive = (stage: Stage): boolean => number in stage.fenghuo.turns.peek().incidents
const inLedger = (stage: Stage): boolean => number in stage.fenghuo.turns.peek().ledger
const types = (stage: Stage) => stage.incident(number)?.record.map(({ type }) => type) ?? []

everywhere('归档以后补充：记下来、有人知道、重启不丢、再归档；状态、记录、文书照看', async (stage) => {
  await play(stage, `${falseAlarm}\n+8d\n…`)
  expect(isLive(stage)).toBe(false)
  expect(inLedger(stage)).toBe(true)
  await play(
    stage,
    `
    刘老师: 补充 ${number} 事后查明是供应商误操作
    机器人 → 刘老师: 已补充到 2026-0001 的记录。这起事件已按误报撤销，不再计时；如果是新情况，须由网信办重开…
    …
    值班甲: 状态 ${number}
    机器人 → 值班甲: 【网络安全事件 ${number}】…已按误报撤销…供应商误操作…
    …
    💥
    …
    值班甲: 记录 ${number}
    机器人 → 值班甲: 记录…事后查明是供应商误操作…
  `,
  )
  expect(types(stage)).toContain('noted')
  await play(stage, '+2d\n…')
  expect(isLive(stage)).toBe(false)
  expect(inLedger(stage)).toBe(true)
  expect(kept(stage).record).toEqual(stage.incident(number)?.record)
  expect(JSON.stringify(kept(stage))).toContain('供应商误操作')
  await play(stage, '💥\n…')
  expect(types(stage)).toContain('noted')
})

it('归档以后的每一件事：办了，或说明为什么不能办；没有一样出错', async () => {
  const stage = await openStage()
  await play(stage, `${falseAlarm}\n+8d\n…`)
  await play(
    stage,
    `
    刘老师: 更正 ${number}
    机器人 → 刘老师: …按误报撤销，无需再次办理。
    值班甲: 定级 ${number} 较大
    机器人 → 值班甲: …按误报撤销，无需再次办理。
    值班甲: 报送 ${number} 教育厅
    机器人 → 值班甲: …按误报撤销，无需再次办理。
    值班甲: 误报 ${number} 再说一次
    机器人 → 值班甲: …按误报撤销，无需再次办理。
    值班甲: 办结 ${number}
    机器人 → 值班甲: …按误报撤销，无需再次办理。
    书记: 转办 ${number} 李建国
    机器人 → 书记: …按误报撤销，无需再次办理。
    书记: 处置结束 ${number}
    机器人 → 书记: …按误报撤销，无需再次办理。
    值班甲: 文书 ${number} 首报
    机器人 → 值班甲: 正在生成文书…
    文件 值班甲: …
    路人: 补充 ${number} 我也看到了
    机器人 → 路人: 没有您可以查看的这起事件…
  `,
  )
  expect(isLive(stage)).toBe(false)
  const { reception } = stage.fenghuo
  // an old card, wherever it still has its buttons
  for (const action of ['acknowledge', 'resolve', 'grade', 'snooze', 'delegate'] as const) {
    const toast = await stage.press(stage.id('书记'), 'm-old', {
      action,
      incident: number,
      duty: 'ack/first',
    })
    expect(toast?.text).toMatch(/按误报撤销|只有网信办/)
  }
  expect(isLive(stage)).toBe(false)
  // what was said is taken back, long after
  await stage.fenghuo.turns.turn(undefined, (turn) =>
    turn.put('heard', 'sandbox/said-1', { at: turn.at, incidents: [number] }),
  )
  await reception.recalled({ id: 'r1', channel: 'sandbox', message: 'said-1' })
  expect(types(stage).at(-1)).toBe('recalled')
  await play(stage, '+2d\n…')
  expect(isLive(stage)).toBe(false)
  // a file that belongs there
  await stage.fenghuo.turns.turn(undefined, (turn) =>
    turn.put('fetching', 'f1', {
      file: { ref: 'bytes', name: '日志.txt', kind: 'file' },
      channel: 'sandbox',
      incident: number,
      by: { id: stage.id('值班甲'), name: '值班甲' },
      at: turn.at,
    }),
  )
  await stage.fenghuo.collector.drain()
  expect(types(stage)).toContain('evidence')
  await stage.fenghuo.courier.drain()
  await play(stage, '+2d\n…')
  expect(isLive(stage)).toBe(false)
  expect(kept(stage).record).toEqual(stage.incident(number)?.record)
  await stage.end()
})

everywhere('重开：同一编号，责任人再收到卡片，从催办的第一级开始；处置要再结束一次', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    刘老师: 误报 ${number} 看错了
    …
    值班甲: 误报 ${number} 已核对
    …
    +8d
    …
    书记: 重开 ${number} 其实是真的
    机器人 → 书记: 这一项只有网信办可以办理…
    值班甲: 重开
    机器人 → 值班甲: 请写明编号，例如：重开 2026-0001 原因
    值班甲: 重开 ${number}
    机器人 → 值班甲: 重开 · ${number}… [重开]
    值班甲: 其实是真的
    机器人 → 值班甲: 已重开，编号不变…
    机器人 → 刘老师: 【${number}】信息学院：…已重开，原因：其实是真的…
    机器人 → 书记: 【网络安全事件 ${number}】… [已启动预案] [确认收到] [转办]
    …
    值班甲: 重开 ${number} 再来
    机器人 → 值班甲: 这起事件正在办理，无需重开。
    书记 按 [确认收到]
    提示 书记: 已确认收到…
    …
    值班甲: 列表
    机器人 → 值班甲: …${number}…
    …
  `,
  )
  expect(inLedger(stage)).toBe(false)
  expect(stage.incident(number)).toMatchObject({ status: 'open' })
  const first = stage
    .incident(number)
    ?.record.find(
      (event) => event.type === 'reminded' && event.duty === 'ack/direct' && event.overdueMs > 86_400_000,
    )
  expect(first).toBeUndefined()
  stage.platform.deliveries.length = 0
  await play(stage, '+1m\n…')
  const reminded = stage
    .incident(number)
    ?.record.filter(
      (event) => event.type === 'reminded' && event.duty === 'ack/direct' && event.overdueMs > 0,
    )
  expect(reminded).toHaveLength(1)
  expect(reminded?.[0]).toMatchObject({ urgency: 'app' })
  expect(reminded?.[0]?.type === 'reminded' && reminded[0].overdueMs).toBeGreaterThan(7 * 86_400_000)
})

it('办结后重开：处置再结束一次，终报再报一次；以前的终报不算数', async () => {
  const stage = await openStage()
  const { turns } = stage.fenghuo
  const at = () => new Date(stage.now()).toISOString()
  await play(stage, `08:00\n${reported()}\n${acknowledged}\n值班甲: 定级 ${number} 较大\n…`)
  const world = () =>
    turns.read((tables) =>
      worldOf(
        { at: at(), rows: (table) => tables[table], incident: (id) => tables.incidents[id] },
        stage.fenghuo.campus(),
      ),
    )
  const finals = async () => {
    const incident = stage.incident(number)
    return incident
      ? openDuties(incident, await world())
          .filter(({ kind }) => kind === 'final')
          .map(({ id }) => id)
      : []
  }
  const say = (by: string, text: string) => stage.say(stage.id(by), text)
  await say('值班甲', `处置结束 ${number}`)
  const owed = await finals()
  expect(owed.length).toBeGreaterThan(0)
  const by = { id: stage.id('值班甲'), name: '甲' }
  const receipt = { channel: '电话', sent_at: at(), received_by: '王' }
  await turns.turn(undefined, async (turn) => {
    for (const { id, kind } of openDuties(
      turn.incident(number) ?? expect.fail(),
      await Promise.resolve(worldOf(turn, stage.fenghuo.campus())),
    )) {
      if (id.startsWith('INT-LEADER/')) {
        turn.record(number, { type: 'acknowledged', at: turn.at, by, post: 'office_director' })
        continue
      }
      if (kind === 'internal') {
        turn.record(number, { type: 'performed', at: turn.at, by, duty: id })
        continue
      }
      turn.record(number, { type: 'submitted', at: turn.at, by, duty: id, receipt })
      turn.record(number, { type: 'confirmed', at: turn.at, by: { ...by, id: 'x' }, duty: id })
    }
  })
  expect(await finals()).toEqual([])
  await say('值班甲', `办结 ${number}`)
  expect(stage.incident(number)?.status).toBe('closed')
  await play(stage, '+3d\n…')
  await say('值班甲', `重开 ${number} 又发现后门`)
  expect(stage.incident(number)).toMatchObject({ status: 'open' })
  expect(await finals()).toEqual([])
  await play(stage, '+1h\n…')
  await say('值班甲', `处置结束 ${number}`)
  expect(stage.incident(number)?.status).toBe('resolved')
  expect(await finals()).toEqual(owed)
  await stage.end()
})
