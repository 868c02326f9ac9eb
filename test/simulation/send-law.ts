// What may leave the house, and what may stand in a chat? The invariants of delivery.
import { duties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import type { ChannelName, Directory, Notice, Tables } from '../../store/schema.js'
import type { Fold } from './fold.js'
import { GROUP, type Message } from './platform.js'

/** Marks in what people write: where one turns up, the detail turned up. */
export const DETAIL = /(?:ZY|XT|YX|CS|DH)\d{6}/
export const SECRET = /MMJ\d{6}/

const WINDOW_MS = 3_600_000
/** From the look at a notice to its call, and from one platform to the next, some time may pass. */
const UNDER_WAY_MS = 30_000
const CALM_MS = 180_000

type Ask = {
  fold: Fold
  nowMs: number
  world: World
  directory: Directory
  wrong: (sentence: string) => void
  /** Since when nothing has failed. */
  calmSince: number
}

export const sendLawOf = (ask: () => Ask) => {
  const tried = new Set<string>()
  const under = new Map<string, { rank: number; process: number }>()
  const seen = new Map<string, { key: string; at: number }>()
  /** When every duty of a notice was first seen done. */
  const doneAt = (notice: Notice): number | undefined => {
    const { fold, world } = ask()
    const incident = notice.incident === undefined ? undefined : fold.tables.incidents[notice.incident]
    if (!incident || !notice.duties) return undefined
    const all = duties(incident, world).filter(({ id }) => notice.duties?.includes(id))
    // a 误报 that an authority was told of ends all but the 撤销报告
    if (incident.closedAt && all.every(({ done }) => done)) return Date.parse(incident.closedAt)
    const moments = all.map(({ done }) => (done ? Date.parse(done.at) : Number.POSITIVE_INFINITY))
    return moments.length === 0 ? undefined : Math.max(...moments)
  }

  const noOvertaking = (notice: Notice, tables: Readonly<Tables>): void => {
    const { nowMs, calmSince, wrong } = ask()
    if (nowMs - calmSince < CALM_MS || !('person' in notice.to)) return
    for (const other of Object.values(tables.outbox)) {
      if (!('person' in other.to) || other.to.person !== notice.to.person || other.key === notice.key)
        continue
      const before = other.rank < notice.rank || (other.rank === notice.rank && other.nth < notice.nth)
      // a digest is held until its time
      const since = Math.max(Date.parse(other.at), Date.parse(other.notBefore ?? other.at))
      if (before && !tried.has(other.key) && since < nowMs - 5000)
        return wrong(`${notice.key} (rank ${notice.rank}) overtook ${other.key} (rank ${other.rank})`)
    }
  }

  const inGroup = (message: Message): void => {
    const { wrong, directory, fold } = ask()
    const last = message.versions.at(-1)
    const text = JSON.stringify(last)
    const found = DETAIL.exec(text)
    if (found) return wrong(`a detail stands in the group: ${found[0]} in ${message.key}`)
    if (!last || !('card' in last)) return
    const people = [...directory.people, ...Object.values(fold.tables.strangers)]
    const person = people.find(({ name }) => text.includes(name))
    if (person) wrong(`a person is named in the group: ${person.name} in ${message.key}`)
  }

  return {
    calling(call: string, key: string, channel: ChannelName, to: string, process: number): void {
      const { fold, nowMs, wrong } = ask()
      if (call === 'urge') {
        return
      }
      const row = call === 'redraw' ? `redraw/${key}` : key
      const known = fold.notices.get(row)
      if (!known) return wrong(`${channel} was handed ${row} for ${to}, which is not on the disk`)
      tried.add(row)
      const { notice } = known
      if (!fold.tables.outbox[row] && call !== 'redraw')
        wrong(`${row} was sent though it does not wait any more`)
      if (call === 'redraw') {
        const first = [...under].find(([, one]) => one.rank === 0 && one.process === process)
        if (first) wrong(`the redraw of ${key} overtook the first notice ${first[0]}`)
      }
      const done = doneAt(notice)
      if (done !== undefined && done < nowMs - UNDER_WAY_MS)
        wrong(
          `${row} was sent to ${to} ${Math.round((nowMs - done) / 1000)} s after all it asks for was done`,
        )
      noOvertaking(notice, fold.tables)
      if (call !== 'redraw') under.set(row, { rank: notice.rank, process })
    },
    ended(key: string): void {
      under.delete(key)
    },
    arrived(message: Message, channel: ChannelName): void {
      const { fold, nowMs, wrong } = ask()
      const notice = fold.notices.get(message.key)?.notice
      if (message.chat === GROUP) inGroup(message)
      if (!notice || notice.rank === 3) return
      const meaning = [channel, message.chat, notice.at, JSON.stringify(notice.view), notice.rank].join(' ')
      const before = seen.get(meaning)
      if (before && nowMs - before.at < WINDOW_MS)
        wrong(`${message.chat} got ${message.key} twice, once as ${before.key}`)
      seen.set(meaning, { key: message.key, at: nowMs })
    },
    redrawn(message: Message): void {
      if (message.chat === GROUP) inGroup(message)
    },
  }
}
