'use client'

import { useTranslations } from 'next-intl'
import type { Ownership } from '#lib/domain/changes/ownership.ts'

/** Who keeps an object: `Argo CD (shop)`. */
export function useOwnerText(): (owner: Pick<Ownership, 'kind' | 'name'>) => string {
  const t = useTranslations('changes.owner')
  return ({ kind, name }) => (name === undefined ? t(`kind.${kind}`) : t('named', { kind: t(`kind.${kind}`), name }))
}
