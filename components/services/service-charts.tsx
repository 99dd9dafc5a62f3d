'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { serviceQueries } from '#lib/client/queries/services.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { seriesColors } from '../charts/series-color.ts'
import { durationText } from '../ui/duration-text.ts'
import { momentText } from '../ui/moment-text.ts'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type ChartGroup, chartGroups } from './chart-lines.ts'
import { useProblemWords } from './problem-words.ts'
import { RequestCharts } from './request-charts.tsx'
import { TcpCharts } from './tcp-charts.tsx'

const leastHistorySeconds = 3600

/** The service over time, at least an hour of it: requests, failures, latency and flags, or bytes where it speaks TCP. */
export function ServiceCharts({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('services.charts')
  const words = useTranslations('words.state')
  const problemWords = useProblemWords()
  const locale = useLocale()
  const { scope, param, setParams } = useScopeUrl()
  const { namespace, name } = detail.node
  const windowSeconds = Math.max(scope.window, leastHistorySeconds)
  const window = durationText(windowSeconds, locale)
  const query = useQuery(
    serviceQueries.history({ cluster: scope.cluster, namespace, name, windowSeconds, at: scope.at }),
  )
  const { data: history, error, isError, refetch } = query
  const group = chartGroups.find((known) => known === param('by')) ?? 'version'
  const versionColors = useMemo(() => {
    const seen = [...(history?.requests ?? []), ...(history?.tcp ?? [])].flatMap((row) => row.version ?? [])
    return seriesColors([...detail.versions.map((entry) => entry.version), ...seen])
  }, [detail.versions, history])
  const hasRequests = history !== undefined && history.requests.length > 0
  const hasBytes = history !== undefined && history.tcp.length > 0
  return (
    <section aria-label={t('window')} className="mt-3">
      <header className="mb-2 flex h-9 items-center">
        <h2 className="font-semibold">
          {scope.at === undefined
            ? t('title', { window })
            : t('titlePast', { window, time: momentText(scope.at, Date.now() / 1000, locale) })}
        </h2>
        <span className="ml-auto">
          {hasBytes && !hasRequests ? null : (
            <Select<ChartGroup>
              label={t('groupBy')}
              value={group}
              options={chartGroups.map((value) => ({ value, label: t(`group.${value}`) }))}
              onChange={(value) => setParams({ by: value === 'version' ? undefined : value })}
            />
          )}
        </span>
      </header>
      {history === undefined ? (
        error instanceof ApiProblem ? (
          <ProblemPanel
            problem={error.problem}
            locale={locale}
            words={{ ...problemWords, title: t('tooShort') }}
            onRetry={() => void refetch()}
          />
        ) : (
          <div className="grid gap-3 min-[960px]:grid-cols-2">
            <Skeleton className="h-[198px]" label={words('loading')} />
            <Skeleton className="h-[198px]" />
            <Skeleton className="h-[198px]" />
            <Skeleton className="h-[198px]" />
          </div>
        )
      ) : (
        <div className="grid gap-3">
          {hasRequests || !hasBytes ? (
            <RequestCharts history={history} group={group} versionColors={versionColors} isStale={isError} />
          ) : null}
          {hasBytes ? <TcpCharts history={history} versionColors={versionColors} isStale={isError} /> : null}
        </div>
      )}
    </section>
  )
}
