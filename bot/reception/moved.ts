// What follows when a platform says that somebody left, is on leave or is back? Their stand-in acts at once, the office is told.
import { gapOf } from '../../handlers/away.js'
import { absent, present } from '../../handlers/moved.js'
import { personOf } from '../../rules/world.js'
import type { PersonRef } from '../../store/schema.js'
import { movedText, platformRef } from '../../templates/moved.js'
import { personBehind } from '../channels/behind.js'
import type { Channel } from '../channels/channel.js'
import type { Moved } from '../channels/inbound.js'
import { comeBack, goAway } from '../turn/hands.js'
import { type Bench, owe } from '../turn/happen.js'
import { sayToOffice } from '../turn/office.js'
import { refById, worldOf } from '../turn/world.js'

const addressOn = (channel: Channel, person: string, bench: Bench): string | undefined => {
  const known = bench.campus.directory.people.find(({ id }) => id === person)
  return known && channel.addressOf(known)
}

/** The people of the directory who are meant. Of others nobody needs to hear: a platform tells of every student. */
export const whoMoved = (
  moved: Moved,
  { directory }: Pick<Bench['campus'], 'directory'>,
  channels: readonly Channel[],
): string[] => {
  if (moved.what === 'leave-over') return []
  const { channel } = moved
  return (moved.what === 'leave' ? [moved.address] : moved.addresses).flatMap((address) => {
    const person = personBehind({ channel, address }, directory, channels)
    return person ? [person.id] : []
  })
}

export const noteMoved = (bench: Bench, moved: Moved, channels: readonly Channel[]): void => {
  if (moved.what === 'leave-over') return endLeave(bench, moved)
  for (const id of whoMoved(moved, bench.campus, channels)) {
    const person = refById(id, worldOf(bench.turn, bench.campus))
    if (moved.what === 'leave') goOnLeave(bench, person, moved)
    else if (moved.what === 'back') comesBack(bench, person, moved)
    else goes(bench, person, moved, channels)
  }
}

const tell = (bench: Bench, { id }: Moved, person: PersonRef, text: string): void =>
  sayToOffice(bench, `moved/${id}/${person.id}`, text)

const goes = (bench: Bench, person: PersonRef, moved: Moved, channels: readonly Channel[]): void => {
  const world = worldOf(bench.turn, bench.campus)
  const elsewhere = channels.find(
    (one) =>
      one.name !== moved.channel && one.name !== 'sandbox' && addressOn(one, person.id, bench) !== undefined,
  )
  // on the other platform they are there as before
  if (elsewhere) return tell(bench, moved, person, movedText.elsewhere(moved.channel, person, elsewhere.name))
  const leave = absent(person, `${moved.channel}/left`, platformRef(moved.channel), world)
  if (!leave) return
  const gap = gapOf(leave, world)
  tell(bench, moved, person, movedText.left(moved.channel, person, gap ? gap.by : [leave.standIn]))
  goAway(bench, leave, undefined, world)
}

const comesBack = (bench: Bench, person: PersonRef, moved: Moved): void => {
  const world = worldOf(bench.turn, bench.campus)
  const over = present(person.id, `${moved.channel}/left`, world)
  if (!over) return
  const by = platformRef(moved.channel)
  const ids = comeBack(bench, person, over, by)
  tell(bench, moved, person, movedText.back(moved.channel, person, ids))
}

const goOnLeave = (bench: Bench, person: PersonRef, moved: Extract<Moved, { what: 'leave' }>): void => {
  const world = worldOf(bench.turn, bench.campus)
  const [from, to] = [moved.fromMs, moved.toMs].map((ms) => new Date(ms).toISOString())
  if (!from || !to) return
  const source = `${moved.channel}/leave/${moved.leave}`
  const leave = absent(person, source, platformRef(moved.channel), world, { from, to })
  if (!leave) return
  const gap = gapOf(leave, world)
  const text = movedText.leave(moved.channel, leave, gap ? gap.by : [leave.standIn], world)
  tell(bench, moved, person, text)
  owe(bench, {
    key: `moved/${moved.id}/own/${person.id}`,
    to: { person: person.id },
    rank: 3,
    view: { view: 'text', text },
  })
  goAway(bench, leave, undefined, world)
}

const endLeave = (bench: Bench, moved: Extract<Moved, { what: 'leave-over' }>): void => {
  const world = worldOf(bench.turn, bench.campus)
  const source = `${moved.channel}/leave/${moved.leave}`
  for (const id of Object.keys(bench.turn.rows('away'))) {
    const over = present(id, source, world)
    const person = over && personOf(world, id)
    if (!person) continue
    const ref = refById(id, world)
    tell(
      bench,
      moved,
      ref,
      movedText.leaveOver(moved.channel, ref, comeBack(bench, ref, over, platformRef(moved.channel))),
    )
  }
}
