// How far had a matter come when a card was drawn? A card speaks of one receipt, one grading, one reminder; a later one is not meant.
import type { EventOf, Matter, PersonRef } from '../store/schema.js'

/** The receipts that were entered for this duty, the oldest first. */
const receipts = (incident: Matter, duty: string | undefined): EventOf<'submitted'>[] =>
  incident.record.filter(
    (event): event is EventOf<'submitted'> => event.type === 'submitted' && event.duty === duty,
  )

/** How often this has happened by now. */
export const timesOf = (
  type: 'graded' | 'appointed' | 'withdrawal-asked' | 'correction-asked',
  incident: Matter,
): number => incident.record.filter((event) => event.type === type).length

/** The grading that is in force, as it was said: with what it rests on. */
export const gradingSaid = (incident: Matter): EventOf<'graded'> | undefined => {
  const confirmed = incident.record.findLastIndex(({ type }) => type === 'grade-confirmed')
  const event = incident.record.findLast((one, at) => one.type === 'graded' && (!one.waits || at < confirmed))
  return event?.type === 'graded' ? event : undefined
}

/** How many receipts were entered for this duty by now. */
export const receiptsFor = (incident: Matter, duty: string | undefined): number =>
  receipts(incident, duty).length

/** What shows this duty's receipt (回执截图、签收页), since the last one that was sent back. */
export const receiptEvidence = (incident: Matter, duty: string): EventOf<'evidence'>[] => {
  const back = incident.record.findLastIndex((event) => event.type === 'returned' && event.duty === duty)
  return incident.record.filter(
    (event, at): event is EventOf<'evidence'> =>
      at > back && event.type === 'evidence' && event.duty === duty,
  )
}

/** How the `nth` receipt of this duty was sent back, if it was. */
export const returnOf = (incident: Matter, duty: string, nth: number): EventOf<'returned'> | undefined => {
  const receipt = receipts(incident, duty)[nth - 1]
  const from = receipt ? incident.record.indexOf(receipt) : -1
  const back = incident.record.find(
    (event, at) => at > from && event.type === 'returned' && event.duty === duty,
  )
  return from >= 0 && back?.type === 'returned' ? back : undefined
}

/** The last time this person put this duty off, and after which of its reminders. */
export const lastSnooze = (
  incident: Matter,
  duty: string,
  { id }: Pick<PersonRef, 'id'>,
): (EventOf<'snoozed'> & { nth: number }) | undefined => {
  const at = incident.record.findLastIndex(
    (event) => event.type === 'snoozed' && event.duty === duty && event.by.id === id,
  )
  const event = incident.record[at]
  if (event?.type !== 'snoozed') return undefined
  const before = incident.record.findLast(
    (one, place) => place < at && one.type === 'reminded' && one.duty === duty,
  )
  return { ...event, nth: before?.type === 'reminded' ? before.nth : 0 }
}
