import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildProduct } from './build-product.ts'
import { ensureDebianPackages } from './debian-packages.ts'
import { labSuites } from './lab-suites.ts'
import { endWith, results } from './suite.ts'

for (const report of ['lab.json', 'lab-journeys.json']) {
  rmSync(join(results, report), { force: true })
}
ensureDebianPackages()
await buildProduct()
const suites = labSuites()
if (suites === undefined) {
  process.exit(2)
}
endWith(suites)
