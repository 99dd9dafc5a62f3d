'use client'

import { House, Rows3, Share2, UserRound } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { graphHref, overviewHref, servicesHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'

export interface SideNavProps {
  actorName?: string
  isDemo: boolean
}

const pages = [
  { key: 'overview', path: '/overview', icon: House, href: overviewHref },
  { key: 'graph', path: '/graph', icon: Share2, href: graphHref },
  { key: 'services', path: '/services', icon: Rows3, href: servicesHref },
] as const

/** The pages that exist; icons with a title where the screen is narrow, labels above 1200 px. */
export function SideNav({ actorName, isDemo }: SideNavProps) {
  const t = useTranslations('shell')
  const { scope } = useScopeUrl()
  const pathname = usePathname()
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex w-12 flex-col gap-0.5 border-r border-line bg-surface p-2 min-[1200px]:w-[168px]"
    >
      {pages.map(({ key, path, icon: Icon, href }) => {
        const isHere = pathname === path || pathname.startsWith(`${path}/`)
        return (
          <Link
            key={key}
            href={href(scope)}
            aria-current={isHere ? 'page' : undefined}
            aria-label={t(`nav.${key}`)}
            title={t(`nav.${key}`)}
            className={`flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors duration-[120ms] hover:bg-sunken ${isHere ? 'bg-sunken font-medium text-text' : 'text-text-2'}`}
          >
            <Icon aria-hidden size={16} strokeWidth={1.5} className="shrink-0" />
            <span className="hidden min-[1200px]:inline">{t(`nav.${key}`)}</span>
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
