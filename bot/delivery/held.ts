// Which notices wait for their moment? They are in nobody's way until it comes; the earliest is at hand however many there are.
import type { Notice } from '../../store/schema.js'
import { openDueList } from '../time/due.js'

export const openHeld = () => {
  const due = openDueList()
  const waiting = new Map<string, Notice>()
  const drop = (key: string): void => {
    waiting.delete(key)
    due.delete(key)
  }
  return {
    drop,
    /** Is its moment still to come? Then it is held here. */
    keeps(notice: Notice, nowMs: number): boolean {
      const at = Date.parse(notice.notBefore ?? '')
      if (!(at > nowMs)) return false
      waiting.set(notice.key, notice)
      due.set(notice.key, at)
      return true
    },
    /** Those whose moment has come. They are held no longer. */
    ripe(nowMs: number): Notice[] {
      const ready = due.earliest() <= nowMs ? due.until(nowMs).flatMap((key) => waiting.get(key) ?? []) : []
      for (const { key } of ready) drop(key)
      return ready
    },
    /** In epoch ms; infinity when nothing is held. */
    earliest: due.earliest,
    size: () => waiting.size,
  }
}
