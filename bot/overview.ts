// What stands beside the chats of the sandbox? What is owed now, the most urgent first, and what was recorded last.
import { byUrgency, isLaw, openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import { titleOf } from '../templates/cards.js'
import { recordText } from '../templates/news.js'
import { basisInShort, dutyName, names } from '../templates/plain.js'
import type { DutyLine, RecordLine } from './channels/sandbox/needs.js'

const MOST_DUTIES = 50
const MOST_EVENTS = 60
/** Of one incident. */
const MOST_OF_ONE = 40

export type Overview = { duties: DutyLine[]; records: RecordLine[] }

export const overviewOf = (world: World): Overview => ({
  duties: dutyLines(world),
  records: recordLines(world),
})

const dutyLines = (world: World): DutyLine[] =>
  Object.values(world.incidents)
    .flatMap((incident) => openDuties(incident, world).map((duty) => ({ incident, duty })))
    .sort((a, b) => byUrgency(a.duty, b.duty))
    .slice(0, MOST_DUTIES)
    .map(({ incident, duty }) => ({
      incident: incident.id,
      title: titleOf(incident, world),
      duty: duty.id,
      label: dutyName(duty),
      owner: names(duty.owners),
      from: duty.from,
      due: duty.due,
      statutory: isLaw(duty),
      basis: basisInShort(duty).replace(/，.*/, ''),
      state:
        duty.submission && !duty.submission.returned
          ? 'submitted'
          : duty.due < world.now
            ? 'overdue'
            : 'open',
    }))

const recordLines = (world: World): RecordLine[] =>
  Object.values(world.incidents)
    .flatMap((incident) =>
      incident.record
        .filter(({ type }) => type !== 'delivered')
        .slice(-MOST_OF_ONE)
        .map((event) => ({ incident: incident.id, at: event.at, text: recordText(incident, event, world) })),
    )
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(-MOST_EVENTS)
