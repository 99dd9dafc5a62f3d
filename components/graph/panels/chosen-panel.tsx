'use client'

import { useTranslations } from 'next-intl'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { type BoxKind, boxOf, boxOfId, endsOf } from '../view/graph-view.ts'
import type { ShownGraph } from '../view/shown-graph.ts'
import { BoxPanel } from './box-panel.tsx'
import { EdgePanel } from './edge-panel.tsx'
import { NodePanel } from './node-panel.tsx'

export interface ChosenPanelProps {
  scope: Scope
  snapshot: GraphSnapshot
  shown: ShownGraph
  selected: string
  box: BoxKind
  onSelect: (id: string | undefined) => void
  onFocus: (id: string) => void
  onCollapse: (id: string) => void
}

/** The panel of whatever an id names. */
export function ChosenPanel(props: ChosenPanelProps) {
  const { scope, snapshot, shown, selected, box, onSelect, onFocus, onCollapse } = props
  const t = useTranslations('graph.panel')
  const name = boxOfId(selected)
  const members = name === undefined ? [] : snapshot.nodes.filter((node) => boxOf(node, box) === name)
  if (name !== undefined && members.length > 0) {
    const isCollapsed = shown.nodes.some(({ node }) => node.id === selected)
    return (
      <BoxPanel
        name={name}
        kind={box}
        members={members}
        snapshot={snapshot}
        isCollapsed={isCollapsed}
        onSelect={onSelect}
        onFocus={() => onFocus(selected)}
        onCollapse={() => onCollapse(selected)}
      />
    )
  }
  const node = snapshot.nodes.find(({ id }) => id === selected)
  if (node !== undefined) {
    return <NodePanel scope={scope} snapshot={snapshot} node={node} onSelect={onSelect} onFocus={onFocus} />
  }
  const edge = snapshot.edges.find(({ id }) => id === selected)
  const merged = shown.edges.find((candidate) => candidate.edge.id === selected)
  const nodes = edge === undefined ? shown.nodes.map((candidate) => candidate.node) : snapshot.nodes
  const found = edge ?? merged?.edge
  const ends = found === undefined ? undefined : endsOf(nodes, found)
  if (found === undefined || ends?.source === undefined || ends.target === undefined) {
    return <p className="p-4 pr-10 text-text-2">{t('gone')}</p>
  }
  return (
    <EdgePanel
      scope={scope}
      edge={found}
      share={merged?.share}
      source={ends.source}
      target={ends.target}
      isMerged={edge === undefined}
      onSelect={onSelect}
    />
  )
}
