import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import type { ListRow } from './list-rows.ts'

interface Facts extends Omit<ListRow, 'node'> {
  cluster: string
  namespace: string
  name: string
}

/**
 * Nodes with what Kubernetes tells of them. Telemetry may call a cluster otherwise than Kubernetes' side does; where only
 * one cluster has a thing of that name, it is that one.
 */
export function withFacts(nodes: readonly GraphNode[], facts: readonly Facts[] | undefined): ListRow[] {
  const byName = Map.groupBy(facts ?? [], ({ namespace, name }) => `${namespace}/${name}`)
  return nodes.map((node) => {
    const known = byName.get(`${node.namespace}/${node.name}`) ?? []
    const own = known.find(({ cluster }) => cluster === node.cluster) ?? (known.length === 1 ? known[0] : undefined)
    return { ...own, node }
  })
}
