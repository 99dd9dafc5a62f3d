import type { Diagnosis } from './diagnose.ts'
import type { IncidentWindow } from './incident-window.ts'
import { meshChanges } from './mesh-changes.ts'
import type { PathHop } from './mesh-diagnosis.ts'
import { feltBy } from './service-changes.ts'
import { splitWindow } from './split-window.ts'

/** The calls along these paths, each once. */
export function pathHops(
  window: IncidentWindow,
  { onset }: Pick<Diagnosis, 'onset'>,
  paths: readonly (readonly string[])[],
): PathHop[] {
  const pairs = paths.flatMap((path) => path.slice(1).map((destination, index) => [path[index] ?? '', destination]))
  const keyOf = (source = '', destination = '') => JSON.stringify([source, destination])
  const wanted = new Set(pairs.map(([source, destination]) => keyOf(source, destination)))
  const isWanted = ({ source, destination }: { source: string; destination: string }) =>
    wanted.has(keyOf(source, destination))
  const onPaths = { ...window, calls: window.calls.filter(isWanted), series: window.series.filter(isWanted) }
  const mesh = meshChanges(onPaths, splitWindow(window, window.bucketTimes.lastIndexOf(onset)))
  const hops = new Map<string, PathHop>()
  for (const [source = '', destination = ''] of pairs) {
    const call = mesh.get(source)?.outgoing.find((one) => one.destination === destination)
    if (call !== undefined) {
      const { requestsPerSecond, errorRatio, latencyMs } = feltBy(call)
      hops.set(keyOf(source, destination), {
        source,
        destination,
        ...(requestsPerSecond && { requestsPerSecond: [requestsPerSecond.before, requestsPerSecond.now] }),
        ...(errorRatio && { errorRatio: [errorRatio.before, errorRatio.now] }),
        ...(latencyMs && { latencyMs: [latencyMs.before, latencyMs.now] }),
      })
    }
  }
  return [...hops.values()]
}
