// How is a script played to its end? Step by step in virtual time; the first invariant that does not hold ends it.
import { createHash } from 'node:crypto'
import { act } from './act.js'
import { drained } from './schedule.js'
import { type Step, scriptOf } from './script.js'
import { type Campus, makeSim, START_MS } from './world.js'

const MOST_EVENTS = 400_000
const CALM_MS = 35 * 60_000

export type Outcome = {
  seed: number
  /** The first invariant that did not hold, and after which step. */
  failure?: { step: number; sentence: string }
  steps: number
  days: number
  faults: Record<string, number>
  /** Of the journal and of all that was delivered. */
  hash: string
  lines: number
  events: number
  delivered: number
  history: string[]
}

/** Errors that nobody caught: of a dead process they mean nothing. */
let stray: string | undefined
export const listenForStrays = (): void => {
  process.on('unhandledRejection', (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    if (!text.includes('this process is dead')) stray ??= text
  })
}

export const play = async (
  seed: number,
  campus: Campus,
  script: readonly Step[] = scriptOf(seed),
): Promise<Outcome> => {
  const sim = makeSim(seed, campus)
  stray = undefined
  let events = 0
  let nth = -1
  const until = async (ms: number): Promise<void> => {
    await drained()
    while (!sim.failed()) {
      if (!sim.schedule.step(ms)) return
      await drained()
      if (stray) sim.wrong(`an error that nobody caught: ${stray}`)
      sim.check()
      if (++events > MOST_EVENTS) sim.wrong('it does not come to rest')
    }
  }
  /** Memory is compared with the record where nothing is on its way between them; a slow disk has a minute. */
  const written = async (): Promise<void> => {
    for (let tries = 0; tries < 60 && sim.writing(); tries++) await until(sim.now() + 1000)
  }
  sim.start()
  await drained()
  let at = START_MS
  for (const step of script) {
    at += step.waitMs
    await until(at)
    if (sim.failed()) break
    nth = step.nth
    sim.tell(`── ${step.nth} ${step.act}`)
    act(sim, step)
    await drained()
    sim.check()
  }
  if (!sim.failed()) {
    sim.tell('── 风平浪静')
    sim.calm()
    await until(at + CALM_MS)
    for (const notice of Object.values(sim.fold.tables.outbox))
      if (Date.parse(notice.notBefore ?? notice.at) < sim.now() - 900_000)
        sim.wrong(`${notice.key} waits in the outbox and does not leave`)
    if (sim.platforms.some((platform) => platform.waiting() > 0))
      sim.wrong('something said was never answered')
    await written()
    sim.compareAll('at the end')
    sim.restart()
    await until(at + CALM_MS + 600_000)
    if (sim.state() !== 'up') sim.wrong(`it is ${sim.state()} at the end`)
    await written()
    sim.compareAll('after the last restart')
    sim.noSecret()
  }
  sim.end()
  const sentence = sim.failed()
  return {
    seed,
    ...(sentence === undefined ? {} : { failure: { step: nth, sentence } }),
    steps: script.length,
    days: (sim.now() - START_MS) / 86_400_000,
    faults: sim.faults,
    hash: createHash('sha256').update(sim.fold.digest()).update(sim.deliveries.hash.digest()).digest('hex'),
    lines: sim.fold.lines.length,
    events,
    delivered: sim.deliveries.count,
    history: sim.history,
  }
}
