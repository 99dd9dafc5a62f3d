import type { EdgeEnd, HistorySeries } from './mesh-history.ts'
import { edgeLabels, histogram } from './mesh-history.ts'

const web: EdgeEnd = { namespace: 'shop', workload: 'web', version: 'v1' }
const cart = { namespace: 'shop', workload: 'cart-v2', version: 'v2', service: 'cart' }
const payments = { namespace: 'pay', workload: 'payments', version: 'latest', service: 'payments' }
const database = { namespace: 'data', workload: 'database', version: '', service: 'database' }

/** A service name with everything that could end a PromQL literal or mean something in an expression. */
export const hostileName = 'a"} or vector(1) or x{y=~".*|\\d+\nzweite Zeile € 😀 \ufffd'

const bothReporters = ['source', 'destination']
const steady = (perSecond: number) => (second: number) => 1000 + perSecond * second

/** A hand-built mesh with every kind of series that an adapter meets; 900 seconds long. */
export function smallMesh(): HistorySeries[] {
  return [...http(), ...grpc(), ...tcp(), ...oddities()]
}

function requests(labels: Record<string, string>, perSecond: number): HistorySeries {
  return { metric: 'istio_requests_total', labels, total: steady(perSecond) }
}

function http(): HistorySeries[] {
  const answered = { request_protocol: 'http', response_code: '200', response_flags: '-' }
  const unreached = {
    ...edgeLabels('source', web, { ...cart, workload: 'unknown', version: 'unknown' }),
    destination_cluster: 'unknown',
    destination_workload_namespace: 'unknown',
    request_protocol: 'http',
    response_code: '503',
  }
  return [
    ...bothReporters.flatMap((reporter) => {
      const labels = edgeLabels(reporter, web, cart)
      return [
        requests({ ...labels, ...answered, pod: 'one' }, 8),
        requests({ ...labels, ...answered, pod: 'two' }, 4),
        requests({ ...labels, ...answered, response_code: '404' }, 0.5),
        requests({ ...labels, ...answered, response_code: '409' }, 0.5),
        ...histogram({ ...labels, request_protocol: 'http', pod: 'one' }, 9, 7, [0.5, 5, 10, 100]),
        ...histogram({ ...labels, request_protocol: 'http', pod: 'two' }, 4, 70, [0.5, 5, 10, 100]),
      ]
    }),
    requests({ ...unreached, response_flags: 'URX,UF' }, 0.25),
    requests({ ...unreached, response_flags: 'UF,URX' }, 0.5),
    requests({ ...unreached, response_flags: 'UO', response_code: '0' }, 0.125),
    requests(
      { ...edgeLabels('source', web, cart), ...answered, response_code: '409', destination_cluster: 'unknown' },
      0.5,
    ),
    requests({ ...edgeLabels('waypoint', web, cart), ...answered }, 3),
    requests({ ...edgeLabels('gossip', web, cart), ...answered }, 99),
  ]
}

function grpc(): HistorySeries[] {
  const called = { request_protocol: 'grpc', response_code: '200', response_flags: '-' }
  return bothReporters.flatMap((reporter) => {
    const labels = edgeLabels(reporter, web, payments)
    return [
      requests({ ...labels, ...called, grpc_response_status: '0' }, 5),
      requests({ ...labels, ...called, grpc_response_status: '14', response_flags: 'UH' }, 1),
      ...histogram({ ...labels, request_protocol: 'grpc' }, 6, 3, [0.5, 5, 10, 100]),
      requests({ ...labels, ...called, request_protocol: 'http' }, 2),
      ...histogram({ ...labels, request_protocol: 'http' }, 2, 50, [0.5, 5, 10, 100]),
    ]
  })
}

const nobody = (authority: string) => ({
  namespace: 'unknown',
  workload: 'unknown',
  version: 'unknown',
  service: authority,
})

/** What is left of the labels where no route or cluster was found. */
const refused = (authority: string) => ({
  destination_service: authority,
  destination_cluster: 'unknown',
  destination_canonical_service: 'unknown',
  response_code: '503',
  response_flags: 'NC',
})

function tcp(): HistorySeries[] {
  return bothReporters.flatMap((reporter) => {
    const labels = { ...edgeLabels(reporter, payments, database), request_protocol: 'tcp', response_flags: '-' }
    return [
      { metric: 'istio_tcp_sent_bytes_total', labels, total: steady(2048) },
      { metric: 'istio_tcp_received_bytes_total', labels, total: steady(512) },
      { metric: 'istio_tcp_connections_opened_total', labels, total: steady(0.5) },
      { metric: 'istio_tcp_connections_closed_total', labels, total: steady(0.5) },
    ]
  })
}

function oddities(): HistorySeries[] {
  const answered = { request_protocol: 'http', response_code: '200', response_flags: '-' }
  const outside: EdgeEnd = { namespace: 'unknown', workload: 'unknown', version: 'unknown' }
  const hostile = { namespace: 'odd', workload: hostileName, version: hostileName, service: hostileName }
  const at500 = { ...edgeLabels('destination', web, cart), ...answered, response_code: '500' }
  return [
    requests({ ...edgeLabels('destination', outside, { ...web, service: 'web' }), ...answered }, 2),
    ...['payments.pay:9080', 'payments.pay.svc.cluster.local', 'payments:9080', 'pay.example.com'].map((authority) =>
      requests({ ...edgeLabels('source', web, nobody(authority)), ...answered, ...refused(authority) }, 0.5),
    ),
    requests({ ...edgeLabels('source', web, hostile), ...answered }, 1),
    requests({ ...edgeLabels('source', web, { ...cart, service: 'idle' }), ...answered }, 0),
    {
      metric: 'istio_requests_total',
      labels: { ...at500, response_flags: 'UC' },
      total: (second) => (second < 880 ? undefined : 1),
    },
  ]
}
