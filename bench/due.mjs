// How long until everybody is reminded, when everything falls due in one moment? Ten thousand duties, a notice for each, committed.
import { campus as campusOf } from './lib/campus.mjs'
import { ends, rounded } from './lib/figures.mjs'
import { copyOf, folder, openAt, platform, remove, standing } from './lib/ground.mjs'
import { lay } from './lib/lay.mjs'

export const title = '10,000 duties due at once → notices committed'

const DUTIES = 10_000
const ROUNDS = 3
const AT = Date.parse('2026-11-24T00:00:00.000Z')

export const run = async (say) => {
  // each duty another person's: what falls due for one person in one moment is told in one notice
  const campus = await campusOf(DUTIES / 2)
  const laid = folder()
  // both responsible people of each unit owe their acknowledgement: two duties of each incident
  await lay({ dir: laid, campus, atMs: AT, count: DUTIES / 2 })
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) {
    const dir = copyOf(laid)
    const clock = standing(AT)
    const { channel } = platform()
    const { ticker, turns, stop } = await openAt({ dir, campus, clock, channel })
    clock.moveTo(ticker.next())
    const seq = turns.head().seq
    const began = performance.now()
    await ticker.tick()
    rounds.push(performance.now() - began)
    const reminders = Object.values(turns.peek().outbox).filter(({ view }) => view.view === 'reminder')
    const sent = Object.values(turns.peek().shown).filter(({ view }) => view.view === 'reminder').length
    const notices = reminders.length + sent
    if (notices !== DUTIES) throw new Error(`${notices} notices, not ${DUTIES}`)
    if (turns.head().seq === seq) throw new Error('nothing was committed')
    await stop()
    remove(dir)
  }
  remove(laid)
  const { min, median, max } = ends(rounds)
  say(`${rounded(min)} / ${rounded(median)} / ${rounded(max)} ms (${rounds.map(rounded).join(' ')})`)
  return {
    reaches: [
      {
        what: 'from the tick to the last commit (median)',
        value: median,
        unit: ' ms',
        reach: 2000,
        better: 'less',
      },
    ],
    raw: { duties: DUTIES, milliseconds: rounds },
  }
}
