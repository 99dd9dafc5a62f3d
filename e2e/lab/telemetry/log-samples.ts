import type { MeshPod } from './mesh-pod.ts'

/** Fields of an access log line as the lab's proxies write them; for tests. */
export type LogFields = Record<string, unknown>

const absent: LogFields = {
  attempts: 1,
  authority: null,
  bytes_received: 0,
  bytes_sent: 57,
  content_type: null,
  downstream_local_san: null,
  downstream_peer_san: null,
  duration: 12,
  grpc_status: null,
  method: null,
  path: null,
  protocol: null,
  response_code: 0,
  response_code_details: null,
  response_flags: '-',
  route_name: null,
  services: null,
  upstream_cluster: null,
  upstream_failure: null,
  upstream_host: null,
  upstream_local_san: null,
  upstream_peer_san: null,
  upstream_service_time: null,
  upstream_workload: null,
  wire_bytes_received: 306,
  wire_bytes_sent: 274,
}

const request: LogFields = { ...absent, method: 'GET', protocol: 'HTTP/1.1', response_code: 200 }
const frontendSan = 'spiffe://cluster.local/ns/shop/sa/frontend'
const catalogSan = 'spiffe://cluster.local/ns/shop/sa/catalog'
const catalogService = [{ host: 'catalog.shop.svc.cluster.local', name: 'catalog', namespace: 'shop' }]
const fromFrontend = { reporter: 'source', downstream_direct_remote: '10.244.1.10:51532' }
const toCatalog = {
  authority: 'catalog:8080',
  downstream_local: '10.96.54.166:8080',
  route_name: 'default',
  services: catalogService,
  upstream_cluster: 'outbound|8080|v3|catalog.shop.svc.cluster.local',
}
const catalogEndpoint = {
  upstream_host: '10.244.1.12:8080',
  upstream_workload: 'catalog-v3;shop;catalog;v3;Kubernetes',
  upstream_peer_san: catalogSan,
  upstream_local_san: frontendSan,
}

export const samples = {
  /** The frontend's proxy about a request to the catalog, as its client side saw it. */
  source(fields: LogFields = {}): LogFields {
    return { ...request, ...fromFrontend, ...toCatalog, ...catalogEndpoint, upstream_service_time: '3', ...fields }
  },
  /** The same, where no endpoint was chosen. */
  sourceWithoutEndpoint(fields: LogFields = {}): LogFields {
    return { ...request, ...fromFrontend, ...toCatalog, ...fields }
  },
  /** The same, where no cluster was found either. */
  sourceWithoutCluster(fields: LogFields = {}): LogFields {
    return { ...request, ...fromFrontend, authority: 'catalog:8080', downstream_local: '10.96.54.166:8080', ...fields }
  },
  /** The catalog's proxy about the frontend's request. */
  destination(fields: LogFields = {}): LogFields {
    return {
      ...request,
      reporter: 'destination',
      authority: 'catalog:8080',
      downstream_direct_remote: '10.244.1.10:44476',
      downstream_local: '10.244.1.12:8080',
      downstream_local_san: catalogSan,
      downstream_peer_san: frontendSan,
      route_name: 'default',
      services: catalogService,
      upstream_cluster: 'inbound|8080||',
      upstream_host: '10.244.1.12:8080',
      upstream_service_time: '0',
      ...fields,
    }
  },
  /** The catalog's proxy about a connection to the database. */
  connection(fields: LogFields = {}): LogFields {
    return {
      ...absent,
      reporter: 'source',
      downstream_direct_remote: '10.244.1.12:32770',
      downstream_local: '10.96.60.163:5432',
      services: [{ host: 'catalog-db.shop.svc.cluster.local', name: 'catalog-db', namespace: 'shop' }],
      upstream_cluster: 'outbound|5432||catalog-db.shop.svc.cluster.local',
      upstream_host: '10.244.1.13:5432',
      upstream_workload: 'catalog-db;shop;catalog-db;;Kubernetes',
      upstream_local_san: catalogSan,
      upstream_peer_san: 'spiffe://cluster.local/ns/shop/sa/catalog-db',
      ...fields,
    }
  },
}

function pod(namespace: string, workload: string, ip: string, version?: string): MeshPod {
  const app = workload.replace(/-v\d+$/, '')
  return {
    namespace,
    name: `${workload}-1`,
    ip,
    workload,
    labels: {
      app,
      ...(version === undefined ? {} : { version }),
      'service.istio.io/canonical-name': app,
      'service.istio.io/canonical-revision': version ?? 'latest',
    },
    cluster: 'Kubernetes',
    isMeshed: true,
    isHostNetwork: false,
  }
}

export const samplePods = {
  gateway: pod('edge', 'ingressgateway', '10.244.1.9'),
  frontend: pod('shop', 'frontend-v12', '10.244.1.10', 'v12'),
  catalog: pod('shop', 'catalog-v3', '10.244.1.12', 'v3'),
  database: pod('shop', 'catalog-db', '10.244.1.13'),
  batch: { ...pod('pay', 'batch-settle', '10.244.1.14'), isMeshed: false },
  istiod: { ...pod('istio-system', 'istiod', '10.244.0.1'), isMeshed: false, isHostNetwork: true },
} satisfies Record<string, MeshPod>
