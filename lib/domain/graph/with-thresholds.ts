import type { Inventory } from '../mesh/inventory.ts'
import type { Notice } from '../notice.ts'
import { thresholdBook } from '../thresholds/threshold-book.ts'
import type { Catalog } from './catalog.ts'
import type { GraphNode } from './snapshot.ts'
import { workloadsOfNode } from './workloads-of-node.ts'

/**
 * Nodes with the thresholds that hold for them where those are not the defaults: a service's own, and for what serves
 * one that service's. Annotations nobody can read are a `bad-thresholds` notice with the names of their objects.
 */
export function withThresholds(
  nodes: GraphNode[],
  inventory: Inventory,
  catalog: Catalog,
): { nodes: GraphNode[]; notices: Notice[] } {
  const book = thresholdBook(inventory)
  return {
    nodes: nodes.map((node) => {
      const thresholds =
        node.namespace === '' ? undefined : book.of(node.cluster, node.namespace, serviceOf(node, catalog))
      return thresholds === undefined ? node : { ...node, thresholds }
    }),
    notices:
      book.unreadable.length === 0
        ? []
        : [{ source: 'kubernetes', code: 'bad-thresholds', params: { names: book.unreadable } }],
  }
}

function serviceOf(node: GraphNode, catalog: Catalog): string | undefined {
  const { id, cluster, namespace, name, app } = node
  return id.startsWith('service:')
    ? name
    : catalog.serviceOf(cluster, namespace, workloadsOfNode(node, catalog)[0]?.name, app)
}
