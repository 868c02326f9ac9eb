// What does it cost to forget one person's answers? What they answered, however much the inbox holds of everybody else.
import { expect, test } from 'vitest'
import { forgetAnswers, sealAnswers } from '../../bot/turn/sealing.js'
import type { Turn } from '../../bot/turn/turn.js'
import type { Row } from '../../store/schema.js'
import type { Seal } from '../../store/seal.js'

const at = '2026-11-24T00:00:00.000Z'

test('an inbox of a busy day is gone through once, and never again for a dialog that ends', () => {
  const owners = new WeakMap<object, string>()
  let walks = 0
  const inbox = new Proxy<Record<string, Row<'inbox'>>>(
    {},
    {
      ownKeys(rows) {
        walks++
        return Reflect.ownKeys(rows)
      },
    },
  )
  const turn = {
    row: (table: string, key: string) => (table === 'inbox' ? inbox[key] : undefined),
    rows: (table: string) => (table === 'inbox' ? inbox : {}),
    afterCommit: (effect: () => void) => effect(),
    put: (_: string, key: string, row: Row<'inbox'>) => {
      inbox[key] = row
    },
  } as unknown as Turn // what sealing asks of a turn, and no more
  const seal = {
    mark: (row: object, owner: string) => owners.set(row, owner),
    end: () => {},
    ownerOf: (row: object) => owners.get(row),
  } as unknown as Seal
  const say = (person: string, id: string): void => {
    const value = { at, answer: { toast: { type: 'info' as const, text: person } } }
    inbox[id] = value
    sealAnswers([{ put: 'inbox', key: id, value }], turn, seal, person, true)
  }

  const before = { at, answer: { toast: { type: 'info' as const, text: '重启以前说的' } } }
  inbox.m0 = before
  owners.set(before, '刘老师')
  for (let nth = 1; nth <= 1000; nth++) say(`老师${nth % 100}`, `m${nth}`)
  say('刘老师', 'm1001')
  for (let nth = 0; nth < 50; nth++) forgetAnswers(turn, seal, `老师${nth}`)
  forgetAnswers(turn, seal, '刘老师')

  expect(walks).toBe(1)
  expect([inbox.m0, inbox.m1001, inbox.m49]).toEqual([
    { at, answer: {} },
    { at, answer: {} },
    { at, answer: {} },
  ])
  expect(inbox.m50).toMatchObject({ answer: { toast: { text: '老师50' } } })

  // a turn that could not be stored is taken back: what it forgot is there again, and is forgotten by the next
  say('刘老师', 'm1002')
  const sealed = inbox.m1002
  const never: Turn = { ...turn, afterCommit: () => {} }
  forgetAnswers(never, seal, '刘老师')
  expect(inbox.m1002).toEqual({ at, answer: {} })
  if (sealed) inbox.m1002 = sealed
  forgetAnswers(turn, seal, '刘老师')
  expect(inbox.m1002).toEqual({ at, answer: {} })
  expect(walks).toBe(1)
})
