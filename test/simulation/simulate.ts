// How do many seeds go? Plays them, counts, and shrinks the first that fails.
import { listenForStrays, type Outcome, play } from './play.js'
import { scriptOf } from './script.js'
import { shrink } from './shrink.js'
import type { Campus } from './world.js'

/** Every so many seeds one is played twice: it must come out the same to the byte. */
const TWICE_EVERY = 25

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const report = async (outcome: Outcome, campus: Campus, quiet: boolean): Promise<void> => {
  const { failure, seed } = outcome
  if (!failure) return
  say(`\n✗ seed ${seed}, step ${failure.step}: ${failure.sentence}`)
  if (quiet) return
  const { script, last, plays } = await shrink(scriptOf(seed), (steps) => play(seed, campus, steps))
  say(
    `  shrunk from ${outcome.steps} to ${script.length} steps in ${plays} plays: ${last.failure?.sentence ?? ''}`,
  )
  for (const line of last.history) say(`  ${line}`)
  say(`  again: npm run simulate -- --seed ${seed}`)
}

export const simulate = async (
  campus: Campus,
  /** `every`: of them each so-manieth, from the first on. */
  wanted: { seeds: number; from: number; every: number; seed: number | undefined; quiet: boolean },
): Promise<number> => {
  const began = process.hrtime.bigint()
  const seconds = (): number => Number(process.hrtime.bigint() - began) / 1e9
  listenForStrays()
  const faults = new Map<string, number>()
  let [played, days, lines, delivered, events] = [0, 0, 0, 0, 0]
  const add = (outcome: Outcome): void => {
    played++
    days += outcome.days
    lines += outcome.lines
    events += outcome.events
    delivered += outcome.delivered
    for (const [kind, count] of Object.entries(outcome.faults))
      faults.set(kind, (faults.get(kind) ?? 0) + count)
  }
  const summary = (): void => {
    const sorted = [...faults].sort(([, a], [, b]) => b - a)
    say(
      `${played} seeds in ${seconds().toFixed(1)} s (${(played / seconds()).toFixed(1)} seeds/s, ${(process.cpuUsage().user / 1e6).toFixed(1)} s of one core), ${days.toFixed(0)} simulated days`,
    )
    say(`${lines} lines of record, ${delivered} deliveries, ${events} events`)
    say(`faults: ${sorted.map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none'}`)
  }
  const first = wanted.seed ?? wanted.from
  const last = wanted.seed ?? wanted.from + wanted.seeds - 1
  for (let seed = first; seed <= last; seed += wanted.every) {
    const outcome = await play(seed, campus)
    add(outcome)
    if (!outcome.failure && (wanted.seed !== undefined || (seed - first) % TWICE_EVERY === 0)) {
      const again = await play(seed, campus)
      if (again.hash !== outcome.hash)
        outcome.failure = {
          step: outcome.steps,
          sentence: `played twice, it came out differently: ${outcome.hash.slice(0, 12)}, ${again.hash.slice(0, 12)}`,
        }
    }
    if (outcome.failure) {
      await report(outcome, campus, wanted.quiet)
      summary()
      return 1
    }
    if (wanted.seed !== undefined) for (const line of outcome.history) say(line)
    if (seed % 100 === 0 && !wanted.quiet) say(`… ${seed}: ${(played / seconds()).toFixed(1)} seeds/s`)
  }
  summary()
  say('every invariant held after every step')
  return 0
}
