'use client'

import { useTranslations } from 'next-intl'
import { formatBytesRate, formatRate, formatRatio } from '#lib/client/format.ts'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { nameOf } from '../view/graph-view.ts'
import { PanelSection } from './panel-section.tsx'

export interface PeerListProps {
  title: string
  none: string
  edges: readonly GraphEdge[]
  nodes: readonly GraphNode[]
  peerOf: (edge: GraphEdge) => string
  onSelect: (id: string) => void
}

const mostShown = 12

/** Neighbours, busiest first. The name opens the neighbour, the numbers open the call. */
export function PeerList({ title, none, edges, nodes, peerOf, onSelect }: PeerListProps) {
  const t = useTranslations('graph')
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const sorted = edges.toSorted((a, b) => amountOf(b) - amountOf(a) || (a.id < b.id ? -1 : 1))
  return (
    <PanelSection title={title} note={edges.length}>
      {edges.length === 0 ? <p className="px-4 py-1 text-text-3">{none}</p> : null}
      <ul className="empty:hidden">
        {sorted.slice(0, mostShown).flatMap((edge) => {
          const peer = byId.get(peerOf(edge))
          return peer === undefined ? [] : [<PeerRow key={edge.id} edge={edge} peer={peer} onSelect={onSelect} />]
        })}
      </ul>
      {edges.length > mostShown ? (
        <p className="px-4 pt-1 text-label text-text-3">{t('panel.more', { count: edges.length - mostShown })}</p>
      ) : null}
    </PanelSection>
  )
}

function PeerRow({ edge, peer, onSelect }: { edge: GraphEdge; peer: GraphNode; onSelect: (id: string) => void }) {
  const t = useTranslations('graph')
  const isTcp = edge.protocol === 'tcp'
  const tone = edge.health === 'failing' ? 'failing' : edge.health === 'degraded' ? 'degraded' : 'plain'
  return (
    <li className="flex h-7 items-center border-b border-line">
      <button
        type="button"
        onClick={() => onSelect(peer.id)}
        className="flex h-full min-w-0 flex-1 cursor-pointer items-center gap-1.5 pl-4 text-left hover:bg-sunken"
      >
        <HealthGlyph health={edge.health} label={t(`state.${edge.health}`)} />
        <MiddleEllipsis text={nameOf(peer)} />
      </button>
      <button
        type="button"
        title={t('panel.selectEdge')}
        onClick={() => onSelect(edge.id)}
        className="flex h-full shrink-0 cursor-pointer items-center justify-end pr-4 hover:bg-sunken"
      >
        <span className="w-20 text-right">
          <Quantity {...(isTcp ? formatBytesRate(edge.bytesPerSecond) : formatRate(edge.requestsPerSecond))} />
        </span>
        <span className="w-16 text-right">
          {isTcp ? (
            <span className="text-text-3">TCP</span>
          ) : (
            <Quantity {...formatRatio(edge.errorRatio)} tone={tone} />
          )}
        </span>
      </button>
    </li>
  )
}

function amountOf({ requestsPerSecond, bytesPerSecond }: GraphEdge): number {
  return requestsPerSecond ?? (bytesPerSecond === undefined ? 0 : bytesPerSecond / 1e9)
}
