'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatRate, formatRatio, joined } from '#lib/client/format.ts'
import { durationText } from '../ui/duration-text.ts'
import { momentText } from '../ui/moment-text.ts'
import type { MeshFigures } from './mesh-figures.ts'

export interface HeadlineProps {
  verdict: 'wrong' | 'fine' | 'unknown' | 'quiet'
  problemCount: number
  figures: MeshFigures
  serviceCount: number | undefined
  namespaceCount: number | undefined
  windowSeconds: number
  /** Unix seconds when the page shows a moment of the past. */
  at: number | undefined
  thresholds: { failing: string; degraded: string }
}

/** The answer of the page in one sentence, and how it is known in the next. */
export function Headline(props: HeadlineProps) {
  const t = useTranslations('overview')
  const locale = useLocale()
  const { verdict, figures, at } = props
  const isPast = at !== undefined
  const count = props.problemCount
  const time = isPast ? momentText(at, Date.now() / 1000, locale) : ''
  const window = durationText(props.windowSeconds, locale)
  const titles = {
    wrong: () => (isPast ? t('headline.wrongPast', { count, time }) : t('headline.wrong', { count })),
    fine: () => (isPast ? t('headline.finePast', { time }) : t('headline.fine')),
    unknown: () => t('headline.unknown'),
    quiet: () => t('headline.quiet'),
  }
  const how = {
    wrong: () => undefined,
    fine: () => t('how.fine', { edges: figures.busyEdges, window, ...props.thresholds }),
    unknown: () => t('how.unknown'),
    quiet: () => t('how.quiet', { window }),
  }
  const known = how[verdict]()
  const hasCounts = props.serviceCount !== undefined && props.namespaceCount !== undefined
  return (
    <header className="mb-4">
      <h1 className="text-headline font-semibold">{titles[verdict]()}</h1>
      {hasCounts && figures.requestsPerSecond !== undefined ? (
        <p className="mt-0.5 text-text-2">
          {t('how.measured', {
            services: props.serviceCount ?? 0,
            namespaces: props.namespaceCount ?? 0,
            rate: formatRate(figures.requestsPerSecond).value,
            errors: joined(formatRatio(figures.errorRatio)),
          })}
        </p>
      ) : null}
      {known ? <p className="mt-0.5 max-w-[80ch] text-text-2">{known}</p> : null}
    </header>
  )
}
