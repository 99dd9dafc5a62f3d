'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ChangeFinding } from '#lib/domain/changes/change-finding.ts'
import { OwnerKind } from '#lib/domain/changes/ownership.ts'

/** What a plan says about itself as a sentence, with its lists joined as the language joins them. */
export function useFindingText(): (finding: ChangeFinding) => string {
  const t = useTranslations('changeFindings')
  const owners = useTranslations('changes.owner.kind')
  const locale = useLocale()
  return ({ rule, params }) => {
    const list = new Intl.ListFormat(locale, { type: 'conjunction' })
    const values = Object.entries(params).map(([name, value]) => {
      const owner = name === 'owner' ? OwnerKind.safeParse(value).data : undefined
      // The sentence has words of its own for a controller nobody knows by name.
      const shown = owner === undefined || owner === 'controller' ? value : owners(owner)
      return [name, Array.isArray(shown) ? list.format(shown) : shown] as const
    })
    return t(rule, Object.fromEntries(values))
  }
}
