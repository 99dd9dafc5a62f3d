import type { EdgeTraffic, TrafficDestination, TrafficSource } from '../telemetry/traffic.ts'

/** The two ends that rows share. */
export interface EndPair {
  source: TrafficSource
  destination: TrafficDestination
}

export interface DistinctEnds {
  pairs: readonly EndPair[]
  /** For each row, by its place, the index of its pair. */
  requests: readonly number[]
  tcp: readonly number[]
  latencies: readonly number[]
}

type Branch = Map<string | undefined, Branch> & { index?: number }

const known = new WeakMap<EdgeTraffic, DistinctEnds>()

/**
 * The distinct pairs of ends among all rows, in order of appearance. There are many rows to one pair (codes, reporters,
 * histograms), so what depends on the ends alone is worked out once a pair. Rows often share the very objects of their
 * ends, so their names are compared once an object. Remembered as long as the traffic itself.
 */
export function distinctEnds(traffic: EdgeTraffic): DistinctEnds {
  const remembered = known.get(traffic)
  if (remembered !== undefined) {
    return remembered
  }
  const pairs: EndPair[] = []
  const root: Branch = new Map()
  const byObject = new Map<TrafficDestination, Map<TrafficSource, number>>()
  const indexOf = ({ source, destination }: EndPair): number => {
    const bySource = byObject.get(destination) ?? new Map<TrafficSource, number>()
    byObject.set(destination, bySource)
    const index = bySource.get(source) ?? indexByName({ source, destination })
    bySource.set(source, index)
    return index
  }
  const indexByName = ({ source, destination }: EndPair): number => {
    const leaf = descend(descend(root, partsOf(source)), [
      ...partsOf(destination),
      destination.host,
      destination.service,
      destination.serviceNamespace,
    ])
    if (leaf.index === undefined) {
      leaf.index = pairs.length
      pairs.push({ source, destination })
    }
    return leaf.index
  }
  const ends = {
    requests: traffic.requests.map(indexOf),
    tcp: traffic.tcp.map(indexOf),
    latencies: traffic.latencies.map(indexOf),
    pairs,
  }
  known.set(traffic, ends)
  return ends
}

function partsOf({ workload, namespace, cluster, app, version }: TrafficSource): (string | undefined)[] {
  return [workload, namespace, cluster, app, version]
}

/** A tree of maps and not one joined text: no separator a hostile label could forge, and no garbage a row. */
function descend(from: Branch, parts: readonly (string | undefined)[]): Branch {
  let branch = from
  for (const part of parts) {
    let next = branch.get(part)
    if (next === undefined) {
      next = new Map()
      branch.set(part, next)
    }
    branch = next
  }
  return branch
}
