'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useLocale, useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { durationText } from '../ui/duration-text.ts'
import { type ServiceColumn, type ServiceSort, serviceColumns } from './service-rows.ts'
import { ServiceTableRow } from './service-table-row.tsx'

export interface ServiceTableProps {
  scope: Scope
  rows: readonly GraphNode[]
  sort: ServiceSort | undefined
  windowSeconds: number
  isStale: boolean
  onSort: (column: ServiceColumn) => void
}

const rowHeight = 28
const widths: Record<ServiceColumn, string> = {
  name: '',
  namespace: 'w-[13%]',
  versions: 'w-[15%]',
  rate: 'w-[10%]',
  errors: 'w-[9%]',
  clientErrors: 'w-[11%]',
  p95: 'w-[13%]',
  membership: 'w-[10%]',
}

function isNumberColumn(column: ServiceColumn): boolean {
  return column === 'rate' || column === 'errors' || column === 'clientErrors' || column === 'p95'
}

/** A table that draws only the rows in sight, so that a thousand services scroll as ten do. */
export function ServiceTable({ scope, rows, sort, windowSeconds, isStale, onSort }: ServiceTableProps) {
  const t = useTranslations('services.list')
  const locale = useLocale()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div
      ref={scroller}
      className={`min-h-0 overflow-auto rounded-md border border-line bg-surface ${isStale ? 'opacity-60' : ''}`}
    >
      <table className="w-full min-w-[860px] table-fixed border-collapse text-label" aria-rowcount={rows.length + 1}>
        <caption className="sr-only">{t('caption', { window: durationText(windowSeconds, locale) })}</caption>
        <thead className="sticky top-0 z-10 bg-surface text-text-3 shadow-[0_1px_0_var(--line)]">
          <tr aria-rowindex={1}>
            {serviceColumns.map((column) => (
              <HeaderCell key={column} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr aria-hidden style={{ height: before }}>
              <td colSpan={serviceColumns.length} />
            </tr>
          ) : null}
          {items.map((item) => {
            const node = rows[item.index]
            return node === undefined ? null : (
              <ServiceTableRow key={node.id} scope={scope} node={node} rowIndex={item.index + 2} />
            )
          })}
          {after > 0 ? (
            <tr aria-hidden style={{ height: after }}>
              <td colSpan={serviceColumns.length} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}

interface HeaderCellProps {
  column: ServiceColumn
  sort: ServiceSort | undefined
  onSort: (column: ServiceColumn) => void
}

function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  const t = useTranslations('services.list')
  const isSorted = sort?.column === column
  const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'
  const arrow = (
    <span aria-hidden className="mx-0.5">
      {isSorted ? (sort.isDescending ? '↓' : '↑') : ''}
    </span>
  )
  return (
    <th
      aria-sort={direction}
      className={`h-8 px-3 font-normal whitespace-nowrap ${widths[column]} ${isNumberColumn(column) ? 'text-right' : 'text-left'}`}
    >
      <button
        type="button"
        title={t('sortBy', { column: t(column) })}
        onClick={() => onSort(column)}
        className={`cursor-pointer hover:text-text ${isSorted ? 'font-medium text-text' : ''}`}
      >
        {isNumberColumn(column) ? arrow : null}
        {t(column)}
        {isNumberColumn(column) ? null : arrow}
      </button>
    </th>
  )
}
