'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { changesHref, steeringAnchor } from '#lib/client/hrefs.ts'
import { changeQueries } from '#lib/client/queries/changes.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceSplitView } from '#lib/endpoints/changes.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { LatestChange } from '../follow/latest-change.tsx'
import { ObservedShares } from '../follow/observed-shares.tsx'
import { PreviewDialog } from '../preview/preview-dialog.tsx'
import { usePreview } from '../preview/use-preview.ts'
import { useUndoPreview } from '../preview/use-undo-preview.ts'
import { QueueLine } from '../words/queue-line.tsx'
import { BarrierLine } from './barrier-line.tsx'
import { InForce } from './in-force.tsx'
import { KeeperLine } from './keeper-line.tsx'
import { RouteChoice } from './route-choice.tsx'
import { routeId } from './route-id.ts'
import { SplitEditor } from './split-editor.tsx'
import { writeBarrier } from './write-barrier.ts'

export interface ServiceSteeringProps {
  namespace: string
  name: string
}

const underwayRefreshMs = 1_000

/** How a service's requests are divided among its versions, as set and as seen, and everything that moves them. */
export function ServiceSteering({ namespace, name }: ServiceSteeringProps) {
  const t = useTranslations('changes.steer')
  const { scope, setScope } = useScopeUrl()
  const options = changeQueries.split({ cluster: scope.cluster, namespace, name })
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => (isUnderway(state.data) ? underwayRefreshMs : Number(options.refetchInterval)),
  })
  const { data, error, isError, refetch } = query
  const view = data?.split.service === name && data.split.namespace === namespace ? data : undefined
  return (
    <section id={steeringAnchor} aria-label={t('title')} className="scroll-mt-3">
      <Card
        title={t('title')}
        aside={
          <Link
            className="text-accent hover:underline"
            href={changesHref({ ...scope, namespaces: [namespace] }, { service: name })}
          >
            {t('changes')}
          </Link>
        }
      >
        <div className="px-3 py-2.5">
          {scope.at !== undefined ? (
            <p className="flex flex-wrap items-center gap-2 text-label text-text-3">
              {t('past')}
              <Button onClick={() => setScope({ at: undefined })}>{t('backToLive')}</Button>
            </p>
          ) : view !== undefined ? (
            <Steering view={view} isStale={isError} />
          ) : isError ? (
            <Failed error={error} onRetry={() => void refetch()} />
          ) : (
            <div className="grid gap-2">
              <Skeleton className="h-4 w-48" label={t('loading')} />
              <Skeleton className="h-7" />
              <Skeleton className="h-7 w-40" />
            </div>
          )}
        </div>
      </Card>
    </section>
  )
}

/** Something was written that the proxies do not have yet. */
function isUnderway(view: ServiceSplitView | undefined): boolean {
  return view?.latest !== undefined && ['planned', 'applied'].includes(view.latest.phase)
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('changes.steer')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const problem = error instanceof ApiProblem ? error.problem : undefined
  if (problem?.code === 'not-found') {
    return <p className="text-label text-text-3">{t('notInKubernetes')}</p>
  }
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 text-label">
      <span className="text-failing">! {problem === undefined ? t('failed') : problem.messages[locale]}</span>
      <Button onClick={onRetry}>{words('retry')}</Button>
    </div>
  )
}

function Steering({ view, isStale }: { view: ServiceSplitView; isStale: boolean }) {
  const t = useTranslations('changes.steer')
  const [chosen, setChosen] = useState<string>()
  const [generation, setGeneration] = useState(0)
  const firstInput = useArrival()
  const preview = usePreview(() => setGeneration((before) => before + 1))
  const undoPreview = useUndoPreview(preview.open)
  const { split } = view
  const barrier = writeBarrier(view)
  const isDisabled = barrier !== undefined || isStale
  const routes = split.routes.filter(({ testerOf }) => testerOf === undefined)
  const route =
    routes.find((one) => routeId(one) === chosen) ?? routes.find(({ isPreselected }) => isPreselected) ?? routes[0]
  const isEmpty = split.versions.length === 0 || route === undefined
  return (
    <div
      className={`grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-3 min-[960px]:grid-cols-2 min-[1300px]:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)] ${isStale ? 'opacity-60' : ''}`}
    >
      <div className="grid gap-2">
        {barrier === undefined ? <KeeperLine owners={view.owners} /> : <BarrierLine barrier={barrier} split={split} />}
        {split.versions.length < 2 ? (
          <p className="text-label text-text-3">{t(split.versions.length === 0 ? 'noVersions' : 'oneVersion')}</p>
        ) : route === undefined ? (
          <p className="text-label text-text-3">{t('noRoute')}</p>
        ) : (
          <>
            <RouteChoice split={split} routes={routes} route={route} onChoose={setChosen} />
            <SplitEditor
              key={`${routeId(route)} ${generation}`}
              split={split}
              route={route}
              isDisabled={isDisabled}
              firstInput={firstInput}
              onPropose={preview.open}
            />
          </>
        )}
      </div>
      <div className="grid gap-2">
        {view.observed === undefined ? null : <ObservedShares observed={view.observed} />}
        <QueueLine queue={view.queue} />
      </div>
      <div className="grid gap-2">
        {view.latest === undefined ? null : (
          <LatestChange change={view.latest} isDisabled={barrier !== undefined} onPreview={undoPreview} />
        )}
        {isEmpty ? null : (
          <InForce
            key={`in force ${generation}`}
            split={split}
            route={route}
            isDisabled={isDisabled}
            onPropose={preview.open}
          />
        )}
      </div>
      <PreviewDialog state={preview} />
    </div>
  )
}

/** Whoever was led here to shift traffic finds the handle in hand. */
function useArrival() {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (window.location.hash === `#${steeringAnchor}`) {
      input.current?.closest('section')?.scrollIntoView({ block: 'nearest' })
      input.current?.focus({ preventScroll: true })
    }
  }, [])
  return input
}
