'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatBytesRate, formatRate, formatRatio } from '#lib/client/format.ts'
import { graphHref, nodeHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphType } from '#lib/domain/graph/scope.ts'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { serverFailuresOf } from '#lib/domain/health/failures.ts'
import { isMetricsOutage } from '#lib/domain/notice.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'

/** What stands around a service or a workload. */
export type Around = Pick<ServiceDetail, 'node' | 'callers' | 'callees' | 'nodes' | 'notices'>

export interface PeerTableProps {
  detail: Around
  /** The graph whose edges these are. */
  graphType: GraphType
  direction: 'callers' | 'callees'
}

const shownAtOnce = 7

function byTraffic(a: GraphEdge, b: GraphEdge): number {
  return (
    serverFailuresOf(b).perSecond - serverFailuresOf(a).perSecond ||
    (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0) ||
    (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0) ||
    (a.id < b.id ? -1 : 1)
  )
}

/** The other ends of its connections, the most failed calls first. */
export function PeerTable({ detail, graphType, direction }: PeerTableProps) {
  const t = useTranslations('services.strip')
  const { scope } = useScopeUrl()
  const edges = detail[direction].toSorted(byTraffic)
  const nodes = new Map(detail.nodes.map((node) => [node.id, node]))
  if (edges.length === 0) {
    const isUnmeasured = isMetricsOutage(detail.notices)
    const nobody = direction === 'callers' ? t('noCallers') : t('noCallees')
    return <p className="px-3 py-2 text-label text-text-3">{isUnmeasured ? t('unmeasured') : nobody}</p>
  }
  return (
    <>
      <table className="w-full table-fixed border-collapse text-label">
        <tbody>
          {edges.slice(0, shownAtOnce).map((edge) => {
            const peerId = direction === 'callers' ? edge.source : edge.target
            return <PeerRow key={edge.id} edge={edge} peer={nodes.get(peerId)} peerId={peerId} />
          })}
        </tbody>
      </table>
      {edges.length > shownAtOnce ? (
        <Link
          className="block px-3 py-1 text-label text-accent hover:underline"
          href={graphHref({ ...scope, type: graphType }, { sel: detail.node.id })}
        >
          {t('more', { count: edges.length - shownAtOnce })}
        </Link>
      ) : null}
    </>
  )
}

function PeerRow({ edge, peer, peerId }: { edge: GraphEdge; peer: GraphNode | undefined; peerId: string }) {
  const t = useTranslations('services.strip')
  const words = useTranslations('words')
  const { scope } = useScopeUrl()
  const isWrong = edge.health === 'failing' || edge.health === 'degraded'
  const name = peer === undefined ? peerId : peer.kind === 'unknown' ? t('unknownPeer') : peer.name
  const isTcp = edge.protocol === 'tcp'
  const href = peer === undefined ? undefined : nodeHref(scope, peer)
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="h-7 pl-3">
        <span className="flex min-w-0 items-center gap-1.5">
          {isWrong ? <HealthGlyph health={edge.health} label={words(`health.${edge.health}`)} /> : null}
          {href !== undefined ? (
            <Link href={href} className="flex min-w-0 hover:text-accent">
              <MiddleEllipsis text={name} />
            </Link>
          ) : (
            <MiddleEllipsis text={name} className={peer?.kind === 'unknown' ? 'text-text-2' : ''} />
          )}
        </span>
      </td>
      <td className="h-7 w-[86px] px-2 text-right">
        <Quantity {...(isTcp ? formatBytesRate(edge.bytesPerSecond) : formatRate(edge.requestsPerSecond))} />
      </td>
      <td className="h-7 w-[70px] pr-3 text-right">
        {isTcp ? (
          <span className="text-text-3">TCP</span>
        ) : (
          <Quantity
            {...formatRatio(edge.errorRatio)}
            tone={isWrong && edge.health !== 'unknown' ? toneOf(edge) : 'plain'}
          />
        )}
      </td>
    </tr>
  )
}

function toneOf(edge: GraphEdge): 'failing' | 'degraded' {
  return edge.health === 'failing' ? 'failing' : 'degraded'
}
