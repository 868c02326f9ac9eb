// Which news wait together? Several of one incident for one reader become one message before they leave, with every word of them.
import { loudest } from '../../handlers/remind.js'
import { RANK } from '../../handlers/tell.js'
import type { Event, Notice, ViewOf } from '../../store/schema.js'
import { eventsOf } from '../../templates/news.js'
import { withUrgency } from '../turn/digest.js'
import type { Turn } from '../turn/turn.js'

/** Two messages are read as well as one. */
const FEWEST = 3
/** So many, and so many characters of what people wrote, stay readable in one message. */
const MOST = 20
const MOST_TEXT = 3_000

type News = Notice & { view: ViewOf<'news'>; incident: string; to: { person: string } }

const isNews = (notice: Notice): notice is News =>
  notice.rank === RANK.news && notice.view.view === 'news' && 'person' in notice.to && !notice.urgency

/** Those in a lane that become one with this one, itself among them; none when they are too few. */
export const alike = (one: Notice, lane: readonly Notice[], may: (notice: Notice) => boolean): Notice[] => {
  if (!isNews(one) || !may(one)) return []
  const same = lane.filter(
    (other): other is News =>
      may(other) &&
      isNews(other) &&
      other.incident === one.incident &&
      other.channel === one.channel &&
      other.only === one.only,
  )
  return same.length > 1 && same.flatMap(({ view }) => eventsOf(view)).length >= FEWEST ? same : []
}

const lengthOf = (event: Event | undefined): number =>
  event?.type === 'noted' ? event.text.length : 'reason' in (event ?? {}) ? 200 : 80

/** Puts one message in the place of the first of these, if more than one fits. Its key says what it holds: the same key never means other words. */
export const gather = (turn: Turn, keys: readonly string[]): boolean => {
  const waiting = keys
    .flatMap((key) => turn.row('outbox', key) ?? [])
    .filter(isNews)
    .sort((a, b) => a.nth - b.nth)
  const record = turn.incident(waiting[0]?.incident ?? '')?.record ?? []
  const taken: News[] = []
  let [count, length] = [0, 0]
  for (const notice of waiting) {
    const told = eventsOf(notice.view)
    count += told.length
    length += told.reduce((sum, at) => sum + lengthOf(record[at]), 0)
    if (taken.length > 0 && (count > MOST || length > MOST_TEXT)) break
    taken.push(notice)
  }
  const [first] = taken
  if (!first || taken.length < 2) return false // it is full, or a long one
  const [event = 0, ...more] = [...new Set(taken.flatMap(({ view }) => eventsOf(view)))].sort((a, b) => a - b)
  for (const { key } of taken) turn.drop('outbox', key)
  const key = `${first.incident}/news/${event}-${more.at(-1) ?? event}x${more.length + 1}/${first.to.person}`
  turn.put('outbox', key, { ...first, key, view: { ...first.view, event, more } })
  return true
}

/** A digest that waited too long: the newest of those that may go says all that it says. */
export const supersedes = (
  { view, nth, only, channel, redraw }: Notice,
  lane: readonly Notice[],
): Notice | undefined =>
  view.view === 'digest' && redraw === undefined
    ? lane.find(
        (other) =>
          other.view.view === 'digest' &&
          other.redraw === undefined &&
          other.nth > nth &&
          other.only === only &&
          other.channel === channel,
      )
    : undefined

export const replace = (turn: Turn, key: string, by: string): void => {
  const [old, newer] = [turn.row('outbox', key), turn.row('outbox', by)]
  if (!old || newer?.view.view !== 'digest' || old.view.view !== 'digest') return
  turn.drop('outbox', key)
  turn.put('outbox', by, {
    ...newer,
    rank: Math.min(old.rank, newer.rank),
    view: { ...newer.view, incidents: [...new Set([...old.view.incidents, ...newer.view.incidents])] },
    gathered: [...(old.gathered ?? []), ...(newer.gathered ?? [])],
    ...withUrgency(loudest([old.urgency, newer.urgency])),
  })
}
