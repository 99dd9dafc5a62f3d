'use client'

import { Clock } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { formatClock, formatMoment } from '#lib/client/format.ts'
import { useLiveStatus } from '#lib/client/live-status.ts'

const dots = {
  live: 'bg-accent',
  connecting: 'border border-line-strong',
  paused: 'border border-line-strong',
  failed: 'bg-failing',
} as const

/** How fresh what stands below is: live with its time, stale, paused, or a moment of the past. */
export function LiveIndicator() {
  const t = useTranslations('shell.live')
  const locale = useLocale()
  const { status, takenAt } = useLiveStatus()
  const time = takenAt === undefined ? '–' : formatClock(takenAt, locale)
  const isDated = status === 'stale' || status === 'past'
  const tone = status === 'stale' ? 'text-degraded' : status === 'failed' ? 'text-failing' : 'text-text-2'
  const exact = takenAt === undefined ? undefined : t('exact', { time: formatMoment(takenAt, locale) })
  return (
    <span
      role="status"
      aria-live="off"
      title={status === 'stale' ? `${t('staleHelp')} ${exact ?? ''}` : exact}
      className={`inline-flex items-center gap-1.5 whitespace-nowrap ${tone}`}
      data-live={status}
    >
      {isDated ? (
        <Clock aria-hidden size={12} className="shrink-0" />
      ) : (
        <span aria-hidden className={`size-[7px] shrink-0 rounded-full ${dots[status]}`} />
      )}
      {status === 'live' && takenAt === undefined ? t('connecting') : t(status, { time })}
    </span>
  )
}
