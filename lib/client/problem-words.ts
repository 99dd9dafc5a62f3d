'use client'

import { useTranslations } from 'next-intl'

/** The words around a failed reading. */
export function useProblemWords() {
  const words = useTranslations('words.state')
  return {
    title: words('errorTitle'),
    forbiddenTitle: words('forbiddenTitle'),
    retry: words('retry'),
    copy: words('copy'),
    copied: words('copied'),
  }
}
