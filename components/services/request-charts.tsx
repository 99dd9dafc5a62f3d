'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { failedSeries, flagSeries, latencySeries, requestSeries } from '#lib/domain/telemetry/service-series.ts'
import type { ServiceHistory } from '#lib/endpoints/services.ts'
import type { ChartSeries } from '../charts/chart-series.ts'
import { type ChartGroup, chartLines } from './chart-lines.ts'
import { useLineLabel } from './line-label.ts'
import { SeriesPanel } from './series-panel.tsx'

export interface RequestChartsProps {
  history: ServiceHistory
  group: ChartGroup
  versionColors: ReadonlyMap<string, string>
  isStale: boolean
}

/** Requests, failures, latency and flags of a service that speaks HTTP or gRPC. */
export function RequestCharts({ history, group, versionColors, isStale }: RequestChartsProps) {
  const t = useTranslations('services.charts')
  const labelOf = useLineLabel()
  const label = (key: string) => labelOf(group, key)
  const prepared = useMemo(
    () => ({
      requests: requestSeries(history, group),
      failed: failedSeries(history, group),
      latency: latencySeries(history),
      flags: flagSeries(history),
    }),
    [history, group],
  )
  const shared = { timestamps: history.timestamps, isStale }
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-2">
      <SeriesPanel
        {...shared}
        title={t('requests')}
        hint={t('requestsHint')}
        quantity="rate"
        series={chartLines(prepared.requests, group, versionColors, label)}
      />
      <SeriesPanel
        {...shared}
        title={t('failed')}
        hint={t('failedHint')}
        quantity="ratio"
        series={chartLines(prepared.failed, group, versionColors, label)}
      />
      <SeriesPanel
        {...shared}
        title={t('latency')}
        hint={t('latencyHint')}
        quantity="ms"
        series={latencyLines(prepared.latency, (key) => t(key))}
      />
      <SeriesPanel
        {...shared}
        title={t('flags')}
        hint={t('flagsHint')}
        quantity="rate"
        emptyText={t('noFlags')}
        series={chartLines(prepared.flags, 'flag', versionColors, (key) => labelOf('flag', key))}
      />
    </div>
  )
}

type LatencyKey = 'p50' | 'p95' | 'p99'

const latencyColors: Record<LatencyKey, string> = {
  p50: 'var(--text-3)',
  p95: 'var(--series-5)',
  p99: 'var(--series-4)',
}

function latencyLines(
  lines: readonly { key: LatencyKey; points: readonly (number | null)[] }[],
  labelOf: (key: LatencyKey) => string,
): ChartSeries[] {
  return lines.map((line) => ({ ...line, label: labelOf(line.key), color: latencyColors[line.key] }))
}
