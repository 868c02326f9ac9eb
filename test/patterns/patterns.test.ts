// Can any text hold the process? Every pattern of the house, found in its sources, over the texts that would make it slow.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBeside } from './beside.js'
import { collect, readSources } from './collect.js'

const WITHIN_MS = 50

let beside: Awaited<ReturnType<typeof openBeside>>
beforeAll(async () => {
  beside = await openBeside()
})
afterAll(() => beside.end())

const { patterns, hidden, files } = await collect()
const distinct = [...new Map(patterns.map((one) => [`/${one.source}/${one.flags}`, one])).values()]

describe('the collection', () => {
  test('finds them all by itself', () => {
    expect(files).toBeGreaterThan(180)
    expect(distinct.length).toBeGreaterThan(250)
    const [found] = readSources({
      'new.ts':
        'const a = /x(y)+z/gu\nconst b = new RegExp("q")\nconst f = (t: string) => RegExp(t).test(t.replace(/[/]"\'/, "/no/"))',
    })
    expect(found?.literals.map(({ source }) => source)).toEqual(['x(y)+z', '[/]"\''])
    expect(found?.made).toEqual([
      { where: 'new.ts:2', inside: false },
      { where: 'new.ts:3', inside: true },
    ])
  })

  test('none is made of a text that comes in', () => expect(hidden).toEqual([]))
})

describe('what would hold the process is found', () => {
  test.each([
    ['不(?:含有?|有|的)*机密', 'gu'],
    ['(a+)+$', ''],
    ['\\s+$', 'u'],
    ['(\\w+\\.)*com', ''],
    ['[。,]*$', 'u'],
  ])('/%s/', async (source, flags) => {
    const done = await beside.measure({ kind: 'pattern', source, flags }, 2_000)
    expect(done?.worst ?? Number.POSITIVE_INFINITY).toBeGreaterThan(WITHIN_MS)
  })
})

test.each(distinct)('$where /$source/$flags', async ({ source, flags }) => {
  const done = await beside.measure({ kind: 'pattern', source, flags })
  expect(done, 'it did not end').toBeDefined()
  expect(done?.worst, `over ${done?.input}`).toBeLessThanOrEqual(WITHIN_MS)
})
