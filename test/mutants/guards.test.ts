// Does every guard that is broken on purpose still stand in the sources, once? What cannot be broken proves nothing.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesIn, rooms, textsOf } from '../house/compiler.js'

type Guard = { name: string; find: string }
const guards: Guard[] = JSON.parse(readFileSync('test/mutants/guards.json', 'utf8'))

/** Blanks and line ends are the formatter's. */
const bare = (text: string): string => text.replace(/\s+/g, '')
const texts = Object.values(textsOf(rooms.flatMap(filesIn).filter((file) => file.endsWith('.ts')))).map(bare)

test.each(guards)('$name stands in one place', ({ find }) => {
  const places = texts.filter((text) => text.includes(bare(find)))
  expect(places.map((text) => text.split(bare(find)).length - 1)).toEqual([1])
})
