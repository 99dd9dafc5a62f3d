'use client'

import { useTranslations } from 'next-intl'
import { formatTimes, joined } from '#lib/client/format.ts'
import type { CheckedSuspect } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import { flagMeaning } from '#lib/i18n/flag-words.ts'
import type { ServiceNames } from './service-names.ts'
import { claimKey, loudestFlag, surgeTimes } from './suspect-claim.ts'

/** A suspect as one sentence, the culprit first. */
export function useSuspectWords(names: ServiceNames): (suspect: CheckedSuspect) => string {
  const t = useTranslations('diagnosis.claim')
  const flags = useTranslations('flags')
  return (suspect) => {
    const { service, version, edge } = suspect
    const flag = loudestFlag(suspect)
    const meaning = flag === undefined ? undefined : flagMeaning(flags, flag)
    const times = surgeTimes(suspect)
    return t(claimKey(suspect), {
      service: names.nameOf(service),
      version: version ?? '',
      source: edge === undefined ? names.nameOf('*') : names.nameOf(edge[0]),
      destination: names.nameOf(edge?.[1] ?? service),
      flag: meaning ?? flag ?? 'none',
      times: times === undefined ? 'none' : joined(formatTimes(times)),
    })
  }
}
