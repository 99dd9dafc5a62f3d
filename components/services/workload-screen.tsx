'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { workloadsHref } from '#lib/client/hrefs.ts'
import { workloadQueries } from '#lib/client/queries/workloads.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { WorkloadDetail } from '#lib/endpoints/workloads.ts'
import { seriesColors } from '../charts/series-color.ts'
import { Select } from '../ui/select.tsx'
import { StatePanel } from '../ui/state-panel.tsx'
import { HistorySection, useHistoryView } from './charts/history-section.tsx'
import { ConfigSection } from './detail/config-section.tsx'
import { DetailFrame } from './detail/detail-frame.tsx'
import { PodTable } from './detail/pod-table.tsx'
import { WorkloadHeader } from './detail/workload-header.tsx'
import { WorkloadStrip } from './detail/workload-strip.tsx'

export interface WorkloadScreenProps {
  namespace: string
  name: string
}

const directions = ['in', 'out'] as const

/** One workload: what is wrong with it, who calls it, what it calls, how it went over time, its pods and what acts on it. */
export function WorkloadScreen({ namespace, name }: WorkloadScreenProps) {
  const { scope } = useScopeUrl()
  const { cluster, at, window: windowSeconds } = scope
  const query = useQuery(workloadQueries.detail({ cluster, namespace, name, windowSeconds, at }))
  return (
    <DetailFrame namespace={namespace} name={name} query={query} missing={<NoSuchWorkload {...{ namespace, name }} />}>
      {(detail, isStale) => <WorkloadPage detail={detail} isStale={isStale} />}
    </DetailFrame>
  )
}

function WorkloadPage({ detail, isStale }: { detail: WorkloadDetail; isStale: boolean }) {
  const { versions } = detail
  const colors = useMemo(() => seriesColors(versions), [versions])
  const dimmed = isStale ? 'opacity-60' : ''
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <WorkloadHeader detail={detail} />
      <div className={dimmed}>
        <WorkloadStrip detail={detail} />
      </div>
      <WorkloadHistorySection detail={detail} versions={versions} />
      <ConfigSection {...detail} className={dimmed} pods={<PodTable pods={detail.pods} colors={colors} />} />
    </div>
  )
}

/** What arrives, unless nothing does: then what it sends. */
function WorkloadHistorySection({ detail, versions }: { detail: WorkloadDetail; versions: readonly string[] }) {
  const t = useTranslations('services.charts')
  const { scope, param, setParams } = useScopeUrl()
  const view = useHistoryView()
  const { namespace, name, id } = detail.node
  const usual = detail.callers.length === 0 && detail.callees.length > 0 ? 'out' : 'in'
  const direction = directions.find((known) => known === param('dir')) ?? usual
  const place = { cluster: scope.cluster, namespace, name, at: scope.at }
  const query = useQuery(workloadQueries.history({ ...place, ...view, direction }))
  return (
    <HistorySection
      query={query}
      view={view}
      versions={versions}
      graph={{ type: 'workload', sel: id }}
      choices={
        <Select
          label={t('direction')}
          value={direction}
          options={directions.map((value) => ({ value, label: t(`directions.${value}`) }))}
          onChange={(value) => setParams({ dir: value === usual ? undefined : value })}
        />
      }
    />
  )
}

function NoSuchWorkload({ namespace, name }: WorkloadScreenProps) {
  const t = useTranslations('services.workload')
  const { scope } = useScopeUrl()
  return (
    <StatePanel
      tone="empty"
      title={t('notFound')}
      text={t('notFoundText', { namespace, name })}
      action={
        <Link className="text-accent hover:underline" href={workloadsHref(scope)}>
          {t('notFoundAction')}
        </Link>
      }
    />
  )
}
