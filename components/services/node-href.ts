import type { Route } from 'next'
import { serviceHref, workloadHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'

/** The one page of a node; undefined for what has none. */
export function nodeHref(scope: Scope, node: GraphNode): Route | undefined {
  if (node.id.startsWith('service:')) {
    return serviceHref(scope, node)
  }
  return node.id.startsWith('workload:') ? workloadHref(scope, node) : undefined
}
