'use client'

import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatMoment } from '#lib/client/format.ts'
import { momentText } from '../../ui/moment-text.ts'
import { useChartTime } from './chart-time.tsx'

/** The moment picked in the charts, one step earlier or later by button, and the graph as it was then. */
export function MomentStepper() {
  const t = useTranslations('services.charts')
  const locale = useLocale()
  const { timestamps, picked, moment, pick, graphHref } = useChartTime()
  const index = timestamps.findIndex((at) => at >= moment)
  const step = (by: number) => pick(timestamps[Math.min(timestamps.length - 1, Math.max(0, index + by))])
  if (timestamps.length === 0) {
    return null
  }
  return (
    <div className="flex items-center gap-1 text-label text-text-2">
      <IconButton label={t('earlier')} onClick={() => step(-1)}>
        <ChevronLeft aria-hidden size={14} />
      </IconButton>
      <span className="tabular-nums" title={formatMoment(moment, locale)}>
        {momentText(moment, Date.now() / 1000, locale)}
      </span>
      <IconButton label={t('later')} onClick={() => step(1)}>
        <ChevronRight aria-hidden size={14} />
      </IconButton>
      {picked === undefined ? null : (
        <IconButton label={t('letGo')} onClick={() => pick(undefined)}>
          <X aria-hidden size={14} />
        </IconButton>
      )}
      <Link href={graphHref} className="ml-1 text-accent hover:underline">
        {t('graphThen')}
      </Link>
    </div>
  )
}

function IconButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="flex size-6 cursor-pointer items-center justify-center rounded-md text-text-3 hover:bg-sunken hover:text-text"
    >
      {children}
    </button>
  )
}
