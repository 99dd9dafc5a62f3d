'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { formatClock } from '#lib/client/format.ts'
import { useLiveGraph } from '#lib/client/live-graph.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { useUrlText } from '#lib/client/url-text.ts'
import type { GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { Button } from '../../ui/button.tsx'
import { durationText } from '../../ui/duration-text.ts'
import { ProblemPanel } from '../../ui/problem-panel.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { ListFilters, useListFilter } from './list-filters.tsx'
import { formatSort, type ListColumn, type ListRow, listRows, nextSort, parseSort } from './list-rows.ts'
import { ListTable } from './list-table.tsx'

export interface ListScreenProps {
  of: 'services' | 'workloads'
  columns: readonly ListColumn[]
  /** The rows of what the graph shows. */
  rowsOf: (nodes: readonly GraphNode[]) => ListRow[]
}

/** Every service or workload of the scope, worst first; search, filters and order live in the address. */
export function ListScreen(props: ListScreenProps) {
  const { scope } = useScopeUrl()
  const live = useLiveGraph({ ...scope, type: props.of === 'services' ? 'service' : 'workload' })
  const problemWords = useProblemWords()
  const locale = useLocale()
  if (live.snapshot !== undefined) {
    return <List {...props} snapshot={live.snapshot} isStale={live.status === 'stale'} />
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

type ListProps = ListScreenProps & { snapshot: GraphSnapshot; isStale: boolean }

function List({ of, columns, rowsOf, snapshot, isStale }: ListProps) {
  const t = useTranslations('services.list')
  const tServices = useTranslations('services')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const { scope, param, setParams } = useScopeUrl()
  const [query, setQuery] = useUrlText('q')
  const { filter, isSet, clear } = useListFilter(query)
  const sortText = param('sort')
  const sort = useMemo(() => parseSort(sortText, columns), [sortText, columns])
  const all = useMemo(() => rowsOf(snapshot.nodes), [snapshot, rowsOf])
  const rows = useMemo(() => listRows(all, filter, sort), [all, filter, sort])
  return (
    <div className="flex h-full min-h-0 flex-col px-6 py-5">
      <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-headline font-semibold">{tServices(of === 'services' ? 'title' : 'workloadsTitle')}</h1>
        {all.length === 0 ? null : <Counts rows={all} />}
        {isStale ? (
          <span className="text-degraded">{words('staleSince', { time: formatClock(snapshot.takenAt, locale) })}</span>
        ) : null}
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <span className="text-label text-text-3">
            {all.length === 0 ? null : t('count', { shown: rows.length, total: all.length })}
          </span>
          <ListFilters filter={filter} />
          <SearchBox data-find className="w-72" label={t('find')} value={query} onChange={setQuery} />
        </span>
      </header>
      {rows.length > 0 ? (
        <ListTable
          scope={scope}
          columns={columns}
          rows={rows}
          sort={sort}
          caption={t(of === 'services' ? 'caption' : 'workloadCaption', {
            window: durationText(snapshot.windowSeconds, locale),
          })}
          isStale={isStale}
          onSort={(column) => setParams({ sort: formatSort(nextSort(sort, column)) })}
        />
      ) : (
        <NothingFound
          of={of}
          isEmpty={all.length === 0}
          query={query}
          isFiltered={isSet}
          onClear={() => {
            setQuery('')
            clear()
          }}
        />
      )}
    </div>
  )
}

function Counts({ rows }: { rows: readonly ListRow[] }) {
  const t = useTranslations('services.list')
  const broken = rows.filter(({ node }) => node.health === 'failing')
  const victims = broken.filter(({ node }) => node.role === 'victim').length
  const failing = broken.length - victims
  const degraded = rows.filter(({ node }) => node.health === 'degraded').length
  return (
    <span className="text-text-2">
      <span className={failing > 0 ? 'text-failing' : ''}>{t('failing', { count: failing })}</span>
      {t('counts', { victims, degraded, other: rows.length - broken.length - degraded })}
    </span>
  )
}

interface NothingFoundProps {
  of: ListScreenProps['of']
  isEmpty: boolean
  query: string
  isFiltered: boolean
  onClear: () => void
}

function NothingFound({ of, isEmpty, query, isFiltered, onClear }: NothingFoundProps) {
  const t = useTranslations('services.list')
  const { scope, setScope } = useScopeUrl()
  if (!isEmpty) {
    return (
      <StatePanel
        tone="empty"
        title={query === '' ? t('noMatchFilter') : t('noMatch', { query })}
        text={isFiltered ? t('noMatchFilterText') : t('noMatchText')}
        action={<Button onClick={onClear}>{t('clear')}</Button>}
      />
    )
  }
  const hasFilter = scope.namespaces !== undefined
  return (
    <StatePanel
      tone="empty"
      title={t(of === 'services' ? 'empty' : 'emptyWorkloads')}
      text={t(of === 'services' ? 'emptyText' : 'emptyWorkloadsText')}
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
