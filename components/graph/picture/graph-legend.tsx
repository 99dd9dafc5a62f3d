'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { defaultThresholds } from '#lib/domain/thresholds/thresholds.ts'
import { setShare } from '../view/set-share.ts'

/** One line under the picture: the thresholds in use and what lines and rings mean. */
export function GraphLegend({ snapshot }: { snapshot: GraphSnapshot }) {
  const t = useTranslations('graph.legend')
  const items = useLegend(snapshot)
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

/** What the legend says, a short sentence each; of mirrors and own thresholds only where there are any. */
export function useLegend({ nodes, edges }: GraphSnapshot): string[] {
  const t = useTranslations('graph.legend')
  const hasMirrored = edges.some(({ isMirrored }) => isMirrored === true)
  const own = nodes.filter(({ thresholds }) => thresholds !== undefined).length
  return useMemo(
    () => [
      t('failing', { share: setShare(defaultThresholds.failingErrorRatio) }),
      t('degraded', { share: setShare(defaultThresholds.degradedErrorRatio) }),
      ...(own > 0 ? [t('own', { count: own })] : []),
      t('victim'),
      t('unknown'),
      t('card'),
      t('width'),
      t('tcp'),
      ...(hasMirrored ? [t('mirrored')] : []),
    ],
    [t, own, hasMirrored],
  )
}
