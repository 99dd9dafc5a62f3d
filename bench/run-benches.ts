import { writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { benchGraphPage } from './browser/graph-page.ts'
import { benchPageWeight } from './browser/page-weight.ts'
import { benchGraphServer } from './graph-server/graph-server.ts'
import type { Benchmark } from './measure/benchmark.ts'
import { type Figure, figureLine, isKept } from './measure/figure.ts'
import { benchTabs } from './tabs/tabs.ts'

const benchmarks: Record<string, Benchmark> = {
  'graph-page': benchGraphPage,
  'page-weight': benchPageWeight,
  'graph-server': benchGraphServer,
  tabs: benchTabs,
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const chosen = positionals.length === 0 ? Object.keys(benchmarks) : positionals
const unknown = chosen.filter((name) => benchmarks[name] === undefined)
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`)
  process.exit(2)
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`
console.log(machine)
const results: Record<string, (Figure & { isKept: boolean })[]> = {}
const broken: string[] = []
for (const name of chosen) {
  const figures: (Figure & { isKept: boolean })[] = []
  results[name] = figures
  try {
    for await (const figure of benchmarks[name]?.() ?? []) {
      figures.push({ ...figure, isKept: isKept(figure) })
      console.log(figureLine(name, figure))
    }
  } catch (error) {
    broken.push(name)
    console.error(`${name} could not be measured to its end:`, error)
  }
}
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ machine, results, broken }, undefined, 2)}\n`)
}
const isAllKept = Object.values(results).every((figures) => figures.every((figure) => figure.isKept))
process.exitCode = isAllKept && broken.length === 0 ? 0 : 1
