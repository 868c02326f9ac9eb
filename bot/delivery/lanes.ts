// Which notice goes next? One lane for each recipient, in it the most urgent first; what waits in other lanes is not looked through.
import type { Notice } from '../../store/schema.js'

type Lanes = {
  put(notice: Notice): void
  drop(key: string): void
  size(): number
  /** Everything that waits for the same recipient, the most urgent first. */
  beside(notice: Notice): readonly Notice[]
  /** The first of each lane that `may` go now, at `most` so many, the most urgent of all first. A lane that is `busy` has none. */
  heads(busy: ReadonlySet<string>, may: (notice: Notice) => boolean, most: number): Notice[]
}

/** A task list is slower than the chat, and keeps nothing waiting there. */
export const laneOf = ({ to, view }: Pick<Notice, 'to' | 'view'>): string =>
  'person' in to ? `${to.person}${view.view === 'task' ? ' tasks' : ''}` : ' group'

const byUrgency = (a: Notice, b: Notice): number => a.rank - b.rank || a.nth - b.nth

/** Where a notice stands or would stand in its lane. */
const placeIn = (lane: readonly Notice[], notice: Notice): number => {
  let from = 0
  let to = lane.length
  while (from < to) {
    const middle = (from + to) >> 1
    const there = lane[middle]
    if (there && byUrgency(there, notice) < 0) from = middle + 1
    else to = middle
  }
  return from
}

const insert = (row: Notice[], notice: Notice): void => {
  row.splice(placeIn(row, notice), 0, notice)
}

const remove = (row: Notice[], notice: Notice): void => {
  const place = row.indexOf(notice, placeIn(row, notice))
  if (place >= 0) row.splice(place, 1)
}

export const openLanes = (): Lanes => {
  const byKey = new Map<string, Notice>()
  const lanes = new Map<string, Notice[]>()
  /** The first of every lane, the most urgent first. */
  const fronts: Notice[] = []
  const change = (notice: Notice, how: (row: Notice[], notice: Notice) => void): void => {
    const name = laneOf(notice)
    const lane = lanes.get(name) ?? []
    const [before] = lane
    how(lane, notice)
    const [after] = lane
    if (after) lanes.set(name, lane)
    else lanes.delete(name)
    if (before === after) return
    if (before) remove(fronts, before)
    if (after) insert(fronts, after)
  }
  const drop = (key: string): void => {
    const notice = byKey.get(key)
    if (!notice) return
    byKey.delete(key)
    change(notice, remove)
  }
  const put = (notice: Notice): void => {
    drop(notice.key)
    byKey.set(notice.key, notice)
    change(notice, insert)
  }
  return {
    put,
    drop,
    size: () => byKey.size,
    beside: (notice) => lanes.get(laneOf(notice)) ?? [],
    heads(busy, may, most) {
      const heads: Notice[] = []
      const behind: Notice[] = []
      for (const front of fronts) {
        if (heads.length >= most) break // what follows is less urgent than all of these
        const lane = laneOf(front)
        if (busy.has(lane)) continue
        const first = may(front) ? front : lanes.get(lane)?.find(may)
        if (first) (first === front ? heads : behind).push(first)
      }
      return [...heads, ...behind].sort(byUrgency).slice(0, most)
    },
  }
}
