'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useMemo } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { formatClock } from '#lib/client/format.ts'
import { servicesHref } from '#lib/client/hrefs.ts'
import { publishLiveStatus } from '#lib/client/live-status.ts'
import { serviceQueries } from '#lib/client/queries/services.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { seriesColors } from '../charts/series-color.ts'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { StatePanel } from '../ui/state-panel.tsx'
import { ObjectList } from './object-list.tsx'
import { PodTable } from './pod-table.tsx'
import { useProblemWords } from './problem-words.ts'
import { ServiceCharts } from './service-charts.tsx'
import { ServiceHeader } from './service-header.tsx'
import { ServiceStrip } from './service-strip.tsx'

export interface ServiceScreenProps {
  namespace: string
  name: string
}

/** One service: what is wrong with it, who calls it, what it calls, and how it went over time. */
export function ServiceScreen({ namespace, name }: ServiceScreenProps) {
  const { scope } = useScopeUrl()
  const { cluster, at, window: windowSeconds } = scope
  const problemWords = useProblemWords()
  const locale = useLocale()
  const words = useTranslations('words.state')
  const query = useQuery(serviceQueries.detail({ cluster, namespace, name, windowSeconds, at }))
  const { data, error, isError, dataUpdatedAt, errorUpdatedAt, refetch } = query
  const isOther = data !== undefined && (data.node.name !== name || data.node.namespace !== namespace)
  const detail = isOther ? undefined : data
  const isStale = isError && detail !== undefined
  const isMissing = detail === undefined && error instanceof ApiProblem && error.problem.code === 'not-found'

  useEffect(() => {
    const status = isMissing
      ? 'live'
      : detail === undefined
        ? isError
          ? 'failed'
          : 'connecting'
        : isStale
          ? 'stale'
          : 'live'
    publishLiveStatus({
      status: at !== undefined && status === 'live' ? 'past' : status,
      receivedAt: dataUpdatedAt / 1000,
      takenAt: isMissing ? errorUpdatedAt / 1000 : detail?.takenAt,
      notices: detail?.notices ?? [],
    })
  }, [detail, isError, isMissing, isStale, dataUpdatedAt, errorUpdatedAt, at])
  useEffect(() => () => publishLiveStatus(undefined), [])

  if (detail === undefined) {
    return (
      <div className="px-6 py-5">
        {isMissing ? (
          <NoSuchService namespace={namespace} name={name} />
        ) : error instanceof ApiProblem ? (
          <ProblemPanel problem={error.problem} locale={locale} words={problemWords} onRetry={() => void refetch()} />
        ) : (
          <DetailSkeleton label={words('loading')} />
        )}
      </div>
    )
  }
  return (
    <div className="max-w-[2200px] px-6 py-5">
      <ServiceHeader detail={detail} />
      {isStale ? (
        <p className="mb-3 text-degraded">{words('staleSince', { time: formatClock(detail.takenAt, locale) })}</p>
      ) : null}
      <Body detail={detail} isStale={isStale} />
    </div>
  )
}

function Body({ detail, isStale }: { detail: ServiceDetail; isStale: boolean }) {
  const colors = useMemo(() => seriesColors(detail.versions.map((entry) => entry.version)), [detail.versions])
  return (
    <div className="grid gap-3">
      <div className={isStale ? 'opacity-60' : ''}>
        <ServiceStrip detail={detail} colors={colors} />
      </div>
      <ServiceCharts detail={detail} />
      <div className={`mt-2 grid gap-3 min-[1200px]:grid-cols-[2fr_1fr] ${isStale ? 'opacity-60' : ''}`}>
        <PodTable pods={detail.pods} colors={colors} />
        <ObjectList objects={detail.objects} />
      </div>
    </div>
  )
}

function NoSuchService({ namespace, name }: ServiceScreenProps) {
  const t = useTranslations('services.header')
  const { scope } = useScopeUrl()
  return (
    <StatePanel
      tone="empty"
      title={t('notFound')}
      text={t('notFoundText', { namespace, name })}
      action={
        <Link className="text-accent hover:underline" href={servicesHref(scope)}>
          {t('notFoundAction')}
        </Link>
      }
    />
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
