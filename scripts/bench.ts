import { buildProduct, run } from './build-product.ts'
import { ensureDebianPackages } from './debian-packages.ts'

ensureDebianPackages()
try {
  await buildProduct()
  await run(process.execPath, ['bench/run-benches.ts', ...process.argv.slice(2)])
} catch {
  // What failed, or which target was missed, has said so itself.
  process.exit(1)
}
