'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'
import type { PreviewState } from './use-preview.ts'

/** Looks at what taking a change back would write, where doing it at once was refused. */
export function useUndoPreview(open: PreviewState['open']): (change: ChangeSummary) => void {
  const t = useTranslations('changes.goal')
  return useCallback(
    ({ cluster, namespace, service, name }) =>
      open({ intent: { kind: 'undo', cluster, namespace, service, record: name }, goal: t('undo') }),
    [open, t],
  )
}
