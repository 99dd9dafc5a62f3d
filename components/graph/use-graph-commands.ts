'use client'

import { useMemo } from 'react'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { boxId, boxOf, boxOfId, endsOf, type GraphFilters } from './view/graph-view.ts'
import { alsoHiding, termOfBox, termOfCall, termOfNode } from './view/hide-term.ts'

type SetParams = (patch: Record<string, string | undefined>) => void

export interface GraphCommands {
  select: (id: string | undefined) => void
  /** Focuses a node or box, or leaves the focus when it is there already. */
  focus: (id: string) => void
  /** Puts a box into one card, or takes it apart again. */
  collapse: (id: string) => void
  collapseAll: () => void
  expandAll: () => void
  hide: (id: string) => void
  /** The id of the box that a node stands in, or of the box itself. */
  boxIdOf: (id: string) => string | undefined
}

/** What can be done with the picture; all of it changes the address and nothing else. */
export function useGraphCommands(snapshot: GraphSnapshot, filters: GraphFilters, setParams: SetParams): GraphCommands {
  return useMemo(() => {
    const { box, collapsed, focus, hide, selected } = filters
    const boxIdOf = (id: string) => {
      const node = snapshot.nodes.find((candidate) => candidate.id === id)
      const name = node === undefined ? boxOfId(id) : boxOf(node, box)
      return name === undefined || name === '' ? undefined : boxId(name)
    }
    const setCollapsed = (ids: readonly string[], chosen = selected) =>
      setParams({ collapsed: ids.length === 0 ? undefined : ids.join(), sel: chosen })
    return {
      select: (id) => setParams({ sel: id }),
      focus: (id) => setParams({ focus: focus === id ? undefined : id, sel: id }),
      collapse: (id) =>
        collapsed.includes(id)
          ? setCollapsed(collapsed.filter((other) => other !== id))
          : setCollapsed([...collapsed, id].sort(), id),
      collapseAll: () =>
        setCollapsed([...new Set(snapshot.nodes.flatMap(({ id }) => boxIdOf(id) ?? []))].sort(), undefined),
      expandAll: () => setCollapsed([]),
      hide: (id) => {
        const term = termOf(id, snapshot, filters)
        if (term !== undefined) {
          setParams({ hide: alsoHiding(hide, term), sel: selected === id ? undefined : selected })
        }
      },
      boxIdOf,
    }
  }, [snapshot, filters, setParams])
}

function termOf(id: string, snapshot: GraphSnapshot, { box }: GraphFilters): string | undefined {
  const node = snapshot.nodes.find((candidate) => candidate.id === id)
  if (node !== undefined) {
    return termOfNode(node, new Set(snapshot.nodes.map(({ cluster }) => cluster)).size > 1)
  }
  const edge = snapshot.edges.find((candidate) => candidate.id === id)
  const { source, target } = edge === undefined ? {} : endsOf(snapshot.nodes, edge)
  if (source !== undefined && target !== undefined) {
    return termOfCall(source, target)
  }
  const name = boxOfId(id)
  const member = snapshot.nodes.find((candidate) => boxOf(candidate, box) === name)
  return name === undefined || member === undefined ? undefined : termOfBox(member, box)
}
