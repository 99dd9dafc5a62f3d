import type { Blueprint, DemoCall, DemoRequest, DemoService, DemoWorkload, OwnAnswer } from './blueprint.ts'
import {
  alsoByTesters,
  call,
  istioObject,
  service,
  testerHeaders,
  versionSubsets,
  weightedRoute,
  workload,
} from './blueprint-parts.ts'

export const shopGateway = 'edge/public'
const shopHost = 'shop.example'
export const bankHost = 'api.bank.example'

const failing = (share: number, code = '500'): OwnAnswer => ({ code, share, isFailure: true })
const notFound = (share: number): OwnAnswer => ({ code: '404', share, isFailure: false })
const grpcAnswer = (grpcStatus: string, share: number, isFailure = true): OwnAnswer => ({
  code: '200',
  grpcStatus,
  share,
  isFailure,
})

/** The shop's Services by name. */
export const shopServices = {
  ingressgateway: service('edge', 'ingressgateway', 'http', 80),
  frontend: service('shop', 'frontend', 'http'),
  search: service('shop', 'search', 'http'),
  catalog: service('shop', 'catalog', 'http'),
  cart: service('shop', 'cart', 'http'),
  checkout: service('shop', 'checkout', 'http'),
  recommendation: { ...service('shop', 'recommendation', 'grpc'), healthAnnotation: 'failing=3%, degraded=2%' },
  currency: service('shop', 'currency', 'grpc'),
  shipping: service('shop', 'shipping', 'grpc'),
  catalogDb: service('shop', 'catalog-db', 'tcp'),
  payments: service('pay', 'payments', 'http'),
  fraud: service('pay', 'fraud', 'grpc'),
  ledger: service('pay', 'ledger', 'http'),
} satisfies Record<string, DemoService>

/**
 * An online shop of twelve services behind a gateway. Unless it is to be quiet something is always wrong: version 2 of payments refuses about
 * 18 % of its requests with 503, which checkout passes on as 500.
 */
export function shop({ isQuiet = false } = {}): Blueprint {
  return {
    namespaces: ['edge', 'pay', 'shop'],
    services: Object.values(shopServices),
    workloads: workloads(isQuiet),
    calls: calls(),
    entries: [
      {
        caller: 'edge/ingressgateway',
        demand: { name: 'shop visitors', noonPerSecond: 311, dayShare: 0.35 },
      },
      { caller: 'pay/batch-settle', demand: { name: 'settlement batch', noonPerSecond: 2.4, dayShare: 0.1 } },
    ],
    objects: objects(),
  }
}

function workloads(isQuiet: boolean): DemoWorkload[] {
  return [
    workload('edge', 'ingressgateway', undefined, {
      role: 'gateway',
      labels: { istio: 'ingress' },
      meanMs: 2,
      sigma: 0.5,
    }),
    workload('shop', 'frontend', 'v12', { readyPods: 4, ownAnswers: [failing(0.0004), notFound(0.006)], meanMs: 92 }),
    workload('shop', 'search', 'v5', { ownAnswers: [failing(0.0006), notFound(0.0008)], meanMs: 38 }),
    workload('shop', 'catalog', 'v3', { readyPods: 3, ownAnswers: [failing(0.0004), notFound(0.009)], meanMs: 14 }),
    workload('shop', 'catalog', 'v4', { ownAnswers: [failing(0.0005), notFound(0.009)], meanMs: 11 }),
    workload('shop', 'cart', 'v7', { ownAnswers: [failing(0.0003), notFound(0.004)], meanMs: 9 }),
    workload('shop', 'checkout', 'v9', { ownAnswers: [failing(0.0008)], meanMs: 165, sigma: 0.5 }),
    workload('shop', 'recommendation', 'v2', { ownAnswers: [grpcAnswer('13', 0.0006)], meanMs: 150, sigma: 0.65 }),
    workload('shop', 'currency', 'v1', { ownAnswers: [grpcAnswer('3', 0.0004, false)], meanMs: 2.2, sigma: 0.5 }),
    workload('shop', 'shipping', 'v1', {
      ownAnswers: [grpcAnswer('5', 0.003, false), grpcAnswer('13', 0.0005)],
      meanMs: 18,
    }),
    workload('shop', 'catalog-db', undefined, { kind: 'StatefulSet', readyPods: 1 }),
    workload('pay', 'payments', 'v1', { readyPods: 3, ownAnswers: [failing(0.0006)], meanMs: 74, sigma: 0.55 }),
    workload('pay', 'payments', 'v2', {
      readyPods: 1,
      ownAnswers: [failing(isQuiet ? 0.0006 : 0.18, '503')],
      meanMs: 81,
      sigma: 0.6,
    }),
    workload('pay', 'fraud', 'v3', { ownAnswers: [grpcAnswer('13', 0.0004)], meanMs: 26 }),
    workload('pay', 'ledger', 'v2', { ownAnswers: [failing(0.0003)], meanMs: 12 }),
    workload('pay', 'batch-settle', undefined, { membership: 'none', readyPods: 1 }),
  ]
}

