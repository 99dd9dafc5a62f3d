'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { ApiProblem } from '#lib/client/call.ts'
import { formatClock } from '#lib/client/format.ts'
import { graphHref } from '#lib/client/hrefs.ts'
import { usePolledStatus } from '#lib/client/polled-status.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import { overviewQueries } from '#lib/client/queries/overview.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { defaultThresholds } from '#lib/domain/thresholds/thresholds.ts'
import type { Overview } from '#lib/endpoints/overview.ts'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { BusiestTable } from './busiest-table.tsx'
import { ChangeList } from './change-list.tsx'
import { FiringAlerts } from './firing-alerts.tsx'
import { Headline } from './headline.tsx'
import { MeshFacts } from './mesh-facts.tsx'
import { ProblemCard } from './problem-card.tsx'

const thresholds = {
  failing: `${defaultThresholds.failingErrorRatio * 100}\u00a0%`,
  degraded: `${defaultThresholds.degradedErrorRatio * 100}\u00a0%`,
}

const columns =
  'grid gap-x-6 gap-y-5 min-[960px]:grid-cols-[minmax(0,1fr)_260px] min-[1300px]:grid-cols-[minmax(0,1fr)_320px]'

/** What is wrong now, ranked; under it what was changed; beside it what fires and what the mesh is. */
export function OverviewScreen() {
  const { scope } = useScopeUrl()
  const { data: mesh } = useQuery(meshQueries.scope())
  const query = useQuery(overviewQueries.now(scope, mesh?.scrapeIntervalSeconds))
  usePolledStatus(query, scope.at)
  const words = useTranslations('words.state')
  const problemWords = useProblemWords()
  const locale = useLocale()
  if (query.data === undefined) {
    return (
      <div className="max-w-[2200px] px-6 py-5">
        {query.error instanceof ApiProblem ? (
          <ProblemPanel
            problem={query.error.problem}
            locale={locale}
            onRetry={() => void query.refetch()}
            words={problemWords}
          />
        ) : (
          <OverviewSkeleton label={words('loading')} />
        )}
      </div>
    )
  }
  const isStale = query.isError
  return (
    <div className={`max-w-[2200px] px-6 py-5 ${columns}`}>
      <Findings scope={scope} overview={query.data} isStale={isStale} />
      <aside className="min-w-0">
        <FiringAlerts scope={scope} onlyCluster={mesh?.clusters.length === 1 ? mesh.clusters[0]?.id : undefined} />
        <MeshFacts
          scope={scope}
          className={isStale ? 'opacity-60' : ''}
          figures={query.data.figures}
          mesh={query.data.mesh}
          notices={query.data.notices}
          scrapeIntervalSeconds={mesh?.scrapeIntervalSeconds}
          thresholds={thresholds}
        />
      </aside>
    </div>
  )
}

function Findings({ scope, overview, isStale }: { scope: Scope; overview: Overview; isStale: boolean }) {
  const t = useTranslations('overview.problem')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const { problems, problemCount, takenAt } = overview
  const { data: history } = useQuery(
    overviewQueries.history(
      scope,
      problems.map(({ id }) => id),
    ),
  )
  const hidden = problemCount - problems.length
  const dimmed = isStale ? 'opacity-60' : ''
  return (
    <div className="min-w-0">
      <Headline overview={overview} at={scope.at ?? (isStale ? takenAt : undefined)} thresholds={thresholds} />
      {isStale ? (
        <p className="mb-3 text-degraded">{words('staleSince', { time: formatClock(takenAt, locale) })}</p>
      ) : null}
      <div className={`grid gap-2.5 ${dimmed}`}>
        {problems.map((problem) => (
          <ProblemCard key={problem.id} scope={scope} problem={problem} history={history} />
        ))}
      </div>
      {hidden > 0 ? (
        <Link
          href={graphHref({ ...scope, type: 'versioned-app' })}
          className="mt-2 inline-block text-accent hover:underline"
        >
          {t('more', { count: hidden })}
        </Link>
      ) : null}
      <ChangeList scope={scope} changes={overview.changes} takenAt={takenAt} />
      <BusiestTable scope={scope} services={overview.busiest} />
    </div>
  )
}

function OverviewSkeleton({ label }: { label: string }) {
  return (
    <div className={columns}>
      <div className="grid content-start gap-3">
        <Skeleton className="h-7 w-72" label={label} />
        <Skeleton className="h-4 w-96" />
        <Skeleton className="mt-2 h-24 w-full" />
        <Skeleton className="mt-6 h-8 w-full" />
        <Skeleton className="mt-6 h-80 w-full" />
      </div>
      <div className="grid content-start gap-3">
        <Skeleton className="mt-6 h-40 w-full" />
        <Skeleton className="mt-6 h-64 w-full" />
      </div>
    </div>
  )
}
