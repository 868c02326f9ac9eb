// When may a notice be tried again? In memory only: a restart simply tries again.
import type { ChannelName } from '../../store/schema.js'
import { type Fate, GIVES_WAY_AFTER, pause } from './sender.js'

type Later = Extract<Fate, { fate: 'later' }>

/** What waits for a platform needs no pause of its own, but lets another be the probe now and then. */
const ownPause = ({ closed, tried }: Later, count: number): number => {
  if (closed.length === 0) return pause(count, 60_000)
  return tried && count % GIVES_WAY_AFTER === 0 ? 2 * pause(count, 60_000) : 0
}

/** `passed`: the time that has passed (bot/time/steady.ts). `open`: may this platform be called now? */
export const openTries = (passed: () => number, open: (name: ChannelName) => boolean) => {
  /** Tries so far, when the next one may be, and the platforms of which one must be open again. */
  const tries = new Map<string, { count: number; notBefore: number; closed: ChannelName[] }>()
  return {
    count: (key: string): number => tries.get(key)?.count ?? 0,
    mayGo(key: string): boolean {
      const known = tries.get(key)
      if (!known) return true
      return known.notBefore <= passed() && (known.closed.length === 0 || known.closed.some(open))
    },
    /** `before`: tries before this one. `recovered`: a platform has come back while it was under way. */
    later(key: string, fate: Later, before: number, recovered: boolean): void {
      const count = fate.tried ? before + 1 : before
      tries.set(key, {
        count,
        notBefore: passed() + (recovered && fate.closed.length > 0 ? 0 : ownPause(fate, count)),
        closed: recovered ? [] : fate.closed,
      })
    },
    /** It left, but the store did not take that. */
    notConcluded(key: string): void {
      tries.set(key, { count: 1, notBefore: passed() + 1000, closed: [] })
    },
    forget: (key: string): boolean => tries.delete(key),
    /** A platform answers again: whatever waited for it may go now. */
    recovered(): void {
      for (const one of tries.values()) Object.assign(one, { notBefore: 0, closed: [] })
    },
  }
}
