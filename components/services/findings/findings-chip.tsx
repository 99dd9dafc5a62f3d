'use client'

import { useTranslations } from 'next-intl'
import { type Finding, worstOf } from '#lib/domain/mesh/finding.ts'
import { Chip } from '../../ui/chip.tsx'
import { severityLooks } from './severity-looks.ts'

export const readinessAnchor = 'readiness'

/** How many findings there are, and how bad; leads to them. Nothing where all is well. */
export function FindingsChip({ findings }: { findings: readonly Finding[] }) {
  const t = useTranslations('readiness')
  const worst = worstOf(findings)
  if (worst === undefined) {
    return null
  }
  const { tone, glyph } = severityLooks[worst]
  return (
    <a href={`#${readinessAnchor}`} className="rounded-sm hover:underline">
      <Chip tone={tone}>
        <span aria-hidden>{glyph}</span>
        {t('count', { count: findings.length })}
      </Chip>
    </a>
  )
}
