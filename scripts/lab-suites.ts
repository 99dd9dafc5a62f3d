import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildProduct } from './build-product.ts'
import { type Counts, journeySuite, root, vitestSuite } from './suite.ts'

/** The exit code with which the lab says that this machine cannot run it. */
const cannotRunHere = 3

/** Brings the mesh lab up and runs its suites, or undefined where it cannot run, which it has then said. */
export async function labSuites(): Promise<Counts[] | undefined> {
  console.log('\n— the mesh lab')
  const status = lab('up')
  if (status === cannotRunHere) {
    return undefined
  }
  if (status !== 0) {
    return [{ passed: 0, failed: 1, skipped: 0 }]
  }
  await buildProduct()
  return [
    vitestSuite('contracts and incidents on the lab', 'vitest.lab.config.ts', 'lab.json'),
    journeySuite('journeys on the lab', 'playwright.lab.config.ts', 'lab-journeys.json'),
  ]
}

/** Whether somebody has the lab up already. */
export function isLabUp(): boolean {
  return lab('status', 'ignore') === 0
}

/** Runs a verb of the lab to its end. */
export function lab(verb: string, stdio: 'inherit' | 'ignore' = 'inherit'): number | null {
  return spawnSync(process.execPath, [join(root, 'e2e/lab/lab.ts'), verb], { cwd: root, stdio }).status
}
