// Who is away now, and when does that change next?
import type { Away } from '../store/schema.js'
import type { World } from './world.js'

/** Longer than this nobody is away by one word: somebody else holds the post then. */
export const LONGEST_AWAY_MS = 180 * 86_400_000

export const isAway = (person: string, { away, now }: Pick<World, 'away' | 'now'>): boolean =>
  (away[person] ?? []).some(({ from, to }) => from <= now && now <= to)

/** Everybody who is away at the moment of this world, in one word: as long as it is the same, the same people act. */
export const awayNow = (world: Pick<World, 'away' | 'now'>): string => {
  const known = awayIn.get(world)
  if (known !== undefined) return known
  const found = JSON.stringify(
    Object.keys(world.away)
      .filter((person) => isAway(person, world))
      .sort(),
  )
  awayIn.set(world, found)
  return found
}
const awayIn = new WeakMap<object, string>()

/** When one of these times away begins or ends for those who wait for it, in epoch ms; nothing when none is left. */
export const nextAwayMs = (periods: readonly Away[]): number | undefined =>
  periods.length === 0
    ? undefined
    : Math.min(...periods.map(({ from, to, begun }) => (begun ? Date.parse(to) + 1 : Date.parse(from))))

/** Times away that overlap, or of which one begins where the other ends, are one. */
export const joined = (periods: readonly Away[], more: Away): { one: Away; others: Away[] } => {
  const touches = ({ from, to }: Away) =>
    Date.parse(from) <= Date.parse(more.to) + 1000 && Date.parse(more.from) <= Date.parse(to) + 1000
  const same = periods.filter(touches)
  const all = [more, ...same]
  return {
    one: {
      ...more,
      from: all.map(({ from }) => from).reduce((a, b) => (a < b ? a : b)),
      to: all.map(({ to }) => to).reduce((a, b) => (a > b ? a : b)),
      ...(same.some(({ begun }) => begun) ? { begun: true as const } : {}),
    },
    others: periods.filter((period) => !touches(period)),
  }
}
