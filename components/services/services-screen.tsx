'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { formatClock } from '#lib/client/format.ts'
import { useLiveGraph } from '#lib/client/live-graph.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { Button } from '../ui/button.tsx'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { StatePanel } from '../ui/state-panel.tsx'
import { useProblemWords } from './problem-words.ts'
import { formatSort, nextSort, parseSort, serviceRows } from './service-rows.ts'
import { ServiceTable } from './service-table.tsx'
import { useUrlText } from './url-text.ts'

/** Every service of the scope, worst first; search and order live in the address. */
export function ServicesScreen() {
  const { scope } = useScopeUrl()
  const live = useLiveGraph({ ...scope, type: 'service' })
  const problemWords = useProblemWords()
  const locale = useLocale()
  if (live.snapshot !== undefined) {
    return <ServiceList snapshot={live.snapshot} isStale={live.status === 'stale'} />
  }
  return (
    <div className="px-6 py-5">
      {live.problem ? (
        <ProblemPanel problem={live.problem} locale={locale} words={problemWords} onRetry={live.retry} />
      ) : (
        <ListSkeleton />
      )}
    </div>
  )
}

function ServiceList({ snapshot, isStale }: { snapshot: GraphSnapshot; isStale: boolean }) {
  const t = useTranslations('services.list')
  const tServices = useTranslations('services')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const { scope, param, setParams } = useScopeUrl()
  const [query, setQuery] = useUrlText('q')
  const sortText = param('sort')
  const sort = useMemo(() => parseSort(sortText), [sortText])
  const all = useMemo(() => snapshot.nodes.filter((node) => node.kind === 'service'), [snapshot])
  const rows = useMemo(() => serviceRows(all, query, sort), [all, query, sort])
  const broken = all.filter((node) => node.health === 'failing')
  const victims = broken.filter((node) => node.role === 'victim').length
  const failing = broken.length - victims
  const degraded = all.filter((node) => node.health === 'degraded').length
  return (
    <div className="flex h-full min-h-0 flex-col px-6 py-5">
      <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-headline font-semibold">{tServices('title')}</h1>
        {all.length === 0 ? null : (
          <span className="text-text-2">
            <span className={failing > 0 ? 'text-failing' : ''}>{t('failing', { count: failing })}</span>
            {t('counts', { victims, degraded, other: all.length - broken.length - degraded })}
          </span>
        )}
        {isStale ? (
          <span className="text-degraded">{words('staleSince', { time: formatClock(snapshot.takenAt, locale) })}</span>
        ) : null}
        <span className="ml-auto text-label text-text-3">
          {all.length === 0 ? null : t('count', { shown: rows.length, total: all.length })}
        </span>
        <SearchBox data-find className="w-72" label={t('find')} value={query} onChange={setQuery} />
      </header>
      {rows.length > 0 ? (
        <ServiceTable
          scope={scope}
          rows={rows}
          sort={sort}
          windowSeconds={snapshot.windowSeconds}
          isStale={isStale}
          onSort={(column) => setParams({ sort: formatSort(nextSort(sort, column)) })}
        />
      ) : (
        <NothingFound isEmpty={all.length === 0} query={query} onClear={() => setQuery('')} />
      )}
    </div>
  )
}

function NothingFound({ isEmpty, query, onClear }: { isEmpty: boolean; query: string; onClear: () => void }) {
  const t = useTranslations('services.list')
  const { scope, setScope } = useScopeUrl()
  if (!isEmpty) {
    return (
      <StatePanel
        tone="empty"
        title={t('noMatch', { query })}
        text={t('noMatchText')}
        action={<Button onClick={onClear}>{t('clear')}</Button>}
      />
    )
  }
  const hasFilter = scope.namespaces !== undefined
  return (
    <StatePanel
      tone="empty"
      title={t('empty')}
      text={t('emptyText')}
      action={
        hasFilter ? <Button onClick={() => setScope({ namespaces: undefined })}>{t('emptyAction')}</Button> : undefined
      }
    />
  )
}

function ListSkeleton() {
  const words = useTranslations('words.state')
  return (
    <div className="grid gap-3">
      <Skeleton className="h-7 w-40" label={words('loading')} />
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
        <Skeleton key={index} className="h-5 w-full" />
      ))}
    </div>
  )
}
