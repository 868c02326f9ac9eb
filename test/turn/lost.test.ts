// Is whoever speaks looked for in every incident there is?
import { expect, it } from 'vitest'
import { greetBack } from '../../bot/reception/desk.js'
import { indexShown } from '../../bot/turn/shown.js'
import { evolve } from '../../store/matter.js'
import { emptyTables, type Incident, type Notice } from '../../store/schema.js'
import { at, incidentOf, T0 } from '../rules/ground.js'

const who = { id: 'P001', name: '高启明' }
const open = incidentOf()
const missed = evolve(open, {
  type: 'undeliverable',
  at: at(T0),
  notice: 'k',
  to: who,
  what: '事件通知',
  reason: '对方不可达',
})

const greeted = (incidents: Record<string, Incident>, known: Record<string, Incident>): string[] => {
  const owed: string[] = []
  const turn = {
    at: at(T0),
    row: (table: string, key: string) => (table === 'incidents' ? incidents[key] : undefined),
    put: (_table: string, _key: string, notice: Notice) => owed.push(notice.key),
    next: () => 1,
  }
  const world = {
    get incidents(): never {
      throw new Error('every incident was looked through')
    },
  }
  const index = indexShown({ ...emptyTables(), incidents: known })
  const desk = { turn, world, index, channels: [], party: who }
  greetBack(desk as unknown as Parameters<typeof greetBack>[0]) // as much of a desk as a greeting looks at
  return owed
}

it('only where they could not be reached, as an index says that may hold too much', () => {
  expect(missed.unreachable).toEqual([who.id])
  expect(greeted({ [missed.id]: missed }, { [missed.id]: missed })).toEqual([`${missed.id}/back1/${who.id}`])
  expect(greeted({ [open.id]: open }, { [missed.id]: missed })).toEqual([])
  expect(greeted({}, { [missed.id]: missed })).toEqual([])
  expect(greeted({ [open.id]: open }, { [open.id]: open })).toEqual([])
})
