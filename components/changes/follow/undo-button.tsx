'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { ApiProblem } from '#lib/client/call.ts'
import { changeMutations, changeQueries } from '#lib/client/queries/changes.ts'
import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'
import type { ChangeView } from '#lib/endpoints/changes.ts'
import { Button } from '../../ui/button.tsx'

export interface UndoButtonProps {
  change: ChangeSummary
  isDisabled?: boolean
  onUndone?: (view: ChangeView) => void
  /** Where taking it back at once was refused: looks at it first. */
  onPreview: (change: ChangeSummary) => void
}

/** Takes one change back at once, ahead of all that waits; a person in need is asked nothing. */
export function UndoButton({ change, isDisabled = false, onUndone, onPreview }: UndoButtonProps) {
  const t = useTranslations('changes.undo')
  const locale = useLocale()
  const client = useQueryClient()
  const { cluster, namespace, name, undoes } = change
  const undo = useMutation({
    ...changeMutations.undo(),
    onSuccess: (view) => onUndone?.(view),
    onSettled: () => client.invalidateQueries({ queryKey: changeQueries.all() }),
  })
  if (!change.canUndo) {
    return null
  }
  const { error } = undo
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        disabled={isDisabled || undo.isPending}
        onClick={() => undo.mutate({ place: { cluster, namespace, name } })}
      >
        <Undo2 aria-hidden size={14} />
        {t(undo.isPending ? 'undoing' : undoes === undefined ? 'undo' : 'redo')}
      </Button>
      {error instanceof ApiProblem ? (
        <span role="alert" className="text-label text-failing">
          ! {error.problem.messages[locale]}{' '}
          <button
            type="button"
            className="cursor-pointer text-accent hover:underline"
            onClick={() => {
              undo.reset()
              onPreview(change)
            }}
          >
            {t('look')}
          </button>
        </span>
      ) : null}
    </span>
  )
}
