// Was this said before, under another id? Told by who said it where, what, and in which second.
import { createHash } from 'node:crypto'
import type { Instant } from '../../store/schema.js'
import type { Said } from '../channels/inbound.js'

/**
 * The row of the inbox under which what was said is known beside its id: a platform that plays something again may give
 * it a new id. Nothing where the platform does not tell when it was said. Of the words only a few bits are kept: enough
 * to tell two messages of one second apart, too few to find out what was said.
 */
export const twinOf = ({ by, chat, text, files }: Said, saidMs: number | undefined): string | undefined => {
  if (saidMs === undefined) return undefined
  const said = JSON.stringify([chat, text, (files ?? []).map(({ name, kind }) => [name, kind])])
  const bits = createHash('sha256').update(said).digest('hex').slice(0, 4)
  return `twin/${by.channel}:${by.address}/${Math.floor(saidMs / 1000)}/${bits}`
}

/** What is played again comes seconds later at the least; what comes at once is said for the first time, though it be the same word. */
const LATE_MS = 2_000

export const isLate = (saidMs: number | undefined, at: Instant): boolean =>
  saidMs !== undefined && Date.parse(at) - saidMs >= LATE_MS
