'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import {
  formatBracketMs,
  formatBytesRate,
  formatRate,
  formatRatio,
  type Quantity as Shown,
} from '#lib/client/format.ts'
import { serviceHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { defaultThresholds } from '#lib/domain/health/thresholds.ts'
import { HealthGlyph } from '../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../ui/middle-ellipsis.tsx'
import { Quantity } from '../ui/quantity.tsx'

export interface ServiceTableRowProps {
  scope: Scope
  node: GraphNode
  /** Its position in the whole table, header counted, from 1. */
  rowIndex: number
}

const cell = 'h-7 px-3 whitespace-nowrap'

/** Red or amber only where this very number is what is wrong. */
export function ratioTone(node: Pick<GraphNode, 'health' | 'errorRatio'>): 'failing' | 'degraded' | 'plain' {
  const isWrong = (node.errorRatio ?? 0) >= defaultThresholds.degradedErrorRatio
  return isWrong && (node.health === 'failing' || node.health === 'degraded') ? node.health : 'plain'
}

export function ServiceTableRow({ scope, node, rowIndex }: ServiceTableRowProps) {
  const words = useTranslations('words')
  const isBytes = node.isTcp === true && node.requestsPerSecond === undefined
  const rate = isBytes ? formatBytesRate(node.bytesPerSecond) : formatRate(node.requestsPerSecond)
  const clientTone =
    node.health === 'degraded' && (node.clientErrorRatio ?? 0) >= defaultThresholds.degradedClientErrorRatio
  const versions = node.versions?.join(' · ') || '–'
  const reason = words(node.isTcp === true ? 'notForTcp' : 'missing')
  return (
    <tr aria-rowindex={rowIndex} className="border-b border-line last:border-b-0 hover:bg-sunken">
      <td className={cell}>
        <span className="flex min-w-0 items-center gap-2">
          <HealthGlyph health={node.health} role={node.role} label={words(`health.${node.role ?? node.health}`)} />
          <Link href={serviceHref(scope, node)} className="flex min-w-0 hover:text-accent">
            <MiddleEllipsis text={node.name} />
          </Link>
        </span>
      </td>
      <td className={`${cell} truncate text-text-2`} title={node.namespace}>
        {node.namespace}
      </td>
      <td className={`${cell} truncate text-text-3`} title={versions}>
        {versions}
      </td>
      <Figure shown={rate} reason={words('missing')} />
      <Figure shown={formatRatio(node.errorRatio)} tone={ratioTone(node)} reason={reason} />
      <Figure shown={formatRatio(node.clientErrorRatio)} tone={clientTone ? 'degraded' : 'plain'} reason={reason} />
      <Figure shown={formatBracketMs(node.p95Ms)} title={words('latencyBracket')} reason={reason} />
      <td className={`${cell} truncate ${node.membership === 'none' ? 'text-text-2' : 'text-text-3'}`}>
        {words(`membership.${node.membership ?? 'unknown'}`)}
      </td>
    </tr>
  )
}

interface FigureProps {
  shown: Shown
  tone?: 'failing' | 'degraded' | 'plain'
  title?: string
  /** Why there is no number, when there is none. */
  reason: string
}

function Figure({ shown, tone, title, reason }: FigureProps) {
  return (
    <td className={`${cell} text-right`}>
      <Quantity {...shown} tone={tone} title={shown.value === '–' ? reason : title} />
    </td>
  )
}
