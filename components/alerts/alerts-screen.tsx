'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { ApiProblem } from '#lib/client/call.ts'
import { usePolledStatus } from '#lib/client/polled-status.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { alertQueries } from '#lib/client/queries/alerts.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { AlertList } from './alert-list.tsx'

/** Every alert of the scope, gravest first; state, severity and search live in the address. */
export function AlertsScreen() {
  const t = useTranslations('alerts')
  const words = useTranslations('words.state')
  const problemWords = useProblemWords()
  const locale = useLocale()
  const { scope } = useScopeUrl()
  const query = useQuery(alertQueries.list(scope))
  const { data, error, isError } = query
  usePolledStatus(query, undefined)
  if (data !== undefined) {
    return <AlertList scope={scope} list={data} isStale={isError} />
  }
  const problem = error instanceof ApiProblem ? error.problem : undefined
  return (
    <div className="px-6 py-5">
      <h1 className="mb-3 text-headline font-semibold">{t('title')}</h1>
      {problem === undefined ? (
        <ListSkeleton label={words('loading')} />
      ) : (
        <ProblemPanel
          problem={problem}
          locale={locale}
          onRetry={() => void query.refetch()}
          words={{ ...problemWords, title: t('failed') }}
        />
      )}
    </div>
  )
}

function ListSkeleton({ label }: { label: string }) {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-6 w-80" label={label} />
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-12 w-full" />
    </div>
  )
}
