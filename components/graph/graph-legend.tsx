'use client'

import { useTranslations } from 'next-intl'
import { formatRatio, joined } from '#lib/client/format.ts'
import { defaultThresholds } from '#lib/domain/health/thresholds.ts'

/** One line under the picture: the thresholds in use and what lines and rings mean. */
export function GraphLegend() {
  const t = useTranslations('graph.legend')
  const items = [
    t('failing', { share: joined(formatRatio(defaultThresholds.failingErrorRatio)) }),
    t('degraded', { share: joined(formatRatio(defaultThresholds.degradedErrorRatio)) }),
    t('victim'),
    t('unknown'),
    t('card'),
    t('width'),
    t('tcp'),
  ]
  return (
    <ul
      aria-label={t('label')}
      className="flex h-7 shrink-0 items-center gap-x-1.5 overflow-hidden border-t border-line bg-ground px-4 text-unit whitespace-nowrap text-text-3"
    >
      {items.map((item, index) => (
        <li key={item} className="truncate">
          {index > 0 ? <span aria-hidden>· </span> : null}
          {item}
        </li>
      ))}
    </ul>
  )
}
