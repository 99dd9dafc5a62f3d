import { defineConfig } from 'vitest/config'

/** Suites on the running mesh lab: one at a time, since they share it. */
export default defineConfig({
  test: {
    // Without it, files run in the same order each time.
    cache: false,
    include: ['e2e/lab/suites/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 200 } },
    reporters: ['default', ['json', { outputFile: 'test-results/lab.json' }]],
  },
})
