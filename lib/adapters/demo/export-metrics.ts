import type { UnixSeconds } from '../../domain/time.ts'
import { type CountAt, families, reported } from './exported-series.ts'
import type { CountOf, Flow, Reporter } from './flow.ts'
import type { DemoWorld } from './world.ts'

const linesPerPiece = 4_000

/** All counters at one second in Prometheus's text format, version 0.0.4. What never happened has no series. */
export function exportMetrics(world: DemoWorld, second: UnixSeconds): string {
  return [...exportMetricsPieces(world, second)].join('')
}

/** The text of `exportMetrics` in pieces of some thousand whole lines, made one by one: a large mesh has hundreds of megabytes. */
export function* exportMetricsPieces(world: DemoWorld, second: UnixSeconds): Generator<string> {
  const countAt = countsOf(world)
  let lines: string[] = []
  for (const family of families) {
    lines.push(`# HELP ${family.name} ${family.help}`, `# TYPE ${family.name} ${family.type}`)
    for (const [flow, reporter] of reported(world.flows(), family)) {
      if (countAt(flow, reporter, second) > 0) {
        for (const { id, valueAt } of family.series(flow, reporter, countAt)) {
          lines.push(`${id} ${valueAt(second)}`)
        }
      }
      if (lines.length >= linesPerPiece) {
        yield `${lines.join('\n')}\n`
        lines = []
      }
    }
  }
  if (lines.length > 0) {
    yield `${lines.join('\n')}\n`
  }
}

/**
 * The same counters over a time, as OpenMetrics text in pieces: all samples of a series stand together, in order of
 * time. A series begins when it first counts, as with a scraped proxy.
 */
export function* exportHistory(
  world: DemoWorld,
  { from, to, stepSeconds }: { from: UnixSeconds; to: UnixSeconds; stepSeconds: number },
): Generator<string> {
  const seconds = Array.from({ length: Math.floor((to - from) / stepSeconds) + 1 }, (_, at) => from + at * stepSeconds)
  const countAt = countsOf(world)
  for (const family of families) {
    const name = family.type === 'counter' ? family.name.replace(/_total$/, '') : family.name
    yield `# HELP ${name} ${family.help}\n# TYPE ${name} ${family.type}\n`
    for (const [flow, reporter] of reported(world.flows(), family)) {
      const counted = seconds.filter((second) => countAt(flow, reporter, second) > 0)
      for (const { id, valueAt } of counted.length > 0 ? family.series(flow, reporter, countAt) : []) {
        yield counted.map((second) => `${id} ${valueAt(second)} ${second}\n`).join('')
      }
    }
  }
  yield '# EOF\n'
}

/** Counts, with the demand of each second computed once and the counts of the flow at hand kept. */
function countsOf(world: DemoWorld): CountAt {
  const counters = new Map<UnixSeconds, CountOf>()
  const counts = new Map<UnixSeconds, number>()
  let atHand: { flow: Flow; reporter: Reporter } | undefined
  return (flow, reporter, second) => {
    if (flow !== atHand?.flow || reporter !== atHand.reporter) {
      atHand = { flow, reporter }
      counts.clear()
    }
    let count = counts.get(second)
    if (count === undefined) {
      const countOf = counters.get(second) ?? world.countsBy(second)
      counters.set(second, countOf)
      count = countOf(flow, reporter)
      counts.set(second, count)
    }
    return count
  }
}
