'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { Button } from '../ui/button.tsx'
import { writePreference } from './preference-cookie.ts'

export function LocaleSwitch() {
  const t = useTranslations('shell.language')
  const locale = useLocale()
  const router = useRouter()
  return (
    <Button
      title={t('switchTitle')}
      className="border-line! px-2! font-normal!"
      onClick={() => {
        writePreference('locale', locale === 'en' ? 'zh' : 'en')
        router.refresh()
      }}
    >
      {t('switchTo')}
    </Button>
  )
}
