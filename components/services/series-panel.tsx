'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatBytesRate, formatMs, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import type { ChartSeries, ChartValue } from '../charts/chart-series.ts'
import { LineChart } from '../charts/line-chart.tsx'

const formats = {
  rate: formatRate,
  ratio: formatRatio,
  ms: formatMs,
  bytes: formatBytesRate,
} satisfies Record<string, (value: number | undefined) => ChartValue>

export interface SeriesPanelProps {
  title: string
  hint: string
  emptyText?: string
  timestamps: readonly number[]
  series: readonly ChartSeries[]
  quantity: keyof typeof formats
  isStale: boolean
}

function lastMeasured(points: readonly (number | null)[]): number | undefined {
  return points.findLast((point) => point !== null) ?? undefined
}

/** One chart of the service page: all of them share their cursor. */
export function SeriesPanel({ title, hint, emptyText, timestamps, series, quantity, isStale }: SeriesPanelProps) {
  const t = useTranslations('services.charts')
  const locale = useLocale()
  const format = formats[quantity]
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false })
  const lines = series.map((line) =>
    t('lineNow', { label: line.label, value: joined(format(lastMeasured(line.points))) }),
  )
  return (
    <LineChart
      title={title}
      hint={hint}
      timestamps={timestamps}
      series={series}
      format={format}
      formatTime={(unixSeconds) => clock.format(unixSeconds * 1000)}
      isUnitOnAxis={quantity === 'ms' || quantity === 'bytes'}
      syncId="service"
      emptyText={emptyText ?? t('empty')}
      summary={t('summary', { title, lines: lines.join('; ') })}
      isStale={isStale}
    />
  )
}
