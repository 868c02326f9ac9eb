// What is cut first when a platform's month runs out? The needs of messages in their order, and how much is kept for each.
import { RANK } from '../../handlers/tell.js'
import type { Notice } from '../../store/schema.js'

/**
 * First cut first. `spare`: redraws, reading back, the buzz inside the app. `reply`: an answer to somebody who asks
 * (待办, 列表). `report`: an answer on which a report, an acknowledgement or a receipt hangs. `vital`: first notices,
 * statutory reminders, what the office must hear. `telephone`: the one sentence that is left when answers are cut.
 */
export type Need = 'spare' | 'news' | 'reminder' | 'reply' | 'report' | 'vital' | 'telephone'

export const needOf = ({ rank, view, to, redraw, vital }: Notice): Need => {
  if (redraw !== undefined || view.view === 'task') return 'spare'
  if (vital) return 'report'
  if (view.view === 'news' || view.view === 'bulletin' || (view.view === 'digest' && 'group' in to))
    return 'news'
  return needOfRank(rank)
}

export const needOfRank = (rank: number): Need => {
  switch (rank) {
    case RANK.reminder:
      return 'reminder'
    case RANK.reply:
      return 'reply'
    case RANK.redraw:
      return 'spare'
    default:
      return 'vital'
  }
}

/** `telephone`: this answer is cut, and whoever waits for it is told to ring the office instead. */
export type Ration = 'go' | 'wait' | 'telephone'

/** Shares of the month from which on a need is cut; the rest of the month is for what comes after it. */
const cutAt = { spare: 0.9, news: 0.91, reminder: 0.93, reply: 0.95 } as const

/** The last calls of the month: kept for telling people to telephone, beside what is vital. */
export const reserveOf = (limit: number): number => Math.min(30, Math.max(6, Math.ceil(limit / 100)))

/**
 * May it go, when so many of the month's calls are used? What is vital is never held by a figure of ours: only the
 * platform's own no ends it. Beyond the figure reports are answered again: a platform that still takes calls shows
 * that the figure is out of date. `limit` 0: there is none.
 */
export const rationOf = (need: Need, used: number, limit: number): Ration => {
  if (limit <= 0 || need === 'vital' || need === 'telephone') return 'go'
  const left = limit - used
  const last = left <= reserveOf(limit)
  if (need === 'report') return last && left > 0 ? 'telephone' : 'go'
  if (need === 'reply') return last || used >= limit * cutAt.reply ? 'telephone' : 'go'
  return last || used >= limit * cutAt[need] ? 'wait' : 'go'
}

/** Are people told to telephone already? Then somebody has to buy calls, or to correct the figure. */
export const runsDry = (used: number, limit: number): boolean => rationOf('reply', used, limit) !== 'go'
