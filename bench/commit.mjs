// Does a turn get slower as open incidents grow in number? The same turns on a store of ten and on one of ten thousand, alternating.
import { ends, median, rounded } from './lib/figures.mjs'
import { forked } from './lib/processes.mjs'

export const title = 'commit time at 10,000 open incidents against 10'

const FEW = 10
const MANY = 10_000
const ROUNDS = 7
const AT = Date.parse('2026-11-24T00:00:00.000Z')

export const run = async (say) => {
  const [few, many] = await Promise.all(
    [FEW, MANY].map((incidents) => forked('committing.mjs', { incidents, atMs: AT })),
  )
  const took = { few: { commit: [], note: [] }, many: { commit: [], note: [] } }
  for (let round = 0; round <= ROUNDS; round++)
    for (const what of ['commit', 'note'])
      for (const which of round % 2 === 0 ? ['few', 'many'] : ['many', 'few']) {
        const times = await (which === 'few' ? few : many).ask({ what, round })
        if (round > 0) took[which][what].push(median(times))
      }
  await Promise.all([few.end(), many.end()])
  const against = (what) => median(took.many[what].map((ms, round) => ms / took.few[what][round]))
  for (const what of ['commit', 'note'])
    for (const which of ['few', 'many']) {
      const { min, median, max } = ends(took[which][what])
      say(
        `${what.padEnd(6)} with ${String(which === 'few' ? FEW : MANY).padStart(6)} open: ${rounded(min)} / ${rounded(median)} / ${rounded(max)} ms (${took[which][what].map(rounded).join(' ')})`,
      )
    }
  const reach = { reach: 1.2, better: 'less' }
  return {
    reaches: [
      { what: 'commit of one event and one notice, × its time at ten', value: against('commit'), ...reach },
      { what: 'whole turn of a typed 补充, × its time at ten', value: against('note'), ...reach },
    ],
    raw: { rounds: ROUNDS, medianMilliseconds: took },
  }
}
