// Which incidents' cards are to be looked at? Those that a turn has marked, and at the start all that stand: one after another, while nothing more urgent goes.
import type { Log } from '../../store/log.js'
import type { Channel } from '../channels/channel.js'
import { drawAnew, markedIn, type ShownIndex } from '../turn/shown.js'
import type { Turns } from '../turn/turns.js'
import type { Campus } from '../turn/world.js'
import { oweTasks, taskLists } from './tasks.js'

const AGAIN_AFTER_MS = 1000

/** Whatever has come in or come to disk meanwhile goes on first: drawings that change nothing wait for no disk. */
const breath = (): Promise<void> => new Promise((goesOn) => setImmediate(goesOn))

export const openRedraws = (options: {
  turns: Turns
  campus: () => Campus
  index: ShownIndex
  channels: readonly Channel[]
  log: Log
  /** The time that has passed (bot/time/steady.ts). */
  passed: () => number
  /** Something more urgent has begun and goes on. */
  urgent: () => boolean
}) => {
  const { turns, campus, index, channels, log, passed, urgent } = options
  const marked = new Set<string>()
  const mark = (key: string, value: unknown): void => {
    const incident = markedIn(key)
    if (incident === undefined) return
    if (value === undefined) marked.delete(incident)
    else marked.add(incident)
  }
  // directory, rules and calendar may be others than when they were drawn
  for (const { id, status } of Object.values(turns.peek().incidents))
    if (status !== 'closed' && index.of(id).size > 0) marked.add(id)
  for (const [key, value] of Object.entries(turns.peek().meta)) mark(key, value)
  turns.watch('meta', mark)
  let notBefore = 0
  let lists = ''
  /** Where a task list has opened, what is owed already belongs on it. */
  const look = (): number => {
    const now = taskLists(channels)
    if (now !== lists && now !== '') for (const id of Object.keys(turns.peek().incidents)) marked.add(id)
    lists = now
    return marked.size
  }
  return {
    wait: () => look() > 0,
    ready: () => look() > 0 && passed() >= notBefore && !urgent(),
    /** A short turn, so that nobody who presses waits for many drawings. */
    async drawOne(): Promise<void> {
      const [id] = marked
      if (id === undefined) return
      marked.delete(id) // what is marked meanwhile is marked anew
      try {
        await turns.turn(undefined, (turn) => {
          const board = { turn, campus: campus(), index, channels }
          drawAnew(board, id)
          oweTasks(board, id)
        })
        if (marked.size > 0) await breath()
      } catch (error) {
        // it goes to the end: the others are not held up by one that can't be drawn
        notBefore = passed() + AGAIN_AFTER_MS
        marked.add(id)
        log.error(
          { incident: id, reason: error instanceof Error ? error.message : String(error) },
          'cards could not be drawn anew',
        )
      }
    },
  }
}
