'use client'

import { useMemo } from 'react'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import type { Point } from '../layout/graph-layout.ts'
import { parseFilters } from '../view/graph-params.ts'
import { shownGraph } from '../view/shown-graph.ts'
import { formatTableSort, parseTableSort } from './table-sort.ts'
import { TableTwin } from './table-twin.tsx'

export interface GraphTableProps {
  snapshot: GraphSnapshot
  selected: string | undefined
  isStale: boolean
  onMenu: (id: string, at: Point) => void
}

/** The table twin with its choices in the address: which rows, and by what they are sorted. */
export function GraphTable({ snapshot, selected, isStale, onMenu }: GraphTableProps) {
  const { param, setParams } = useScopeUrl()
  const shown = useMemo(
    () => shownGraph(snapshot, { ...parseFilters(param), selected: undefined, collapsed: [] }),
    [snapshot, param],
  )
  const sortText = param('sort')
  const sort = useMemo(() => parseTableSort(sortText), [sortText])
  return (
    <TableTwin
      snapshot={snapshot}
      shown={shown}
      which={param('rows') === 'nodes' ? 'nodes' : 'calls'}
      selected={selected}
      sort={sort}
      isStale={isStale}
      onSort={(next) => setParams({ sort: formatTableSort(next) })}
      onWhich={(which) => setParams({ rows: which === 'nodes' ? 'nodes' : undefined, sort: undefined })}
      onSelect={(id) => setParams({ sel: id })}
      onMenu={onMenu}
    />
  )
}
