import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import type { BoxKind } from './graph-view.ts'

/** An expression that is true of this node and of few others: what to hide when somebody points at it. */
export function termOfNode({ name, namespace, version, cluster }: GraphNode, hasSeveralClusters: boolean): string {
  return joined({
    name,
    ns: namespace === '' ? undefined : namespace,
    version: name.endsWith(version ?? '') ? undefined : version,
    cluster: hasSeveralClusters ? cluster : undefined,
  })
}

/** Likewise of the calls from one node to another. */
export function termOfCall(source: GraphNode, target: GraphNode): string {
  return joined({ from: source.name, to: target.name })
}

/** Likewise of all nodes of a box, told by one of them. */
export function termOfBox({ cluster, namespace, app }: GraphNode, box: BoxKind): string {
  return joined(box === 'cluster' ? { cluster } : { ns: namespace, app: box === 'app' ? app : undefined })
}

/** `earlier or added`: `or` is read last, so neither needs parentheses. */
export function alsoHiding(earlier: string, added: string): string {
  return earlier.trim() === '' ? added : `${earlier.trim()} or ${added}`
}

/** `name=cart and ns=shop`; what is undefined is not asked for. */
function joined(fields: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `${field}=${/^[\w.-]+$/.test(value ?? '') ? value : `"${value?.replaceAll('"', '')}"`}`)
    .join(' and ')
}
