import { applyPatch } from '../../lib/domain/graph/apply-patch.ts'
import { GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import { liveEvents } from '../../lib/endpoints/graph.ts'
import { Problem } from '../../lib/endpoints/problem.ts'
import { expect, test } from '../support/demo.ts'
import { openLive } from '../support/live-events.ts'

const malformed = [
  'window=0s',
  'window=-5m',
  'window=3650d',
  'window=1s',
  'window=60',
  'window=',
  'type=pods',
  'at=yesterday',
  'at=1',
  'at=1e99',
  'at=4102444800',
  'namespaces=',
  'namespaces=a%22%7D',
  'namespaces=shop,..%2F..',
  'namespaces=UPPER',
  'surprise=1',
  'window=60s&window=5m',
  'cluster=',
  `namespaces=${'a'.repeat(64)}`,
]

for (const query of malformed) {
  test(`the graph refuses ?${query.slice(0, 40)} with 400 and the code invalid`, async ({ request }) => {
    const response = await request.get(`/api/v1/graph?${query}`)
    expect(response.status()).toBe(400)
    expect(response.headers()['content-type']).toContain('application/problem+json')
    const problem = Problem.parse(await response.json())
    expect(problem.code).toBe('invalid')
    expect(problem.messages.zh).toMatch(/[一-鿿]/)
  })
}

test('the graph of every type has ends for its edges and numbers within their units', async ({ request }) => {
  for (const type of ['service', 'workload', 'app', 'versioned-app']) {
    const graph = GraphSnapshot.parse(await (await request.get(`/api/v1/graph?type=${type}&window=5m`)).json())
    const ids = new Set(graph.nodes.map(({ id }) => id))
    expect(graph.edges.length).toBeGreaterThan(10)
    expect(graph.edges.flatMap(({ source, target }) => [source, target]).filter((id) => !ids.has(id))).toEqual([])
    expect(new Set(graph.edges.map(({ protocol }) => protocol))).toEqual(new Set(['http', 'grpc', 'tcp']))
  }
})

test('a moment in the past gives the same graph each time it is asked', async ({ request }) => {
  const at = Math.floor(Date.now() / 1000) - 7200
  const [one, two] = await Promise.all([1, 2].map(async () => (await request.get(`/api/v1/graph?at=${at}`)).json()))
  expect(one.edges.length).toBeGreaterThan(10)
  expect(one).toEqual(two)
})

test('an address no endpoint has is 404 not-found, as a problem', async ({ request }) => {
  const response = await request.get('/api/v1/nothing')
  expect(response.status()).toBe(404)
  expect(Problem.parse(await response.json()).code).toBe('not-found')
})

for (const address of [
  '/api/v1/services/%/cart',
  '/api/v1/workloads/shop/%ff',
  '/api/v1/services/shop/%c0%ae/history',
]) {
  test(`${address}, which nobody can decode, is refused as a problem`, async ({ request }) => {
    const response = await request.get(address)
    expect([400, 404]).toContain(response.status())
    expect(['invalid', 'not-found']).toContain(Problem.parse(await response.json()).code)
  })
}

test('asking only for the head of a stream opens none', async ({ request }) => {
  const streams = async () => /exantas_live_streams (\d+)/.exec(await (await request.get('/metrics')).text())?.[1]
  const before = await streams()
  await request.head('/api/v1/live')
  await expect.poll(streams).toBe(before)
})

test('an unknown namespace is a notice, not an empty mesh without a word', async ({ request }) => {
  const graph = GraphSnapshot.parse(await (await request.get('/api/v1/graph?namespaces=nowhere')).json())
  expect(graph.notices.map(({ code }) => code)).toContain('unknown-namespace')
})

test('an unknown service is 404 not-found', async ({ request }) => {
  const response = await request.get('/api/v1/services/shop/nobody')
  expect(response.status()).toBe(404)
  expect(Problem.parse(await response.json()).code).toBe('not-found')
})

test('hostile names in a path are refused, unknown or empty: never another series, never an error of ours', async ({
  request,
}) => {
  for (const name of ['%22%7D%20or%20vector(1)', '%5C%22', '%0A', '%F0%9F%92%A5', "'%3B--", '%00']) {
    const response = await request.get(`/api/v1/services/shop/${name}/history`)
    expect([200, 400, 404]).toContain(response.status())
    if (response.ok()) {
      expect(await response.json()).toMatchObject({ requests: [], latencies: [], tcp: [] })
    }
  }
})

test('the live stream begins with a snapshot, and its patches lead to what a fresh snapshot says', async ({
  demo,
  request,
}) => {
  const stream = await openLive(`${demo.url}/api/v1/live?window=60s`)
  const first = await stream.next()
  expect(first.event).toBe('snapshot')
  let { seq, snapshot } = liveEvents.snapshot.parse(first.data)
  for (let patches = 0; patches < 2; patches += 1) {
    const event = await stream.next()
    expect(event.event).toBe('patch')
    const { from, to, patch } = liveEvents.patch.parse(event.data)
    expect(from).toBe(seq)
    seq = to
    snapshot = applyPatch(snapshot, patch)
  }
  stream.close()
  const fresh = GraphSnapshot.parse(await (await request.get(`/api/v1/graph?window=60s&at=${snapshot.takenAt}`)).json())
  expect(snapshot).toEqual(fresh)
})

test('the description lists every door, and health tells each source', async ({ request }) => {
  const document = await (await request.get('/api/v1/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/api/v1/graph', '/api/v1/live', '/api/v1/services/{namespace}/{name}', '/metrics']),
  )
  const ready = await (await request.get('/api/health/ready')).json()
  expect(ready).toMatchObject({ status: 'ok', sources: [{ source: 'kubernetes' }, { source: 'prometheus' }] })
  expect(await (await request.get('/metrics')).text()).toContain('exantas_http_request_duration_seconds_count')
})

test('the demo exports Istio metrics that a Prometheus can scrape', async ({ request }) => {
  const text = await (await request.get('/api/demo/metrics')).text()
  for (const name of [
    'istio_requests_total',
    'istio_request_duration_milliseconds_bucket',
    'istio_tcp_sent_bytes_total',
  ]) {
    expect(text).toContain(`${name}{`)
  }
})
