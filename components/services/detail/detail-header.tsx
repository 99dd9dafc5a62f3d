'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { DiagnosisStart } from '#lib/client/diagnosis-start.ts'
import { formatRatio, joined } from '#lib/client/format.ts'
import { diagnosisHref, graphHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphType } from '#lib/domain/graph/scope.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import type { Finding } from '#lib/domain/mesh/finding.ts'
import { Chip } from '../../ui/chip.tsx'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { FindingsChip } from '../findings/findings-chip.tsx'
import { nodeVerdict } from './node-verdict.ts'

export interface DetailHeaderProps {
  node: GraphNode
  findings: readonly Finding[]
  graphType: GraphType
  /** Absent: nothing to start a diagnosis from. */
  start?: DiagnosisStart
  /** The way back to the list. */
  crumb: ReactNode
  /** After the verdict. */
  children?: ReactNode
}

/** Name, the verdict as a sentence, and what kind of thing it is. */
export function DetailHeader({ node, findings, graphType, start, crumb, children }: DetailHeaderProps) {
  const t = useTranslations('services')
  const words = useTranslations('words')
  const { scope } = useScopeUrl()
  const verdict = nodeVerdict(node)
  return (
    <header className="mb-1">
      <p className="text-text-3">{crumb}</p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-headline font-semibold [overflow-wrap:anywhere]">{node.name}</h1>
        <Chip tone={verdict.tone}>
          <HealthGlyph health={node.health} role={node.role} label={words(`health.${node.role ?? node.health}`)} />
          {t(`verdict.${verdict.key}`, { share: joined(formatRatio(verdict.ratio)) })}
        </Chip>
        {children}
        {node.membership === undefined ? null : <Chip>{words(`membership.${node.membership}`)}</Chip>}
        {node.thresholds === undefined ? null : (
          <Chip title={t('header.thresholdsTitle')}>
            {t('header.thresholds', {
              share: joined(formatRatio(node.thresholds.failingErrorRatio)),
              origin: node.thresholds.origin,
            })}
          </Chip>
        )}
        <FindingsChip findings={findings} />
        <span className="ml-auto flex gap-x-4 text-accent">
          {start === undefined ? null : (
            <Link className="hover:underline" href={diagnosisHref(scope, start)}>
              {t('header.diagnosis')}
            </Link>
          )}
          <Link className="hover:underline" href={graphHref({ ...scope, type: graphType }, { sel: node.id })}>
            {t('header.topology')}
          </Link>
        </span>
      </div>
    </header>
  )
}
