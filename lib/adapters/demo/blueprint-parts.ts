import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { type DemoCall, type DemoRequest, type DemoService, type DemoWorkload, demoClusterName } from './blueprint.ts'

const portOf = {
  http: { name: 'http', number: 8080 },
  grpc: { name: 'grpc', number: 9090 },
  tcp: { name: 'tcp-postgres', number: 5432 },
}

export function service(
  namespace: string,
  name: string,
  protocol: 'http' | 'grpc' | 'tcp',
  port?: number,
): DemoService {
  const known = portOf[protocol]
  return {
    cluster: demoClusterName,
    namespace,
    name,
    ports: [{ name: known.name, number: port ?? known.number, protocol }],
    selector: { app: name },
    labels: { app: name },
    protocol,
    fqdn: fqdn(namespace, name),
  }
}

function fqdn(namespace: string, name: string): string {
  return `${name}.${namespace}.svc.cluster.local`
}

export type WorkloadTraits = Partial<
  Pick<DemoWorkload, 'kind' | 'role' | 'membership' | 'readyPods' | 'ownAnswers' | 'meanMs' | 'sigma'>
> & { labels?: Record<string, string> }

export function workload(
  namespace: string,
  app: string,
  version: string | undefined,
  traits: WorkloadTraits = {},
): DemoWorkload {
  const { labels = {}, readyPods = 2, ...rest } = traits
  return {
    cluster: demoClusterName,
    namespace,
    name: version === undefined ? app : `${app}-${version}`,
    kind: 'Deployment',
    app,
    ...(version === undefined ? {} : { version }),
    role: 'workload',
    podLabels: { app, ...(version === undefined ? {} : { version }), ...labels },
    membership: 'sidecar',
    desiredPods: readyPods,
    readyPods,
    ownAnswers: [],
    meanMs: 20,
    sigma: 0.7,
    ...rest,
  }
}

/** What the shop's own people send along, and every app passes on. */
export const testerHeaders = { 'x-user-group': 'testers', cookie: 'group=testers' }
const testerShare = 0.05

/** One request, a small share of it put by testers. */
export function alsoByTesters({ method, path }: Pick<DemoRequest, 'method' | 'path'>): DemoRequest[] {
  return [
    { share: 1 - testerShare, method, path, headers: {} },
    { share: testerShare, method, path, headers: testerHeaders },
  ]
}

/** The caller's requests to one service: by default one plain request, testers among those who put it. */
export function call(
  caller: string,
  target: DemoService,
  perRequest: number,
  options: { isCritical?: boolean; requests?: DemoRequest[] } = {},
): DemoCall {
  const path = target.protocol === 'grpc' ? `/${target.namespace}.${target.name}/Get` : `/${target.name}`
  return {
    caller,
    host: target.fqdn,
    port: target.ports[0]?.number ?? 80,
    protocol: target.protocol,
    perRequest,
    isCritical: options.isCritical ?? false,
    requests: options.requests ?? alsoByTesters({ method: target.protocol === 'grpc' ? 'POST' : 'GET', path }),
  }
}

const objectsCreatedAt = '2025-12-15T09:00:00Z'

export function istioObject(
  group: 'networking' | 'security',
  kind: string,
  namespace: string,
  name: string,
  spec: Record<string, unknown>,
): MeshObject {
  return {
    cluster: demoClusterName,
    apiVersion: `${group}.istio.io/v1`,
    kind,
    namespace,
    name,
    labels: {},
    annotations: {},
    createdAt: objectsCreatedAt,
    resourceVersion: '1',
    spec,
  }
}

/** Subsets by the `version` label, one per version, named like it. */
export function versionSubsets(target: DemoService, versions: string[]): MeshObject {
  return istioObject('networking', 'DestinationRule', target.namespace, target.name, {
    host: target.fqdn,
    subsets: versions.map((version) => ({ name: version, labels: { version } })),
  })
}

/** A VirtualService that splits all requests of a service between versions. */
export function weightedRoute(target: DemoService, weights: Record<string, number>): MeshObject {
  return istioObject('networking', 'VirtualService', target.namespace, target.name, {
    hosts: [target.fqdn],
    http: [
      {
        name: 'primary',
        route: Object.entries(weights).map(([subset, weight]) => ({
          destination: { host: target.fqdn, subset },
          weight,
        })),
      },
    ],
  })
}
