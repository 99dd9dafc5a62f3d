'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { serviceHref, workloadsHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { WorkloadDetail } from '#lib/endpoints/workloads.ts'
import { Chip } from '../../ui/chip.tsx'
import { DetailHeader } from './detail-header.tsx'

/** The workload's name and verdict, what runs it, its version, and the services in front of it. */
export function WorkloadHeader({ detail }: { detail: WorkloadDetail }) {
  const t = useTranslations('services.workload')
  const { scope } = useScopeUrl()
  const { node, ownerKind, services } = detail
  return (
    <DetailHeader
      node={node}
      findings={detail.findings}
      graphType="workload"
      crumb={
        <Link className="hover:text-accent" href={workloadsHref({ ...scope, namespaces: [node.namespace] })}>
          {t('crumb', { namespace: node.namespace })}
        </Link>
      }
    >
      {ownerKind === undefined ? null : <Chip>{ownerKind}</Chip>}
      {node.version === undefined ? null : <Chip>{t('version', { version: node.version })}</Chip>}
      {services.map((name) => (
        <Link
          key={name}
          className="text-label text-accent hover:underline"
          href={serviceHref(scope, { cluster: node.cluster, namespace: node.namespace, name })}
        >
          {t('service', { name })}
        </Link>
      ))}
    </DetailHeader>
  )
}
