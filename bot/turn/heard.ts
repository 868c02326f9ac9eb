// What did each reader hear last? Their newest reminder or digest, the digest that is held for them, their first notices of this hour.
import type { Instant, Notice, Shown } from '../../store/schema.js'

const HOUR_MS = 3_600_000

type Said = { key: string; at: Instant }

/**
 * In memory only: begun anew from what stands in the chats and what waits. It may know too little, never too much, and
 * then somebody hears twice rather than nothing.
 */
export type Heard = {
  last: Map<string, Said>
  held: Map<string, Said>
  first(reader: string, at: Instant): void
  /** First notices within the hour before. */
  firsts(reader: string, at: Instant): number
}

/** A person, whatever the platform; each platform has a group of its own. */
export const readerOf = ({ to, channel }: Pick<Notice, 'to' | 'channel'>): string =>
  'person' in to ? to.person : `group ${channel ?? ''}`

const newer = (said: Map<string, Said>, reader: string, one: Said): void => {
  if ((said.get(reader)?.at ?? '') < one.at) said.set(reader, one)
}

export const openHeard = (
  shown: Readonly<Record<string, Shown>>,
  outbox: Readonly<Record<string, Notice>>,
): Heard => {
  const last = new Map<string, Said>()
  const held = new Map<string, Said>()
  const times = new Map<string, number[]>()
  const first = (reader: string, at: Instant): void => {
    times.set(reader, [...(times.get(reader) ?? []), Date.parse(at)])
  }
  for (const row of Object.values(shown)) {
    const { view } = row.view
    if (view === 'reminder' || view === 'digest') newer(last, readerOf(row), row)
    else if (view === 'incident' || view === 'bulletin') first(readerOf(row), row.at)
  }
  for (const notice of Object.values(outbox))
    if (notice.view.view === 'digest' && notice.redraw === undefined)
      held.set(readerOf(notice), { key: notice.key, at: notice.notBefore ?? notice.at })
  return {
    last,
    held,
    first,
    firsts(reader, at) {
      const since = (times.get(reader) ?? []).filter((one) => one > Date.parse(at) - HOUR_MS)
      if (since.length > 0) times.set(reader, since)
      else times.delete(reader)
      return since.length
    },
  }
}
