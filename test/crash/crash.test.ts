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
    // every step of the story had its effect: what never happened can't be lost either
    for (const type of [
      'reported',
      'acknowledged',
      'graded',
      'reminded',
      'submitted',
      'confirmed',
      'noted',
      'resolved',
    ])
      expect(
        undisturbed.facts.some((fact) => fact.split(' ')[1] === type),
        type,
      ).toBe(true)
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

  const between = (broken: boolean) =>
    playOnce({ seed: 3, kills: 0, repeats: false, betweenAppendAndAnswer: true, broken })

  it('killed between append and answer: the platform repeats itself, and nothing happens twice', {
    timeout: 120_000,
  }, async () => {
    const undisturbed = await playOnce({ seed: 1, kills: 0, repeats: false })
    const killed = await between(false)
    expect(killed.kills).toBe(3)
    expect(killed.facts).toEqual(undisturbed.facts)
    expect(rounded(killed.keys)).toEqual(rounded(undisturbed.keys))
  })

  it('the harness fails when the inbox does not remember', { timeout: 120_000 }, async () => {
    const undisturbed = await playOnce({ seed: 1, kills: 0, repeats: false })
    const forgetful = await between(true)
    expect([...forgetful.facts, ...rounded(forgetful.keys)]).not.toEqual([
      ...undisturbed.facts,
      ...rounded(undisturbed.keys),
    ])
  })
})
