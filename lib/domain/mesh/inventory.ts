import type { Notice } from '../notice.ts'
import type { ThresholdRule } from '../thresholds/threshold-rule.ts'

/** One Kubernetes cluster as the console reaches it. `id` is what telemetry calls it (`source_cluster`), `name` what the operator calls it. */
export interface MeshCluster {
  name: string
  id: string
  /** Where `id` was learnt; `assumed` means it may be wrong and telemetry may overrule it. */
  idOrigin: 'configured' | 'control-plane' | 'assumed'
}

export interface MeshNamespace {
  cluster: string
  name: string
  /** How pods of the namespace join the mesh by default. */
  injection: 'sidecar' | 'ambient' | 'none'
  /** The annotation `exantas.dev/health` as written: thresholds of its services. */
  healthAnnotation?: string
}

export interface ServicePort {
  name?: string
  number: number
  /** Application protocol by Istio's rules: appProtocol, else the port name's prefix. */
  protocol: 'http' | 'grpc' | 'tcp' | 'unknown'
}

/** A Kubernetes Service. `cluster` is always the mesh's cluster id. */
export interface MeshService {
  cluster: string
  namespace: string
  name: string
  ports: ServicePort[]
  /** Empty when the Service has no selector. */
  selector: Record<string, string>
  /** Set where the Service has no address of its own: its name leads straight to its pods. */
  isHeadless?: true
  labels: Record<string, string>
  /** The annotation `exantas.dev/health` as written: its thresholds. */
  healthAnnotation?: string
}

/**
 * What pods belong to: a Deployment, StatefulSet, DaemonSet, Job, or a bare Pod. `app` and `version` follow Istio's
 * canonical rules: `service.istio.io/canonical-name`, `app.kubernetes.io/name`, `app`, else the workload's name; and
 * `service.istio.io/canonical-revision`, `app.kubernetes.io/version`, `version`, else none.
 */
export interface MeshWorkload {
  cluster: string
  namespace: string
  name: string
  kind: string
  app: string
  version?: string
  role: 'workload' | 'gateway' | 'waypoint'
  /** Labels of its pods. */
  podLabels: Record<string, string>
  membership: 'sidecar' | 'ambient' | 'none'
  desiredPods?: number
  readyPods: number
  /** When its last rollout got as far as it is; only Deployments tell. */
  rolledOutAt?: string
}

export interface MeshPod {
  cluster: string
  namespace: string
  name: string
  workload: string
  app: string
  version?: string
  phase: string
  isReady: boolean
  restarts: number
  hasSidecar: boolean
}

/** An Istio or Gateway API object, unstructured: unknown fields are kept. */
export interface MeshObject {
  cluster: string
  apiVersion: string
  kind: string
  namespace: string
  name: string
  labels: Record<string, string>
  annotations: Record<string, string>
  createdAt: string
  /** When somebody last wrote more than its status, and under which field manager; absent where the API does not tell. */
  changedAt?: string
  changedBy?: string
  resourceVersion: string
  spec: Record<string, unknown>
}

/** Everything the Kubernetes API tells about the mesh, from a watch cache: reading it costs no request. */
export interface Inventory {
  clusters: MeshCluster[]
  namespaces: MeshNamespace[]
  services: MeshService[]
  workloads: MeshWorkload[]
  pods: MeshPod[]
  objects: MeshObject[]
  notices: Notice[]
  /** Thresholds of the console's own configuration file, which no cluster knows; absent: there is none. */
  thresholdRules?: readonly ThresholdRule[]
}
