import type { MeshObject, MeshService, MeshWorkload } from '../../domain/mesh/inventory.ts'

/** What the demo cluster calls itself, in telemetry and to people. */
export const demoClusterName = 'demo'

/** A kind of answer a workload gives of its own accord to `share` of its requests. */
export interface OwnAnswer {
  code: string
  grpcStatus?: string
  share: number
  /** Callers that depend on this workload fail with it. */
  isFailure: boolean
}

export interface DemoWorkload extends MeshWorkload {
  /** Everything but the plain success. Shares sum to less than 1. */
  ownAnswers: OwnAnswer[]
  meanMs: number
  /** Standard deviation of the latency's logarithm. */
  sigma: number
  /** Every answer takes this much longer than usual. */
  addedMs?: number
  /** Its process is down behind proxies that live: with which flags those answer. */
  crash?: { flags: string[] }
  /** Pods that run without being ready, and how often they were started again. */
  unready?: { pods: number; restarts: number }
}

export interface DemoService extends MeshService {
  protocol: 'http' | 'grpc' | 'tcp'
  fqdn: string
}

/** One way the caller phrases its request; shares of a call sum to 1. */
export interface DemoRequest {
  share: number
  method: string
  path: string
  headers: Record<string, string>
}

/** Requests a caller's app sends for each request that reaches it. */
export interface DemoCall {
  /** `namespace/app` of the caller: every version of it calls alike. */
  caller: string
  /** The host asked for: a Service's full name, an external host, or at a gateway a public one. */
  host: string
  port: number
  protocol: DemoService['protocol']
  /** `namespace/name` of the Gateway object the requests arrive at, where the caller is a gateway. */
  gateway?: string
  perRequest: number
  requests: DemoRequest[]
  /** The caller fails when this call fails. */
  isCritical: boolean
  /** Of the packets on the way there, those that never arrive. */
  lostShare?: number
}

/** Where requests begin: people at a gateway, or a batch job that starts by itself. */
interface DemoEntry {
  /** `namespace/app` of the gateway or the job. */
  caller: string
  demand: { name: string; noonPerSecond: number; dayShare: number }
  /** How many times as many as usual begin. */
  surge?: number
}

/** A mesh on paper. `services` and `workloads` are in no order of dependency; calls never form a circle. */
export interface Blueprint {
  namespaces: string[]
  services: DemoService[]
  workloads: DemoWorkload[]
  calls: DemoCall[]
  entries: DemoEntry[]
  objects: MeshObject[]
  /** External hosts that refuse connections. */
  hostsDown?: string[]
}
