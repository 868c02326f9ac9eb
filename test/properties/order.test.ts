import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openLanes } from '../../bot/delivery/lanes.js'
import { openDueList } from '../../bot/time/due.js'
import type { Notice } from '../../store/schema.js'

describe('what comes due first', () => {
  it('says of any sequence of changes what a plain map says', () => {
    const change = fc.record({
      id: fc.nat(8).map((n) => `i${n}`),
      at: fc.option(fc.nat(50)),
      until: fc.nat(50),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
        const list = openDueList()
        const plain = new Map<string, number>()
        for (const { id, at, until } of changes) {
          if (at === null) {
            list.delete(id)
            plain.delete(id)
          } else {
            list.set(id, at)
            plain.set(id, at)
          }
          expect(list.earliest()).toBe(Math.min(...plain.values(), Number.POSITIVE_INFINITY))
          expect(list.until(until)).toEqual(
            [...plain]
              .filter(([, due]) => due <= until)
              .sort(([a, atA], [b, atB]) => atA - atB || (a < b ? -1 : 1))
              .map(([one]) => one),
          )
        }
      }),
    )
  })

  it('keeps what is due until it is set anew: a tick that failed finds it again', () => {
    const list = openDueList()
    list.set('a', 5)
    expect([list.until(5), list.until(5)]).toEqual([['a'], ['a']])
    list.set('a', 9)
    expect([list.until(5), list.earliest()]).toEqual([[], 9])
  })
})

describe('the lanes of the outbox', () => {
  const notice = (key: string, person: string, rank: number, nth: number): Notice => ({
    key,
    to: { person },
    rank,
    nth,
    view: { view: 'text', text: key },
    at: '2026-11-24T00:00:00.000Z',
  })

  it('have at their heads what a search through the whole outbox finds', () => {
    const change = fc.record({
      key: fc.nat(12).map((n) => `k${n}`),
      person: fc.constantFrom('p', 'q', 'r'),
      rank: fc.nat(4),
      put: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 200 }),
        fc.constantFrom('p', 'none'),
        fc.integer({ min: 1, max: 4 }),
        (changes, busy, most) => {
          const lanes = openLanes()
          const plain = new Map<string, Notice>()
          for (const [nth, { key, person, rank, put }] of changes.entries()) {
            if (put) {
              const one = notice(key, person, rank, nth)
              lanes.put(one)
              plain.set(key, one)
            } else {
              lanes.drop(key)
              plain.delete(key)
            }
          }
          const may = ({ nth }: Notice) => nth % 3 !== 0
          const inOrder = [...plain.values()]
            .filter(may)
            .filter(({ to }) => !('person' in to && to.person === busy))
            .sort((a, b) => a.rank - b.rank || a.nth - b.nth)
          const lane = ({ to }: Notice) => ('person' in to ? to.person : '')
          expect(lanes.heads(new Set([busy]), may, most)).toEqual(
            inOrder
              .filter((one, at) => inOrder.findIndex((other) => lane(other) === lane(one)) === at)
              .slice(0, most),
          )
          expect(lanes.size()).toBe(plain.size)
        },
      ),
    )
  })
})
