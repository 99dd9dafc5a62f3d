'use client'

import { useTranslations } from 'next-intl'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { SeriesGroup } from '#lib/domain/telemetry/traffic.ts'
import type { ServiceHistory } from '#lib/endpoints/services.ts'
import type { ChartSeries } from '../../charts/chart-series.ts'
import { Select } from '../../ui/select.tsx'
import { chartLines } from './chart-lines.ts'
import { latencyStats, statLines, wholeLines } from './latency-stats.ts'
import { useLineLabel } from './line-label.ts'
import { SeriesPanel } from './series-panel.tsx'

export interface LatencyChartProps {
  history: ServiceHistory
  group: SeriesGroup
  colors: ReadonlyMap<string, string>
}

/** Brackets fall together more often than not: every second line lets the one beneath show. */
function seenThrough(line: ChartSeries, index: number): ChartSeries {
  return line.lows === undefined || index % 2 === 0 ? line : { ...line, dash: '7 7' }
}

/** Latency by group for one statistic, or all statistics of the whole; which one stands in the address. */
export function LatencyChart({ history, group, colors }: LatencyChartProps) {
  const t = useTranslations('services.charts')
  const labelOf = useLineLabel()
  const { param, setParams } = useScopeUrl()
  const hasGroups = history.latencies.length > 2
  const usual = hasGroups ? 'p95' : 'whole'
  const stat = latencyStats.find((known) => known === param('stat')) ?? usual
  const series =
    stat === 'whole'
      ? wholeLines(history.latencies, (key) => t(`stat.${key}`))
      : chartLines(statLines(history.latencies, stat), group, colors, (key) => labelOf(group, key)).map(seenThrough)
  return (
    <SeriesPanel
      title={t('latency')}
      hint={t(stat === 'mean' ? 'latencyMeanHint' : 'latencyHint')}
      quantity="ms"
      query={history.queries?.latencies}
      series={series}
      choice={
        history.latencies.length === 0 ? null : (
          <Select
            label={t('statBy')}
            isLabelHidden
            className="h-6!"
            value={stat}
            options={latencyStats.map((value) => ({ value, label: t(`stat.${value}`) }))}
            onChange={(value) => setParams({ stat: value === usual ? undefined : value })}
          />
        )
      }
    />
  )
}
