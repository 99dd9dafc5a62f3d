'use client'

import { useTranslations } from 'next-intl'
import { formatMs, formatRatio, joined } from '#lib/client/format.ts'
import type { GraphEdge } from '#lib/domain/graph/snapshot.ts'
import { type ReporterDifference, reporterDifference } from './reporter-difference.ts'

/** Under the two proxies' numbers: what it means that they differ. */
export function DifferenceText({ edge }: { edge: GraphEdge }) {
  const t = useTranslations('graph')
  const differences = reporterDifference(edge)
  if (differences.length === 0) {
    return null
  }
  return (
    <section className="px-4 pt-2 text-text-2">
      <h3 className="text-label text-text-3">{t('difference.title')}</h3>
      <ul>
        {differences.map((difference) => (
          <li key={difference.code} className="pt-0.5">
            <Said difference={difference} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Said({ difference }: { difference: ReporterDifference }) {
  const t = useTranslations('graph')
  const share = (ratio: number) => joined(formatRatio(ratio))
  switch (difference.code) {
    case 'neverArrived':
      return t('difference.neverArrived', { share: share(difference.ratio), flags: difference.flags.join(t('comma')) })
    case 'processDied':
      return t('difference.processDied', { flags: difference.flags.join(t('comma')) })
    case 'neverArrivedPlain':
    case 'attempts':
      return t(`difference.${difference.code}`, { share: share(difference.ratio) })
    case 'hiddenFailures':
    case 'callerOnly':
      return t(`difference.${difference.code}`, {
        caller: share(difference.callerRatio),
        callee: share(difference.calleeRatio),
      })
    case 'network':
      return t('difference.network', {
        caller: joined(formatMs(difference.callerMs)),
        callee: joined(formatMs(difference.calleeMs)),
      })
    default:
      return t('difference.timeout')
  }
}
