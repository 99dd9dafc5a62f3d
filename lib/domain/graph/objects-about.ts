import type { MeshObject, MeshWorkload } from '../mesh/inventory.ts'
import type { ObjectReference } from '../mesh/kubernetes-object.ts'
import { parseAuthority } from './authority.ts'
import { selects } from './selects.ts'

interface ServiceName {
  cluster: string
  namespace: string
  name: string
}

const policyKinds: ReadonlySet<string> = new Set([
  'AuthorizationPolicy',
  'EnvoyFilter',
  'PeerAuthentication',
  'ProxyConfig',
  'RequestAuthentication',
  'Sidecar',
  'Telemetry',
  'WasmPlugin',
])

/**
 * The Istio and Gateway API objects that name a service (a `host`, `hosts`, or a reference of kind Service) or select its
 * pods, as an Istio Gateway does in every namespace; a policy of its namespace without selector or target selects them
 * all. Sorted by kind, namespace and name.
 */
export function objectsAbout(
  service: ServiceName,
  workloads: readonly MeshWorkload[],
  objects: readonly MeshObject[],
): ObjectReference[] {
  return objects
    .filter((object) => object.cluster === service.cluster)
    .filter((object) => namesService(object.spec, object.namespace, service) || selectsAny(object, service, workloads))
    .map(({ cluster, apiVersion, kind, namespace, name }) => ({ cluster, apiVersion, kind, namespace, name }))
    .sort((a, b) => order(a.kind, b.kind) || order(a.namespace, b.namespace) || order(a.name, b.name))
}

function namesService(value: unknown, namespace: string, service: ServiceName): boolean {
  if (Array.isArray(value)) {
    return value.some((item) => namesService(item, namespace, service))
  }
  if (!isRecord(value)) {
    return false
  }
  if (isReferenceTo(value, namespace, service)) {
    return true
  }
  return Object.entries(value).some(([key, inner]) => {
    if (key === 'host' || key === 'hosts') {
      const hosts = Array.isArray(inner) ? inner : [inner]
      return hosts.some((host) => typeof host === 'string' && isHostOf(host, namespace, service))
    }
    return namesService(inner, namespace, service)
  })
}

function isHostOf(host: string, namespace: string, service: ServiceName): boolean {
  const asked = parseAuthority(host, namespace).service
  return asked?.namespace === service.namespace && asked.name === service.name
}

/** `backendRefs` mean a Service when they name no kind; `parentRefs` and `targetRefs` name it. */
function isReferenceTo(value: Record<string, unknown>, namespace: string, service: ServiceName): boolean {
  const isBackend = value.kind === undefined && ('port' in value || 'weight' in value)
  return (
    (value.kind === 'Service' || isBackend) &&
    value.name === service.name &&
    (value.namespace ?? namespace) === service.namespace
  )
}

function selectsAny(object: MeshObject, service: ServiceName, workloads: readonly MeshWorkload[]): boolean {
  if (object.kind === 'Gateway') {
    const { selector } = object.spec
    const labels = labelsOf({ matchLabels: selector })
    return labels !== undefined && workloads.some((workload) => selects(labels, workload.podLabels))
  }
  if (!policyKinds.has(object.kind) || object.namespace !== service.namespace) {
    return false
  }
  const { spec } = object
  const labels = labelsOf(spec.selector) ?? labelsOf(spec.workloadSelector)
  if (labels !== undefined) {
    return workloads.some((workload) => selects(labels, workload.podLabels))
  }
  return spec.targetRef === undefined && spec.targetRefs === undefined
}

/** A selector's labels; undefined where there is none, or one without labels, which means every pod. */
function labelsOf(selector: unknown): Record<string, string> | undefined {
  if (!isRecord(selector)) {
    return undefined
  }
  const written = selector.matchLabels ?? selector.labels
  if (!isRecord(written)) {
    return undefined
  }
  const labels = Object.entries(written).map(([key, value]) => [key, String(value)])
  return labels.length === 0 ? undefined : Object.fromEntries(labels)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function order(a: string, b: string): number {
  if (a === b) {
    return 0
  }
  return a < b ? -1 : 1
}
