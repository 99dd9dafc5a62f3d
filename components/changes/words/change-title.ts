'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'
import { percentText } from './percent-text.ts'

/** What a recorded change did, in one line. */
export function useChangeTitle(): (change: Pick<ChangeSummary, 'intent' | 'weights' | 'undoes'>) => string {
  const t = useTranslations('changes.did')
  const locale = useLocale()
  return ({ intent, weights = [], undoes }) => {
    switch (intent.kind) {
      case 'set-weights': {
        const shares = weights.map(({ version, share }) => t('share', { version, share: percentText(share * 100) }))
        return t('set-weights', { shares: new Intl.ListFormat(locale, { type: 'unit' }).format(shares) })
      }
      case 'add-tester-route':
      case 'remove-mirror':
        return t(intent.kind, { version: intent.version })
      case 'set-mirror':
        return t(intent.kind, { version: intent.version, share: percentText(intent.percentage) })
      case 'remove-tester-route':
        return t(intent.kind, { count: [intent.route].flat().length })
      case 'undo':
        return t(intent.kind, { record: undoes ?? intent.record })
    }
  }
}
