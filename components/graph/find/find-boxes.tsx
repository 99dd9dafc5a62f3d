'use client'

import { EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { Button } from '../../ui/button.tsx'
import { ExpressionBox } from './expression-box.tsx'

export interface FindBoxesProps {
  find: string
  hide: string
  snapshot: GraphSnapshot
  /** How much the find expression leaves; absent where there is none that can be read. */
  found: { nodes: number; calls: number } | undefined
  onParams: (patch: Record<string, string | undefined>) => void
}

/** Find, and beside it hide, which waits behind its button until it is wanted. */
export function FindBoxes({ find, hide, snapshot, found, onParams }: FindBoxesProps) {
  const t = useTranslations('graph.find')
  const [isWanted, setIsWanted] = useState(false)
  const isHiding = isWanted || hide !== ''
  return (
    <span className="flex min-w-52 flex-1 basis-52 items-center gap-1.5 min-[1200px]:max-w-md">
      <ExpressionBox
        isFindKeyTarget
        label={t('label')}
        help={t('help')}
        expression={find}
        snapshot={snapshot}
        onChange={(text) => onParams({ find: text === '' ? undefined : text })}
      />
      {isHiding ? (
        <ExpressionBox
          isFocusedAtOnce={isWanted}
          label={t('hideLabel')}
          help={t('hideHelp')}
          expression={hide}
          snapshot={snapshot}
          onChange={(text) => onParams({ hide: text === '' ? undefined : text })}
          onLeave={() => setIsWanted(false)}
        />
      ) : (
        <Button variant="quiet" className="px-1.5!" title={t('hideHelp')} onClick={() => setIsWanted(true)}>
          <EyeOff aria-hidden size={13} />
          {t('hide')}
        </Button>
      )}
      <span aria-live="polite" className="shrink-0 text-label text-text-3 empty:hidden">
        {found === undefined ? '' : t('found', found)}
      </span>
    </span>
  )
}
