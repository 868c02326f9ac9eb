// What would a bot that keeps nothing answer? Fenghuo's durable turn beside the Feishu SDK's sample and Botkit's `handleTurn` in memory.
import { campus as campusOf, staffOf } from './lib/campus.mjs'
import { ends, median } from './lib/figures.mjs'
import { closedLoop } from './lib/load.mjs'
import { forked } from './lib/processes.mjs'
import { asFeishu } from './lib/samples.mjs'
import { acknowledgements, answers } from './lib/work.mjs'

export const title =
  'a durable turn beside samples that keep nothing (Feishu SDK, Botkit in memory), 64 in flight'

const IN_FLIGHT = 64
const ROUNDS = 5
const PER_ROUND = 640
const AT = Date.parse('2026-11-24T00:00:00.000Z')

export const run = async (say) => {
  const campus = await campusOf()
  const staff = staffOf(campus)
  const incidents = (ROUNDS + 1) * PER_ROUND
  const servers = await Promise.all([
    forked('serve.mjs', { kind: 'sdk' }),
    forked('serve.mjs', { kind: 'botkit' }),
    forked('serve.mjs', { kind: 'fenghuo', incidents, atMs: AT }),
  ])
  const [sdk, botkit, fenghuo] = servers.map(({ ready }) => ready.port)
  const presses = acknowledgements(campus, incidents, AT).map(([first]) => first)
  const perSecond = { 'sdk, message': [], 'sdk, press': [], 'botkit, message': [], answer: [], press: [] }
  for (let round = 0; round <= ROUNDS; round++) {
    const said = answers(staff, { lanes: IN_FLIGHT, count: PER_ROUND, round })
    const pressed = presses.slice(round * PER_ROUND, (round + 1) * PER_ROUND)
    const runs = [
      ['sdk, message', sdk, said.map(asFeishu)],
      ['botkit, message', botkit, said],
      ['answer', fenghuo, said],
      ['sdk, press', sdk, pressed.map(asFeishu)],
      ['press', fenghuo, pressed],
    ]
    // every other round runs backwards; the first warms the compilers up and does not count
    for (const [name, port, requests] of round % 2 === 0 ? runs : runs.reverse()) {
      const rate = await closedLoop(port, requests, IN_FLIGHT)
      if (round > 0) perSecond[name].push(rate)
    }
  }
  await Promise.all(servers.map((one) => one.end()))
  for (const [name, rates] of Object.entries(perSecond)) {
    const { min, median, max } = ends(rates)
    say(
      `${name.padEnd(16)} ${min.toFixed(0)} / ${median.toFixed(0)} / ${max.toFixed(0)} per s  (${rates.map((rate) => rate.toFixed(0)).join(' ')})`,
    )
  }
  /** Paired: each round against the other's same round. */
  const against = (mine, theirs) =>
    median(perSecond[mine].map((rate, round) => rate / perSecond[theirs][round]))
  return {
    compared: {
      'report answer on disk, × a message to the Feishu SDK that keeps nothing': against(
        'answer',
        'sdk, message',
      ),
      'press on disk, × a press to the Feishu SDK that keeps nothing': against('press', 'sdk, press'),
      'report answer on disk, × an answer to Botkit in memory': against('answer', 'botkit, message'),
    },
    raw: { inFlight: IN_FLIGHT, perRound: PER_ROUND, perSecond },
  }
}
