'use client'

import { useTranslations } from 'next-intl'
import {
  type Quantity as Amount,
  formatBracketMs,
  formatBytesRate,
  formatMs,
  formatRate,
  formatRatio,
} from '#lib/client/format.ts'
import type { GraphEdge, GraphNode, ReporterView } from '#lib/domain/graph/snapshot.ts'
import { Quantity } from '../../ui/quantity.tsx'
import { nameOf } from '../view/graph-view.ts'

export interface SeenByTableProps {
  edge: GraphEdge
  source: GraphNode
  target: GraphNode
}

const headCell = 'h-7 px-2 text-right font-normal text-text-3'

/** What the caller's proxy and the callee's counted, side by side: never added, their difference is evidence. */
export function SeenByTable({ edge, source, target }: SeenByTableProps) {
  if (edge.protocol === 'tcp') {
    return <TcpTable edge={edge} />
  }
  return <RequestTable edge={edge} source={source} target={target} />
}

function RequestTable({ edge, source, target }: SeenByTableProps) {
  const t = useTranslations('graph.panel')
  const { source: caller, destination, waypoint } = edge.reporters ?? {}
  const callee = destination ?? waypoint
  const isWaypoint = destination === undefined && waypoint !== undefined
  const rows: { name: string; of: (view: ReporterView) => Amount; isBad?: (view: ReporterView) => boolean }[] = [
    { name: t('requests'), of: (view) => formatRate(view.requestsPerSecond) },
    {
      name: t('failed'),
      of: (view) => formatRatio(view.errorRatio),
      isBad: (view) => (view.errorRatio ?? 0) > 0 && (edge.health === 'failing' || edge.health === 'degraded'),
    },
    { name: t('mean'), of: (view) => formatMs(view.meanLatencyMs) },
    { name: t('p95'), of: (view) => formatBracketMs(view.p95Ms) },
  ]
  return (
    <table className="mt-3 w-full table-fixed border-collapse">
      <thead>
        <tr className="border-b border-line text-label">
          <th scope="col" className="h-7 w-[84px] pl-4 text-left font-normal text-text-3">
            {t('seenBy')}
          </th>
          <th scope="col" className={headCell} title={`${t('caller')}: ${nameOf(source)}`}>
            <span className="block truncate">{nameOf(source)}</span>
          </th>
          <th
            scope="col"
            className={`${headCell} pr-4`}
            title={`${t(isWaypoint ? 'waypoint' : 'callee')}: ${nameOf(target)}`}
          >
            <span className="block truncate">{isWaypoint ? t('waypoint') : nameOf(target)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, of, isBad }) => (
          <tr key={name} className="border-b border-line">
            <th scope="row" className="h-7 pl-4 text-left font-normal">
              {name}
            </th>
            <Cell view={caller} of={of} isBad={isBad} missing={t('notReported')} />
            <Cell view={callee} of={of} isBad={isBad} missing={t('notReported')} isLast />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps {
  view: ReporterView | undefined
  of: (view: ReporterView) => Amount
  isBad: ((view: ReporterView) => boolean) | undefined
  missing: string
  isLast?: boolean
}

function Cell({ view, of, isBad, missing, isLast = false }: CellProps) {
  const amount = view === undefined ? { value: '–' } : of(view)
  const tone = view !== undefined && isBad?.(view) === true ? 'failing' : 'plain'
  return (
    <td className={`px-2 text-right ${isLast ? 'pr-4' : ''}`}>
      <Quantity {...amount} tone={tone} {...(view === undefined ? { title: missing } : {})} />
    </td>
  )
}

function TcpTable({ edge }: { edge: GraphEdge }) {
  const t = useTranslations('graph.panel')
  const connections = formatRate(edge.connectionsPerSecond)
  const rows = [
    { name: t('received'), amount: formatBytesRate(edge.bytesPerSecond) },
    {
      name: t('connections'),
      amount: connections.unit === undefined ? connections : { value: connections.value, unit: '/s' },
    },
  ]
  return (
    <table className="mt-3 w-full border-collapse border-t border-line">
      <tbody>
        {rows.map(({ name, amount }) => (
          <tr key={name} className="border-b border-line">
            <th scope="row" className="h-7 pl-4 text-left font-normal">
              {name}
            </th>
            <td className="pr-4 text-right">
              <Quantity {...amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
