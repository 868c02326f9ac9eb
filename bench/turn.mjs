// How much does Fenghuo's turn cost beyond what a durable server can't do without? Throughput against the bare limit.
import { campus as campusOf, staffOf } from './lib/campus.mjs'
import { ends, median } from './lib/figures.mjs'
import { closedLoop } from './lib/load.mjs'
import { forked } from './lib/processes.mjs'
import { acknowledgements, answers } from './lib/work.mjs'

export const title = 'a durable turn against the bare limit (express + one fsynced append), 64 in flight'

const IN_FLIGHT = 64
const ROUNDS = 5
const PER_ROUND = 1280
const AT = Date.parse('2026-11-24T00:00:00.000Z')

export const run = async (say) => {
  const campus = await campusOf()
  const staff = staffOf(campus)
  const incidents = ((ROUNDS + 1) * PER_ROUND) / 2
  const servers = await Promise.all([
    forked('serve.mjs', { kind: 'own' }),
    forked('serve.mjs', { kind: 'shared' }),
    forked('serve.mjs', { kind: 'fenghuo', incidents, atMs: AT }),
  ])
  const [own, shared, fenghuo] = servers.map(({ ready }) => ready.port)
  const pressed = acknowledgements(campus, incidents, AT)
  // first everybody's first press, then everybody's second: two presses of one incident are far apart
  const presses = [...pressed.map(([first]) => first), ...pressed.map(([, second]) => second)]
  const perSecond = { own: [], shared: [], answer: [], press: [] }
  for (let round = 0; round <= ROUNDS; round++) {
    const said = answers(staff, { lanes: IN_FLIGHT, count: PER_ROUND, round })
    const pressedNow = presses.slice(round * PER_ROUND, (round + 1) * PER_ROUND)
    const runs = [
      ['own', () => closedLoop(own, said, IN_FLIGHT)],
      ['answer', () => closedLoop(fenghuo, said, IN_FLIGHT)],
      ['shared', () => closedLoop(shared, pressedNow, IN_FLIGHT)],
      ['press', () => closedLoop(fenghuo, pressedNow, IN_FLIGHT)],
    ]
    // every other round runs backwards; the first warms the compilers up and does not count
    for (const [name, measure] of round % 2 === 0 ? runs : runs.reverse()) {
      const rate = await measure()
      if (round > 0) perSecond[name].push(rate)
    }
  }
  await Promise.all(servers.map((one) => one.end()))
  const names = {
    own: 'bare, each request its own fsync',
    shared: 'bare, fsyncs shared',
    answer: 'Fenghuo, report answer',
    press: 'Fenghuo, press',
  }
  for (const [name, rates] of Object.entries(perSecond)) {
    const { min, median, max } = ends(rates)
    say(
      `${names[name].padEnd(33)} ${min.toFixed(0)} / ${median.toFixed(0)} / ${max.toFixed(0)} per s  (${rates.map((rate) => rate.toFixed(0)).join(' ')})`,
    )
  }
  /** Paired: each round against the bare server of the same round. */
  const against = (of, to) => median(perSecond[of].map((rate, round) => rate / perSecond[to][round]))
  const reach = (what, of) => ({
    what: `${what}, × the bare limit's throughput`,
    value: against(of, 'own'),
    reach: 0.8,
    better: 'more',
  })
  return {
    reaches: [reach('report answer', 'answer'), reach('press', 'press')],
    compared: {
      'report answer, × a bare server that shares its fsyncs as Fenghuo does': against('answer', 'shared'),
      'press, × a bare server that shares its fsyncs as Fenghuo does': against('press', 'shared'),
    },
    raw: { inFlight: IN_FLIGHT, perRound: PER_ROUND, perSecond },
  }
}
