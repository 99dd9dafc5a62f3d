import { run } from './build-product.ts'

const steps = [
  '@biomejs/biome/bin/biome check --error-on-warnings .',
  'next/dist/bin/next typegen',
  'typescript/bin/tsc --noEmit',
  'knip/bin/knip.js',
]

try {
  for (const step of steps) {
    const [program = '', ...args] = step.split(' ')
    await run(process.execPath, [`node_modules/${program}`, ...args])
  }
  await run(process.execPath, ['scripts/test.ts', ...process.argv.slice(2)])
} catch {
  // What failed has said so itself, and the tests' count stays the last line.
  process.exit(1)
}
