'use client'

import { useQuery } from '@tanstack/react-query'
import { BellRing, Boxes, History, House, Rows3, Search, Share2, UserRound } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import {
  alertsHref,
  changesHref,
  diagnosisHref,
  graphHref,
  overviewHref,
  servicesHref,
  workloadsHref,
} from '#lib/client/hrefs.ts'
import { alertQueries } from '#lib/client/queries/alerts.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'

export interface SideNavProps {
  actorName?: string
  isDemo: boolean
}

const pages = [
  { key: 'overview', path: '/overview', icon: House, href: overviewHref },
  { key: 'graph', path: '/graph', icon: Share2, href: graphHref },
  { key: 'services', path: '/services', icon: Rows3, href: servicesHref },
  { key: 'workloads', path: '/workloads', icon: Boxes, href: workloadsHref },
  { key: 'diagnosis', path: '/diagnosis', icon: Search, href: diagnosisHref },
  { key: 'changes', path: '/changes', icon: History, href: changesHref },
  { key: 'alerts', path: '/alerts', icon: BellRing, href: alertsHref },
] as const

/** The pages that exist; icons with a title where the screen is narrow, labels above 1200 px. */
export function SideNav({ actorName, isDemo }: SideNavProps) {
  const t = useTranslations('shell')
  const { scope } = useScopeUrl()
  const pathname = usePathname()
  const { data } = useQuery(alertQueries.list(scope))
  const firing = data?.alerts.filter(({ state }) => state === 'firing').length ?? 0
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex w-12 flex-col gap-0.5 border-r border-line bg-surface p-2 min-[1200px]:w-[168px]"
    >
      {pages.map(({ key, path, icon: Icon, href }) => {
        const isHere = pathname === path || pathname.startsWith(`${path}/`)
        const count = key === 'alerts' ? firing : 0
        const name = count > 0 ? t('nav.firing', { count }) : t(`nav.${key}`)
        return (
          <Link
            key={key}
            href={href(scope)}
            aria-current={isHere ? 'page' : undefined}
            aria-label={name}
            title={name}
            className={`relative flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors duration-[120ms] hover:bg-sunken ${isHere ? 'bg-sunken font-medium text-text' : 'text-text-2'}`}
          >
            <Icon aria-hidden size={16} strokeWidth={1.5} className="shrink-0" />
            <span className="hidden min-[1200px]:inline">{t(`nav.${key}`)}</span>
            {count > 0 ? <Count count={count} /> : null}
          </Link>
        )
      })}
      {actorName ? (
        <p
          className="mt-auto flex min-h-8 items-center gap-2.5 px-2 text-label text-text-3"
          title={t('actor', { name: actorName })}
        >
          <UserRound aria-hidden size={16} strokeWidth={1.5} className="shrink-0" />
          <span className="hidden min-w-0 min-[1200px]:block">
            <span className="block truncate">{actorName}</span>
            {isDemo ? <span className="block truncate text-unit">{t('demo')}</span> : null}
          </span>
        </p>
      ) : null}
    </nav>
  )
}

/** At the end of the row; where only icons stand, at the icon's corner. */
function Count({ count }: { count: number }) {
  return (
    <span
      aria-hidden
      className="absolute -top-0.5 -right-0.5 rounded-sm bg-surface px-0.5 text-unit leading-[14px] font-medium text-failing min-[1200px]:static min-[1200px]:ml-auto min-[1200px]:bg-transparent"
    >
      {count > 99 ? '99+' : count}
    </span>
  )
}
