import type { MeshWorkload } from '../../domain/mesh/inventory.ts'
import { list, own, record, text, textMap } from './read-json.ts'

/** What a pod, or the template of one, says about its place in the mesh. */
export interface PodMeshFacts {
  membership: MeshWorkload['membership']
  role: MeshWorkload['role']
  /** `source_cluster` of its proxy's telemetry, where the pod spells it out. */
  clusterId?: string
}

const proxyContainer = 'istio-proxy'

/** Reads `metadata` and `spec` of a pod or pod template; neither is kept. */
export function podMeshFacts(pod: unknown): PodMeshFacts {
  const metadata = record(record(pod).metadata)
  const labels = textMap(metadata.labels)
  const annotations = textMap(metadata.annotations)
  const proxy = proxyOf(record(record(pod).spec))
  const proxyMode = proxy && text(list(proxy.args).filter((arg) => arg !== 'proxy')[0])
  const isNodeProxy = proxyMode === 'ztunnel' || own(labels, 'app') === 'ztunnel'
  const hasSidecar = (proxy !== undefined || own(annotations, 'sidecar.istio.io/status') !== undefined) && !isNodeProxy
  const clusterId = proxy && environmentValue(proxy, isNodeProxy ? 'CLUSTER_ID' : 'ISTIO_META_CLUSTER_ID')
  return {
    membership: hasSidecar ? 'sidecar' : isAmbient(annotations) ? 'ambient' : 'none',
    role: roleOf(labels, proxyMode),
    ...(clusterId === undefined ? {} : { clusterId }),
  }
}

/** The value of an environment variable written literally on a container. */
export function environmentValue(container: unknown, name: string): string | undefined {
  for (const entry of list(record(container).env)) {
    if (record(entry).name === name) {
      return text(record(entry).value)
    }
  }
  return undefined
}

/** The proxy runs beside the application, or as a native sidecar: an init container that is always restarted. */
function proxyOf(spec: Record<string, unknown>): Record<string, unknown> | undefined {
  const candidates = [
    ...list(spec.containers).map(record),
    ...list(spec.initContainers)
      .map(record)
      .filter((container) => container.restartPolicy === 'Always'),
  ]
  return candidates.find((container) => container.name === proxyContainer)
}

function isAmbient(annotations: Record<string, string>): boolean {
  return own(annotations, 'ambient.istio.io/redirection') === 'enabled'
}

function roleOf(labels: Record<string, string>, proxyMode: string | undefined): MeshWorkload['role'] {
  if (
    proxyMode === 'waypoint' ||
    own(labels, 'gateway.istio.io/managed') === 'istio.io-mesh-controller' ||
    own(labels, 'gateway.networking.k8s.io/gateway-class-name') === 'istio-waypoint'
  ) {
    return 'waypoint'
  }
  const istio = own(labels, 'istio')
  const isGateway =
    proxyMode === 'router' ||
    istio === 'ingressgateway' ||
    istio === 'egressgateway' ||
    own(labels, 'gateway.networking.k8s.io/gateway-name') !== undefined
  return isGateway ? 'gateway' : 'workload'
}
