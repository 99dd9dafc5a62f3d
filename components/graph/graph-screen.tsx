'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { useLiveGraph } from '#lib/client/live-graph.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { GraphEmpty } from './graph-empty.tsx'
import { GraphWorkspace } from './graph-workspace.tsx'
import { readyLayoutWorker } from './layout/ready-worker.ts'
import { GraphSkeleton } from './picture/graph-skeleton.tsx'

/** The topology: live graph of the scope, its table twin, and what is known of the thing chosen. */
export function GraphScreen() {
  const { scope, setScope } = useScopeUrl()
  const live = useLiveGraph(scope)
  const t = useTranslations('graph')
  const locale = useLocale()
  const words = useProblemWords()
  const shown = live.snapshot
  useEffect(readyLayoutWorker, [])
  useEffect(() => {
    if (live.snapshot !== undefined && performance.getEntriesByName('exantas:graph-data').length === 0) {
      performance.mark('exantas:graph-data')
    }
  }, [live.snapshot])

  if (shown === undefined) {
    return (
      <div className="h-full">
        <h1 className="sr-only">{t('title')}</h1>
        {live.problem === undefined ? (
          <GraphSkeleton />
        ) : (
          <div className="px-6 py-10">
            <ProblemPanel problem={live.problem} locale={locale} words={words} onRetry={live.retry} />
          </div>
        )}
      </div>
    )
  }
  if (shown.nodes.length === 0) {
    return <GraphEmpty scope={scope} setScope={setScope} />
  }
  return <GraphWorkspace snapshot={shown} live={live} />
}
