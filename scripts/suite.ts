import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
export const results = join(root, 'test-results')

export interface Counts {
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

/** Vitest with a configuration that writes its report to `test-results/<reportFile>`. */
export function vitestSuite(name: string, configuration: string, reportFile: string): Counts {
  return suite(name, 'vitest/vitest.mjs', ['run', '--config', configuration], () => {
    const found = report<UnitReport>(reportFile)
    return {
      passed: found?.numPassedTests ?? 0,
      failed: found?.numFailedTests ?? 0,
      skipped: found?.numPendingTests ?? 0,
    }
  })
}

/** Playwright, likewise. */
export function journeySuite(name: string, configuration: string, reportFile: string): Counts {
  return suite(name, '@playwright/test/cli.js', ['test', '--config', configuration], () => {
    const stats = report<JourneyReport>(reportFile)?.stats
    return {
      passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
      failed: stats?.unexpected ?? 0,
      skipped: stats?.skipped ?? 0,
    }
  })
}

/** Prints the counts of all suites as the last line and ends the process. */
export function endWith(suites: Counts[]): never {
  const sum = (key: keyof Counts) => suites.reduce((total, one) => total + one[key], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exit(failed === 0 ? 0 : 1)
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
