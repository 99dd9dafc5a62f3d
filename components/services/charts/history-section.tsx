'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphType } from '#lib/domain/graph/scope.ts'
import { callerKey } from '#lib/domain/telemetry/history-lines.ts'
import { SeenBy } from '#lib/domain/telemetry/service-history.ts'
import { type SeriesGroup, seriesGroups } from '#lib/domain/telemetry/traffic.ts'
import type { ServiceHistory } from '#lib/endpoints/services.ts'
import { seriesColors } from '../../charts/series-color.ts'
import { durationText } from '../../ui/duration-text.ts'
import { momentText } from '../../ui/moment-text.ts'
import { ProblemPanel } from '../../ui/problem-panel.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ChartTimeProvider } from './chart-time.tsx'
import { MomentStepper } from './moment-stepper.tsx'
import { RequestCharts } from './request-charts.tsx'
import { TcpCharts } from './tcp-charts.tsx'

const leastHistorySeconds = 3600

/** What the charts show and how, as it stands in the address. */
export interface HistoryView {
  windowSeconds: number
  by: SeriesGroup
  seen: SeenBy
}

/** At least an hour, so that the present has a past to be compared with. */
export function useHistoryView(): HistoryView {
  const { scope, param } = useScopeUrl()
  return {
    windowSeconds: Math.max(scope.window, leastHistorySeconds),
    by: seriesGroups.find((known) => known === param('by')) ?? 'version',
    seen: SeenBy.options.find((known) => known === param('seen')) ?? 'callers',
  }
}

export interface HistorySectionProps {
  query: UseQueryResult<ServiceHistory>
  view: HistoryView
  /** Versions that have a colour on the page already. */
  versions: readonly string[]
  graph: { type: GraphType; sel: string }
  /** Further choices, before those of every history. */
  choices?: ReactNode
}

/** Requests, failures, latency and flags over time, or bytes and connections where TCP is spoken. */
export function HistorySection({ query, view, versions, graph, choices }: HistorySectionProps) {
  const { data: history, error, isError, refetch } = query
  const locale = useLocale()
  const t = useTranslations('services.charts')
  const problemWords = useProblemWords()
  const hasRequests = history !== undefined && history.requests.length > 0
  const hasBytes = history !== undefined && history.tcp.length > 0
  const colors = useMemo(() => lineColors(history, view.by, versions), [history, view.by, versions])
  if (history === undefined) {
    return (
      <section aria-label={t('window')} className="mt-3">
        <Head view={view} />
        {error instanceof ApiProblem ? (
          <ProblemPanel
            problem={error.problem}
            locale={locale}
            words={{ ...problemWords, title: t('tooShort') }}
            onRetry={() => void refetch()}
          />
        ) : (
          <ChartSkeletons />
        )}
      </section>
    )
  }
  const shared = { history, group: view.by, seen: view.seen, colors }
  return (
    <ChartTimeProvider timestamps={history.timestamps} isStale={isError} graph={graph}>
      <section aria-label={t('window')} className="mt-3">
        <Head view={view}>
          <MomentStepper />
          {choices}
          <Choices view={view} isTcpOnly={hasBytes && !hasRequests} />
        </Head>
        <div className="grid gap-3">
          {hasRequests || !hasBytes ? <RequestCharts {...shared} /> : null}
          {hasBytes ? <TcpCharts {...shared} /> : null}
        </div>
      </section>
    </ChartTimeProvider>
  )
}

/** A version has the colour it has on the rest of the page, a caller the same in every chart; what has no name is grey. */
function lineColors(
  history: ServiceHistory | undefined,
  by: SeriesGroup,
  versions: readonly string[],
): ReadonlyMap<string, string> {
  const lines = [...(history?.requests ?? []), ...(history?.tcp ?? [])]
  const names = lines.map((line) => (by === 'caller' ? callerKey(line.caller, false) : line.version))
  const known = [...(by === 'caller' ? [] : versions), ...names].flatMap((name) => name || [])
  return new Map([...seriesColors(known), ['', 'var(--text-3)']])
}

function Head({ view, children }: { view: HistoryView; children?: ReactNode }) {
  const t = useTranslations('services.charts')
  const locale = useLocale()
  const { scope } = useScopeUrl()
  const window = durationText(view.windowSeconds, locale)
  return (
    <header className="mb-2 flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1">
      <h2 className="font-semibold whitespace-nowrap">
        {scope.at === undefined
          ? t('title', { window })
          : t('titlePast', { window, time: momentText(scope.at, Date.now() / 1000, locale) })}
      </h2>
      <span className="ml-auto flex flex-wrap items-center gap-2">{children}</span>
    </header>
  )
}

function Choices({ view, isTcpOnly }: { view: HistoryView; isTcpOnly: boolean }) {
  const t = useTranslations('services.charts')
  const { setParams } = useScopeUrl()
  const groups = isTcpOnly ? seriesGroups.filter((group) => group === 'version' || group === 'caller') : seriesGroups
  return (
    <>
      <Select
        label={t('groupBy')}
        value={view.by}
        options={groups.map((value) => ({ value, label: t(`group.${value}`) }))}
        onChange={(value) => setParams({ by: value === 'version' ? undefined : value })}
      />
      <Select
        label={t('seenBy')}
        value={view.seen}
        options={SeenBy.options.map((value) => ({ value, label: t(`seen.${value}`) }))}
        onChange={(value) => setParams({ seen: value === 'callers' ? undefined : value })}
      />
    </>
  )
}

function ChartSkeletons() {
  const words = useTranslations('words.state')
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-2">
      <Skeleton className="h-[198px]" label={words('loading')} />
      <Skeleton className="h-[198px]" />
      <Skeleton className="h-[198px]" />
      <Skeleton className="h-[198px]" />
    </div>
  )
}
