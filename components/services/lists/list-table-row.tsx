'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import {
  formatBracketMs,
  formatBytesRate,
  formatRate,
  formatRatio,
  type Quantity as Shown,
} from '#lib/client/format.ts'
import { nodeHref } from '#lib/client/hrefs.ts'
import { clientRatioTone, ratioTone } from '#lib/client/ratio-tone.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { severityLooks } from '../findings/severity-looks.ts'
import { type ListColumn, type ListRow, readinessOf } from './list-rows.ts'

export interface ListTableRowProps {
  scope: Scope
  columns: readonly ListColumn[]
  row: ListRow
  /** Its position among the rows, from 0. */
  index: number
}

const cell = 'h-7 px-2 whitespace-nowrap first:pl-3 last:pr-3'

export function ListTableRow({ scope, columns, row, index }: ListTableRowProps) {
  return (
    <tr
      data-row={index}
      aria-rowindex={index + 2}
      className="border-b border-line last:border-b-0 focus-within:bg-sunken hover:bg-sunken"
    >
      {columns.map((column) => (
        <Cell key={column} scope={scope} column={column} row={row} />
      ))}
    </tr>
  )
}

function Cell({ scope, column, row }: { scope: Scope; column: ListColumn; row: ListRow }) {
  const words = useTranslations('words')
  const { node } = row
  const reason = words(node.isTcp === true ? 'notForTcp' : 'missing')
  switch (column) {
    case 'name':
    case 'workload':
      return <NameCell scope={scope} row={row} />
    case 'namespace':
      return <TextCell text={node.namespace} />
    case 'versions':
      return <TextCell text={node.versions?.join(' · ') || '–'} isQuiet />
    case 'version':
      return <TextCell text={node.version ?? '–'} isQuiet />
    case 'kind':
      return <TextCell text={row.ownerKind ?? '–'} isQuiet />
    case 'membership':
      return (
        <TextCell text={words(`membership.${node.membership ?? 'unknown'}`)} isQuiet={node.membership !== 'none'} />
      )
    case 'rate': {
      const isBytes = node.isTcp === true && node.requestsPerSecond === undefined
      return (
        <Figure
          shown={isBytes ? formatBytesRate(node.bytesPerSecond) : formatRate(node.requestsPerSecond)}
          reason={words('missing')}
        />
      )
    }
    case 'errors':
      return <Figure shown={formatRatio(node.errorRatio)} tone={ratioTone(node)} reason={reason} />
    case 'clientErrors':
      return <Figure shown={formatRatio(node.clientErrorRatio)} tone={clientRatioTone(node)} reason={reason} />
    case 'p95':
      return <Figure shown={formatBracketMs(node.p95Ms)} title={words('latencyBracket')} reason={reason} />
    case 'pods':
      return <PodsCell row={row} />
    case 'restarts':
      return <RestartsCell row={row} />
    default:
      return <ReadinessCell row={row} />
  }
}

function NameCell({ scope, row: { node } }: { scope: Scope; row: ListRow }) {
  const words = useTranslations('words')
  const href = nodeHref(scope, node)
  return (
    <td className={cell}>
      <span className="flex min-w-0 items-center gap-2">
        <HealthGlyph health={node.health} role={node.role} label={words(`health.${node.role ?? node.health}`)} />
        {href === undefined ? (
          <MiddleEllipsis text={node.name} />
        ) : (
          <Link href={href} className="flex min-w-0 hover:text-accent">
            <MiddleEllipsis text={node.name} />
          </Link>
        )}
      </span>
    </td>
  )
}

function TextCell({ text, isQuiet = false }: { text: string; isQuiet?: boolean }) {
  return (
    <td className={`${cell} truncate ${isQuiet ? 'text-text-3' : 'text-text-2'}`} title={text}>
      {text}
    </td>
  )
}

function PodsCell({ row: { readyPods, desiredPods } }: { row: ListRow }) {
  const t = useTranslations('services.list')
  if (readyPods === undefined) {
    return <Unknown reason={t('factsUnknown')} />
  }
  const isShort = desiredPods !== undefined && readyPods < desiredPods
  return (
    <Right tone={isShort ? 'text-degraded' : ''} title={t('podsReady')}>
      {isShort ? '▲ ' : ''}
      {desiredPods === undefined ? readyPods : `${readyPods} / ${desiredPods}`}
    </Right>
  )
}

function RestartsCell({ row: { restarts } }: { row: ListRow }) {
  const t = useTranslations('services.list')
  return restarts === undefined ? <Unknown reason={t('factsUnknown')} /> : <Right>{restarts}</Right>
}

function ReadinessCell({ row }: { row: ListRow }) {
  const t = useTranslations('services.list')
  const readiness = useTranslations('readiness')
  const state = readinessOf(row)
  if (state === undefined) {
    return <Unknown reason={t('factsUnknown')} />
  }
  if (state === 'ready') {
    return (
      <Right tone="text-text-3" title={readiness('state.ready')}>
        {readiness('state.ready')}
      </Right>
    )
  }
  const { glyph, text } = severityLooks[state]
  const count = row.findings?.length ?? 0
  return (
    <Right tone={text} title={`${readiness(`state.${state}`)}: ${readiness('count', { count })}`}>
      <span aria-hidden>{glyph}</span> {count}
      <span className="sr-only">{readiness(`state.${state}`)}</span>
    </Right>
  )
}

function Right({ tone = '', title, children }: { tone?: string; title?: string; children: ReactNode }) {
  return (
    <td className={`${cell} text-right tabular-nums ${tone}`} title={title}>
      {children}
    </td>
  )
}

function Unknown({ reason }: { reason: string }) {
  return (
    <Right tone="text-text-3" title={reason}>
      –
    </Right>
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
