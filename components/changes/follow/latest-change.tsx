'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoment } from '#lib/client/format.ts'
import { changeHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'
import { useHydrated } from '../../ui/hydrated.ts'
import { momentText } from '../../ui/moment-text.ts'
import { useChangeTitle } from '../words/change-title.ts'
import { ChangeState } from './change-state.tsx'
import { ThreeLights } from './three-lights.tsx'
import { UndoButton, type UndoButtonProps } from './undo-button.tsx'
import { useFollowedChange } from './use-followed-change.ts'

export interface LatestChangeProps extends Pick<UndoButtonProps, 'isDisabled' | 'onPreview'> {
  change: ChangeSummary
}

/** The newest change of a service with its three lights, and the way back. */
export function LatestChange({ change, isDisabled = false, onPreview }: LatestChangeProps) {
  const t = useTranslations('changes.latest')
  const title = useChangeTitle()
  const locale = useLocale()
  const isHydrated = useHydrated()
  const { scope } = useScopeUrl()
  const { data } = useFollowedChange(change)
  const view = data?.name === change.name ? data : undefined
  const shown = view ?? change
  const now = Date.now() / 1000
  return (
    <section aria-label={t('label')} className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2">
        <ChangeState change={shown} />
        <Link className="min-w-0 font-medium hover:text-accent" href={changeHref(scope, shown)}>
          {title(shown)}
        </Link>
        <span className="text-label text-text-3" title={formatMoment(shown.at, locale)}>
          {t('by', { who: shown.who, time: isHydrated ? momentText(shown.at, now, locale) : '' })}
        </span>
      </p>
      {shown.failure === undefined ? null : (
        <p className="text-label text-failing [overflow-wrap:anywhere]">! {shown.failure.message}</p>
      )}
      {view === undefined ? null : <ThreeLights lights={view.lights} startedAt={view.at} />}
      <div>
        <UndoButton change={shown} isDisabled={isDisabled} onPreview={onPreview} />
      </div>
    </section>
  )
}
