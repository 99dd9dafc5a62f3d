import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Counts, journeySuite, root, vitestSuite } from './suite.ts'

/** The exit code with which the lab says that this machine cannot run it. */
const cannotRunHere = 3

/** Brings the mesh lab up and runs its suites, or undefined where it cannot run, which it has then said. */
export function labSuites(): Counts[] | undefined {
  console.log('\n— the mesh lab')
  const status = lab('up')
  if (status === cannotRunHere) {
    return undefined
  }
  if (status !== 0) {
    return [{ passed: 0, failed: 1, skipped: 0 }]
  }
  return [
    vitestSuite('contracts and incidents on the lab', 'vitest.lab.config.ts', 'lab.json'),
    journeySuite('journeys on the lab', 'playwright.lab.config.ts', 'lab-journeys.json'),
  ]
}

/** Runs a verb of the lab to its end. */
export function lab(verb: string): number | null {
  return spawnSync(process.execPath, [join(root, 'e2e/lab/lab.ts'), verb], { cwd: root, stdio: 'inherit' }).status
}
