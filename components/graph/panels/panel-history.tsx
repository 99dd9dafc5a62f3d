'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { formatBytesRate, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import { serviceQueries } from '#lib/client/queries/services.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode, Health } from '#lib/domain/graph/snapshot.ts'
import type { Points } from '#lib/domain/telemetry/traffic.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { durationText } from '../../ui/duration-text.ts'
import { Quantity } from '../../ui/quantity.tsx'
import { serviceOfNode } from '../view/service-of-node.ts'
import { callHistory } from './call-history.ts'
import { PanelSection } from './panel-section.tsx'

export interface PanelHistoryProps {
  scope: Scope
  target: GraphNode
  /** Only what comes from here. */
  source?: GraphNode
  /** How the node or call stands now: only what is wrong now is coloured. */
  health: Health
}

const leastSeconds = 1800
/** A share this small fills no more of the picture than it deserves. */
const leastErrorTop = 0.02

/** How requests and errors went over the last minutes, as two small lines. Nothing where the target is no service. */
export function PanelHistory({ scope, target, source, health }: PanelHistoryProps) {
  const service = serviceOfNode(target)
  return service === undefined ? null : (
    <Lines scope={scope} target={target} source={source} health={health} service={service} />
  )
}

type LinesProps = Omit<PanelHistoryProps, 'source'> & {
  source: GraphNode | undefined
  service: NonNullable<ReturnType<typeof serviceOfNode>>
}

function Lines({ scope, target, source, health, service }: LinesProps) {
  const t = useTranslations('graph.panel')
  const locale = useLocale()
  const windowSeconds = Math.max(leastSeconds, scope.window)
  const { data, isError } = useQuery(
    serviceQueries.history({ ...service, windowSeconds, ...(scope.at !== undefined && { at: scope.at }) }),
  )
  const { requests, errorRatio, bytes } = data === undefined ? {} : callHistory(data, target, source)
  const isEmpty = data !== undefined && requests === undefined && bytes === undefined
  const why = isError ? 'historyFailed' : data === undefined ? 'historyLoading' : 'historyNone'
  return (
    <PanelSection title={t('history', { window: durationText(windowSeconds, locale) })}>
      {isEmpty || data === undefined ? (
        <p role="status" className="px-4 py-1 text-text-3">
          {t(why)}
        </p>
      ) : null}
      {requests === undefined ? null : <Row name={t('historyRate')} points={requests} format={formatRate} />}
      {errorRatio === undefined ? null : (
        <Row
          name={t('historyErrors')}
          points={errorRatio}
          format={formatRatio}
          leastTop={leastErrorTop}
          tone={health === 'failing' || health === 'degraded' ? health : 'plain'}
        />
      )}
      {bytes === undefined ? null : <Row name={t('received')} points={bytes} format={formatBytesRate} />}
    </PanelSection>
  )
}

interface RowProps {
  name: string
  points: Points
  format: typeof formatRate
  leastTop?: number
  tone?: 'failing' | 'degraded' | 'plain'
}

function Row({ name, points, format, leastTop = 0.001, tone = 'plain' }: RowProps) {
  const t = useTranslations('graph.panel')
  const last = points.findLast((value) => value !== null) ?? undefined
  const most = points.reduce<number>((sofar, value) => Math.max(sofar, value ?? 0), 0)
  const label = `${name}: ${t('historyNow', { amount: joined(format(last)) })}, ${t('historyMost', { amount: joined(format(most)) })}`
  return (
    <div className="flex h-9 items-center gap-3 border-b border-line px-4">
      <span className="w-16 shrink-0">{name}</span>
      <span className="min-w-0 flex-1">
        <Sparkline points={points} leastTop={leastTop} label={label} tone={tone} className="h-7 w-full" />
      </span>
      <span className="w-20 shrink-0 text-right">
        <Quantity {...format(last)} title={label} />
      </span>
    </div>
  )
}
