// How are the tests run? In Node, one process more than there are cores; nothing is retried; the longest files begin first.
import { availableParallelism } from 'node:os'

import { defineConfig, type Plugin } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const longest = [
  'crash/dingtalk',
  'crash/feishu',
  'crash/sandbox',
  'postgres/failover',
  'postgres/crash',
  'simulation/simulation',
  'year/year',
  'scenes/presses',
  'scenes/law',
  'scenes/story',
  'scenes/people',
  'browser/page',
  'patterns/readers',
]

const place = ({ moduleId }: TestSpecification): number => {
  const at = longest.findIndex((name) => moduleId.includes(`test/${name}`))
  return at < 0 ? longest.length : at
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

type Mutant = { file: string; find: string; replace: string }

/** One guard is broken on purpose (scripts/mutants.mjs): in what the tests load, never on disk. */
const mutantOf = ({ file, find, replace }: Mutant): Plugin => ({
  name: 'mutant',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith(`/${file}`)) return undefined
    const place = find.split(/\s+/).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    const broken = code.replace(new RegExp(place.join('\\s*')), () => replace)
    if (broken === code) throw new Error(`the mutant's place is not in ${file}`)
    return broken
  },
})
const mutant = process.env.MUTANT

export default defineConfig({
  plugins: mutant ? [mutantOf(JSON.parse(mutant) as Mutant)] : [], // written by scripts/mutants.mjs
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/built.mjs'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // What they import is loaded once in each process, a fifth of the time; no test may leave anything behind.
    isolate: false,
    // Half of the time they wait for sockets and processes; two more than there are cores would make what is paced late.
    maxWorkers: availableParallelism() + 1,
    retry: 0,
    sequence: { sequencer: LongestFirst },
  },
})
