'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { reporterSeenBy, type SeenBy } from '#lib/domain/telemetry/service-history.ts'
import { connectionSeries, tcpSeries } from '#lib/domain/telemetry/service-series.ts'
import type { SeriesGroup } from '#lib/domain/telemetry/traffic.ts'
import type { ServiceHistory } from '#lib/endpoints/services.ts'
import { chartLines } from './chart-lines.ts'
import { useLineLabel } from './line-label.ts'
import { SeriesPanel } from './series-panel.tsx'

export interface TcpChartsProps {
  history: ServiceHistory
  group: SeriesGroup
  seen: SeenBy
  /** What versions, or callers, are drawn in. */
  colors: ReadonlyMap<string, string>
}

/** Bytes and connections of what speaks TCP. It has no status; its flags stand with its connections. */
export function TcpCharts({ history, group, seen, colors }: TcpChartsProps) {
  const t = useTranslations('services.charts')
  const labelOf = useLineLabel()
  const by = group === 'caller' ? 'caller' : 'version'
  const { received, sent, opened, flagged } = useMemo(() => {
    const reporter = reporterSeenBy(seen)
    return {
      received: tcpSeries(history, 'received', by, reporter),
      sent: tcpSeries(history, 'sent', by, reporter),
      opened: connectionSeries(history, by, reporter),
      flagged: connectionSeries(history, 'flag', reporter).filter((line) => line.key !== ''),
    }
  }, [history, by, seen])
  const lines = (series: typeof sent, own: SeriesGroup) => chartLines(series, own, colors, (key) => labelOf(own, key))
  const query = history.queries?.tcp
  const bytes = { quantity: 'bytes', hint: t('bytesHint'), query } as const
  const connections = { quantity: 'perSecond', hint: t('connectionsHint'), query } as const
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-2">
      <SeriesPanel {...bytes} title={t('received')} series={lines(received, by)} />
      <SeriesPanel {...bytes} title={t('sent')} series={lines(sent, by)} />
      <SeriesPanel {...connections} title={t('connections')} series={lines(opened, by)} />
      <SeriesPanel
        {...connections}
        title={t('flags')}
        emptyText={t('noConnectionFlags')}
        series={lines(flagged, 'flag')}
      />
    </div>
  )
}
