'use client'

import { useTranslations } from 'next-intl'
import { isKnownFlag } from '#lib/domain/telemetry/response-flags.ts'

/** The short meaning of an Envoy response flag; undefined for one nobody has described. */
export function useFlagMeaning(): (flag: string) => string | undefined {
  const t = useTranslations('flags')
  return (flag) => (isKnownFlag(flag) ? t(`${flag}.short`) : undefined)
}
