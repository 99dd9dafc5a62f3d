import { defineConfig } from '@playwright/test'
import journeys from './playwright.config.ts'

export default defineConfig({
  ...journeys,
  // One mesh for all of them.
  workers: 1,
  testDir: 'e2e/lab/journeys',
  outputDir: 'test-results/lab-journeys',
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/lab-journeys.json' }]],
})
