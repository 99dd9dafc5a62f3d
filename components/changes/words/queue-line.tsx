'use client'

import { useTranslations } from 'next-intl'
import type { WriteQueueState } from '#lib/domain/follow-up/write-queue-state.ts'

/** What waits to be written, of everybody; nothing where nothing does. */
export function QueueLine({ queue }: { queue: WriteQueueState }) {
  const t = useTranslations('changes.queue')
  const { waiting, waitingUndo, pausedSeconds } = queue
  if (waiting === 0 && pausedSeconds === undefined) {
    return null
  }
  return (
    <p role="status" className="text-label text-text-2">
      <span aria-hidden>◔ </span>
      {waiting > 0 ? t('waiting', { count: waiting, undo: waitingUndo }) : ''}
      {pausedSeconds === undefined ? '' : ` ${t('paused', { seconds: Math.ceil(pausedSeconds) })}`}
    </p>
  )
}
