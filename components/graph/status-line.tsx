'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatMoment } from '#lib/client/format.ts'
import type { LiveGraph } from '#lib/client/live-graph.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { isMetricsOutage } from '#lib/domain/notice.ts'
import { Button } from '../ui/button.tsx'
import { momentText } from '../ui/moment-text.ts'
import { hopsParam } from './view/graph-params.ts'
import { boxOfId, type GraphFilters, hopCounts, nameOf } from './view/graph-view.ts'
import type { ShownGraph } from './view/shown-graph.ts'

export interface StatusLineProps {
  snapshot: GraphSnapshot
  shown: ShownGraph
  live: LiveGraph
  filters: GraphFilters
  onParams: (patch: Record<string, string | undefined>) => void
}

/**
 * Said over the picture only when it is not simply all of now: the past, stale data, a part in focus, or something
 * hidden. What a notice of the page's frame already explains is not said twice.
 */
export function StatusLine({ snapshot, shown, live, filters, onParams }: StatusLineProps) {
  const t = useTranslations('graph')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const isExplained = isMetricsOutage(snapshot.notices)
  return (
    <div className="shrink-0">
      {live.status === 'stale' && !isExplained ? (
        <Line className="bg-degraded-tint text-degraded">
          <Taken state="stale" takenAt={snapshot.takenAt} />
          <span className="min-w-0 truncate">{live.problem?.messages[locale] ?? t('status.staleWhy')}</span>
          <Button variant="quiet" className="h-6! text-degraded!" onClick={live.retry}>
            {words('retry')}
          </Button>
        </Line>
      ) : null}
      {live.status === 'past' ? (
        <Line className="bg-sunken text-text-2">
          <Taken state="past" takenAt={snapshot.takenAt} />
        </Line>
      ) : null}
      <InFocus snapshot={snapshot} filters={filters} onParams={onParams} />
      <Hidden shown={shown} filters={filters} onParams={onParams} />
    </div>
  )
}

function Taken({ state, takenAt }: { state: 'stale' | 'past'; takenAt: number }) {
  const t = useTranslations('graph.status')
  const locale = useLocale()
  return (
    <span title={formatMoment(takenAt, locale)}>
      <span aria-hidden>◷ </span>
      {t(state, { time: momentText(takenAt, Date.now() / 1000, locale) })}
    </span>
  )
}

function InFocus({ snapshot, filters, onParams }: Pick<StatusLineProps, 'snapshot' | 'filters' | 'onParams'>) {
  const t = useTranslations('graph')
  const { focus, hops } = filters
  const node = snapshot.nodes.find(({ id }) => id === focus)
  const name = node === undefined ? boxOfId(focus ?? '') : nameOf(node)
  return name === undefined ? null : (
    <Line className="bg-sunken text-text-2">
      <span className="min-w-0 truncate">{t('status.focus', { name, hops })}</span>
      <fieldset aria-label={t('status.hops')} className="flex items-center">
        {hopCounts.map((count) => (
          <button
            key={count}
            type="button"
            aria-pressed={count === hops}
            onClick={() => onParams({ hops: hopsParam(count) })}
            className="size-6 cursor-pointer rounded-sm text-text-3 hover:text-text aria-pressed:bg-surface aria-pressed:text-text aria-pressed:outline aria-pressed:outline-line-strong"
          >
            {count}
          </button>
        ))}
      </fieldset>
      <Button
        variant="quiet"
        className="h-6! text-accent!"
        onClick={() => onParams({ focus: undefined, hops: undefined })}
      >
        {t('focus.clear')}
      </Button>
    </Line>
  )
}

/** Not while something is in focus: then most of what is hidden is hidden by that. */
function Hidden({ shown, filters, onParams }: Pick<StatusLineProps, 'shown' | 'filters' | 'onParams'>) {
  const t = useTranslations('graph.status')
  const count = shown.nodes.filter(({ isHidden }) => isHidden).length
  return filters.hide === '' || filters.focus !== undefined || count === 0 ? null : (
    <Line className="bg-sunken text-text-2">
      <span className="min-w-0 truncate">{t('hidden', { count, text: filters.hide })}</span>
      <Button variant="quiet" className="h-6! text-accent!" onClick={() => onParams({ hide: undefined })}>
        {t('showHidden')}
      </Button>
    </Line>
  )
}

function Line({ className, children }: { className: string; children: React.ReactNode }) {
  return (
    <div role="status" className={`flex h-8 items-center gap-3 border-b border-line px-4 text-label ${className}`}>
      {children}
    </div>
  )
}
