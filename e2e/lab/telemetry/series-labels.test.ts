import { describe, expect, it } from 'vitest'
import { readAccessLogLine } from './access-log-line.ts'
import { KnownPods } from './known-pods.ts'
import { type LogFields, samplePods, samples } from './log-samples.ts'
import type { MeshPod } from './mesh-pod.ts'
import { seriesLabels } from './series-labels.ts'

const { gateway, frontend, catalog, database } = samplePods
const pods = new KnownPods()
pods.replace(Object.values(samplePods))

function labels(fields: LogFields, pod: MeshPod): Record<string, string> {
  const line = readAccessLogLine(JSON.stringify(fields))
  if (line === undefined) {
    throw new Error('not a line of the log')
  }
  return Object.fromEntries(seriesLabels(line, pod, pods))
}

const knownService = {
  destination_service: 'catalog.shop.svc.cluster.local',
  destination_service_name: 'catalog',
  destination_service_namespace: 'shop',
}
const unknownCallee = {
  destination_workload: 'unknown',
  destination_workload_namespace: 'unknown',
  destination_canonical_service: 'unknown',
  destination_canonical_revision: 'latest',
  destination_app: 'unknown',
  destination_version: 'unknown',
  destination_cluster: 'unknown',
  destination_principal: 'unknown',
}
const authorityOnly = {
  destination_service: 'catalog:8080',
  destination_service_name: 'catalog:8080',
  destination_service_namespace: 'unknown',
}

describe('a request at the caller’s proxy', () => {
  it('names both workloads, the service and the outcome', () => {
    expect(labels(samples.source(), frontend)).toEqual({
      reporter: 'source',
      source_workload: 'frontend-v12',
      source_workload_namespace: 'shop',
      source_canonical_service: 'frontend',
      source_canonical_revision: 'v12',
      source_app: 'frontend',
      source_version: 'v12',
      source_cluster: 'Kubernetes',
      source_principal: 'spiffe://cluster.local/ns/shop/sa/frontend',
      destination_workload: 'catalog-v3',
      destination_workload_namespace: 'shop',
      destination_canonical_service: 'catalog',
      destination_canonical_revision: 'v3',
      destination_app: 'catalog',
      destination_version: 'v3',
      destination_cluster: 'Kubernetes',
      destination_principal: 'spiffe://cluster.local/ns/shop/sa/catalog',
      ...knownService,
      request_protocol: 'http',
      response_code: '200',
      grpc_response_status: '',
      response_flags: '-',
      connection_security_policy: 'unknown',
    })
  })

  it.each([
    ['a timeout', { response_code: 504, response_flags: 'UT' }],
    ['a failed connection', { response_code: 503, response_flags: 'URX,UF', attempts: 3 }],
    ['a caller that gave up', { response_code: 0, response_flags: 'DC' }],
    ['a circuit breaker on requests', { response_code: 503, response_flags: 'UO' }],
  ])('knows of the endpoint in %s what istiod wrote on it, which is no app and no version', (_, fields) => {
    const unanswered = { upstream_service_time: null, upstream_peer_san: null, ...fields }
    expect(labels(samples.source(unanswered), frontend)).toMatchObject({
      ...knownService,
      destination_workload: 'catalog-v3',
      destination_workload_namespace: 'shop',
      destination_canonical_service: 'catalog',
      destination_canonical_revision: 'v3',
      destination_cluster: 'Kubernetes',
      destination_app: 'unknown',
      destination_version: 'unknown',
      destination_principal: 'unknown',
      response_code: String(fields.response_code),
      response_flags: fields.response_flags,
    })
  })

  it.each([
    ['no healthy upstream', { response_code: 503, response_flags: 'UH' }],
    ['a full pool', { response_code: 503, response_flags: 'UO' }],
    ['an injected abort', { response_code: 503, response_flags: 'FI', attempts: 0 }],
    ['a delayed and injected abort', { response_code: 503, response_flags: 'DI,FI', attempts: 0 }],
    ['a caller that gave up during a delay', { response_code: 0, response_flags: 'DI,DC', attempts: 0 }],
  ])('with %s names the service and no workload', (_, fields) => {
    expect(labels(samples.sourceWithoutEndpoint(fields), frontend)).toMatchObject({
      ...knownService,
      ...unknownCallee,
      response_flags: fields.response_flags,
    })
  })

  it.each([
    ['a missing cluster', { response_code: 503, response_flags: 'NC' }],
    ['a missing route', { response_code: 404, response_flags: 'NR' }],
    ['a redirect or direct response', { response_code: 418, response_flags: '-' }],
  ])('with %s names nothing but the authority', (_, fields) => {
    expect(labels(samples.sourceWithoutCluster({ ...fields, attempts: 0 }), frontend)).toMatchObject({
      ...authorityOnly,
      ...unknownCallee,
      response_flags: fields.response_flags,
    })
  })

  it('to a place the mesh does not know goes by the catch-all cluster, even where a pod has the address', () => {
    const passed = samples.sourceWithoutCluster({
      authority: '10.244.1.12:8080',
      route_name: 'allow_any',
      upstream_cluster: 'PassthroughCluster',
      upstream_host: '10.244.1.12:8080',
      upstream_service_time: '1',
    })
    expect(labels(passed, frontend)).toMatchObject({
      destination_service: '10.244.1.12:8080',
      destination_service_name: 'PassthroughCluster',
      destination_service_namespace: 'unknown',
      ...unknownCallee,
    })
  })

  it('that the mesh lets nowhere goes by the black hole, before what the cluster says', () => {
    const blocked = samples.sourceWithoutCluster({ response_code: 502, route_name: 'block_all' })
    expect(labels(blocked, frontend)).toMatchObject({ ...authorityOnly, destination_service_name: 'BlackHoleCluster' })
  })

  it('to a ServiceEntry goes by its host, in the namespace of the entry', () => {
    const external = samples.sourceWithoutEndpoint({
      authority: 'api.bank.example',
      services: [{ host: 'api.bank.example', name: 'api.bank.example', namespace: 'pay' }],
      upstream_cluster: 'outbound|80||api.bank.example',
      upstream_host: '10.244.255.10:443',
      upstream_service_time: '5',
    })
    expect(labels(external, frontend)).toMatchObject({
      destination_service: 'api.bank.example',
      destination_service_name: 'api.bank.example',
      destination_service_namespace: 'pay',
      ...unknownCallee,
    })
  })

  it('names a service without a name by the first part of its host', () => {
    const unnamed = samples.source({ services: [{ host: 'catalog.shop.svc.cluster.local' }] })
    expect(labels(unnamed, frontend)).toMatchObject(knownService)
  })

  it('takes cluster metadata as text too', () => {
    const asText = samples.source({ services: JSON.stringify(samples.source().services) })
    expect(labels(asText, frontend)).toMatchObject(knownService)
  })

  it('leaves a callee without a proxy to what istiod wrote on the endpoint', () => {
    const unmeshed = samples.source({
      upstream_host: '10.244.1.14:8080',
      upstream_workload: 'batch-settle;pay;batch-settle;;Kubernetes',
      upstream_peer_san: null,
    })
    expect(labels(unmeshed, frontend)).toMatchObject({
      destination_workload: 'batch-settle',
      destination_workload_namespace: 'pay',
      destination_canonical_revision: 'latest',
      destination_app: 'unknown',
    })
  })
})

