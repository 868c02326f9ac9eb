// How does a store look after years? A whole journal with its chain, the checkpoint near its end, the archive with a file for each incident.
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { worldOf } from '../../dist/bot/turn/world.js'
import { numberOf } from '../../dist/handlers/report.js'
import { openCheckpoint } from '../../dist/store/checkpoint.js'
import { begin, evolve } from '../../dist/store/matter.js'
import { emptyTables } from '../../dist/store/schema.js'
import { cardsOf, factOf } from './lay.mjs'

const SEGMENT_BYTES = 64 * 1024 * 1024
/** Lines after the checkpoint: as many as there can be, since one is written every two thousand. */
const TAIL = 2000
const PER_YEAR = 9999
const FIRST_YEAR = 2020

/** Lines with their chain, as the program writes them; many at a time, since nobody waits for them to be durable. */
const chain = (folder) => {
  let head = { seq: 0, prev: '0'.repeat(64) }
  let file
  let size = 0
  let lines = []
  let waiting = 0
  const flush = () => {
    if (lines.length > 0) writeSync(file, lines.join(''))
    lines = []
    waiting = 0
  }
  return {
    head: () => head,
    size: () => size,
    append(at, changes) {
      if (file === undefined || size >= SEGMENT_BYTES) {
        flush()
        if (file !== undefined) closeSync(file)
        file = openSync(join(folder, `${String(head.seq + 1).padStart(12, '0')}.ndjson`), 'w')
        size = 0
      }
      const line = JSON.stringify({ seq: head.seq + 1, prev: head.prev, at, changes })
      lines.push(`${line}\n`)
      size += Buffer.byteLength(line) + 1
      waiting += line.length
      head = { seq: head.seq + 1, prev: createHash('sha256').update(line).digest('hex') }
      if (waiting > 1024 * 1024) flush()
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}

/** What was told of one card: it waited, it was sent, it is remembered. Two turns, as the courier makes them. */
const delivery = (card, event, nth, at) => [
  [
    {
      put: 'outbox',
      key: card.key,
      value: { key: card.key, to: card.to, rank: 0, view: card.view, incident: card.incident, at, nth },
    },
    { put: 'meta', key: 'n/notice', value: nth },
  ],
  [
    { drop: 'outbox', key: card.key },
    { put: 'shown', key: card.key, value: card },
    { incident: card.incident, event },
  ],
]

/** Fills `dir`: `archived` settled incidents, `open` ones with everybody's cards, and so many `lines`, or a last segment that is nearly full. */
export const chronicle = async ({ dir, campus, archived, open, atMs, lines }) => {
  mkdirSync(join(dir, 'journal'), { recursive: true })
  const journal = chain(join(dir, 'journal'))
  const at = new Date(atMs).toISOString()
  const tables = emptyTables()
  const source = { at, rows: (table) => tables[table], incident: (id) => tables.incidents[id] }
  const world = worldOf(source, campus)
  let nth = 0

  for (let count = 0; count < archived; count++) {
    const year = FIRST_YEAR + Math.floor(count / PER_YEAR)
    const folder = join(dir, 'archive', String(year))
    if (count % PER_YEAR === 0) mkdirSync(folder, { recursive: true })
    const id = numberOf(year, (count % PER_YEAR) + 1, false)
    const fact = { ...factOf(count + 1, world), number: id }
    const closed = { type: 'closed', at, by: fact.by }
    const incident = evolve(begin(fact), closed)
    const row = {
      id,
      drill: false,
      unit: incident.unit,
      category: 'NA',
      status: 'closed',
      discoveredAt: at,
      reportedAt: at,
      closedAt: at,
    }
    tables.ledger[id] = row
    journal.append(at, [
      { incident: id, event: fact },
      { incident: id, event: closed },
      { put: 'ledger', key: id, value: row },
      { drop: 'incidents', key: id },
    ])
    writeFileSync(join(folder, `${id}.json`), JSON.stringify(incident))
  }

  const numbers = `n/number/${new Date(atMs).getUTCFullYear()}`
  const cards = []
  for (let count = 1; count <= open; count++) {
    const fact = factOf(count, world)
    tables.incidents[fact.number] = begin(fact)
    tables.meta[numbers] = count
    journal.append(at, [
      { incident: fact.number, event: fact },
      { put: 'meta', key: numbers, value: count },
    ])
    cards.push(...cardsOf(tables.incidents[fact.number], world))
  }
  /** Any card is sent again, as reminders are; the record of its incident grows by the delivery. */
  const deliverOne = () => {
    const card = cards[nth % cards.length]
    const event = {
      type: 'delivered',
      at,
      notice: card.key,
      to: { id: card.to.person ?? '群', name: card.to.person ?? '群' },
      what: '事件通知',
      channel: 'sandbox',
    }
    const first = nth < cards.length
    nth++
    for (const changes of delivery(card, event, nth, at)) {
      // sent again and again without an event, so that the records stay of a usual length
      journal.append(at, first ? changes : changes.filter((change) => !('event' in change)))
    }
    tables.shown[card.key] = card
    tables.meta['n/notice'] = nth
    if (first) tables.incidents[card.incident] = evolve(tables.incidents[card.incident], event)
  }
  const reserve = TAIL * 700
  const isLaid = () =>
    lines
      ? journal.head().seq >= lines - TAIL
      : journal.size() >= SEGMENT_BYTES - 2 * reserve && journal.size() <= SEGMENT_BYTES
  while (nth < cards.length || !isLaid()) deliverOne()

  const checkpoint = openCheckpoint(join(dir, 'state.json'))
  checkpoint.data = { version: 1, head: journal.head(), tables }
  await checkpoint.write()
  for (let line = 0; line < TAIL / 2; line++) deliverOne()
  journal.close()
  return { lines: journal.head().seq, lastSegmentBytes: journal.size() }
}
