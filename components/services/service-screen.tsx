'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { servicesHref } from '#lib/client/hrefs.ts'
import { serviceQueries } from '#lib/client/queries/services.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { seriesColors } from '../charts/series-color.ts'
import { StatePanel } from '../ui/state-panel.tsx'
import { HistorySection, useHistoryView } from './charts/history-section.tsx'
import { ConfigSection } from './detail/config-section.tsx'
import { DetailFrame } from './detail/detail-frame.tsx'
import { PodTable } from './detail/pod-table.tsx'
import { ServiceHeader } from './detail/service-header.tsx'
import { ServiceStrip } from './detail/service-strip.tsx'

export interface ServiceScreenProps {
  namespace: string
  name: string
  /** What moves requests between the versions, under their shares. */
  steering?: ReactNode
}

/** One service: what is wrong with it, who calls it, what it calls, how it went over time, and what acts on it. */
export function ServiceScreen({ namespace, name, steering }: ServiceScreenProps) {
  const { scope } = useScopeUrl()
  const { cluster, at, window: windowSeconds } = scope
  const query = useQuery(serviceQueries.detail({ cluster, namespace, name, windowSeconds, at }))
  return (
    <DetailFrame namespace={namespace} name={name} query={query} missing={<NoSuchService {...{ namespace, name }} />}>
      {(detail, isStale) => <ServicePage detail={detail} isStale={isStale} steering={steering} />}
    </DetailFrame>
  )
}

interface ServicePageProps extends Pick<ServiceScreenProps, 'steering'> {
  detail: ServiceDetail
  isStale: boolean
}

function ServicePage({ detail, isStale, steering }: ServicePageProps) {
  const versions = useMemo(() => detail.versions.map((entry) => entry.version), [detail.versions])
  const colors = useMemo(() => seriesColors(versions), [versions])
  const dimmed = isStale ? 'opacity-60' : ''
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ServiceHeader detail={detail} />
      <div className={dimmed}>
        <ServiceStrip detail={detail} colors={colors} />
      </div>
      {steering}
      <ServiceHistorySection detail={detail} versions={versions} />
      <ConfigSection {...detail} className={dimmed} pods={<PodTable pods={detail.pods} colors={colors} />} />
    </div>
  )
}

function ServiceHistorySection({ detail, versions }: { detail: ServiceDetail; versions: readonly string[] }) {
  const { scope } = useScopeUrl()
  const view = useHistoryView()
  const { namespace, name, id } = detail.node
  const query = useQuery(serviceQueries.history({ cluster: scope.cluster, namespace, name, at: scope.at, ...view }))
  return <HistorySection query={query} view={view} versions={versions} graph={{ type: 'service', sel: id }} />
}

function NoSuchService({ namespace, name }: Pick<ServiceScreenProps, 'namespace' | 'name'>) {
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
