import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildProduct } from './build-product.ts'
import { ensureDebianPackages } from './debian-packages.ts'

const root = join(import.meta.dirname, '..')
const results = join(root, 'test-results')

interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface UnitReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
}

interface JourneyReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** A suite that ends badly without a failed test (it did not start, a file did not load) counts as one failure. */
function suite(name: string, program: string, args: string[], counts: () => Counts): Counts {
  console.log(`\n— ${name}`)
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  const counted = counts()
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

function report<T>(file: string): T | undefined {
  const path = join(results, file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

rmSync(results, { recursive: true, force: true })
ensureDebianPackages()
await buildProduct()

const units = suite('unit, contract and component tests', 'vitest/vitest.mjs', ['run'], () => {
  const found = report<UnitReport>('unit.json')
  return {
    passed: found?.numPassedTests ?? 0,
    failed: found?.numFailedTests ?? 0,
    skipped: found?.numPendingTests ?? 0,
  }
})
const journeys = suite('journeys in Chromium', '@playwright/test/cli.js', ['test'], () => {
  const stats = report<JourneyReport>('journeys.json')?.stats
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  }
})

const failed = units.failed + journeys.failed
const skipped = units.skipped + journeys.skipped
console.log(`\n${units.passed + journeys.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed === 0 ? 0 : 1)
