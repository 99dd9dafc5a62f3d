'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatRatio } from '#lib/client/format.ts'
import { alertQueries } from '#lib/client/queries/alerts.ts'
import { whyNoAlerts } from '#lib/client/why-no-alerts.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { isSourceSilent, type Notice, type SourceName } from '#lib/domain/notice.ts'
import type { Overview } from '#lib/endpoints/overview.ts'

export interface MeshFactsProps {
  scope: Scope
  className?: string
  figures: Overview['figures']
  mesh: Overview['mesh']
  scrapeIntervalSeconds: number | undefined
  notices: readonly Notice[]
  thresholds: { failing: string; degraded: string }
}

/** What the mesh is, beside what is wrong with it. */
export function MeshFacts({
  scope,
  className = '',
  figures,
  mesh,
  scrapeIntervalSeconds,
  notices,
  thresholds,
}: MeshFactsProps) {
  const t = useTranslations('overview.mesh')
  const words = useTranslations('words')
  const { mtlsRatio } = figures
  const { pods, outside } = mesh
  const bare = pods === undefined ? 0 : pods.all - pods.meshed
  return (
    <section aria-label={t('title')} className={`min-w-0 ${className}`}>
      <h2 className="mb-1.5 font-semibold">{t('title')}</h2>
      <dl className="rounded-md border border-line bg-surface text-label">
        <Fact name={t('clusters')}>{mesh.clusters ?? '–'}</Fact>
        <Fact name={t('namespaces')}>{mesh.namespaces}</Fact>
        <Fact name={t('services')}>{mesh.services}</Fact>
        <Fact name={t('workloads')}>{mesh.workloads ?? '–'}</Fact>
        <Fact name={t('proxies')} title={pods === undefined ? words('missing') : t('proxiesHelp')}>
          {pods === undefined ? '–' : bare === 0 ? t('proxiesAll', pods) : t('proxiesOf', pods)}
        </Fact>
        <Fact name={t('mtls')} title={mtlsRatio === undefined ? words('missing') : t('mtlsHelp')}>
          {mtlsRatio === undefined ? '–' : t('mtlsOf', { share: formatRatio(mtlsRatio).value })}
        </Fact>
        <Fact name={t('outside')} title={outside.names.join(', ')}>
          {outsideText(outside, t)}
        </Fact>
        <Source name={t('prometheus')} source="prometheus" notices={notices} silent={t('prometheusDown')}>
          {scrapeIntervalSeconds === undefined
            ? t('prometheusFreshUnknown')
            : t('prometheusFresh', { interval: scrapeIntervalSeconds })}
        </Source>
        <Source name={t('kubernetes')} source="kubernetes" notices={notices} silent={t('kubernetesDown')}>
          {t('kubernetesFresh')}
        </Source>
        <AlertSources scope={scope} />
      </dl>
      <p className="mt-4 text-label text-text-3">
        {t('how', thresholds)} {mesh.ownThresholds > 0 ? t('ownThresholds', { count: mesh.ownThresholds }) : null}
      </p>
    </section>
  )
}

function AlertSources({ scope }: { scope: Scope }) {
  const t = useTranslations('overview.mesh')
  const { data, error } = useQuery(alertQueries.list(scope))
  const why = whyNoAlerts(data, error)
  const names = data?.sources.map((source) => t(`alertSource.${source}`)) ?? []
  const words = { quiet: names.join(', '), noSource: t('alertsNone'), silent: t('alertsDown') }
  return (
    <Fact name={t('alerts')} tone={why === 'silent' ? 'degraded' : undefined}>
      {why === undefined ? '–' : words[why]}
    </Fact>
  )
}

interface SourceProps {
  name: string
  source: SourceName
  notices: readonly Notice[]
  silent: string
  children: ReactNode
}

function Source({ name, source, notices, silent, children }: SourceProps) {
  const isSilent = isSourceSilent(notices, source)
  return (
    <Fact name={name} tone={isSilent ? 'degraded' : undefined}>
      {isSilent ? silent : children}
    </Fact>
  )
}

function outsideText(
  { names, count }: Overview['mesh']['outside'],
  t: ReturnType<typeof useTranslations<'overview.mesh'>>,
): string {
  const [first] = names
  if (first === undefined) {
    return t('outsideNone')
  }
  return count === 1 ? first : t('outsideMore', { name: first, count: count - 1 })
}

function Fact(props: { name: string; title?: string; tone?: 'degraded' | undefined; children: ReactNode }) {
  return (
    <div title={props.title} className="flex min-h-7 items-center gap-3 border-b border-line px-3 py-1 last:border-b-0">
      <dt className="shrink-0 text-text-3">{props.name}</dt>
      <dd
        className={`ml-auto min-w-0 text-right [overflow-wrap:anywhere] ${props.tone === 'degraded' ? 'text-degraded' : ''}`}
      >
        {props.tone === 'degraded' ? '▲ ' : ''}
        {props.children}
      </dd>
    </div>
  )
}
