// From which moment does a clock run? From what happened to the incident; nothing where that did not happen.
import type { Instant, Matter } from '../store/schema.js'
import type { Clock } from './rules.js'

export const startOf = (clock: Clock, matter: Matter): Instant | undefined => {
  switch (clock.from) {
    case 'discovered':
      return matter.discoveredAt
    case 'reported':
      return matter.reportedAt
    case 'graded':
      return matter.grading?.at
    case 'resolved':
      return matter.resolvedAt
    case 'news':
      return undefined // each piece of news starts its own: followUps
    case 'withdrawn':
      return matter.status === 'withdrawn' ? matter.closedAt : undefined
    case 'fixed':
      return matter.fixed?.at
    case 'passed':
      return matter.passed?.at
    case 'cutoff':
      return matter.zero?.dueAt
    case 'classified':
      return undefined // the classified line is handled off-channel and is no matter: rules/secrecy.ts
  }
}
