'use client'

import { useTranslations } from 'next-intl'
import { formatRatio, formatTimes, joined } from '#lib/client/format.ts'
import type { Acquittal } from '#lib/domain/diagnosis/suspect.ts'
import type { ServiceNames } from './service-names.ts'

/** Why the loud neighbours are not the cause. */
export function AcquittalList({ acquittals, names }: { acquittals: readonly Acquittal[]; names: ServiceNames }) {
  const t = useTranslations('diagnosis.acquitted')
  if (acquittals.length === 0) {
    return null
  }
  return (
    <details className="rounded-md border border-line bg-surface" open>
      <summary className="min-h-9 cursor-pointer px-3 py-2 font-semibold">{t('title')}</summary>
      <ul className="border-t border-line">
        {acquittals.map((one) => (
          <li key={one.service} className="border-b border-line px-3 py-1.5 last:border-b-0">
            <b className="font-medium">{names.nameOf(one.service)}</b>{' '}
            <span className="text-text-2">
              <Reason acquittal={one} names={names} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Reason({ acquittal, names }: { acquittal: Acquittal; names: ServiceNames }) {
  const t = useTranslations('diagnosis.acquitted')
  switch (acquittal.reason) {
    case 'callees-explain': {
      const callees = acquittal.callees
        .slice(0, 3)
        .map(({ service, share }) => t('callee', { service: names.nameOf(service), share: joined(formatRatio(share)) }))
      return t('callees', { callees: callees.join(t('separator')) })
    }
    case 'load-explains':
      return t('load', { times: joined(formatTimes(acquittal.times)) })
    case 'usual':
      return t('usual')
    case 'versions-alike':
      return t('alike', { version: acquittal.version })
  }
}
