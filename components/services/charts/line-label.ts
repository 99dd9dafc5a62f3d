'use client'

import { useTranslations } from 'next-intl'
import type { SeriesGroup } from '#lib/domain/telemetry/traffic.ts'
import { flagMeaning } from '#lib/i18n/flag-words.ts'

/** What a chart's line is called: a version, a status, a flag with its meaning, a caller. */
export function useLineLabel(): (group: SeriesGroup, key: string) => string {
  const t = useTranslations('services.charts')
  const flags = useTranslations('flags')
  return (group, key) => {
    if (group === 'version') {
      return key === '' ? t('noVersion') : key
    }
    if (group === 'caller') {
      return key === '' ? t('unknownCaller') : key
    }
    if (group === 'code') {
      return key === '0' ? t('noAnswer') : key.replace(/^grpc /, 'gRPC ')
    }
    if (key === '') {
      return t('noFlag')
    }
    return [key, flagMeaning(flags, key)].filter((word) => word !== undefined).join(' ')
  }
}