describe('a request at a gateway', () => {
  const visitor = { downstream_direct_remote: '10.244.0.1:40112', authority: 'shop.example' }

  it('is reported as the caller’s, with the gateway as source', () => {
    expect(labels(samples.source(visitor), gateway)).toMatchObject({
      reporter: 'source',
      source_workload: 'ingressgateway',
      source_workload_namespace: 'edge',
      destination_workload: 'catalog-v3',
      ...knownService,
    })
  })

  it('never goes by the authority, which a visitor may choose', () => {
    const unrouted = samples.sourceWithoutCluster({ ...visitor, response_code: 404, response_flags: 'NR' })
    expect(labels(unrouted, gateway)).toMatchObject({
      destination_service: 'unknown',
      destination_service_name: 'unknown',
      destination_service_namespace: 'unknown',
      response_flags: 'NR',
    })
  })
})

describe('a request at the callee’s proxy', () => {
  it('names both workloads, and mutual TLS where both certificates were shown', () => {
    expect(labels(samples.destination(), catalog)).toMatchObject({
      reporter: 'destination',
      source_workload: 'frontend-v12',
      source_workload_namespace: 'shop',
      source_canonical_revision: 'v12',
      source_principal: 'spiffe://cluster.local/ns/shop/sa/frontend',
      destination_workload: 'catalog-v3',
      destination_principal: 'spiffe://cluster.local/ns/shop/sa/catalog',
      ...knownService,
      connection_security_policy: 'mutual_tls',
    })
  })

  const unknownCaller = {
    source_workload: 'unknown',
    source_workload_namespace: 'unknown',
    source_canonical_service: 'unknown',
    source_canonical_revision: 'latest',
    source_principal: 'unknown',
    connection_security_policy: 'none',
  }
  const plain = { downstream_peer_san: null, downstream_local_san: null }

  it('leaves a caller without a proxy unknown, whoever has its address', () => {
    const fromBatch = samples.destination({ ...plain, downstream_direct_remote: '10.244.1.14:40112' })
    expect(labels(fromBatch, catalog)).toMatchObject(unknownCaller)
  })

  it('leaves a caller on the host unknown, though a pod has the host’s address', () => {
    const fromHost = samples.destination({ ...plain, downstream_direct_remote: '10.244.0.1:40112' })
    expect(labels(fromHost, catalog)).toMatchObject(unknownCaller)
  })

  it('goes by the nearest address, not by what X-Forwarded-For says', () => {
    const behindGateway = samples.destination({
      downstream_direct_remote: '10.244.1.9:5000',
      downstream_remote: '10.244.1.10:0',
      downstream_peer_san: 'spiffe://cluster.local/ns/edge/sa/ingressgateway',
    })
    expect(labels(behindGateway, catalog)).toMatchObject({
      source_workload: 'ingressgateway',
      source_workload_namespace: 'edge',
    })
  })

  it('takes the namespace from the certificate before what else is known of the caller', () => {
    const other = samples.destination({
      downstream_peer_san: 'spiffe://cluster.local/ns/elsewhere/sa/frontend,spiffe://x',
    })
    expect(labels(other, catalog)).toMatchObject({
      source_workload: 'frontend-v12',
      source_workload_namespace: 'elsewhere',
      source_principal: 'spiffe://cluster.local/ns/elsewhere/sa/frontend',
    })
  })

  it('falls back to its own name, never to the authority, where the port belongs to no service', () => {
    const passed = samples.destination({ services: null, upstream_cluster: 'InboundPassthroughCluster' })
    expect(labels(passed, catalog)).toMatchObject({
      destination_service: 'catalog',
      destination_service_name: 'InboundPassthroughCluster',
      destination_service_namespace: 'shop',
    })
  })

  it.each([
    ['the caller’s timeout', { response_code: 0, response_flags: 'DC' }],
    ['a process that is gone', { response_code: 503, response_flags: 'URX,UF' }],
    ['a denied request', { response_code: 403, response_flags: '-' }],
    ['a local rate limit', { response_code: 429, response_flags: 'RL' }],
  ])('keeps code and flags of %s', (_, fields) => {
    const { response_code: code, response_flags: flags } = fields
    expect(labels(samples.destination(fields), catalog)).toMatchObject({
      response_code: String(code),
      response_flags: flags,
    })
  })
})

