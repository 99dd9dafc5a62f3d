import type { MeshWorkload } from '../mesh/inventory.ts'

/** Istio's canonical revision, the nearest first. */
export const versionLabels: readonly string[] = [
  'service.istio.io/canonical-revision',
  'app.kubernetes.io/version',
  'version',
]

/**
 * The pod labels by which all workloads of a version are told from the others behind the same service; undefined where no
 * label does. `version`, which people use most, is preferred when it tells as much.
 */
export function versionLabelsOf(
  version: string,
  workloads: readonly MeshWorkload[],
): Record<string, string> | undefined {
  const own = workloads.filter((workload) => workload.version === version)
  const others = workloads.filter((workload) => workload.version !== version)
  const label = versionLabels
    .toReversed()
    .find(
      (key) =>
        own.length > 0 &&
        own.every(({ podLabels }) => podLabels[key] === version) &&
        others.every(({ podLabels }) => podLabels[key] !== version),
    )
  return label === undefined ? undefined : { [label]: version }
}
