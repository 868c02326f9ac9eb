// Which steps does a failure need? Steps are left out as long as it still fails in the same way.
import type { Outcome } from './play.js'
import type { Step } from './script.js'

/** The same kind of failure, whatever numbers and names stand in it. */
const kindOf = (sentence: string): string =>
  sentence
    .replace(/[0-9]+/g, '#')
    .replace(/[\u4e00-\u9fff]+/g, '字')
    .slice(0, 60)

export const shrink = async (
  script: readonly Step[],
  play: (script: readonly Step[]) => Promise<Outcome>,
  mostPlays = 250,
): Promise<{ script: readonly Step[]; last: Outcome; plays: number }> => {
  let best = script
  let last = await play(script)
  const wanted = kindOf(last.failure?.sentence ?? '')
  let plays = 1
  const stillFails = async (steps: readonly Step[]): Promise<boolean> => {
    plays++
    const outcome = await play(steps)
    if (!outcome.failure || kindOf(outcome.failure.sentence) !== wanted) return false
    best = steps
    last = outcome
    return true
  }
  // what comes after the failing step is not needed
  const failing = last.failure?.step
  if (failing !== undefined) await stillFails(script.filter(({ nth }) => nth <= failing))
  for (let size = Math.ceil(best.length / 2); size >= 1 && plays < mostPlays; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.length && plays < mostPlays; ) {
      const left = best.slice(from, from + size)
      const rest = best.slice(from + size)
      const pause = left.reduce((sum, { waitMs }) => sum + waitMs, 0)
      // without these steps, but at the same time; else without their time, too
      const [next, ...after] = rest
      const same = next
        ? [...best.slice(0, from), { ...next, waitMs: next.waitMs + pause }, ...after]
        : best.slice(0, from)
      if ((await stillFails(same)) || (await stillFails([...best.slice(0, from), ...rest]))) continue
      from += size
    }
  }
  return { script: best, last, plays }
}
