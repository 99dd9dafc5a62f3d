import { rmSync } from 'node:fs'
import { buildProduct } from './build-product.ts'
import { ensureDebianPackages } from './debian-packages.ts'
import { isLabUp, lab, labSuites } from './lab-suites.ts'
import { endWith, journeySuite, results, vitestSuite } from './suite.ts'

rmSync(results, { recursive: true, force: true })
ensureDebianPackages()
await buildProduct()

const suites = [
  vitestSuite('unit, contract and component tests', 'vitest.config.ts', 'unit.json'),
  journeySuite('journeys in Chromium', 'playwright.config.ts', 'journeys.json'),
]
if (process.argv.includes('--with-lab')) {
  const wasUp = isLabUp()
  const onLab = await labSuites()
  suites.push(...(onLab ?? []))
  if (onLab !== undefined && !wasUp && lab('down') !== 0) {
    suites.push({ passed: 0, failed: 1, skipped: 0 })
  }
}
endWith(suites)
