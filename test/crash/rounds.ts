// Is anything lost or doubled when the process is killed? Rounds of kill -9 on one platform, held against an undisturbed run.
import { describe, expect, it } from 'vitest'
import { turnOf } from '../turn.js'
import { type GroundName, grounds } from './ground.js'
import { type Outcome, playOnce } from './harness.js'

/** So many of the steps of a story are struck. */
const KILLS_IN_A_STORY = 8
/** A round is one kill -9 at a random moment, a start, and what is delivered again. The platform whose turn it is has thirty, the others one story. */
const roundsOn = (ground: GroundName): number =>
  Number(process.env.CRASH_ROUNDS ?? (grounds[turnOf(grounds.length)] === ground ? 30 : KILLS_IN_A_STORY))

const missing = (there: string[], here: string[]): string[] => {
  const left = [...here]
  return there.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** For a test file of its own: the platforms are played beside each other. Answers with the story as it goes undisturbed. */
export const rounds = (
  ground: GroundName,
  /** A fresh store for each story, where it does not stand on files. */
  database?: () => Promise<NonNullable<Parameters<typeof playOnce>[0]['database']>>,
): (() => Promise<Outcome>) => {
  const most = database ? Number(process.env.CRASH_ROUNDS ?? KILLS_IN_A_STORY) : roundsOn(ground)
  const where = `${ground}${database ? ' over PostgreSQL' : ''}`
  const store = async () => (database ? { database: await database() } : {})
  let calm: Promise<Outcome> | undefined
  const undisturbed = (): Promise<Outcome> => {
    calm ??= store().then((stored) => playOnce({ ground, seed: 1, kills: 0, repeats: false, ...stored }))
    return calm
  }
  describe(`kill -9 at random moments, on ${where}`, () => {
    it(`${most} rounds: nothing lost, nothing doubled`, { timeout: 7_200_000 }, async () => {
      const calm = await undisturbed()
      expect(calm.violations).toEqual([])
      expect(calm.facts.length).toBeGreaterThan(40)
      expect(calm.heard.length).toBeGreaterThan(40)
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
        'issued',
        'fixed',
        'retest-passed',
      ])
        expect(
          calm.facts.some((fact) => fact.split(' ')[1] === type),
          type,
        ).toBe(true)
      const sum = { kills: 0, said: 0, heard: 0, again: 0, lost: 0, doubled: 0, stories: 0 }
      let seed = 100
      /** What is under way counts too: no story is begun that is not needed. */
      let struck = 0
      const worker = async () => {
        while (struck < most) {
          const mine = seed++
          struck += KILLS_IN_A_STORY
          const outcome = await playOnce({
            ...{ ground, seed: mine, kills: KILLS_IN_A_STORY, repeats: true },
            ...(await store()),
          })
          const lost = [
            ...missing(calm.facts, outcome.facts),
            ...missing(calm.heard, [...outcome.heard, ...outcome.again]),
          ]
          const doubled = [
            ...missing(outcome.facts, calm.facts),
            ...missing(outcome.heard, calm.heard),
            ...missing([...new Set(outcome.again)], calm.heard),
          ]
          sum.stories++
          sum.kills += outcome.kills
          struck += outcome.kills - KILLS_IN_A_STORY
          sum.said += outcome.said
          sum.heard += outcome.heard.length
          sum.again += outcome.again.length
          sum.lost += lost.length
          sum.doubled += doubled.length
          expect(
            { lost, doubled, violations: outcome.violations },
            `seed ${mine}: ${JSON.stringify({ lost, doubled, violations: outcome.violations })}`,
          ).toEqual({
            lost: [],
            doubled: [],
            violations: [],
          })
        }
      }
      await Promise.all(Array.from({ length: 2 }, worker))
      process.stdout.write(
        `${where}: ${sum.kills} rounds of kill -9 in ${sum.stories} stories, ${sum.said} messages and presses, ${sum.heard} notices, ${sum.lost} lost, ${sum.doubled} doubled${sum.again > 0 ? `, ${sum.again} sent again and marked so` : ''}\n`,
      )
      expect(sum.kills).toBeGreaterThanOrEqual(most)
    })
  })
  return undisturbed
}
