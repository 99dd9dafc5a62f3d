'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import {
  errorRatioPoints,
  failedSeries,
  flagSeries,
  latencySeries,
  requestSeries,
} from '#lib/domain/telemetry/service-series.ts'
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

/** Where two fall together the dashes of the later let the earlier show through. */
const latencyLooks = {
  p50: { color: 'var(--text-3)' },
  p95: { color: 'var(--series-5)' },
  p99: { color: 'var(--series-4)', dash: '8 3' },
} as const

/** A failure that reached no version or has no caller would be a line at 100 %: it is in the whole instead. */
function namedOnly<Line extends { key: string }>(lines: readonly Line[]): Line[] {
  const named = lines.filter((line) => line.key !== '')
  return named.length === 0 ? [...lines] : named
}

function usePrepared(history: ServiceHistory, group: ChartGroup) {
  return useMemo(
    () => ({
      requests: requestSeries(history, group),
      failed: namedOnly(failedSeries(history, group)),
      whole: errorRatioPoints(history),
      latency: latencySeries(history).map((line) => ({ ...line, label: line.key, ...latencyLooks[line.key] })),
      flags: flagSeries(history),
    }),
    [history, group],
  )
}

/** Requests, failures, latency and flags of a service that speaks HTTP or gRPC. */
export function RequestCharts({ history, group, versionColors, isStale }: RequestChartsProps) {
  const t = useTranslations('services.charts')
  const labelOf = useLineLabel()
  const { requests, failed, whole, latency, flags } = usePrepared(history, group)
  const lines = (series: typeof requests, by: ChartGroup) =>
    chartLines(series, by, versionColors, (key) => labelOf(by, key))
  const groups = lines(failed, group)
  const all: ChartSeries = { key: 'all', label: t('all'), color: 'var(--text-2)', dash: '1 3', points: whole }
  const shared = { timestamps: history.timestamps, isStale }
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-2">
      <SeriesPanel
        {...shared}
        title={t('requests')}
        hint={t('requestsHint')}
        quantity="rate"
        series={lines(requests, group)}
      />
      <SeriesPanel
        {...shared}
        title={t('failed')}
        hint={t('failedHint')}
        quantity="ratio"
        series={groups.length === 1 && (group === 'version' || group === 'caller') ? groups : [...groups, all]}
      />
      <SeriesPanel {...shared} title={t('latency')} hint={t('latencyHint')} quantity="ms" series={latency} />
      <SeriesPanel
        {...shared}
        title={t('flags')}
        hint={t('flagsHint')}
        quantity="rate"
        emptyText={t('noFlags')}
        series={lines(flags, 'flag')}
      />
    </div>
  )
}
