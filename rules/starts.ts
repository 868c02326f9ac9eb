// From which moment does a clock run? From what happened to the incident; nothing where that did not happen.
import type { Instant, Matter } from '../store/schema.js'
import type { Clock } from './rules.js'

export const startOf = (clock: Clock, incident: Matter): Instant | undefined => {
  switch (clock.from) {
    case 'discovered':
      return incident.discoveredAt
    case 'reported':
      return incident.reportedAt
    case 'graded':
      return incident.grading?.at
    case 'resolved':
      return incident.resolvedAt
    case 'news':
      return undefined // each piece of news starts its own: followUps
    case 'withdrawn':
      return incident.status === 'withdrawn' ? incident.closedAt : undefined
    case 'classified':
      return undefined // the classified line is handled off-channel and is no incident: rules/secrecy.ts
  }
}
