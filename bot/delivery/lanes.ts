// Which notice goes next? One lane for each recipient, in it the most urgent first; what waits in other lanes is not looked through.
import type { Notice } from '../../store/schema.js'

type Lanes = {
  put(notice: Notice): void
  drop(key: string): void
  size(): number
  /** Everything that waits for the same recipient, the most urgent first. */
  beside(notice: Notice): readonly Notice[]
  /** The first of each lane that `may` go now, the most urgent of them first. A lane that is `busy` has none. */
  heads(busy: ReadonlySet<string>, may: (notice: Notice) => boolean): Notice[]
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

export const openLanes = (waiting: Iterable<Notice>): Lanes => {
  const byKey = new Map<string, Notice>()
  const lanes = new Map<string, Notice[]>()
  const drop = (key: string): void => {
    const notice = byKey.get(key)
    if (!notice) return
    byKey.delete(key)
    const name = laneOf(notice)
    const lane = lanes.get(name) ?? []
    const place = lane.indexOf(notice, placeIn(lane, notice))
    if (place >= 0) lane.splice(place, 1)
    if (lane.length === 0) lanes.delete(name)
  }
  const put = (notice: Notice): void => {
    drop(notice.key)
    byKey.set(notice.key, notice)
    const name = laneOf(notice)
    const lane = lanes.get(name)
    if (lane) lane.splice(placeIn(lane, notice), 0, notice)
    else lanes.set(name, [notice])
  }
  for (const notice of waiting) put(notice)
  return {
    put,
    drop,
    size: () => byKey.size,
    beside: (notice) => lanes.get(laneOf(notice)) ?? [],
    heads(busy, may) {
      const heads: Notice[] = []
      for (const [name, lane] of lanes) {
        const head = busy.has(name) ? undefined : lane.find(may)
        if (head) heads.push(head)
      }
      return heads.sort(byUrgency)
    },
  }
}