describe('gRPC', () => {
  it.each([
    ['application/grpc', 14, '14'],
    ['application/grpc+proto', 0, '0'],
    ['application/grpc', null, ''],
  ])('with %s and status %s is told apart from HTTP', (contentType, status, label) => {
    const call = samples.source({ content_type: contentType, grpc_status: status })
    expect(labels(call, frontend)).toMatchObject({ request_protocol: 'grpc', grpc_response_status: label })
  })

  it('is not what only begins like it', () => {
    const web = samples.source({ content_type: 'application/grpc-web', grpc_status: 0 })
    expect(labels(web, frontend)).toMatchObject({ request_protocol: 'http', grpc_response_status: '' })
  })
})

describe('a connection', () => {
  it('has no code and no status', () => {
    const names = Object.keys(labels(samples.connection(), catalog))
    expect(names).toContain('response_flags')
    expect(names).not.toContain('response_code')
    expect(names).not.toContain('grpc_response_status')
  })

  it('names its callee fully under mutual TLS, else by what istiod wrote on the endpoint', () => {
    expect(labels(samples.connection(), catalog)).toMatchObject({
      request_protocol: 'tcp',
      source_workload: 'catalog-v3',
      destination_workload: 'catalog-db',
      destination_app: 'catalog-db',
      destination_service: 'catalog-db.shop.svc.cluster.local',
    })
    const plain = samples.connection({ upstream_peer_san: null, upstream_local_san: null })
    expect(labels(plain, catalog)).toMatchObject({ destination_workload: 'catalog-db', destination_app: 'unknown' })
  })

  it('names its caller under mutual TLS only', () => {
    const atServer = {
      reporter: 'destination',
      upstream_cluster: 'inbound|5432||',
      downstream_direct_remote: '10.244.1.12:32770',
      downstream_peer_san: 'spiffe://cluster.local/ns/shop/sa/catalog',
      downstream_local_san: 'spiffe://cluster.local/ns/shop/sa/catalog-db',
    }
    expect(labels(samples.connection(atServer), database)).toMatchObject({
      source_workload: 'catalog-v3',
      connection_security_policy: 'mutual_tls',
    })
    const plain = { ...atServer, downstream_peer_san: null, downstream_local_san: null }
    expect(labels(samples.connection(plain), database)).toMatchObject({
      source_workload: 'unknown',
      connection_security_policy: 'none',
    })
  })

  it('without an authority leaves the host of the catch-all cluster unknown', () => {
    const refused = samples.connection({
      services: null,
      upstream_cluster: 'PassthroughCluster',
      upstream_workload: null,
      upstream_peer_san: null,
      response_flags: 'UF,URX',
    })
    expect(labels(refused, catalog)).toMatchObject({
      destination_service: 'unknown',
      destination_service_name: 'PassthroughCluster',
      response_flags: 'UF,URX',
    })
  })
})

describe('labels of the proxy’s own pod', () => {
  it('stay empty where the pod has none, as no version', () => {
    expect(labels(samples.source(), gateway)).toMatchObject({ source_version: '', source_canonical_revision: 'latest' })
  })
})
