import type { ServiceHistory } from '#lib/endpoints/services.ts'
import type { ChartSeries } from '../../charts/chart-series.ts'
import type { KeyedPoints } from './chart-lines.ts'

/** What the latency chart can show: one statistic of every group, or every statistic of all requests together. */
export const latencyStats = ['mean', 'p50', 'p95', 'p99', 'whole'] as const
export type LatencyStat = Exclude<(typeof latencyStats)[number], 'whole'>

type Line = ServiceHistory['latencies'][number]

/** Where two fall together the dashes of the later let the earlier show through. */
const looks: Record<LatencyStat, Pick<ChartSeries, 'color' | 'dash'>> = {
  mean: { color: 'var(--series-1)' },
  p50: { color: 'var(--text-3)' },
  p95: { color: 'var(--series-5)' },
  p99: { color: 'var(--series-4)', dash: '8 3' },
}

function drawn(line: Line, stat: LatencyStat): Pick<ChartSeries, 'points' | 'lows'> {
  if (stat === 'mean') {
    return { points: line.meanMs }
  }
  const brackets = line[`${stat}Ms`]
  return { points: brackets.map((one) => one?.[1] ?? null), lows: brackets.map((one) => one?.[0] ?? null) }
}

/** One statistic, group by group. */
export function statLines(latencies: readonly Line[], stat: LatencyStat): KeyedPoints[] {
  return latencies.flatMap((line) => (line.key === undefined ? [] : [{ key: line.key, ...drawn(line, stat) }]))
}

/** Every statistic of all requests together. */
export function wholeLines(latencies: readonly Line[], labelOf: (stat: LatencyStat) => string): ChartSeries[] {
  const whole = latencies.find(({ key }) => key === undefined)
  return whole === undefined
    ? []
    : (['mean', 'p50', 'p95', 'p99'] as const).map((stat) => ({
        key: stat,
        label: labelOf(stat),
        ...looks[stat],
        ...drawn(whole, stat),
      }))
}
