'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { alertLinks } from '#lib/client/alert-links.ts'
import { formatMoment } from '#lib/client/format.ts'
import { alertsHref } from '#lib/client/hrefs.ts'
import { alertQueries } from '#lib/client/queries/alerts.ts'
import { whyNoAlerts } from '#lib/client/why-no-alerts.ts'
import type { Alert } from '#lib/domain/alerts/alert.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { Chip } from '../ui/chip.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { minuteText } from './minute-text.ts'

export interface FiringAlertsProps {
  scope: Scope
  /** The mesh's cluster, where it has but one. */
  onlyCluster: string | undefined
}

const shownAtOnce = 5
const tones = { critical: 'failing', warning: 'degraded', info: 'neutral', none: 'neutral' } as const

/** The gravest of what fires now, and the way to all of it. */
export function FiringAlerts({ scope, onlyCluster }: FiringAlertsProps) {
  const t = useTranslations('overview.alerts')
  const words = useTranslations('words.state')
  const { data, error } = useQuery(alertQueries.list(scope))
  const firing = data?.alerts.filter(({ state }) => state === 'firing') ?? []
  const why = whyNoAlerts(data, error)
  return (
    <section aria-label={t('title')} className="mb-5">
      <div className="mb-1.5 flex items-baseline">
        <h2 className="font-semibold">
          {t('title')}
          {scope.at === undefined ? null : <span className="ml-2 font-normal text-text-3">{t('onlyNow')}</span>}
        </h2>
        <Link href={alertsHref(scope)} className="ml-auto text-accent hover:underline">
          {t('all')}
        </Link>
      </div>
      <div className="rounded-md border border-line bg-surface text-label">
        {why === undefined ? <Skeleton className="m-3 h-3 w-1/2" label={words('loading')} /> : null}
        {why === undefined || firing.length > 0 ? null : (
          <p className={`px-3 py-1.5 ${why === 'silent' ? 'text-degraded' : 'text-text-3'}`}>{t(why)}</p>
        )}
        <ul>
          {firing.slice(0, shownAtOnce).map((alert) => (
            <AlertItem key={alert.id} scope={scope} alert={alert} onlyCluster={onlyCluster} />
          ))}
        </ul>
        {firing.length > shownAtOnce ? (
          <Link
            href={alertsHref(scope, { state: 'firing' })}
            className="block border-t border-line px-3 py-1.5 text-accent hover:underline"
          >
            {t('more', { count: firing.length - shownAtOnce })}
          </Link>
        ) : null}
      </div>
    </section>
  )
}

function AlertItem({ scope, alert, onlyCluster }: FiringAlertsProps & { alert: Alert }) {
  const t = useTranslations('overview.alerts')
  const locale = useLocale()
  const now = Date.now() / 1000
  const links = alertLinks(scope, alert, now, onlyCluster)
  const { namespace, service, workload } = alert.subject
  const about = [namespace, workload ?? service].filter((part) => part !== undefined).join('/')
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <p className="flex min-w-0 items-center gap-2">
        <Chip tone={tones[alert.severity]}>{t(`severity.${alert.severity}`)}</Chip>
        <b className="min-w-0 truncate text-base font-semibold" title={alert.name}>
          {alert.name}
        </b>
      </p>
      <p className="mt-0.5 text-text-3 [overflow-wrap:anywhere]" title={formatMoment(alert.startsAt, locale)}>
        {t('since', { time: minuteText(alert.startsAt, now, locale) })}
        {about === '' ? null : ` · ${about}`}
      </p>
      {alert.summary === undefined ? null : (
        <p className="mt-0.5 line-clamp-2 text-text-2" title={alert.summary}>
          {alert.summary}
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-accent">
        <Link className="hover:underline" href={links.graph}>
          {t('graph')}
        </Link>
        {links.service === undefined ? null : (
          <Link className="hover:underline" href={links.service}>
            {t('service')}
          </Link>
        )}
      </p>
    </li>
  )
}
