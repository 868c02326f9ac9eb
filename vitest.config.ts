// How are the tests run? In Node, each file in a process of its own; nothing is retried; the longest files begin first.
import { availableParallelism } from 'node:os'

import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const longest = [
  'crash/dingtalk',
  'crash/feishu',
  'crash/sandbox',
  'simulation/simulation',
  'scenes/law',
  'scenes/story',
  'scenes/people',
  'browser/page',
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

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/built.mjs'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Many wait for sockets and processes; more than there are cores would make what is paced by a clock late.
    maxWorkers: Math.max(2, availableParallelism()),
    retry: 0,
    sequence: { sequencer: LongestFirst },
  },
})
