import type { GraphEdge, GraphNode, GraphSnapshot } from '../domain/graph/snapshot.ts'
import type {
  Inventory,
  MeshCluster,
  MeshNamespace,
  MeshObject,
  MeshPod,
  MeshService,
  MeshWorkload,
} from '../domain/mesh/inventory.ts'
import type {
  EdgeTraffic,
  LatencyRow,
  RequestRow,
  TcpRow,
  TrafficDestination,
  TrafficSource,
} from '../domain/telemetry/traffic.ts'

const cluster = 'demo'

export function aCluster(fields: Partial<MeshCluster> = {}): MeshCluster {
  return { name: cluster, id: cluster, idOrigin: 'control-plane', ...fields }
}

export function aNamespace(name: string, fields: Partial<MeshNamespace> = {}): MeshNamespace {
  return { cluster, name, injection: 'sidecar', ...fields }
}

/** A service that selects pods labelled `app: <name>`. */
export function aService(namespace: string, name: string, fields: Partial<MeshService> = {}): MeshService {
  return {
    cluster,
    namespace,
    name,
    ports: [{ name: 'http', number: 80, protocol: 'http' }],
    selector: { app: name },
    labels: {},
    ...fields,
  }
}

/** The workload `app-version` with its labels; without a version, `app`. */
export function aWorkload(
  namespace: string,
  app: string,
  version?: string,
  fields: Partial<MeshWorkload> = {},
): MeshWorkload {
  return {
    cluster,
    namespace,
    name: version === undefined ? app : `${app}-${version}`,
    kind: 'Deployment',
    app,
    ...(version !== undefined && { version }),
    role: 'workload',
    podLabels: { app, ...(version !== undefined && { version }) },
    membership: 'sidecar',
    desiredPods: 1,
    readyPods: 1,
    ...fields,
  }
}

export function aPod(namespace: string, workload: string, fields: Partial<MeshPod> = {}): MeshPod {
  return {
    cluster,
    namespace,
    name: `${workload}-0`,
    workload,
    app: workload,
    phase: 'Running',
    isReady: true,
    restarts: 0,
    hasSidecar: true,
    ...fields,
  }
}

export function anObject(
  kind: string,
  namespace: string,
  name: string,
  spec: Record<string, unknown>,
  fields: Partial<MeshObject> = {},
): MeshObject {
  return {
    cluster,
    apiVersion: 'networking.istio.io/v1',
    kind,
    namespace,
    name,
    labels: {},
    annotations: {},
    createdAt: '2026-01-01T00:00:00Z',
    resourceVersion: '1',
    spec,
    ...fields,
  }
}

/** An inventory with one cluster and, unless given, the namespaces its services and workloads name. */
export function anInventory(parts: Partial<Inventory> = {}): Inventory {
  const named = new Set([...(parts.services ?? []), ...(parts.workloads ?? [])].map((item) => item.namespace))
  return {
    clusters: [aCluster()],
    namespaces: [...named].map((name) => aNamespace(name)),
    services: [],
    workloads: [],
    pods: [],
    objects: [],
    notices: [],
    ...parts,
  }
}

export function from(namespace: string, app: string, version?: string): TrafficSource {
  const { name } = aWorkload(namespace, app, version)
  return { cluster, namespace, workload: name, app, ...(version !== undefined && { version }) }
}

/** A request that reached a workload of the service `app`. */
export function to(namespace: string, app: string, version?: string): TrafficDestination {
  return { ...from(namespace, app, version), ...toService(namespace, app) }
}

/** A request that reached no workload of the service. */
export function toService(namespace: string, name: string): TrafficDestination {
  return { host: `${name}.${namespace}.svc.cluster.local`, service: name, serviceNamespace: namespace }
}

/** What telemetry has where no route or cluster was found: the authority. */
export function toAuthority(authority: string): TrafficDestination {
  return { host: authority, service: authority }
}

export function aRequest(source: TrafficSource, destination: TrafficDestination, fields: Partial<RequestRow> = {}) {
  const row: RequestRow = {
    reporter: 'source',
    source,
    destination,
    protocol: 'http',
    code: '200',
    flags: [],
    security: fields.reporter === 'destination' ? 'mutual_tls' : 'unknown',
    perSecond: 1,
    ...fields,
  }
  return row
}

export function aLatency(source: TrafficSource, destination: TrafficDestination, fields: Partial<LatencyRow> = {}) {
  const row: LatencyRow = { reporter: 'source', source, destination, requestsPerSecond: 1, ...fields }
  return row
}

export function aTcp(source: TrafficSource, destination: TrafficDestination, fields: Partial<TcpRow> = {}): TcpRow {
  return {
    reporter: 'source',
    source,
    destination,
    flags: [],
    security: 'unknown',
    sentBytesPerSecond: 100,
    receivedBytesPerSecond: 10,
    connectionsPerSecond: 1,
    ...fields,
  }
}

export function edgeTraffic(parts: Partial<EdgeTraffic> = {}): EdgeTraffic {
  return { requests: [], latencies: [], tcp: [], unusableSamples: 0, ...parts }
}

export function aNode(id: string, fields: Partial<GraphNode> = {}): GraphNode {
  return { id, kind: 'workload', cluster, name: id, namespace: 'shop', health: 'unknown', ...fields }
}

export function anEdge(source: string, target: string, fields: Partial<GraphEdge> = {}): GraphEdge {
  return { id: `http:${source}>${target}`, source, target, protocol: 'http', health: 'unknown', ...fields }
}

export function aSnapshot(parts: Partial<GraphSnapshot> = {}): GraphSnapshot {
  return { takenAt: 1_790_000_000, windowSeconds: 60, nodes: [], edges: [], notices: [], ...parts }
}
