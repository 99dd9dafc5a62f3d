'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatRatio, joined } from '#lib/client/format.ts'
import { graphHref, servicesHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { Chip } from '../ui/chip.tsx'
import { HealthGlyph } from '../ui/health-glyph.tsx'
import { serviceVerdict } from './service-verdict.ts'

/** Name, the verdict as a sentence, and what kind of service it is. */
export function ServiceHeader({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('services')
  const words = useTranslations('words')
  const { scope } = useScopeUrl()
  const { node } = detail
  const verdict = serviceVerdict(node)
  const failingVersions = detail.versions.filter((entry) => entry.node?.health === 'failing')
  const isPartial = failingVersions.length > 0 && failingVersions.length < detail.versions.length
  return (
    <header className="mb-4">
      <p className="text-text-3">
        <Link className="hover:text-accent" href={servicesHref({ ...scope, namespaces: [node.namespace] })}>
          {t('header.crumb', { namespace: node.namespace })}
        </Link>
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-headline font-semibold [overflow-wrap:anywhere]">{node.name}</h1>
        <Chip tone={verdict.tone}>
          <HealthGlyph health={node.health} role={node.role} label={words(`health.${node.role ?? node.health}`)} />
          {t(`verdict.${verdict.key}`, { share: joined(formatRatio(verdict.ratio)) })}
        </Chip>
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
        {node.membership === undefined ? null : <Chip>{words(`membership.${node.membership}`)}</Chip>}
        {detail.ports.slice(0, 4).map((port) => (
          <Chip key={port.number} title={port.name}>
            {t('header.ports', { number: String(port.number), protocol: port.protocol })}
          </Chip>
        ))}
        <Link
          className="ml-auto text-accent hover:underline"
          href={graphHref({ ...scope, type: 'service' }, { sel: node.id })}
        >
          {t('header.topology')}
        </Link>
      </div>
    </header>
  )
}
