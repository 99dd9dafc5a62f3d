'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { formatClock } from '#lib/client/format.ts'
import { publishLiveStatus } from '#lib/client/live-status.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { ProblemPanel } from '../../ui/problem-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

type Taken = Pick<ServiceDetail, 'node' | 'takenAt' | 'notices'>

export interface DetailFrameProps<Detail extends Taken> {
  namespace: string
  name: string
  query: UseQueryResult<Detail>
  /** Said in place of the page where nobody knows the thing. */
  missing: ReactNode
  children: (detail: Detail, isStale: boolean) => ReactNode
}

/** The page of one thing in every state: loading, unknown, failed, stale, and there; the shell is told which. */
export function DetailFrame<Detail extends Taken>(props: DetailFrameProps<Detail>) {
  const { namespace, name, query, missing, children } = props
  const { data, error, isError, dataUpdatedAt, errorUpdatedAt, refetch } = query
  const { scope } = useScopeUrl()
  const problemWords = useProblemWords()
  const locale = useLocale()
  const words = useTranslations('words.state')
  const isOther = data !== undefined && (data.node.name !== name || data.node.namespace !== namespace)
  const detail = isOther ? undefined : data
  const isStale = isError && detail !== undefined
  const isMissing = detail === undefined && error instanceof ApiProblem && error.problem.code === 'not-found'
  const status = isMissing
    ? 'live'
    : detail !== undefined
      ? isStale
        ? 'stale'
        : 'live'
      : isError
        ? 'failed'
        : 'connecting'

  useEffect(() => {
    publishLiveStatus({
      status: scope.at !== undefined && status === 'live' ? 'past' : status,
      receivedAt: dataUpdatedAt / 1000,
      takenAt: isMissing ? errorUpdatedAt / 1000 : detail?.takenAt,
      notices: detail?.notices ?? [],
    })
  }, [detail, status, isMissing, dataUpdatedAt, errorUpdatedAt, scope.at])
  useEffect(() => () => publishLiveStatus(undefined), [])

  if (detail !== undefined) {
    return (
      <div className="max-w-[2200px] px-6 py-5">
        {isStale ? (
          <p className="mb-2 text-degraded">{words('staleSince', { time: formatClock(detail.takenAt, locale) })}</p>
        ) : null}
        {children(detail, isStale)}
      </div>
    )
  }
  return (
    <div className="px-6 py-5">
      {isMissing ? (
        missing
      ) : error instanceof ApiProblem ? (
        <ProblemPanel problem={error.problem} locale={locale} words={problemWords} onRetry={() => void refetch()} />
      ) : (
        <DetailSkeleton label={words('loading')} />
      )}
    </div>
  )
}

function DetailSkeleton({ label }: { label: string }) {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-4 w-32" label={label} />
      <Skeleton className="h-7 w-72" />
      <div className="grid grid-cols-3 gap-3">
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
      </div>
      <div className="mt-2 grid grid-cols-2 gap-3">
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
      </div>
    </div>
  )
}
