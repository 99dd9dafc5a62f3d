'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { attemptSeries, hiddenAttemptsFrom } from '#lib/domain/telemetry/attempt-series.ts'
import { reporterSeenBy, type SeenBy } from '#lib/domain/telemetry/service-history.ts'
import { errorRatioPoints, failedSeries, flagSeries, requestSeries } from '#lib/domain/telemetry/service-series.ts'
import type { SeriesGroup } from '#lib/domain/telemetry/traffic.ts'
import type { ServiceHistory } from '#lib/endpoints/services.ts'
import type { ChartSeries } from '../../charts/chart-series.ts'
import { chartLines } from './chart-lines.ts'
import { LatencyChart } from './latency-chart.tsx'
import { useLineLabel } from './line-label.ts'
import { SeriesPanel } from './series-panel.tsx'

export interface RequestChartsProps {
  history: ServiceHistory
  group: SeriesGroup
  seen: SeenBy
  /** What versions, or callers, are drawn in. */
  colors: ReadonlyMap<string, string>
}

const none: ReadonlyMap<string, string> = new Map()

/** A failure that reached no version would be a line at 100 %: it is in the whole instead. */
function namedOnly<Line extends { key: string }>(lines: readonly Line[], group: SeriesGroup): Line[] {
  const named = lines.filter((line) => line.key !== '' || group !== 'version')
  return named.length === 0 ? [...lines] : named
}

function usePrepared(history: ServiceHistory, group: SeriesGroup, seen: SeenBy) {
  return useMemo(() => {
    const reporter = reporterSeenBy(seen)
    return {
      requests: requestSeries(history, group, reporter),
      failed: namedOnly(failedSeries(history, group, reporter), group),
      whole: errorRatioPoints(history, reporter),
      flags: flagSeries(history, reporter),
      codes: requestSeries(history, 'code', reporter),
      attempts: attemptSeries(history),
    }
  }, [history, group, seen])
}

/** Requests, failures, latency and flags (statuses where no flag was set) of what speaks HTTP or gRPC; attempts where retries hid some. */
export function RequestCharts({ history, group, seen, colors }: RequestChartsProps) {
  const t = useTranslations('services.charts')
  const labelOf = useLineLabel()
  const { requests, failed, whole, flags, codes, attempts } = usePrepared(history, group, seen)
  const lines = (series: typeof requests, by: SeriesGroup) =>
    chartLines(series, by, by === group ? colors : none, (key) => labelOf(by, key))
  const groups = lines(failed, group)
  const all: ChartSeries = { key: 'all', label: t('all'), color: 'var(--text-2)', dash: '1 3', points: whole }
  const query = history.queries?.requests
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-2">
      <SeriesPanel
        title={t('requests')}
        hint={t('requestsHint')}
        quantity="rate"
        query={query}
        series={lines(requests, group)}
      />
      <SeriesPanel
        title={t('failed')}
        hint={t('failedHint')}
        quantity="ratio"
        query={query}
        series={groups.length === 1 && (group === 'version' || group === 'caller') ? groups : [...groups, all]}
      />
      <LatencyChart history={history} group={group} colors={colors} />
      {flags.length > 0 || codes.length === 0 || group === 'code' ? (
        <SeriesPanel
          title={t('flags')}
          hint={t('flagsHint')}
          quantity="rate"
          query={query}
          emptyText={t('noFlags')}
          series={lines(flags, 'flag')}
        />
      ) : (
        <SeriesPanel
          title={t('codes')}
          hint={t('codesHint')}
          quantity="rate"
          query={query}
          series={lines(codes, 'code')}
        />
      )}
      {attempts.some(({ ratio }) => ratio >= hiddenAttemptsFrom) ? (
        <SeriesPanel
          title={t('attempts')}
          hint={t('attemptsHint')}
          quantity="times"
          query={query}
          series={lines(attempts, 'caller')}
        />
      ) : null}
    </div>
  )
}
