'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatRate, formatRatio, joined } from '#lib/client/format.ts'
import { isMetricsOutage } from '#lib/domain/notice.ts'
import type { Overview } from '#lib/endpoints/overview.ts'
import { durationText } from '../ui/duration-text.ts'
import { momentText } from '../ui/moment-text.ts'

export interface HeadlineProps {
  overview: Overview
  /** Unix seconds when the page shows a moment of the past. */
  at: number | undefined
  thresholds: { failing: string; degraded: string }
}

function verdictOf({ problemCount, notices, figures }: Overview): 'wrong' | 'fine' | 'unknown' | 'quiet' {
  if (problemCount > 0) {
    return 'wrong'
  }
  if (isMetricsOutage(notices)) {
    return 'unknown'
  }
  return figures.busyEdges === 0 ? 'quiet' : 'fine'
}

/** The answer of the page in one sentence, and how it is known in the next. */
export function Headline({ overview, at, thresholds }: HeadlineProps) {
  const t = useTranslations('overview')
  const locale = useLocale()
  const { figures, mesh, problemCount: count } = overview
  const isPast = at !== undefined
  const time = isPast ? momentText(at, Date.now() / 1000, locale) : ''
  const window = durationText(overview.windowSeconds, locale)
  const titles = {
    wrong: () => (isPast ? t('headline.wrongPast', { count, time }) : t('headline.wrong', { count })),
    fine: () => (isPast ? t('headline.finePast', { time }) : t('headline.fine')),
    unknown: () => t('headline.unknown'),
    quiet: () => t('headline.quiet'),
  }
  const how = {
    wrong: () => undefined,
    fine: () => t('how.fine', { edges: figures.busyEdges, window, ...thresholds }),
    unknown: () => t('how.unknown'),
    quiet: () => t('how.quiet', { window }),
  }
  const verdict = verdictOf(overview)
  const known = how[verdict]()
  return (
    <header className="mb-4">
      <h1 className="text-headline font-semibold">{titles[verdict]()}</h1>
      {figures.requestsPerSecond === undefined ? null : (
        <p className="mt-0.5 text-text-2">
          {t('how.measured', {
            services: mesh.services,
            namespaces: mesh.namespaces,
            rate: formatRate(figures.requestsPerSecond).value,
            errors: joined(formatRatio(figures.errorRatio)),
          })}
        </p>
      )}
      {known ? <p className="mt-0.5 max-w-[80ch] text-text-2">{known}</p> : null}
    </header>
  )
}
