import type { GraphEdge } from '#lib/domain/graph/snapshot.ts'

/**
 * Of all its caller sends, the share that goes over a call, 0..1: of the requests for HTTP and gRPC, of the bytes for
 * TCP. Attempts the caller did not feel, mirrored ones among them, are no part of it; nor has a share what was not measured.
 */
export function sourceShares(edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const totals = { requests: new Map<string, number>(), bytes: new Map<string, number>() }
  const totalsOf = ({ protocol }: GraphEdge) => (protocol === 'tcp' ? totals.bytes : totals.requests)
  for (const edge of edges) {
    const known = totalsOf(edge)
    known.set(edge.source, (known.get(edge.source) ?? 0) + (amountOf(edge) ?? 0))
  }
  const shares = new Map<string, number>()
  for (const edge of edges) {
    const amount = amountOf(edge)
    const total = totalsOf(edge).get(edge.source) ?? 0
    if (amount !== undefined && total > 0) {
      shares.set(edge.id, amount / total)
    }
  }
  return shares
}

function amountOf({ protocol, isAttemptsOnly, requestsPerSecond, bytesPerSecond }: GraphEdge): number | undefined {
  if (isAttemptsOnly === true) {
    return undefined
  }
  return protocol === 'tcp' ? bytesPerSecond : requestsPerSecond
}