function calls(): DemoCall[] {
  const s = shopServices
  const visits = 1 / 311
  return [
    {
      caller: 'edge/ingressgateway',
      gateway: shopGateway,
      host: shopHost,
      port: 80,
      protocol: 'http',
      perRequest: 1,
      isCritical: true,
      requests: visitors(),
    },
    call('shop/frontend', s.search, 62 * visits),
    call('shop/frontend', s.catalog, 150 * visits, { isCritical: true }),
    call('shop/frontend', s.cart, 88 * visits),
    call('shop/frontend', s.checkout, 23 * visits, {
      isCritical: true,
      requests: alsoByTesters({ method: 'POST', path: '/checkout' }),
    }),
    call('shop/frontend', s.recommendation, 96 * visits),
    call('shop/frontend', s.currency, 205 * visits),
    call('shop/search', s.catalogDb, 1),
    call('shop/catalog', s.catalogDb, 0.6),
    call('shop/checkout', s.payments, 1, {
      isCritical: true,
      requests: alsoByTesters({ method: 'POST', path: '/payments' }),
    }),
    call('shop/checkout', s.shipping, 1),
    call('shop/checkout', s.currency, 1.4),
    call('shop/checkout', s.cart, 1),
    call('pay/payments', s.fraud, 1),
    call('pay/payments', s.ledger, 0.95),
    {
      caller: 'pay/payments',
      host: bankHost,
      port: 80,
      protocol: 'http',
      perRequest: 0.9,
      isCritical: false,
      requests: alsoByTesters({ method: 'POST', path: '/v2/transfers' }),
    },
    call('pay/batch-settle', s.payments, 1, {
      requests: [{ share: 1, method: 'POST', path: '/settlements', headers: {} }],
    }),
  ]
}

function visitors(): DemoRequest[] {
  return [
    { share: 0.55, method: 'GET', path: '/', headers: {} },
    { share: 0.3, method: 'GET', path: '/products', headers: {} },
    { share: 0.1, method: 'POST', path: '/checkout', headers: {} },
    { share: 0.05, method: 'GET', path: '/', headers: testerHeaders },
  ]
}

function objects() {
  const s = shopServices
  return [
    istioObject('networking', 'Gateway', 'edge', 'public', {
      selector: { istio: 'ingress' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [shopHost] }],
    }),
    istioObject('networking', 'VirtualService', 'shop', 'public', {
      hosts: [shopHost],
      gateways: [shopGateway],
      http: [{ name: 'all', route: [{ destination: { host: s.frontend.fqdn, port: { number: 8080 } } }] }],
    }),
    versionSubsets(s.catalog, ['v3', 'v4']),
    weightedRoute(s.catalog, { v3: 65, v4: 35 }),
    versionSubsets(s.payments, ['v1', 'v2']),
    weightedRoute(s.payments, { v1: 75, v2: 25 }),
    istioObject('networking', 'ServiceEntry', 'pay', 'bank', {
      hosts: [bankHost],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
    }),
    istioObject('networking', 'DestinationRule', 'pay', 'bank', {
      host: bankHost,
      trafficPolicy: { tls: { mode: 'SIMPLE' } },
    }),
    istioObject('security', 'PeerAuthentication', 'pay', 'default', { mtls: { mode: 'PERMISSIVE' } }),
  ]
}
