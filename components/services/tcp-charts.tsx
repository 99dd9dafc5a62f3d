'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { tcpSeries } from '#lib/domain/telemetry/service-series.ts'
import type { ServiceHistory } from '#lib/endpoints/services.ts'
import { chartLines } from './chart-lines.ts'
import { useLineLabel } from './line-label.ts'
import { SeriesPanel } from './series-panel.tsx'

export interface TcpChartsProps {
  history: ServiceHistory
  versionColors: ReadonlyMap<string, string>
  isStale: boolean
}

/** Bytes in and out of a service that speaks TCP, by version. */
export function TcpCharts({ history, versionColors, isStale }: TcpChartsProps) {
  const t = useTranslations('services.charts')
  const labelOf = useLineLabel()
  const label = (key: string) => labelOf('version', key)
  const received = useMemo(() => tcpSeries(history, 'received'), [history])
  const sent = useMemo(() => tcpSeries(history, 'sent'), [history])
  const shared = { timestamps: history.timestamps, isStale, quantity: 'bytes', hint: t('bytesHint') } as const
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-2">
      <SeriesPanel {...shared} title={t('received')} series={chartLines(received, 'version', versionColors, label)} />
      <SeriesPanel {...shared} title={t('sent')} series={chartLines(sent, 'version', versionColors, label)} />
    </div>
  )
}
