import { hostIn, noneOf, oneOf } from './promql.ts'
import { canBeLabelled, reporterNames } from './telemetry-labels.ts'

/** Selectors of all calls that touch the namespaces (absent: of all). They share no series, so that nothing is read twice; none when no series can match. */
export function touchingSelectors(namespaces: string[] | undefined): string[][] {
  const base = oneOf('reporter', reporterNames)
  if (namespaces === undefined) {
    return [[base]]
  }
  const names = [...new Set(namespaces)].filter(canBeLabelled).sort()
  if (names.length === 0) {
    return []
  }
  const ends = ['source_workload_namespace', 'destination_service_namespace', 'destination_workload_namespace']
  const touching = ends.map((end, index) => [
    base,
    ...ends.slice(0, index).map((earlier) => noneOf(earlier, names)),
    oneOf(end, names),
  ])
  // Without a route or cluster (NR, NC, redirects) Istio knows no namespace: only the authority says whom the caller
  // asked. One that names no namespace means the caller's own, which the first selector has.
  const asking = [
    base,
    ...ends.map((end) => noneOf(end, names)),
    oneOf('destination_service_namespace', ['', 'unknown']),
    hostIn('destination_service', names),
  ]
  return [...touching, asking]
}
