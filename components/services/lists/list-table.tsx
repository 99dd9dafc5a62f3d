'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { RowSpacer } from '../../ui/row-spacer.tsx'
import { isNumberColumn, type ListColumn, type ListRow, type ListSort } from './list-rows.ts'
import { ListTableRow } from './list-table-row.tsx'
import { useRowLinkWalk } from './use-row-link-walk.ts'

export interface ListTableProps {
  scope: Scope
  columns: readonly ListColumn[]
  rows: readonly ListRow[]
  sort: ListSort | undefined
  caption: string
  isStale: boolean
  onSort: (column: ListColumn) => void
}

const rowHeight = 28
const widths: Partial<Record<ListColumn, string>> = {
  namespace: 'w-[9%]',
  versions: 'w-[13%]',
  version: 'w-[6%]',
  kind: 'w-[10%]',
  rate: 'w-[8%]',
  errors: 'w-[7%]',
  clientErrors: 'w-[10%]',
  p95: 'w-[11%]',
  pods: 'w-[7%]',
  restarts: 'w-[6%]',
  membership: 'w-[10%]',
  readiness: 'w-[9%]',
}

/** A table that draws only the rows in sight, so that a thousand scroll as ten do; arrows walk its rows. */
export function ListTable({ scope, columns, rows, sort, caption, isStale, onSort }: ListTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The header covers the first rows of what is scrolled to.
    scrollPaddingStart: 32,
  })
  const onKeyDown = useRowLinkWalk(scroller, virtual)
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div
      ref={scroller}
      className={`min-h-0 overflow-auto rounded-md border border-line bg-surface ${isStale ? 'opacity-60' : ''}`}
    >
      <table className="w-full min-w-[920px] table-fixed border-collapse text-label" aria-rowcount={rows.length + 1}>
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 z-10 bg-surface text-text-3 shadow-[0_1px_0_var(--line)]">
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell key={column} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          <RowSpacer height={before} columns={columns.length} />
          {items.map((item) => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <ListTableRow key={row.node.id} scope={scope} columns={columns} row={row} index={item.index} />
            )
          })}
          <RowSpacer height={after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

interface HeaderCellProps {
  column: ListColumn
  sort: ListSort | undefined
  onSort: (column: ListColumn) => void
}

function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  const t = useTranslations('services.list')
  const isSorted = sort?.column === column
  const isNumber = isNumberColumn(column)
  const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'
  const arrow = (
    <span aria-hidden className="mx-0.5">
      {isSorted ? (sort.isDescending ? '↓' : '↑') : ''}
    </span>
  )
  return (
    <th
      aria-sort={direction}
      className={`h-8 px-2 font-normal first:pl-3 last:pr-3 whitespace-nowrap ${widths[column] ?? ''} ${isNumber ? 'text-right' : 'text-left'}`}
    >
      <button
        type="button"
        title={t('sortBy', { column: t(column) })}
        onClick={() => onSort(column)}
        className={`cursor-pointer hover:text-text ${isSorted ? 'font-medium text-text' : ''}`}
      >
        {isNumber ? arrow : null}
        {t(column)}
        {isNumber ? null : arrow}
      </button>
    </th>
  )
}
