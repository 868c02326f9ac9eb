// How long does somebody wait who presses a button, when a hundred are pressed every second? Latency at an open loop, whoever is slow.
import { campus as campusOf } from './lib/campus.mjs'
import { rounded, share } from './lib/figures.mjs'
import { openLoop } from './lib/load.mjs'
import { forked } from './lib/processes.mjs'
import { acknowledgements } from './lib/work.mjs'

export const title = 'answer to a press at 100 presses/s, 1,000 open incidents, cards delivered meanwhile'

const PER_SECOND = 100
const WARM = 300
const SECONDS = 12
const INCIDENTS = 1000
const AT = Date.parse('2026-11-24T00:00:00.000Z')

const shares = (latencies) => ({
  p50: share(latencies, 0.5),
  p90: share(latencies, 0.9),
  p99: share(latencies, 0.99),
  max: share(latencies, 1),
})

export const run = async (say) => {
  const campus = await campusOf()
  const pressed = acknowledgements(campus, INCIDENTS, AT)
  const presses = [...pressed.map(([first]) => first), ...pressed.map(([, second]) => second)]
  const raw = {}
  for (const [name, options] of [
    ['bare', { kind: 'own' }],
    ['fenghuo', { kind: 'fenghuo', incidents: INCIDENTS, atMs: AT }],
  ]) {
    const server = await forked('serve.mjs', options)
    await openLoop(server.ready.port, presses.slice(0, WARM), PER_SECOND)
    raw[name] = shares(
      await openLoop(server.ready.port, presses.slice(WARM, WARM + PER_SECOND * SECONDS), PER_SECOND),
    )
    await server.end()
    say(
      `${name.padEnd(8)} ${Object.entries(raw[name])
        .map(([which, ms]) => `${which} ${rounded(ms)}`)
        .join('  ')} ms`,
    )
  }
  return {
    reaches: [
      { what: 'p99 from press to answer', value: raw.fenghuo.p99, unit: ' ms', reach: 50, better: 'less' },
    ],
    compared: { 'p99 of the bare limit at the same rate, ms': raw.bare.p99 },
    raw: { presses: PER_SECOND * SECONDS, perSecond: PER_SECOND, milliseconds: raw },
  }
}
