'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { formatMoment } from '#lib/client/format.ts'
import { changeHref, changesHref, serviceHref } from '#lib/client/hrefs.ts'
import { usePolledStatus } from '#lib/client/polled-status.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { OwnerKind } from '#lib/domain/changes/ownership.ts'
import type { ChangeView } from '#lib/endpoints/changes.ts'
import { Card } from '../../ui/card.tsx'
import { useHydrated } from '../../ui/hydrated.ts'
import { ProblemPanel } from '../../ui/problem-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { ChangeState } from '../follow/change-state.tsx'
import { ObservedShares } from '../follow/observed-shares.tsx'
import { ThreeLights } from '../follow/three-lights.tsx'
import { UndoButton } from '../follow/undo-button.tsx'
import { useFollowedChange } from '../follow/use-followed-change.ts'
import { PreviewDialog } from '../preview/preview-dialog.tsx'
import { usePreview } from '../preview/use-preview.ts'
import { useUndoPreview } from '../preview/use-undo-preview.ts'
import { useChangeTitle } from '../words/change-title.ts'
import { useOwnerText } from '../words/owner-text.ts'
import { QueueLine } from '../words/queue-line.tsx'

const WriteDiffs = lazy(() => import('../diff/write-diffs.tsx').then((module) => ({ default: module.WriteDiffs })))

export interface ChangeScreenProps {
  namespace: string
  /** Of the record. */
  name: string
}

/** One change: who, what, why, when; what became of it; what it wrote; and the way back. */
export function ChangeScreen({ namespace, name }: ChangeScreenProps) {
  const t = useTranslations('changes.detail')
  const words = useTranslations('words.state')
  const problemWords = useProblemWords()
  const locale = useLocale()
  const { scope } = useScopeUrl()
  const query = useFollowedChange({ cluster: scope.cluster, namespace, name })
  const { data, error, isError, dataUpdatedAt, refetch } = query
  const answer = useMemo(
    () => (data === undefined ? undefined : { takenAt: dataUpdatedAt / 1000, notices: [] }),
    [data, dataUpdatedAt],
  )
  usePolledStatus({ data: answer, isError, dataUpdatedAt }, undefined)
  if (data !== undefined) {
    return <Detail change={data} isStale={isError} />
  }
  return (
    <div className="px-6 py-5">
      {error instanceof ApiProblem && error.problem.code === 'not-found' ? (
        <StatePanel
          tone="empty"
          title={t('notFound')}
          text={t('notFoundText', { namespace, name })}
          action={
            <Link className="text-accent hover:underline" href={changesHref(scope)}>
              {t('notFoundAction')}
            </Link>
          }
        />
      ) : error instanceof ApiProblem ? (
        <ProblemPanel problem={error.problem} locale={locale} words={problemWords} onRetry={() => void refetch()} />
      ) : (
        <div className="grid gap-3">
          <Skeleton className="h-7 w-72" label={words('loading')} />
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
    </div>
  )
}

function Detail({ change, isStale }: { change: ChangeView; isStale: boolean }) {
  const t = useTranslations('changes.detail')
  const words = useTranslations('words.state')
  const title = useChangeTitle()
  const { scope } = useScopeUrl()
  const preview = usePreview(() => {})
  const onPreview = useUndoPreview(preview.open)
  const { lights, writes } = change
  const crumb = changesHref({ ...scope, namespaces: [change.namespace] }, { service: change.service })
  return (
    <div className={`grid max-w-[1200px] grid-cols-[minmax(0,1fr)] gap-3 px-6 py-5 ${isStale ? 'opacity-60' : ''}`}>
      <header>
        <p className="text-text-3">
          <Link className="hover:text-accent" href={crumb}>
            {t('crumb', { namespace: change.namespace })}
          </Link>
        </p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-headline font-semibold [overflow-wrap:anywhere]">
            {change.service}: {title(change)}
          </h1>
          <ChangeState change={change} />
          <span className="ml-auto">
            <UndoButton change={change} onPreview={onPreview} />
          </span>
        </div>
        {change.failure === undefined ? null : (
          <p role="alert" className="text-failing [overflow-wrap:anywhere]">
            ! {change.failure.message}
          </p>
        )}
      </header>
      <div className="grid items-start gap-3 min-[960px]:grid-cols-2">
        <Facts change={change} />
        <Card title={t('lights')}>
          <div className="grid gap-2 px-3 py-2">
            <ThreeLights lights={lights} startedAt={change.at} />
            <QueueLine queue={change.queue} />
            {lights.seen.observed === undefined ? null : <ObservedShares observed={lights.seen.observed} />}
          </div>
        </Card>
      </div>
      <Card title={t('diff')}>
        {writes.length === 0 ? (
          <p className="px-3 py-2 text-text-3">{t('nothingWritten')}</p>
        ) : (
          <Suspense fallback={<Skeleton className="m-3 h-24" label={words('loading')} />}>
            <WriteDiffs writes={writes} />
          </Suspense>
        )}
      </Card>
      <PreviewDialog state={preview} />
    </div>
  )
}

function Facts({ change }: { change: ChangeView }) {
  const t = useTranslations('changes.detail')
  const locale = useLocale()
  const ownerText = useOwnerText()
  const isHydrated = useHydrated()
  const { scope } = useScopeUrl()
  const { cluster, namespace, service, override, undoes, undoneBy, revertedBy } = change
  const owner = OwnerKind.safeParse(override?.owner).data
  const record = (name: string) => (
    <Link className="text-accent hover:underline" href={changeHref(scope, { cluster, namespace, name })}>
      {name}
    </Link>
  )
  const rows: [string, ReactNode][] = [
    [t('who'), change.who],
    [t('when'), isHydrated ? formatMoment(change.at, locale) : ''],
    [t('why'), change.reason ?? <span className="text-text-3">{t('noReason')}</span>],
    ...(override === undefined
      ? []
      : [
          [
            t('override', { owner: owner === undefined ? override.owner : ownerText({ kind: owner }) }),
            override.reason,
          ] as [string, ReactNode],
        ]),
    [
      t('service'),
      <Link
        key="service"
        className="text-accent hover:underline"
        href={serviceHref(scope, { cluster, namespace, name: service })}
      >
        {namespace}/{service}
      </Link>,
    ],
    [
      t('objects'),
      <ul key="objects">
        {change.objects.map((object) => {
          const name = `${object.kind}/${object.namespace}/${object.name}`
          return (
            <li key={name}>
              <Link className="text-accent hover:underline" href={changesHref(scope, { object: name })}>
                {name}
              </Link>
            </li>
          )
        })}
      </ul>,
    ],
    ...(undoes === undefined ? [] : [[t('undoes'), record(undoes)] as [string, ReactNode]]),
    ...(undoneBy === undefined ? [] : [[t('undoneBy'), record(undoneBy)] as [string, ReactNode]]),
    ...(revertedBy === undefined ? [] : [[t('revertedBy'), revertedBy] as [string, ReactNode]]),
  ]
  return (
    <dl className="rounded-md border border-line bg-surface py-1">
      {rows.map(([name, value]) => (
        <div key={name} className="flex gap-3 px-3 py-1">
          <dt className="w-28 shrink-0 text-text-3">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
