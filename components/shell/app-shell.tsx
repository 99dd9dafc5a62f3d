'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleHelp, Search } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useState } from 'react'
import { overviewHref } from '#lib/client/hrefs.ts'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { BrandMark } from './brand-mark.tsx'
import { CommandPalette } from './command-palette.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LiveIndicator } from './live-indicator.tsx'
import { LocaleSwitch } from './locale-switch.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { ScopeBar } from './scope-bar.tsx'
import { useShellKeys } from './shell-keys.ts'
import { SideNav } from './side-nav.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export interface AppShellProps {
  children: ReactNode
  actorName?: string
}

/** The frame of every page: scope on top, pages on the left, notices once, the page below them. */
export function AppShell({ children, actorName }: AppShellProps) {
  const t = useTranslations('shell')
  const { scope } = useScopeUrl()
  const { data: mesh } = useQuery(meshQueries.scope())
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const [isPaletteOpen, setIsPaletteOpen] = useState(false)
  const openHelp = useCallback(() => setIsHelpOpen(true), [])
  const openPalette = useCallback(() => setIsPaletteOpen(true), [])
  useShellKeys({ openHelp, openPalette })
  return (
    <div className="grid h-dvh grid-cols-[auto_minmax(0,1fr)] grid-rows-[44px_minmax(0,1fr)] overflow-hidden">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:px-2"
      >
        {t('skip')}
      </a>
      <header className="col-span-2 flex items-center gap-2 border-b border-line bg-surface px-3">
        <Link
          href={overviewHref(scope)}
          className="flex shrink-0 items-center gap-2 text-title font-semibold min-[1200px]:w-[156px]"
        >
          <BrandMark />
          <span className="max-[1100px]:sr-only">{t('brand')}</span>
        </Link>
        <ScopeBar />
        <LiveIndicator />
        <span className="grow" />
        <button
          type="button"
          onClick={openPalette}
          aria-label={t('search.open')}
          className="flex h-7 cursor-pointer items-center gap-2 rounded-md border border-line bg-surface px-2 text-text-3 hover:border-line-strong min-[1300px]:w-[200px]"
        >
          <Search aria-hidden size={14} />
          <span className="hidden min-[1300px]:inline">{t('search.open')}</span>
          <span className="ml-auto hidden min-[1300px]:inline">
            <KeyCap>⌘K</KeyCap>
          </span>
        </button>
        <LocaleSwitch />
        <ThemeSwitch />
        <Button
          aria-label={t('help.open')}
          title={`${t('help.open')}  ?`}
          className="w-8 border-line! px-0!"
          onClick={openHelp}
        >
          <CircleHelp aria-hidden size={14} />
        </Button>
      </header>
      <SideNav actorName={actorName ?? mesh?.actor.name} isDemo={mesh?.source === 'demo'} />
      <div className="flex min-h-0 min-w-0 flex-col">
        <NoticeBar />
        <main id="content" tabIndex={-1} className="relative min-h-0 flex-1 overflow-auto outline-none">
          {children}
        </main>
      </div>
      <HelpDialog isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} />
      <CommandPalette isOpen={isPaletteOpen} onOpenChange={setIsPaletteOpen} />
    </div>
  )
}
