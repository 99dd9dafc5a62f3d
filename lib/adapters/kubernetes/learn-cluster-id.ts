import type { MeshCluster } from '../../domain/mesh/inventory.ts'
import type { ApiClient } from './api-client.ts'
import type { ControllerRecord } from './controller-record.ts'
import { record, text } from './read-json.ts'
import type { PodRecord } from './to-pod.ts'

type ClusterId = Pick<MeshCluster, 'id' | 'idOrigin'>

const controlPlaneNamespace = 'istio-system'
const defaultId = 'Kubernetes'

/** The id the mesh's own parts carry: istiod's, else the one most proxies report under, else the installed values'. */
export function controlPlaneClusterId(sources: {
  controllers: Iterable<ControllerRecord>
  pods: Iterable<PodRecord>
  installed: string | undefined
}): string | undefined {
  const ofIstiod = mostFrequent(sources.controllers, (one) =>
    one.namespace === controlPlaneNamespace ? one.istiodClusterId : undefined,
  )
  return ofIstiod ?? mostFrequent(sources.pods, (pod) => pod.clusterId) ?? sources.installed
}

function mostFrequent<T>(items: Iterable<T>, read: (item: T) => string | undefined): string | undefined {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = read(item)
    if (value !== undefined) {
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
}

/**
 * What to call a cluster: what the operator says, what its control plane says, else Istio's default. With several
 * clusters the default can be true of one at most, so each keeps the name it is reached by until its own is known.
 */
export function clusterIdOf(known: {
  configured: string | undefined
  controlPlane: string | undefined
  contextName: string
  isOnlyCluster: boolean
}): ClusterId {
  if (known.configured !== undefined) {
    return { id: known.configured, idOrigin: 'configured' }
  }
  if (known.controlPlane !== undefined) {
    return { id: known.controlPlane, idOrigin: 'control-plane' }
  }
  return { id: known.isOnlyCluster ? defaultId : known.contextName, idOrigin: 'assumed' }
}

const installedValues = [
  { configMap: 'istio-sidecar-injector', key: 'values' },
  { configMap: 'values', key: 'merged-values' },
]

/** The cluster name among the values Istio was installed with; undefined when they cannot be read or do not say. */
export async function readInstalledClusterId(api: ApiClient, signal: AbortSignal): Promise<string | undefined> {
  for (const { configMap, key } of installedValues) {
    const path = `/api/v1/namespaces/${controlPlaneNamespace}/configmaps/${configMap}`
    const values = await api.getJson(path, {}, signal).then(
      (object) => text(record(record(object).data)[key]),
      () => undefined,
    )
    const id = values === undefined ? undefined : clusterNameIn(values)
    if (id !== undefined) {
      return id
    }
  }
  return undefined
}

/** `global.multiCluster.clusterName` of installation values in JSON. */
export function clusterNameIn(values: string): string | undefined {
  try {
    return text(record(record(record(JSON.parse(values)).global).multiCluster).clusterName)
  } catch {
    return undefined
  }
}
