import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDebianPackages } from './debian-packages.ts'
import { labSuites } from './lab-suites.ts'
import { endWith, results } from './suite.ts'

for (const report of ['lab.json', 'lab-journeys.json']) {
  rmSync(join(results, report), { force: true })
}
ensureDebianPackages()
const suites = await labSuites()
if (suites === undefined) {
  process.exit(2)
}
endWith(suites)
