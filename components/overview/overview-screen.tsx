'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { formatClock } from '#lib/client/format.ts'
import { graphHref } from '#lib/client/hrefs.ts'
import { useLiveGraph } from '#lib/client/live-graph.ts'
import { graphQueries } from '#lib/client/queries/graph.ts'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { rankProblems } from '#lib/domain/health/rank-problems.ts'
import { defaultThresholds } from '#lib/domain/health/thresholds.ts'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { busiestServices } from './busiest-services.ts'
import { BusiestTable } from './busiest-table.tsx'
import { Headline, type HeadlineProps } from './headline.tsx'
import { MeshFacts } from './mesh-facts.tsx'
import { isSourceMissing, meshFigures } from './mesh-figures.ts'
import { ProblemCard, trafficById } from './problem-card.tsx'

const shownProblems = 8
const tableRows = 12
const serviceRefreshMs = 10_000
const thresholds = {
  failing: `${defaultThresholds.failingErrorRatio * 100}\u00a0%`,
  degraded: `${defaultThresholds.degradedErrorRatio * 100}\u00a0%`,
}

/** What is wrong now, ranked; beside it what the mesh is. */
export function OverviewScreen() {
  const { scope } = useScopeUrl()
  const live = useLiveGraph({ ...scope, type: 'versioned-app' })
  const words = useTranslations('words.state')
  const locale = useLocale()
  if (live.snapshot === undefined) {
    return (
      <div className="px-6 py-5">
        {live.problem ? (
          <ProblemPanel
            problem={live.problem}
            locale={locale}
            onRetry={live.retry}
            words={{
              title: words('errorTitle'),
              forbiddenTitle: words('forbiddenTitle'),
              retry: words('retry'),
              copy: words('copy'),
              copied: words('copied'),
            }}
          />
        ) : (
          <OverviewSkeleton label={words('loading')} />
        )}
      </div>
    )
  }
  return <Findings scope={scope} snapshot={live.snapshot} isStale={live.status === 'stale'} />
}

function useServices(scope: Scope) {
  const query = useQuery({
    ...graphQueries.snapshot({ ...scope, type: 'service' }),
    refetchInterval: scope.at === undefined ? serviceRefreshMs : false,
  })
  const services = useMemo(() => query.data?.nodes.filter((node) => node.kind === 'service'), [query.data])
  return { services, isFailed: query.isError && query.data === undefined }
}

function verdictOf(snapshot: GraphSnapshot, problemCount: number, busyEdges: number): HeadlineProps['verdict'] {
  if (problemCount > 0) {
    return 'wrong'
  }
  if (isSourceMissing(snapshot.notices, 'prometheus')) {
    return 'unknown'
  }
  return busyEdges === 0 ? 'quiet' : 'fine'
}

function Findings({ scope, snapshot, isStale }: { scope: Scope; snapshot: GraphSnapshot; isStale: boolean }) {
  const t = useTranslations('overview.problem')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const { data: mesh } = useQuery(meshQueries.scope())
  const { services, isFailed } = useServices(scope)
  const problems = useMemo(() => rankProblems(snapshot), [snapshot])
  const figures = useMemo(() => meshFigures(snapshot), [snapshot])
  const traffic = useMemo(() => trafficById(snapshot), [snapshot])
  const serviceOf = useMemo(() => serviceFinder(services), [services])
  const counts = {
    serviceCount: services?.length,
    namespaceCount: services && new Set(services.map((node) => `${node.cluster} ${node.namespace}`)).size,
  }
  const dimmed = isStale ? 'opacity-60' : ''
  return (
    <div className="grid max-w-[2200px] gap-x-6 gap-y-5 px-6 py-5 min-[960px]:grid-cols-[minmax(0,1fr)_260px] min-[1300px]:grid-cols-[minmax(0,1fr)_320px]">
      <div className="min-w-0">
        <Headline
          verdict={verdictOf(snapshot, problems.length, figures.busyEdges)}
          problemCount={problems.length}
          figures={figures}
          windowSeconds={snapshot.windowSeconds}
          at={scope.at ?? (isStale ? snapshot.takenAt : undefined)}
          thresholds={thresholds}
          {...counts}
        />
        {isStale ? (
          <p className="mb-3 text-degraded">{words('staleSince', { time: formatClock(snapshot.takenAt, locale) })}</p>
        ) : null}
        <div className={`grid gap-2.5 ${dimmed}`}>
          {problems.slice(0, shownProblems).map((problem) => (
            <ProblemCard key={problem.id} scope={scope} problem={problem} traffic={traffic} serviceOf={serviceOf} />
          ))}
        </div>
        {problems.length > shownProblems ? (
          <Link
            href={graphHref({ ...scope, type: 'versioned-app' })}
            className="mt-2 inline-block text-accent hover:underline"
          >
            {t('more', { count: problems.length - shownProblems })}
          </Link>
        ) : null}
        <BusiestTable scope={scope} services={services && busiestServices(services, tableRows)} isFailed={isFailed} />
      </div>
      <MeshFacts
        className={dimmed}
        figures={figures}
        notices={snapshot.notices}
        scrapeIntervalSeconds={mesh?.scrapeIntervalSeconds}
        thresholds={thresholds}
        {...counts}
      />
    </div>
  )
}

/** Finds the service an app's node belongs to by the name both share. */
function serviceFinder(services: readonly GraphNode[] | undefined) {
  const keyOf = (cluster: string, namespace: string, name: string) => `${cluster}/${namespace}/${name}`
  const known = new Map(services?.map((node) => [keyOf(node.cluster, node.namespace, node.name), node]))
  return (node: GraphNode) =>
    known.get(keyOf(node.cluster, node.namespace, node.name)) ??
    (node.app === undefined ? undefined : known.get(keyOf(node.cluster, node.namespace, node.app)))
}

function OverviewSkeleton({ label }: { label: string }) {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-7 w-72" label={label} />
      <Skeleton className="h-4 w-96" />
      <Skeleton className="mt-2 h-20 w-full" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="mt-4 h-48 w-full" />
    </div>
  )
}
