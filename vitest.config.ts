import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { 'server-only': new URL('./lib/testing/server-only.ts', import.meta.url).pathname } },
  test: {
    include: ['{app,bench,components,lib,scripts}/**/*.test.{ts,tsx}', 'e2e/lab/**/*.test.ts'],
    exclude: ['e2e/lab/suites/**'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
