'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { servicesHref } from '#lib/client/hrefs.ts'
import { usePolledStatus } from '#lib/client/polled-status.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { changeQueries } from '#lib/client/queries/changes.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemPanel } from '../../ui/problem-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { RecordsMissing } from '../words/records-missing.tsx'
import { ChangeFilterBar, useChangeFilter } from './change-filter-bar.tsx'
import { ChangeTable } from './change-table.tsx'

/** Who changed what, why and when, and what became of it; the address says of which service or object. */
export function ChangesScreen() {
  const t = useTranslations('changes')
  const { scope } = useScopeUrl()
  const filter = useChangeFilter()
  const query = useInfiniteQuery(
    changeQueries.list({ cluster: scope.cluster, namespaces: scope.namespaces, ...filter.asked }),
  )
  const { data, isError, dataUpdatedAt } = query
  const answer = useMemo(
    () =>
      data === undefined
        ? undefined
        : { takenAt: dataUpdatedAt / 1000, notices: data.pages.flatMap(({ notices }) => notices) },
    [data, dataUpdatedAt],
  )
  usePolledStatus({ data: answer, isError, dataUpdatedAt }, undefined)
  const changes = data?.pages.flatMap((page) => page.changes)
  return (
    <div className="max-w-[2200px] px-6 py-5">
      <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-headline font-semibold">{t('title')}</h1>
        <span className="ml-auto text-label text-text-3">
          {changes === undefined || changes.length === 0 ? null : t('list.count', { count: changes.length })}
        </span>
        <ChangeFilterBar filter={filter} />
      </header>
      {data?.pages[0]?.isRecorded === false ? (
        <div className="mb-3">
          <RecordsMissing />
        </div>
      ) : null}
      {changes === undefined ? (
        <Waiting error={query.error} onRetry={() => void query.refetch()} />
      ) : changes.length === 0 ? (
        <NoChanges isFiltered={filter.isSet} onClear={filter.clear} />
      ) : (
        <div className={isError ? 'opacity-60' : ''}>
          <ChangeTable changes={changes} />
          <More query={query} />
        </div>
      )}
    </div>
  )
}

function More({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}) {
  const t = useTranslations('changes.list')
  return query.hasNextPage ? (
    <Button className="mt-2" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {t(query.isFetchingNextPage ? 'loadingMore' : 'more')}
    </Button>
  ) : null
}

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('changes.list')
  const words = useTranslations('words.state')
  const problemWords = useProblemWords()
  const locale = useLocale()
  return error instanceof ApiProblem ? (
    <ProblemPanel
      problem={error.problem}
      locale={locale}
      words={{ ...problemWords, title: t('failed') }}
      onRetry={onRetry}
    />
  ) : (
    <div className="grid gap-2">
      <Skeleton className="h-7 w-full" label={words('loading')} />
      <Skeleton className="h-7 w-full" />
      <Skeleton className="h-7 w-full" />
    </div>
  )
}

function NoChanges({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const t = useTranslations('changes.list')
  const { scope } = useScopeUrl()
  return (
    <StatePanel
      tone="empty"
      title={t(isFiltered ? 'noMatch' : 'empty')}
      text={t(isFiltered ? 'noMatchText' : 'emptyText')}
      action={
        isFiltered ? (
          <Button onClick={onClear}>{t('clear')}</Button>
        ) : (
          <Link className="text-accent hover:underline" href={servicesHref(scope)}>
            {t('emptyAction')}
          </Link>
        )
      }
    />
  )
}
