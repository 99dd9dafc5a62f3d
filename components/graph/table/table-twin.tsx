'use client'

import { type SortingState, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useMemo, useRef } from 'react'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { RowSpacer } from '../../ui/row-spacer.tsx'
import { SortHeader } from '../../ui/sort-header.tsx'
import { useRowWalk } from '../../ui/use-row-walk.ts'
import type { Point } from '../layout/graph-layout.ts'
import type { ShownGraph } from '../view/shown-graph.ts'
import { callRows, type GraphRow, nodeRows } from './graph-rows.ts'
import { numberColumns, tableTwinFeatures, useTableColumns } from './table-columns.tsx'

export interface TableTwinProps {
  snapshot: GraphSnapshot
  /** Made without a selection and without collapsed boxes. */
  shown: ShownGraph
  which: 'calls' | 'nodes'
  selected?: string | undefined
  sort: SortingState
  isStale: boolean
  onSort: (sort: SortingState) => void
  onWhich: (which: 'calls' | 'nodes') => void
  onSelect: (id: string) => void
  /** Right click on a row, or its key. */
  onMenu: (id: string, at: Point) => void
}

const virtualFrom = 200
const rowHeight = 28

/** The graph as a table: the same data under the same filters, for eyes that want order and for screen readers. */
export function TableTwin({
  snapshot,
  shown,
  which,
  selected,
  sort,
  isStale,
  onSort,
  onWhich,
  onSelect,
  onMenu,
}: TableTwinProps) {
  const t = useTranslations('graph.table')
  const data = useMemo(
    () => (which === 'calls' ? callRows(snapshot, shown) : nodeRows(shown)),
    [snapshot, shown, which],
  )
  const columns = useTableColumns(which)
  const known = useMemo(() => columns.map(({ id }) => id), [columns])
  const sorting = useMemo(() => {
    const valid = sort.filter(({ id }) => known.includes(id))
    return valid.length > 0
      ? valid
      : [
          { id: 'state', desc: false },
          { id: 'rate', desc: true },
        ]
  }, [sort, known])
  const table = useTable({
    features: tableTwinFeatures,
    columns,
    data,
    getRowId: (row: GraphRow) => row.id,
    state: { sorting },
    enableSortingRemoval: false,
    onSortingChange: (update) => onSort(typeof update === 'function' ? update(sorting) : update),
  })
  const { rows } = table.getRowModel()

  const scroller = useRef<HTMLDivElement>(null)
  const isVirtual = rows.length > virtualFrom
  const virtualizer = useVirtualizer({
    count: isVirtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const from = isVirtual ? (items[0]?.index ?? 0) : 0
  const until = isVirtual ? (items.at(-1)?.index ?? -1) + 1 : rows.length
  const withRow = (index: number, act: (id: string) => void) => {
    const row = rows[index]
    if (row !== undefined) {
      act(row.id)
    }
  }
  const { active, onRowKey, onRowFocus } = useRowWalk(rows.length, scroller, {
    scrollTo: isVirtual ? virtualizer.scrollToIndex : undefined,
    onChoose: (index) => withRow(index, onSelect),
    onMenu: (index, element) => {
      const { x, bottom } = element.getBoundingClientRect()
      withRow(index, (id) => onMenu(id, { x: x + 40, y: bottom }))
    },
  })
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <WhichRows which={which} count={rows.length} onWhich={onWhich} />
      <div ref={scroller} className={`min-h-0 flex-1 overflow-auto ${isStale ? 'opacity-60' : ''}`}>
        <table aria-rowcount={rows.length + 1} className="w-full border-collapse text-label">
          <caption className="sr-only">
            {t('caption', {
              rows: rows.length,
              column: String(columns.find(({ id }) => id === sorting[0]?.id)?.header ?? ''),
            })}
          </caption>
          <thead className="sticky top-0 z-10 bg-surface">
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} aria-rowindex={1} className="border-b border-line">
                {group.headers.map((header) => (
                  <SortHeader
                    key={header.id}
                    name={String(header.column.columnDef.header)}
                    help={t('sortBy', { column: String(header.column.columnDef.header) })}
                    isNumber={numberColumns.has(header.column.id)}
                    sorted={header.column.getIsSorted()}
                    onSort={() => header.column.toggleSorting(undefined, false)}
                  />
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            <RowSpacer height={from * rowHeight} columns={columns.length} />
            {rows.slice(from, until).map((row, offset) => (
              <tr
                key={row.id}
                data-row={from + offset}
                aria-rowindex={from + offset + 2}
                aria-selected={row.id === selected}
                tabIndex={from + offset === active ? 0 : -1}
                onClick={() => onSelect(row.id)}
                onContextMenu={(event) => {
                  event.preventDefault()
                  onMenu(row.id, { x: event.clientX, y: event.clientY })
                }}
                onFocus={() => onRowFocus(from + offset)}
                onKeyDown={(event) => onRowKey(event, from + offset)}
                className="h-7 cursor-pointer border-b border-line -outline-offset-2 hover:bg-sunken aria-selected:bg-sunken aria-selected:shadow-[inset_2px_0_0_var(--accent)]"
              >
                {row.getAllCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={`max-w-56 px-2.5 whitespace-nowrap first:pl-4 ${numberColumns.has(cell.column.id) ? 'text-right' : ''}`}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
            <RowSpacer height={(rows.length - until) * rowHeight} columns={columns.length} />
          </tbody>
        </table>
        {rows.length === 0 ? <p className="px-4 py-6 text-text-3">{t('none')}</p> : null}
      </div>
    </div>
  )
}

function WhichRows({
  which,
  count,
  onWhich,
}: {
  which: 'calls' | 'nodes'
  count: number
  onWhich: TableTwinProps['onWhich']
}) {
  const t = useTranslations('graph.table')
  return (
    <fieldset aria-label={t('which')} className="flex h-9 shrink-0 items-center gap-4 border-b border-line px-4">
      {(['calls', 'nodes'] as const).map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === which}
          onClick={() => onWhich(value)}
          className="h-full cursor-pointer border-b-2 border-transparent text-text-2 aria-pressed:border-accent aria-pressed:font-medium aria-pressed:text-text"
        >
          {t(value)} {value === which ? <span className="font-normal text-text-3">{count}</span> : null}
        </button>
      ))}
    </fieldset>
  )
}
