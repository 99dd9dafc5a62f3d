'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatMoment } from '#lib/client/format.ts'
import type { LiveGraph } from '#lib/client/live-graph.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { isMetricsOutage } from '#lib/domain/notice.ts'
import { Button } from '../ui/button.tsx'
import { momentText } from '../ui/moment-text.ts'
import { nameOf } from './graph-view.ts'

export interface StatusLineProps {
  snapshot: GraphSnapshot
  live: LiveGraph
  focus: string | undefined
  onParams: (patch: Record<string, string | undefined>) => void
}

/**
 * Said over the picture only when it is not simply all of now: the past, stale data, or a part in focus. What a notice of
 * the page's frame already explains is not said twice.
 */
export function StatusLine({ snapshot, live, focus, onParams }: StatusLineProps) {
  const t = useTranslations('graph')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const time = momentText(snapshot.takenAt, Date.now() / 1000, locale)
  const exact = formatMoment(snapshot.takenAt, locale)
  const isExplained = isMetricsOutage(snapshot.notices)
  const focused = snapshot.nodes.find(({ id }) => id === focus)
  return (
    <div className="shrink-0">
      {live.status === 'stale' && !isExplained ? (
        <Line className="bg-degraded-tint text-degraded">
          <span title={exact}>
            <span aria-hidden>◷ </span>
            {t('status.stale', { time })}
          </span>
          <span className="min-w-0 truncate">{live.problem?.messages[locale] ?? t('status.staleWhy')}</span>
          <Button variant="quiet" className="h-6! text-degraded!" onClick={live.retry}>
            {words('retry')}
          </Button>
        </Line>
      ) : null}
      {live.status === 'past' ? (
        <Line className="bg-sunken text-text-2">
          <span title={exact}>
            <span aria-hidden>◷ </span>
            {t('status.past', { time })}
          </span>
        </Line>
      ) : null}
      {focused === undefined ? null : (
        <Line className="bg-sunken text-text-2">
          <span className="min-w-0 truncate">{t('status.focus', { name: nameOf(focused) })}</span>
          <Button variant="quiet" className="h-6! text-accent!" onClick={() => onParams({ focus: undefined })}>
            {t('focus.clear')}
          </Button>
        </Line>
      )}
    </div>
  )
}

function Line({ className, children }: { className: string; children: React.ReactNode }) {
  return (
    <p role="status" className={`flex h-8 items-center gap-3 border-b border-line px-4 text-label ${className}`}>
      {children}
    </p>
  )
}
