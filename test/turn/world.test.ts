// May whoever decides in a turn write into the world that they look at?
import { expect, it } from 'vitest'
import { hereOf } from '../../bot/turn/drawing.js'
import { worldOf } from '../../bot/turn/world.js'
import { emptyTables } from '../../store/schema.js'
import { at, directory, rules, T0 } from '../rules/ground.js'

const tables = emptyTables()
const source = {
  at: at(T0),
  rows: <T extends keyof typeof tables>(table: T) => tables[table],
  incident: () => undefined,
}

it('a world can’t be written into, nor what a card is drawn from; the next one says what is true then', () => {
  const world = worldOf(source, { directory, rules })
  for (const one of [world, hereOf(world), hereOf(world, true)]) {
    expect(() => Object.assign(one, { now: at(T0 + 1) })).toThrow(TypeError)
    expect(() => Object.assign(one, { away: {} })).toThrow(TypeError)
  }
  expect(world.now).toBe(at(T0))
  expect(worldOf({ ...source, at: at(T0 + 1) }, { directory, rules }).now).toBe(at(T0 + 1))
})

it('what is drawn of one world is not taken for another', () => {
  const world = worldOf(source, { directory, rules })
  expect(hereOf(world)).toBe(hereOf(world))
  expect(hereOf(worldOf(source, { directory, rules }))).not.toBe(hereOf(world))
})
