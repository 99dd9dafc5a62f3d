import type { GraphNode, Health } from '#lib/domain/graph/snapshot.ts'
import { type Finding, type Severity, worstOf } from '#lib/domain/mesh/finding.ts'

/** A service or a workload as a row: its traffic, and what Kubernetes tells of it once that is read. */
export interface ListRow {
  node: GraphNode
  findings?: readonly Finding[] | undefined
  ownerKind?: string | undefined
  readyPods?: number | undefined
  desiredPods?: number | undefined
  restarts?: number | undefined
}

export const serviceColumns = [
  'name',
  'namespace',
  'versions',
  'rate',
  'errors',
  'clientErrors',
  'p95',
  'membership',
  'readiness',
] as const
export const workloadColumns = [
  'workload',
  'namespace',
  'kind',
  'version',
  'rate',
  'errors',
  'p95',
  'pods',
  'restarts',
  'membership',
  'readiness',
] as const
export type ListColumn = (typeof serviceColumns)[number] | (typeof workloadColumns)[number]

/** How the list is ordered; undefined is worst first, then busiest. */
export interface ListSort {
  column: ListColumn
  isDescending: boolean
}

/** What of the list is shown; an empty set is no condition. */
export interface ListFilter {
  query: string
  health: ReadonlySet<string>
  membership: ReadonlySet<string>
  readiness: ReadonlySet<string>
}

/** What a row's readiness is called in a filter: its worst finding, `ready`, or nothing while it is not known. */
export const readinessStates = ['error', 'warning', 'info', 'ready'] as const
export type ReadinessState = (typeof readinessStates)[number]

const severityRank: Record<Severity, number> = { error: 3, warning: 2, info: 1 }
const urgency: Record<Health, number> = { failing: 0, degraded: 2, unknown: 3, healthy: 3, idle: 4 }
const numberColumns: ReadonlySet<ListColumn> = new Set([
  'rate',
  'errors',
  'clientErrors',
  'p95',
  'pods',
  'restarts',
  'readiness',
])

export function isNumberColumn(column: ListColumn): boolean {
  return numberColumns.has(column)
}

/** `rate` and `-rate` as they stand in the address; anything else is the default order. */
export function parseSort(text: string | undefined, columns: readonly ListColumn[]): ListSort | undefined {
  const isDescending = text?.startsWith('-') ?? false
  const column = columns.find((name) => name === (isDescending ? text?.slice(1) : text))
  return column === undefined ? undefined : { column, isDescending }
}

export function formatSort(sort: ListSort | undefined): string | undefined {
  return sort === undefined ? undefined : `${sort.isDescending ? '-' : ''}${sort.column}`
}

/** A click on a header: numbers start with the largest, words with a; the second click turns, the third goes back to the default. */
export function nextSort(sort: ListSort | undefined, column: ListColumn): ListSort | undefined {
  const startsDescending = isNumberColumn(column) && column !== 'pods'
  if (sort?.column !== column) {
    return { column, isDescending: startsDescending }
  }
  return sort.isDescending === startsDescending ? { column, isDescending: !startsDescending } : undefined
}

/** The rows that match, in the order asked for. What is not known comes last either way. */
export function listRows(rows: readonly ListRow[], filter: ListFilter, sort: ListSort | undefined): ListRow[] {
  const wanted = filter.query.trim().toLowerCase()
  return rows
    .filter((row) => matches(row, filter, wanted))
    .toSorted(
      (a, b) =>
        (sort === undefined ? byUrgency(a.node, b.node) : byColumn(a, b, sort)) || (a.node.id < b.node.id ? -1 : 1),
    )
}

export function readinessOf({ findings }: ListRow): ReadinessState | undefined {
  return findings === undefined ? undefined : (worstOf(findings) ?? 'ready')
}

function matches(row: ListRow, { health, membership, readiness }: ListFilter, wanted: string): boolean {
  const { node } = row
  const isIn = (set: ReadonlySet<string>, value: string | undefined) => set.size === 0 || set.has(value ?? '')
  const text = [node.name, node.namespace, node.version, row.ownerKind, ...(node.versions ?? [])].join(' ')
  return (
    isIn(health, node.health) &&
    isIn(membership, node.membership ?? 'unknown') &&
    isIn(readiness, readinessOf(row)) &&
    text.toLowerCase().includes(wanted)
  )
}

/** A victim is no better off than an origin, but not where to look first. */
function urgencyOf({ health, role }: GraphNode): number {
  return urgency[health] + (health === 'failing' && role === 'victim' ? 1 : 0)
}

function byUrgency(a: GraphNode, b: GraphNode): number {
  return (
    urgencyOf(a) - urgencyOf(b) ||
    (b.requestsPerSecond ?? -1) - (a.requestsPerSecond ?? -1) ||
    (b.bytesPerSecond ?? -1) - (a.bytesPerSecond ?? -1)
  )
}

function sortValueOf(row: ListRow, column: ListColumn): string | number | undefined {
  const { node, readyPods, desiredPods } = row
  const values: Record<ListColumn, string | number | undefined> = {
    name: node.name,
    workload: node.name,
    namespace: node.namespace,
    versions: node.versions?.join(' '),
    version: node.version,
    kind: row.ownerKind,
    rate: node.requestsPerSecond,
    errors: node.errorRatio,
    clientErrors: node.clientErrorRatio,
    p95: node.p95Ms?.[1],
    pods: readyPods === undefined ? undefined : readyPods / Math.max(1, desiredPods ?? readyPods),
    restarts: row.restarts,
    membership: node.membership,
    readiness: readinessRank(row),
  }
  return values[column]
}

/** The worst severity first, then how many. */
function readinessRank({ findings }: ListRow): number | undefined {
  const worst = worstOf(findings ?? [])
  return findings && (worst === undefined ? 0 : severityRank[worst] * 1000 + Math.min(999, findings.length))
}

function byColumn(a: ListRow, b: ListRow, { column, isDescending }: ListSort): number {
  const left = sortValueOf(a, column)
  const right = sortValueOf(b, column)
  if (left === undefined || right === undefined) {
    return Number(left === undefined) - Number(right === undefined)
  }
  const order = left < right ? -1 : left > right ? 1 : 0
  return isDescending ? -order : order
}
