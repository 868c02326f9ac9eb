import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Outcome, playOnce } from './harness.js'

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 30)
/** Slots are in ms from a start that is real time; to the minute they are the same in every run. */
const rounded = (keys: string[]): string[] =>
  keys.map((key) => key.replace(/@(\d+)/g, (_, ms) => `@${Math.round(Number(ms) / 60_000)}`))

describe('kill -9 at random moments', () => {
  it(`${ROUNDS} rounds: the log and the delivered keys equal the undisturbed run's`, {
    timeout: 900_000,
  }, async () => {
    expect(existsSync('dist/bot/main.js'), 'build first: npm run build').toBe(true)
    const undisturbed = await playOnce({ seed: 1, kills: 0, repeats: false })
    expect(undisturbed.facts.length).toBeGreaterThan(40)
    const compare = (outcome: Outcome, seed: number) => {
      expect(outcome.facts, `facts of round ${seed}`).toEqual(undisturbed.facts)
      expect(rounded(outcome.keys), `keys of round ${seed}`).toEqual(rounded(undisturbed.keys))
    }
    let kills = 0
    const seeds = Array.from({ length: ROUNDS }, (_, nth) => 100 + nth)
    const worker = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const outcome = await playOnce({ seed, kills: 2, repeats: true })
        kills += outcome.kills
        compare(outcome, seed)
      }
    }
    await Promise.all([worker(), worker()])
    expect(kills).toBeGreaterThanOrEqual(ROUNDS)
  })

  it('the harness fails when the inbox does not remember', { timeout: 300_000 }, async () => {
    const undisturbed = await playOnce({ seed: 1, kills: 0, repeats: false })
    // Killed between the append and the answer, the platform repeats itself: without the inbox that is a second effect.
    let differs = false
    for (let seed = 1; seed <= 12 && !differs; seed++) {
      const forgetful = await playOnce({ seed, kills: 8, repeats: true, broken: true })
      differs =
        forgetful.facts.join('\n') !== undisturbed.facts.join('\n') ||
        rounded(forgetful.keys).join('\n') !== rounded(undisturbed.keys).join('\n')
    }
    expect(differs).toBe(true)
  })
})
