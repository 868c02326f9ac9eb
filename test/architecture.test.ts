// Is the house built as it is drawn? Every law of it over all sources; and a breach of each, planted, is found.
import { describe, expect, it, test } from 'vitest'
import { filesIn, rooms, textsOf } from './house/compiler.js'
import { idlePlaces, idleTables, type LawName, laws, unimported } from './house/laws.js'
import { planted } from './house/planted.js'
import { read } from './house/sources.js'

const everywhere = [...rooms, 'test', 'bench', 'scripts']
const sources = everywhere.flatMap(filesIn).filter((file) => /\.(ts|js|mjs)$/.test(file))
const [house = [], ...lots] = read([textsOf(sources), ...planted.map(({ files }) => files)])

const names = Object.keys(laws) as LawName[] // its own keys

/** What is still to be mended. An entry that is no longer needed fails: the list only gets shorter. */
const known: Partial<Record<LawName, string[]>> = {
  'what only its own file uses is not exported': [
    ...['Question', 'QuestionName'].map((name) => `handlers/questions.ts: ${name}`),
  ],
}

describe('the house', () => {
  it('is read whole', () => {
    expect(house.length).toBeGreaterThan(400)
    const main = house.find(({ file }) => file === 'bot/main.ts')
    expect(main?.imports.map(({ from, to }) => to ?? from)).toEqual(
      expect.arrayContaining(['pino', 'bot/campuses/campus.ts', 'bot/channels/sandbox/open.ts']),
    )
  })

  test.each(names)('%s', (name) => {
    expect(laws[name](house).toSorted()).toEqual((known[name] ?? []).toSorted())
  })

  it('no module from outside has a place where nobody needs it', () => {
    expect(idlePlaces(house)).toEqual([])
  })

  it('no file may hold sentences that holds none any more', () => {
    expect(idleTables(house)).toEqual([])
  })

  it('every file is imported by another, but those that are started', () => {
    expect(unimported(house).toSorted()).toEqual([
      'bot/channels/sandbox/page/main.js',
      'bot/desk/page/main.js',
      'bot/doctor.ts',
      'bot/main.ts',
      'bot/move.ts',
      'bot/setup.ts',
      'bot/verify.ts',
    ])
  })
})

/** What all the laws say of a planted lot. */
const found = lots.map((lot) => names.flatMap((name) => laws[name](lot).map((breach) => ({ name, breach }))))
const caught = planted.filter(({ law, breach }, at) =>
  found[at]?.some((one) => one.name === law && one.breach === breach),
)

describe(`planted breaches: ${caught.length} of ${planted.length} caught`, () => {
  test.each(planted.map((one, at) => ({ ...one, at })))('$law: $breach', ({ law, breach, at }) => {
    expect(found[at]).toEqual([{ name: law, breach }]) // this one, and no other law cries
  })

  it('each law has one', () => {
    expect(names.filter((name) => !planted.some(({ law }) => law === name))).toEqual([])
  })

  it('all are caught', () => {
    console.log(`planted breaches: ${caught.length} of ${planted.length} caught`)
    expect(caught.length).toBe(planted.length)
  })
})
