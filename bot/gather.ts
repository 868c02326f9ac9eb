// Which news wait together? Several of one incident for one reader become one message before they leave, with every word of them.
import { RANK } from '../handlers/tell.js'
import type { Event, Notice, ViewOf } from '../store/schema.js'
import { eventsOf } from '../templates/news.js'
import type { Turn } from './turn.js'

/** So many, and so many characters of what people wrote, stay readable in one message. */
const MOST = 20
const MOST_TEXT = 3_000

type News = Notice & { view: ViewOf<'news'>; incident: string; to: { person: string } }

const isNews = (notice: Notice): notice is News =>
  notice.rank === RANK.news && notice.view.view === 'news' && 'person' in notice.to && !notice.urgency

/** Those in a lane that may become one with this one, itself among them. */
export const alike = (one: Notice, lane: readonly Notice[]): Notice[] =>
  isNews(one)
    ? lane.filter(
        (other) =>
          isNews(other) &&
          other.incident === one.incident &&
          other.channel === one.channel &&
          other.only === one.only,
      )
    : []

const lengthOf = (event: Event | undefined): number =>
  event?.type === 'noted' ? event.text.length : 'reason' in (event ?? {}) ? 200 : 80

/** Puts one message in the place of these. Its key says what it holds: the same key never means other words. */
export const gather = (turn: Turn, keys: readonly string[]): void => {
  const waiting = keys
    .flatMap((key) => turn.row('outbox', key) ?? [])
    .filter(isNews)
    .sort((a, b) => a.nth - b.nth)
  const record = turn.incident(waiting[0]?.incident ?? '')?.record ?? []
  const taken: News[] = []
  let length = 0
  for (const notice of waiting) {
    length += eventsOf(notice.view).reduce((sum, at) => sum + lengthOf(record[at]), 0)
    if (taken.length >= MOST || (taken.length > 0 && length > MOST_TEXT)) break
    taken.push(notice)
  }
  const [first] = taken
  if (!first || taken.length < 2) return
  const [event = 0, ...more] = [...new Set(taken.flatMap(({ view }) => eventsOf(view)))].sort((a, b) => a - b)
  for (const { key } of taken) turn.drop('outbox', key)
  const key = `${first.incident}/news/${event}-${more.at(-1) ?? event}x${more.length + 1}/${first.to.person}`
  turn.put('outbox', key, { ...first, key, view: { ...first.view, event, more } })
}
