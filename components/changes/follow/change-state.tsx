'use client'

import { useTranslations } from 'next-intl'
import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'
import { Chip, type ChipTone } from '../../ui/chip.tsx'

const tones: Record<ChangeSummary['phase'], { tone: ChipTone; glyph: string }> = {
  planned: { tone: 'neutral', glyph: '◔' },
  applied: { tone: 'neutral', glyph: '◔' },
  acknowledged: { tone: 'neutral', glyph: '◔' },
  seen: { tone: 'recovered', glyph: '✓' },
  undone: { tone: 'neutral', glyph: '↶' },
  failed: { tone: 'failing', glyph: '!' },
}

/** How far a change came; that somebody wrote over it says more than how far it had come. */
export function ChangeState({ change }: { change: Pick<ChangeSummary, 'phase' | 'revertedBy'> }) {
  const t = useTranslations('changes.phase')
  if (change.revertedBy !== undefined) {
    return (
      <Chip tone="degraded">
        <span aria-hidden>▲</span>
        {t('reverted', { manager: change.revertedBy })}
      </Chip>
    )
  }
  const { tone, glyph } = tones[change.phase]
  return (
    <Chip tone={tone} title={t(`title.${change.phase}`)}>
      <span aria-hidden>{glyph}</span>
      {t(change.phase)}
    </Chip>
  )
}
