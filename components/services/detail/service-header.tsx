'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatRatio, joined } from '#lib/client/format.ts'
import { servicesHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { Chip } from '../../ui/chip.tsx'
import { DetailHeader } from './detail-header.tsx'

/** The service's name and verdict, the versions that fail where others do not, and its ports. */
export function ServiceHeader({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('services')
  const { scope } = useScopeUrl()
  const { node } = detail
  const failingVersions = detail.versions.filter((entry) => entry.node?.health === 'failing')
  const isPartial = failingVersions.length > 0 && failingVersions.length < detail.versions.length
  return (
    <DetailHeader
      node={node}
      findings={detail.findings}
      graphType="service"
      start={{ namespace: node.namespace, service: node.name }}
      crumb={
        <Link className="hover:text-accent" href={servicesHref({ ...scope, namespaces: [node.namespace] })}>
          {t('header.crumb', { namespace: node.namespace })}
        </Link>
      }
    >
      {isPartial
        ? failingVersions.map((entry) => (
            <Chip key={entry.version} tone="failing">
              {t('verdict.versionFails', {
                version: entry.version,
                share: joined(formatRatio(entry.node?.errorRatio)),
              })}
            </Chip>
          ))
        : null}
      {detail.ports.slice(0, 4).map((port) => (
        <Chip key={port.number} title={port.name}>
          {t('header.ports', { number: String(port.number), protocol: port.protocol })}
        </Chip>
      ))}
    </DetailHeader>
  )
}
