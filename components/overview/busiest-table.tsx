'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatBracketMs, formatBytesRate, formatRate, formatRatio } from '#lib/client/format.ts'
import { overviewHref, serviceHref, servicesHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { HealthGlyph } from '../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../ui/middle-ellipsis.tsx'
import { Quantity } from '../ui/quantity.tsx'

export interface BusiestTableProps {
  scope: Scope
  services: readonly GraphNode[]
}

const cell = 'h-7 px-3 whitespace-nowrap'
const right = `${cell} text-right`

export function BusiestTable({ scope, services }: BusiestTableProps) {
  const t = useTranslations('overview.busiest')
  return (
    <section className="mt-5" aria-label={t('title')}>
      <div className="mb-1.5 flex items-baseline">
        <h2 className="font-semibold">{t('title')}</h2>
        <Link href={servicesHref(scope)} className="ml-auto text-accent hover:underline">
          {t('all')}
        </Link>
      </div>
      <div className="overflow-x-auto rounded-md border border-line bg-surface">
        <table className="w-full table-fixed border-collapse text-label">
          <thead className="text-text-3">
            <tr className="border-b border-line">
              <th className={`${cell} text-left font-normal`}>{t('service')}</th>
              <th className={`${cell} w-[24%] text-left font-normal`}>{t('versions')}</th>
              <th className={`${right} w-[14%] font-normal`}>{t('rate')}</th>
              <th className={`${right} w-[13%] font-normal`}>{t('errors')}</th>
              <th className={`${right} w-[17%] font-normal`}>{t('p95')}</th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <ServiceRow key={service.id} scope={scope} service={service} />
            ))}
          </tbody>
        </table>
        {services.length === 0 ? <NoServices scope={scope} /> : null}
      </div>
    </section>
  )
}

function NoServices({ scope }: { scope: Scope }) {
  const t = useTranslations('overview.busiest')
  return (
    <p className="flex gap-3 px-3 py-2 text-text-3">
      {t('empty')}
      {scope.namespaces === undefined ? null : (
        <Link href={overviewHref({ ...scope, namespaces: undefined })} className="text-accent hover:underline">
          {t('showAll')}
        </Link>
      )}
    </p>
  )
}

function ServiceRow({ scope, service }: { scope: Scope; service: GraphNode }) {
  const words = useTranslations('words')
  const isWrong = service.health === 'failing' || service.health === 'degraded'
  const tone = isWrong && (service.errorRatio ?? 0) > 0 ? service.health : 'plain'
  const isBytes = service.isTcp === true && service.requestsPerSecond === undefined
  const rate = isBytes ? formatBytesRate(service.bytesPerSecond) : formatRate(service.requestsPerSecond)
  const hint = (value: string) => (value === '–' ? words(service.isTcp === true ? 'notForTcp' : 'missing') : undefined)
  const errors = formatRatio(service.errorRatio)
  const p95 = formatBracketMs(service.p95Ms)
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-sunken">
      <td className={cell}>
        <span className="flex min-w-0 items-center gap-2">
          <HealthGlyph
            health={service.health}
            role={service.role}
            label={words(`health.${service.role ?? service.health}`)}
          />
          <Link href={serviceHref(scope, service)} className="flex min-w-0 hover:text-accent">
            <MiddleEllipsis text={service.name} />
          </Link>
          <span className="truncate text-text-3">{service.namespace}</span>
        </span>
      </td>
      <td className={`${cell} truncate text-text-3`} title={service.versions?.join(', ')}>
        {service.versions?.join(' · ') || '–'}
      </td>
      <td className={right}>
        <Quantity {...rate} title={hint(rate.value)} />
      </td>
      <td className={right}>
        <Quantity
          {...errors}
          tone={tone === 'failing' || tone === 'degraded' ? tone : 'plain'}
          title={hint(errors.value)}
        />
      </td>
      <td className={right}>
        <Quantity {...p95} title={hint(p95.value) ?? words('latencyBracket')} />
      </td>
    </tr>
  )
}
