import { catalogOf } from '../graph/catalog.ts'
import { foldClusterIds } from '../graph/fold-cluster-ids.ts'
import type { Inventory } from '../mesh/inventory.ts'
import type { CallHistory } from '../telemetry/traffic.ts'
import { type CallCounts, seriesOf } from './call-counts.ts'
import { asTraffic, type Call, countCalls, type WindowService } from './count-calls.ts'
import type { IncidentWindow, TrafficSeries } from './incident-window.ts'
import { knownChanges } from './known-changes.ts'

export interface TrafficWindowQuestion {
  /** Earlier stretches first, the incident's own last; one step. */
  histories: readonly CallHistory[]
  inventory: Inventory
  namespaces?: readonly string[] | undefined
  /** The inventory's id or telemetry's. */
  cluster?: string | undefined
  /** What the alert was about. */
  symptom?: { namespace: string; name: string } | undefined
}

export interface TrafficWindow {
  window: IncidentWindow
  services: ReadonlyMap<string, WindowService>
}

/**
 * A live mesh as the localizer takes it: calls between the services of the graph, by `resolveDestination`, so that what
 * reached no workload and what has an authority only is the service's that was asked. Of mirrored copies, which the
 * caller's proxy does not count, nothing is left. Buckets before anything was counted are cut off; an earlier
 * stretch without traffic is none.
 */
export function trafficWindow(question: TrafficWindowQuestion): TrafficWindow {
  const all = question.histories
  const traffic = asTraffic(all)
  const folding = foldClusterIds(question.inventory, traffic)
  const catalog = catalogOf(folding.inventory, traffic, folding.clusterOf)
  const { symptom, namespaces } = question
  const cluster = question.cluster === undefined ? undefined : folding.idOf(question.cluster)
  const { calls, services } = countCalls(all, traffic, {
    catalog,
    folding,
    isInside: (node) =>
      (cluster === undefined || node.cluster === cluster) && (namespaces?.includes(node.namespace) ?? true),
  })
  const bucketTimes = all.flatMap((history) => history.bucketTimes)
  const stepSeconds = all.at(-1)?.stepSeconds ?? 0
  const from = all.at(-1)?.bucketTimes[0] ?? 0
  const felt = symptom && serviceNamed(services, symptom, cluster)
  const named = [...services.values()]
  const gateways = named.filter(({ kind }) => kind === 'gateway')
  const window: IncidentWindow = {
    bucketTimes,
    stepSeconds,
    maskedIntervals: [],
    entry: gateways.length === 1 ? gateways[0]?.id : undefined,
    symptom: felt && { service: felt.id },
    services: named.map(({ id }) => id),
    calls: calls.map(({ source, destination, protocol }) => ({
      source: source.id,
      destination: destination.id,
      protocol,
    })),
    changes: knownChanges(folding.inventory, catalog, {
      from,
      to: (bucketTimes.at(-1) ?? 0) + stepSeconds,
      namespaces,
      cluster,
    }).filter(({ service }) => services.has(service)),
    series: calls.flatMap(seriesOfCall),
    serviceSeries: [],
    outside: named.filter(({ kind }) => outsideKinds.has(kind)).map(({ id }) => id),
    candidates: named.filter(({ kind }) => kind !== 'unknown').map(({ id }) => id),
  }
  return { window: measuredPart(window, all), services }
}

const outsideKinds: ReadonlySet<string> = new Set(['external', 'passthrough', 'blackhole'])

function serviceNamed(
  services: ReadonlyMap<string, WindowService>,
  { namespace, name }: { namespace: string; name: string },
  cluster: string | undefined,
): WindowService | undefined {
  return [...services.values()].find(
    (one) => one.namespace === namespace && one.name === name && (cluster === undefined || one.cluster === cluster),
  )
}

/** Flags and refusals are told as the caller's proxy saw them; versions where there are several. */
function seriesOfCall({ source, destination, counts, versions }: Call): TrafficSeries[] {
  const timeouts = counts.source.marked.get('flag_UT')
  const timedOut = (bucket: number) => [bucket - 1, bucket, bucket + 1].some((near) => (timeouts?.[near] ?? 0) > 0)
  const hasVersions = new Set([...versions.source.keys(), ...versions.destination.keys()]).size > 1
  return (['source', 'destination'] as const).flatMap((reporter) => {
    const isCaller = reporter === 'source'
    const told = (own: CallCounts, version?: string): TrafficSeries[] =>
      seriesOf(own, (bucket) => !isCaller && timedOut(bucket))
        .filter(([metric]) => isCaller || !/^(flag|code)_/.test(metric))
        .map(([metric, values]) => ({
          source: source.id,
          destination: destination.id,
          reporter,
          ...(version !== undefined && { version }),
          metric,
          values,
        }))
    const apart = hasVersions ? [...versions[reporter]].flatMap(([version, own]) => told(own, version)) : []
    return [...told(counts[reporter]), ...apart]
  })
}

/** Without the buckets at the start of each stretch in which nothing was counted yet. */
function measuredPart(window: IncidentWindow, histories: readonly CallHistory[]): IncidentWindow {
  const isMeasured = window.bucketTimes.map((_, bucket) =>
    window.series.some(({ metric, values }) => countingMetrics.has(metric) && values[bucket] !== null),
  )
  const kept: number[] = []
  let offset = 0
  for (const { bucketTimes } of histories) {
    const end = offset + bucketTimes.length
    const first = isMeasured.indexOf(true, offset)
    for (let bucket = first === -1 ? end : first; bucket < end; bucket += 1) {
      kept.push(bucket)
    }
    offset = end
  }
  const pick = <Value>(values: readonly Value[]) => kept.flatMap((bucket) => values.slice(bucket, bucket + 1))
  return kept.length === window.bucketTimes.length
    ? window
    : {
        ...window,
        bucketTimes: pick(window.bucketTimes),
        series: window.series.map((series) => ({ ...series, values: pick(series.values) })),
      }
}

const countingMetrics: ReadonlySet<string> = new Set(['requests', 'tcp_sent_bytes', 'tcp_connections_opened'])
