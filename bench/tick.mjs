// What does it cost to see that nothing is due? A tick over a hundred thousand open duties, and the one a minute that also tidies.
import { worldOf } from '../dist/bot/turn/world.js'
import { openDuties } from '../dist/rules/duties.js'
import { begin } from '../dist/store/matter.js'
import { campus as campusOf } from './lib/campus.mjs'
import { ends, rounded, share } from './lib/figures.mjs'
import { folder, openAt, platform, remove, standing } from './lib/ground.mjs'
import { factOf, lay } from './lib/lay.mjs'

export const title = 'a tick with 100,000 open duties, none due'

const DUTIES = 100_000
const TICKS = 1000
const TIDYING = 100
const AT = Date.parse('2026-11-24T00:00:00.000Z')

const timed = async (count, each) => {
  const took = []
  for (let nth = 0; nth < count; nth++) {
    const began = performance.now()
    await each(nth)
    took.push(performance.now() - began)
  }
  return took
}

export const run = async (say) => {
  const shipped = await campusOf()
  // every duty has a month, so that a hundred minutes can pass without one falling due
  const within = { unit: 'ms', ms: 30 * 86_400_000 }
  const clocks = shipped.rules.clocks.map((one) => ({ ...one, within }))
  const campus = { ...shipped, rules: { ...shipped.rules, clocks } }
  const dir = folder()
  const clock = standing(AT)
  const world = worldOf(
    { at: new Date(AT).toISOString(), rows: () => ({}), incident: () => undefined },
    campus,
  )
  const perIncident = openDuties(begin(factOf(1, world)), world).length
  await lay({ dir, campus, atMs: AT, count: Math.ceil(DUTIES / perIncident), cards: false })
  const { ticker, turns, stop } = await openAt({ dir, campus, clock, channel: platform().channel })
  const open = Object.values(turns.peek().incidents).reduce(
    (sum, incident) => sum + openDuties(incident, world).length,
    0,
  )
  if (open < DUTIES) throw new Error(`${open} open duties were laid, not ${DUTIES}`)
  clock.moveTo(AT + 60_000)
  const tick = async () => {
    await ticker.tick()
    if (ticker.next() <= clock.now()) throw new Error('something is due')
  }
  await timed(200, tick)
  const plain = await timed(TICKS, tick)
  let minute = 0
  const tidying = await timed(TIDYING, async () => {
    clock.moveTo(AT + ++minute * 61_000)
    await tick()
  })
  await stop()
  remove(dir)
  const line = (took) => {
    const { min, median, max } = ends(took)
    return `${rounded(min)} / ${rounded(median)} / ${rounded(max)} ms, p99 ${rounded(share(took, 0.99))}`
  }
  say(`tick: ${line(plain)}`)
  say(`tick that tidies, once a minute: ${line(tidying)}`)
  const reach = { unit: ' ms', reach: 1, better: 'less' }
  return {
    reaches: [
      { what: 'a tick (median)', value: share(plain, 0.5), ...reach },
      { what: 'a tick that also tidies, once a minute (median)', value: share(tidying, 0.5), ...reach },
    ],
    raw: { openDuties: open, milliseconds: { tick: ends(plain), tidying: ends(tidying) } },
  }
}
