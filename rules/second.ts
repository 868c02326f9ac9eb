// What clock does a correction have that waits for its second person? That of 定级: it is looked at again as a level is.
import type { Clock } from './rules.js'

export const CORRECTION = 'CORRECTION'

/** Nothing where these rules know no grading. */
export const correctionClock = (clocks: readonly Clock[]): Clock | undefined => {
  const grading = clocks.find(({ kind, off }) => kind === 'grade' && !off)
  return (
    grading && {
      ...grading,
      id: CORRECTION,
      name: '核定更正',
      kind: 'internal',
      by: ['office'],
      from: 'reported',
      done: '核定更正',
    }
  )
}
