// What follows when something happened? Events are recorded, the people concerned are told, cards are drawn anew; one turn.
import { actionOf } from '../../handlers/actions/index.js'
import { following } from '../../handlers/following.js'
import { metByDrill } from '../../handlers/quota.js'
import { partyOf } from '../../handlers/see.js'
import { tell } from '../../handlers/tell.js'
import { openDays } from '../../rules/zero.js'
import type { Event, Matter, Notice, Told } from '../../store/schema.js'
import { formOfEnded } from '../../templates/sentences.js'
import type { Channel } from '../channels/channel.js'
import { gathered } from './digest.js'
import { lastSeen, redraw, type ShownIndex } from './shown.js'
import type { Turn } from './turn.js'
import { type Campus, refById, worldOf } from './world.js'

/** One turn's work: what may be changed, the campus it is done in, and which incidents it touched. */
export type Bench = {
  turn: Turn
  campus: Campus
  index: ShownIndex
  touched: Set<string>
  channels: readonly Pick<Channel, 'name' | 'hasGroup' | 'tasks' | 'pickers'>[]
}

/** Puts a notice into the outbox, once: a key that waits or is shown already is left alone. */
export const owe = (
  bench: Pick<Bench, 'turn' | 'channels'> & Partial<Pick<Bench, 'campus' | 'index'>>,
  told: Told & Partial<Pick<Notice, 'channel' | 'only' | 'vital'>>,
): void => {
  const { turn, channels } = bench
  if ('group' in told.to && !told.only) {
    // every platform has a campus group of its own: one line each, and an answer only where the question was asked
    const groups = channels.filter(({ name, hasGroup }) => hasGroup && (told.channel ?? name) === name)
    for (const [nth, { name }] of groups.entries())
      owe(bench, {
        ...told,
        key: nth === 0 ? told.key : `${told.key}@${name}`,
        channel: name,
        only: true,
      })
    return
  }
  if (turn.row('outbox', told.key) || turn.row('shown', told.key)) return
  const { campus, index } = bench
  if (campus && index && gathered({ turn, campus, index }, told)) return
  turn.put('outbox', told.key, { ...told, at: turn.at, nth: turn.next('notice') })
}

const isOver = ({ status }: Matter): boolean => status === 'closed' || status === 'withdrawn'

/** Whoever was filling something in that can't be done any more hears so at once, and is asked no further. */
const putDown = (bench: Bench, incident: Matter, events: readonly Event[]): void => {
  const { turn, campus } = bench
  const world = worldOf(turn, campus)
  for (const [person, { action: name, incident: id, duty, nth, sheet }] of Object.entries(
    turn.rows('asking'),
  )) {
    const action = id === incident.id ? actionOf(name) : undefined
    if (!action || events.some((event) => 'by' in event && event.by.id === person)) continue
    const by = partyOf(refById(person, world), world)
    if (action.decide({ by, incident, world, duty, nth }).kind !== 'refuse') continue
    turn.drop('asking', person)
    owe(bench, {
      key: `${incident.id}/put-down${incident.record.length}/${person}/${sheet ?? name}`,
      to: { person },
      rank: 3,
      view: {
        view: 'text',
        text: formOfEnded(incident.id, incident.status === 'closed', action.label),
      },
    })
  }
}

/** Records events of one incident, tells everybody concerned, and has changed cards drawn anew. */
export const happen = (bench: Bench, id: string, events: Event[]): Matter | undefined => {
  const { turn, campus, index } = bench
  const before = lastSeen(turn.row('incidents', id))
  const take = (event: Event): Matter => {
    const incident = turn.record(id, event)
    index.lost.note(incident)
    for (const told of tell(incident, incident.record.length - 1, worldOf(turn, campus))) owe(bench, told)
    return incident
  }
  for (const event of events) {
    const known = turn.row('incidents', id)
    for (const more of following(event, known, take(event), worldOf(turn, campus))) take(more)
  }
  // what a unit has reported stands on its 零报告 of that day
  if (events.some(({ type }) => type === 'reported' || type === 'withdrawn'))
    for (const day of openDays({ incidents: turn.rows('incidents') })) redraw(bench, day.id)
  // a drill that has ended may be the one that this year still lacked
  const ended = events.some(({ type }) => type === 'closed') ? turn.row('incidents', id) : undefined
  if (ended?.drill)
    for (const met of metByDrill(ended, worldOf(turn, campus))) happen(bench, met.id, met.events)
  bench.touched.add(id)
  const after = turn.row('incidents', id)
  if (after && isOver(after)) putDown(bench, after, events)
  if (lastSeen(after) !== before)
    redraw(
      bench,
      id,
      bench.channels.some(({ tasks }) => tasks?.open()),
    )
  return after
}
