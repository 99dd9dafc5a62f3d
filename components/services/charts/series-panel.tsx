'use client'

import { Share2 } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import {
  formatBracketMs,
  formatBytesRate,
  formatClock,
  formatMs,
  formatPerSecond,
  formatRate,
  formatRatio,
  formatTimes,
  joined,
} from '#lib/client/format.ts'
import type { ChartFormat, ChartSeries } from '../../charts/chart-series.ts'
import { LineChart } from '../../charts/line-chart.tsx'
import { useChartTime } from './chart-time.tsx'
import { QueryDialog } from './query-dialog.tsx'

const formats = {
  rate: formatRate,
  perSecond: formatPerSecond,
  ratio: formatRatio,
  ms: (value, low) => (value === undefined || low === undefined ? formatMs(value) : formatBracketMs([low, value])),
  bytes: formatBytesRate,
  times: formatTimes,
} satisfies Record<string, ChartFormat>

export interface SeriesPanelProps {
  title: string
  hint: string
  /** Before the links: a choice that concerns this chart alone. */
  choice?: ReactNode
  emptyText?: string
  series: readonly ChartSeries[]
  quantity: keyof typeof formats
  /** What the metrics store was asked for these lines. */
  query: string | undefined
}

/** The last measured value, with the lower end it is known by. */
function lastOf({ points, lows }: ChartSeries): [number | undefined, number | undefined] {
  const index = points.findLastIndex((point) => point !== null)
  return [points[index] ?? undefined, lows?.[index] ?? undefined]
}

/** One chart of a service's or a workload's page: all of them share their cursor and the moment that was picked. */
export function SeriesPanel({ title, hint, choice, emptyText, series, quantity, query }: SeriesPanelProps) {
  const t = useTranslations('services.charts')
  const locale = useLocale()
  const time = useChartTime()
  const format: ChartFormat = formats[quantity]
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false })
  const lines = series.map((line) => t('lineNow', { label: line.label, value: joined(format(...lastOf(line))) }))
  return (
    <LineChart
      title={title}
      hint={hint}
      timestamps={time.timestamps}
      series={series}
      format={format}
      formatTime={(unixSeconds) => clock.format(unixSeconds * 1000)}
      isUnitOnAxis={quantity === 'ms' || quantity === 'bytes'}
      syncId="service"
      moment={time.picked}
      onPick={time.pick}
      emptyText={emptyText ?? t('empty')}
      summary={t('summary', { title, lines: lines.join('; ') })}
      isStale={time.isStale}
      actions={
        <>
          {choice}
          {query === undefined ? null : <QueryDialog title={title} query={query} />}
          <Link
            href={time.graphHref}
            aria-label={t('graphAt', { title, time: formatClock(time.moment, locale) })}
            title={t('graphAt', { title, time: formatClock(time.moment, locale) })}
            className="text-accent hover:underline"
          >
            <Share2 aria-hidden size={14} />
          </Link>
        </>
      }
    />
  )
}
