// Which morning cards are owed now, and when is the next one? What left last is kept, so that a restart neither doubles nor swallows one.
import { createHash } from 'node:crypto'
import { RANK } from '../../handlers/tell.js'
import { type Briefing, briefings, nextBriefingMs, readersOf } from '../../rules/briefing.js'
import { type Bench, owe } from '../turn/happen.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldOf } from '../turn/world.js'
import type { Clock } from './clock.js'

type Mornings = {
  /** In epoch ms; infinity where there are none. */
  next(): number
  due(): Briefing[]
  send(bench: Bench, of: Briefing): void
}

const markOf = (of: Briefing): string => `briefed/${of}`

/** Each reader's own part of the time in which they leave: the same every morning, and not on the hour for all. */
const partOf = (person: string): number =>
  createHash('sha256').update(person).digest().readUInt32BE() / 2 ** 32

export const openMornings = (turns: Turns, campus: () => Campus, clock: Clock): Mornings => {
  const opened = clock.now()
  const nextOf = (of: Briefing): number => {
    const last = turns.peek().meta[markOf(of)]
    const lastMs = typeof last === 'string' ? Date.parse(last) : opened
    return nextBriefingMs(of, lastMs, clock.now(), campus().rules) ?? Number.POSITIVE_INFINITY
  }
  return {
    next: () => Math.min(...briefings.map(nextOf)),
    due: () => briefings.filter((of) => nextOf(of) <= clock.now()),
    send(bench, of) {
      const { turn } = bench
      const world = worldOf(turn, bench.campus)
      const { spreadMs } = world.rules.briefings[of]
      turn.put('meta', markOf(of), turn.at)
      // one that could not leave since yesterday says nothing that this one does not
      for (const { key, view } of Object.values(turn.rows('outbox')))
        if (view.view === 'briefing' && view.of === of) turn.drop('outbox', key)
      const { seq, prev } = turns.head()
      for (const { id } of readersOf(of, world))
        owe(bench, {
          key: `briefing/${of}/${turn.at}/${id}`,
          to: { person: id },
          rank: RANK.reminder,
          view: { view: 'briefing', of, head: { seq, prev } },
          notBefore: new Date(Date.parse(turn.at) + Math.floor(partOf(id) * spreadMs)).toISOString(),
        })
    },
  }
}
