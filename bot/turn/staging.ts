// What has a turn changed when its body is over? Everything, once in memory and once as the changes that are to be stored, or nothing.
import { textOf } from '../../store/journal.js'
import type { Change, Row } from '../../store/schema.js'
import type { Undo } from '../../store/state.js'
import type { Watch } from '../process/watchdog/watchdog.js'
import type { Store } from './open-store.js'
import { dialogIsOver, forgetAnswers, sealAnswers, sealIncoming } from './sealing.js'
import type { Turn } from './turn.js'

/** What a body changes: the same slot changed twice is one change. */
const openSheet = ({ state }: Store) => {
  const changes: Change[] = []
  const placeOf = new Map<string, number>()
  const undo: Undo = []
  let over = false
  return {
    changes,
    undo,
    change(one: Change, slot?: string): void {
      if (over) throw new Error('this turn is over: what it changes now would never be stored')
      undo.push(...state.apply([one]))
      const place = slot === undefined ? undefined : placeOf.get(slot)
      if (place !== undefined) changes[place] = one
      else {
        if (slot !== undefined) placeOf.set(slot, changes.length)
        changes.push(one)
      }
    },
    close(): void {
      over = true
    },
  }
}

/** What the body says of its turn beside what it changes. */
type Said = { effects: (() => void)[]; speaker?: string; repeats: boolean }

const turnOver = (store: Store, at: string, change: (one: Change, slot?: string) => void, said: Said) => {
  const { state, seal, base, archived, find } = store
  const turn: Turn = {
    at,
    row: (table, key) => (state.tables[table] as Record<string, Row<typeof table>>)[key], // the table's own row type
    rows: (table) => state.tables[table],
    put: (table, key, value) => change({ put: table, key, value }, `${table}/${key}`),
    drop(table, key) {
      if (key in state.tables[table])
        change({ drop: table, key }, table === 'incidents' ? undefined : `${table}/${key}`)
    },
    record(incident, event) {
      // an archived one comes back whole, in the same line: a replay needs no file that may be another one by then
      const kept = state.tables.incidents[incident] ? undefined : archived(incident)
      if (kept) {
        change({ put: 'incidents', key: incident, value: kept })
        turn.drop('ledger', incident)
      }
      change({ incident, event })
      const after = state.tables.incidents[incident]
      if (!after) throw new Error(`no incident ${incident}`)
      return after
    },
    incident: find,
    next(counter) {
      const key = `n/${counter}`
      const nth = Number(state.tables.meta[key] ?? 0) + 1
      turn.put('meta', key, nth)
      return nth
    },
    archive(key) {
      const incident = state.tables.incidents[key]
      const line = state.tables.ledger[key]
      if (!incident) return
      if (!line) throw new Error(`no line in the ledger for ${key}`)
      turn.put('ledger', key, { ...line, sha256: base.archive.write(incident) })
      turn.drop('incidents', key)
    },
    afterCommit: (effect) => said.effects.push(effect),
    belongsTo(person) {
      said.speaker = person
    },
    repeatsWords() {
      said.repeats = true
    },
    forgetAnswers: (person) => forgetAnswers(turn, seal, person),
  }
  return turn
}

/** Runs a body over the tables. What it throws leaves them as they were. */
export const staging =
  (store: Store, now: () => number, watch: Pick<Watch, 'turn' | 'over'> | undefined) =>
  async <A>(body: (turn: Turn) => A | Promise<A>, id: string | undefined) => {
    const { state, seal } = store
    const { changes, undo, change, close } = openSheet(store)
    const said: Said = { effects: [], repeats: false }
    const turn = turnOver(store, new Date(now()).toISOString(), change, said)
    watch?.turn(id)
    try {
      const answer = await body(turn)
      if (id !== undefined) turn.put('inbox', id, { at: turn.at, answer: answer ?? null })
      for (const one of [...changes]) dialogIsOver(turn, seal, one)
      sealIncoming(changes, seal)
      if (said.speaker !== undefined) sealAnswers(changes, turn, seal, said.speaker, said.repeats)
      for (const one of changes) textOf(seal.change(one))
      return { answer, changes, undo, effects: said.effects }
    } catch (error) {
      state.undo(undo)
      throw error
    } finally {
      close()
      watch?.over()
    }
  }
