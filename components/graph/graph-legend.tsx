'use client'

import { useTranslations } from 'next-intl'
import { defaultThresholds } from '#lib/domain/health/thresholds.ts'

/** One line under the picture: the thresholds in use and what lines and rings mean. */
export function GraphLegend() {
  const t = useTranslations('graph.legend')
  const items = [
    t('failing', { share: percent(defaultThresholds.failingErrorRatio) }),
    t('degraded', { share: percent(defaultThresholds.degradedErrorRatio) }),
    t('victim'),
    t('unknown'),
    t('card'),
    t('width'),
    t('tcp'),
  ]
  return (
    <ul
      aria-label={t('label')}
      title={items.join(' · ')}
      className="h-7 shrink-0 truncate border-t border-line bg-ground px-4 text-unit leading-7 text-text-3"
    >
      {items.map((item, index) => (
        <li key={item} className="inline">
          {index > 0 ? <span aria-hidden> · </span> : null}
          {item}
        </li>
      ))}
    </ul>
  )
}

/** A threshold is a set number, not a measured one: `1 %`, not `1.00 %`. */
function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(3))} %`
}
