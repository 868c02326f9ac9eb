// How are the tests run? In Node, each file in a process of its own; nothing is retried.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    retry: 0,
  },
})
