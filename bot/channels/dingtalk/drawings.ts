// Which drawing of a card counts? The newest: an older one that waits for another try gives way.
import type { Log } from '../../../store/log.js'
import type { Card } from '../../../templates/card.js'
import type { Clock } from '../../time/clock.js'
import { Refused } from './errors.js'
import { isCard } from './ids.js'
import type { Ladder } from './ladder.js'

const mostDrawings = 5_000
const mostTries = 8

export const openDrawings = (ladder: Ladder, clock: Clock, log: Log) => {
  /** How often each card was drawn. */
  const drawings = new Map<string, number>()
  const begin = (message: string): number => {
    const nth = (drawings.get(message) ?? 0) + 1
    drawings.delete(message)
    drawings.set(message, nth)
    const [oldest] = drawings.keys()
    if (drawings.size > mostDrawings && oldest !== undefined) drawings.delete(oldest)
    return nth
  }

  const draw = async (message: string, card: Card, nth = begin(message), tries = 0): Promise<void> => {
    if (!isCard(message) || drawings.get(message) !== nth) return
    try {
      await ladder.redraw(message, card)
    } catch (error) {
      const code = error instanceof Refused ? error.code : ''
      log.warn({ card: message, code, tries }, 'could not draw a pressed card')
      const lasting = error instanceof Refused && error.failure === 'refused'
      if (lasting || tries >= mostTries) return
      clock.after(5_000 * 2 ** tries, () => void draw(message, card, nth, tries + 1))
    }
  }

  return {
    /** Somebody else draws this card now. */
    begin,
    /** Draws a card; what does not go through is tried again with growing pauses. */
    draw: (message: string, card: Card): Promise<void> => draw(message, card),
  }
}
