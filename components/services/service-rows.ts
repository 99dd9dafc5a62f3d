import type { GraphNode, Health } from '#lib/domain/graph/snapshot.ts'

export const serviceColumns = [
  'name',
  'namespace',
  'versions',
  'rate',
  'errors',
  'clientErrors',
  'p95',
  'membership',
] as const
export type ServiceColumn = (typeof serviceColumns)[number]

/** How the list is ordered; undefined is worst first, then busiest. */
export interface ServiceSort {
  column: ServiceColumn
  isDescending: boolean
}

const severity: Record<Health, number> = { failing: 0, degraded: 1, unknown: 2, healthy: 2, idle: 3 }

/** `rate` and `-rate` as they stand in the address; anything else is the default order. */
export function parseSort(text: string | undefined): ServiceSort | undefined {
  const isDescending = text?.startsWith('-') ?? false
  const column = serviceColumns.find((name) => name === (isDescending ? text?.slice(1) : text))
  return column === undefined ? undefined : { column, isDescending }
}

export function formatSort(sort: ServiceSort | undefined): string | undefined {
  return sort === undefined ? undefined : `${sort.isDescending ? '-' : ''}${sort.column}`
}

/** A click on a header: numbers start with the largest, words with a; the second click turns, the third goes back to the default. */
export function nextSort(sort: ServiceSort | undefined, column: ServiceColumn): ServiceSort | undefined {
  const startsDescending = column === 'rate' || column === 'errors' || column === 'clientErrors' || column === 'p95'
  if (sort?.column !== column) {
    return { column, isDescending: startsDescending }
  }
  return sort.isDescending === startsDescending ? { column, isDescending: !startsDescending } : undefined
}

/** The service nodes that match, in the order asked for. What was not measured comes last either way. */
export function serviceRows(nodes: readonly GraphNode[], query: string, sort: ServiceSort | undefined): GraphNode[] {
  const wanted = query.trim().toLowerCase()
  const found = nodes.filter((node) => node.kind === 'service' && matches(node, wanted))
  return found.toSorted(
    (a, b) => (sort === undefined ? byUrgency(a, b) : byColumn(a, b, sort)) || (a.id < b.id ? -1 : 1),
  )
}

function matches(node: GraphNode, wanted: string): boolean {
  return wanted === '' || [node.name, node.namespace, ...(node.versions ?? [])].join(' ').toLowerCase().includes(wanted)
}

function byUrgency(a: GraphNode, b: GraphNode): number {
  return (
    severity[a.health] - severity[b.health] ||
    (b.requestsPerSecond ?? -1) - (a.requestsPerSecond ?? -1) ||
    (b.bytesPerSecond ?? -1) - (a.bytesPerSecond ?? -1)
  )
}

function sortValueOf(node: GraphNode, column: ServiceColumn): string | number | undefined {
  const values: Record<ServiceColumn, string | number | undefined> = {
    name: node.name,
    namespace: node.namespace,
    versions: node.versions?.join(' '),
    rate: node.requestsPerSecond,
    errors: node.errorRatio,
    clientErrors: node.clientErrorRatio,
    p95: node.p95Ms?.[1],
    membership: node.membership,
  }
  return values[column]
}

function byColumn(a: GraphNode, b: GraphNode, { column, isDescending }: ServiceSort): number {
  const left = sortValueOf(a, column)
  const right = sortValueOf(b, column)
  if (left === undefined || right === undefined) {
    return Number(left === undefined) - Number(right === undefined)
  }
  const order = left < right ? -1 : left > right ? 1 : 0
  return isDescending ? -order : order
}
