'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { StatePanel } from '../ui/state-panel.tsx'

export interface NoAlertsProps {
  /** Nobody is asked; all that were asked say nothing fires; nobody answered; or the filters hide all. */
  reason: 'noSource' | 'quiet' | 'silent' | 'filtered'
  /** Who was asked, for `quiet`. */
  sources?: string
  action?: ReactNode
}

/** Why there is nothing in the list: an empty list alone would say that all is well. */
export function NoAlerts({ reason, sources = '', action }: NoAlertsProps) {
  const t = useTranslations('alerts.empty')
  const text = reason === 'quiet' ? t('quiet.text', { sources }) : t(`${reason}.text`)
  return <StatePanel tone="empty" title={t(`${reason}.title`)} text={text} action={action} />
}
