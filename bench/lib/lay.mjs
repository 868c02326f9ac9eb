// How does a store come to hold so many incidents? By the turns and handlers of the program itself, some hundred incidents a turn.
import { drawFor, fingerprint } from '../../dist/bot/turn/drawing.js'
import { openTurns } from '../../dist/bot/turn/turns.js'
import { worldOf } from '../../dist/bot/turn/world.js'
import { numberOf, reported } from '../../dist/handlers/report.js'
import { tell } from '../../dist/handlers/tell.js'
import { staffOf, unitsOf } from './campus.mjs'
import { quiet } from './ground.mjs'

const PER_TURN = 250

export const numberAt = (nth, atMs) => numberOf(new Date(atMs).getUTCFullYear(), nth, false)

export const reportOf = (unit, nth) => ({
  unit: unit.id,
  system: `业务系统${nth}`,
  category: 'NA',
  summary: `学院网站首页被替换，打开后跳转到其他网站（${nth}）`,
  impact: '网站打不开，约 500 名学生受影响',
  measures: '已断开服务器网络，保留了日志',
  harmful_content: false,
})

/** Facts are alike but for number, reporter and words: each unit's chain is resolved once in a world. */
const patterns = new WeakMap()
const patternOf = (unit, by, world) => {
  const known = patterns.get(world.directory) ?? new Map()
  patterns.set(world.directory, known)
  const key = `${unit.id} ${world.now}`
  const pattern = known.get(key) ?? reported(by, reportOf(unit, 0), { number: '', drill: false }, world)
  known.set(key, pattern)
  return pattern
}

/** The `nth` incident's first fact, its chain resolved from the directory. */
export const factOf = (nth, world) => {
  const units = unitsOf(world)
  const staff = staffOf(world)
  const unit = units[nth % units.length]
  const { id, name } = staff[nth % staff.length]
  const by = { id, name }
  return {
    ...patternOf(unit, by, world),
    by,
    number: numberAt(nth, Date.parse(world.now)),
    report: reportOf(unit, nth),
  }
}

/** Everybody's card of a new incident, as it stands on the platform once it was sent. */
export const cardsOf = (incident, world) =>
  tell(incident, 0, world)
    .filter(({ view }) => view.view === 'incident' || view.view === 'bulletin')
    .map(({ key, to, view }, nth) => ({
      key,
      to,
      channel: 'sandbox',
      message: `card/${incident.id}/${nth}`,
      incident: incident.id,
      view,
      drawn: fingerprint(drawFor({ to, view }, world, true)),
      at: world.now,
    }))

/** Fills a new store with `count` open incidents; with `cards`, everybody has got theirs. */
export const lay = async ({ dir, campus, atMs, count, cards = true }) => {
  const turns = await openTurns({ dir, now: () => atMs, log: quiet })
  for (let from = 1; from <= count; from += PER_TURN)
    await turns.turn(undefined, (turn) => {
      for (let nth = from; nth < from + PER_TURN && nth <= count; nth++) {
        const world = worldOf(turn, campus)
        const fact = factOf(nth, world)
        const incident = turn.record(fact.number, fact)
        if (!cards) continue
        for (const row of cardsOf(incident, world)) turn.put('shown', row.key, row)
      }
    })
  await turns.turn(undefined, (turn) =>
    turn.put('meta', `n/number/${new Date(atMs).getUTCFullYear()}`, count),
  )
  await turns.stop()
}
