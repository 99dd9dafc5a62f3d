'use client'

import { useTranslations } from 'next-intl'
import { isKnownFlag } from '#lib/domain/telemetry/response-flags.ts'

/** What a response flag means, in a few words and in a sentence. */
export function useFlagWords(): (flag: string) => { short: string; text: string } {
  const t = useTranslations('flags')
  const panel = useTranslations('graph.panel')
  return (flag) =>
    isKnownFlag(flag)
      ? { short: t(`${flag}.short`), text: t(`${flag}.text`) }
      : { short: panel('unknownFlag'), text: panel('unknownFlag') }
}
