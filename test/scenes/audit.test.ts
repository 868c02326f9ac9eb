import { expect, it } from 'vitest'
import { lostReminder } from '../../bot/process/heard.js'
import { worldOf } from '../../bot/turn/world.js'
import { remind } from '../../handlers/remind.js'
import { nextAuditMs, unheard } from '../../rules/audit.js'
import { openDuties } from '../../rules/duties.js'
import { evolve } from '../../store/matter.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { reported } from './told.js'

const number = '2026-0001'
const MINUTE = 60_000

const alarms = (stage: Stage, who: string): string[] =>
  stage.platform.deliveries.flatMap((one) =>
    one.kind === 'message' &&
    one.to === stage.id(who) &&
    'text' in one.content &&
    one.content.text.includes('没有送达的记录')
      ? [one.content.text]
      : [],
  )

/** Takes what waits with this in its key out of the outbox, as no part of the program does. */
const lose = (stage: Stage, part: string): Promise<number> =>
  stage.fenghuo.turns.turn(undefined, (turn) => {
    const keys = Object.keys(turn.rows('outbox')).filter((key) => key.includes(part))
    for (const key of keys) turn.drop('outbox', key)
    return keys.length
  })

const pass = async (stage: Stage, ms: number): Promise<void> => {
  for (let gone = 0; gone < ms; gone += MINUTE) {
    stage.sleepThrough(MINUTE)
    await stage.fenghuo.ticker.tick()
    await stage.fenghuo.courier.drain()
  }
}

it('催办从发件箱丢了：一步之内查出来，日志、指标、网信办各知道一次；补上以后清零', async () => {
  const stage = await openStage()
  const { auditor } = stage.fenghuo
  await play(stage, `08:00\n${reported()}\n+14m\n…`)
  stage.platform.setDown(true)
  await pass(stage, 2 * MINUTE)
  const verified = () => {
    const tables = stage.fenghuo.turns.peek()
    return lostReminder({
      tables,
      incidents: new Map(Object.entries(tables.incidents)),
      waiting: Object.values(tables.outbox),
      at: new Date(stage.now()).toISOString(),
    })
  }
  expect(verified()).toBeUndefined()
  expect(await lose(stage, 'ack/first@')).toBeGreaterThan(0)
  expect(verified()).toMatch(/^2026-0001 的催办丢失：ack\/first.*张伟/)
  stage.platform.setDown(false)
  stage.platform.deliveries.length = 0
  await pass(stage, 3 * MINUTE)
  expect(alarms(stage, '值班甲')).toEqual([])
  expect(auditor.found()).toBe(0)
  await pass(stage, 3 * MINUTE)
  expect(auditor.found()).toBeGreaterThan(0)
  const [told, ...more] = alarms(stage, '值班甲')
  expect(told).toMatch(/^【2026-0001】信息学院：“.+”已超时，给.*张伟.*的催办没有送达的记录。请直接电话联系/)
  await pass(stage, 25 * MINUTE)
  expect(alarms(stage, '值班甲')).toEqual([told, ...more])
  expect(auditor.found()).toBe(0)
  await stage.end()
})

it('没有丢的，一天里一次也不报：送达的、送不到的、推迟的、外出的、平台停着还在等的', async () => {
  const stage = await openStage()
  const { auditor } = stage.fenghuo
  await play(
    stage,
    `
    08:00
    关机 副院长
    ${reported()}
    +15m
    …
    书记 按 [稍后提醒]
    …
    +2h
    …
    书记: 外出 今天 明天
    …
    +1h
    …
  `,
  )
  expect(alarms(stage, '值班甲')).toEqual([])
  expect(auditor.found()).toBe(0)
  stage.platform.setDown(true)
  await pass(stage, 40 * MINUTE)
  expect(auditor.found()).toBeGreaterThan(0)
  stage.platform.setDown(false)
  stage.platform.deliveries.length = 0
  await pass(stage, 30 * MINUTE)
  expect(alarms(stage, '值班甲')).toEqual([])
  await stage.end()
})

it('到了步子没有催，也查得出来；查过一步等下一步，没有超时的不查', async () => {
  const stage = await openStage()
  await play(stage, `08:00\n${reported()}`)
  const incident = stage.incident(number) ?? expect.fail()
  const at = (ms: number) =>
    stage.fenghuo.turns.read((tables) =>
      worldOf(
        {
          at: new Date(ms).toISOString(),
          rows: (table) => tables[table],
          incident: (id) => tables.incidents[id],
        },
        stage.fenghuo.campus(),
      ),
    )
  const from = stage.now()
  expect(unheard(incident, await at(from + 10 * MINUTE), [])).toEqual([])
  const late = unheard(incident, await at(from + 26 * MINUTE), [])
  expect(late.map(({ duty, what }) => `${duty} ${what}`)).toEqual(
    expect.arrayContaining(['ack/first not-said', 'ack/direct not-said']),
  )
  const due = Math.min(...openDuties(incident, await at(from)).map((duty) => Date.parse(duty.due)))
  expect(nextAuditMs(incident, await at(from + MINUTE))).toBe(due + 5 * MINUTE)
  // what regrading took away and brought back may have been dropped meanwhile
  const { events } = remind(incident, await at(from + 16 * MINUTE))
  const said = events.reduce(evolve, incident)
  const then = await at(from + 22 * MINUTE)
  expect(unheard(said, then, []).map(({ what }) => what)).toContain('lost')
  const regraded = evolve(said, {
    type: 'graded',
    at: then.now,
    by: { id: 'x', name: 'x' },
    level: 4,
  })
  expect(unheard(regraded, then, [])).toEqual([])
  // looked at once, it waits for the next step
  const audited = from + 21 * MINUTE
  expect(nextAuditMs(incident, await at(audited), audited)).toBeGreaterThanOrEqual(due + 5 * MINUTE)
  await stage.end()
})
