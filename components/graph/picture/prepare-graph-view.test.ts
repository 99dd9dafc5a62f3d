import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { parseFilters } from '../view/graph-params.ts'
import type { GraphFilters } from '../view/graph-view.ts'
import { shownGraph } from '../view/shown-graph.ts'
import { prepareGraphView } from './prepare-graph-view.ts'

const node = (name: string, rest: Partial<GraphNode> = {}): GraphNode => ({
  id: name,
  kind: 'workload',
  cluster: 'c',
  name,
  namespace: 'shop',
  health: 'healthy',
  ...rest,
})

const edge = (source: string, target: string, rest: Partial<GraphEdge> = {}): GraphEdge => ({
  id: `${source}>${target}`,
  source,
  target,
  protocol: 'http',
  health: 'healthy',
  ...rest,
})

const snapshot: GraphSnapshot = {
  takenAt: 1,
  windowSeconds: 60,
  nodes: [
    node('web', { health: 'failing', role: 'victim', requestsPerSecond: 311, errorRatio: 0.004, p95Ms: [50, 100] }),
    node('pay', { health: 'failing', role: 'origin', version: 'v2', requestsPerSecond: 5.7, errorRatio: 0.18 }),
    node('cart', { requestsPerSecond: 96, errorRatio: 0, p95Ms: [10, 25] }),
    node('db', { isTcp: true, bytesPerSecond: 3_400_000 }),
    node('spare', { health: 'idle' }),
    node('outside', { namespace: '', kind: 'external', health: 'unknown' }),
  ],
  edges: [
    edge('web', 'pay', {
      health: 'failing',
      requestsPerSecond: 5.7,
      errorRatio: 0.18,
      byCode: { '200': 4.67, '503': 1.03 },
      p95Ms: [1000, 2500],
    }),
    edge('web', 'cart', { requestsPerSecond: 96, errorRatio: 0 }),
    edge('cart', 'db', { protocol: 'tcp', bytesPerSecond: 3_400_000 }),
    edge('pay', 'outside', { health: 'unknown' }),
    edge('web', 'spare', { health: 'idle' }),
  ],
  notices: [],
}

const filters = parseFilters(() => undefined)
const injectedWords = (share: string) => `◇ ${share} injected`
const viewOf = (of: GraphSnapshot, patch: Partial<GraphFilters> = {}) => {
  const chosen = { ...filters, ...patch }
  return prepareGraphView(shownGraph(of, chosen), chosen, injectedWords)
}
const view = (patch: Partial<GraphFilters> = {}) => viewOf(snapshot, patch)
const byId = <T extends { id: string }>(list: T[], id: string) => list.find((item) => item.id === id)

describe('prepareGraphView', () => {
  test('says rate, error share and p95 in one line; missing parts are left out, zero is zero', () => {
    const { nodes } = view()
    expect(byId(nodes, 'web')?.facts).toEqual(['311', '0.40 %', '50–100 ms'])
    expect(byId(nodes, 'cart')?.facts).toEqual(['96.0', '0 %', '10–25 ms'])
    expect(byId(nodes, 'db')?.facts).toEqual(['3.40 MB/s'])
    expect(byId(nodes, 'outside')?.facts).toEqual(['–'])
    expect(byId(nodes, 'web')?.told).toBe('311 rps · 0.40 % · 50–100 ms')
    expect(byId(nodes, 'db')?.told).toBe('3.40 MB/s')
  })

  test('a workload called after its app and version is told by them, another keeps its name', () => {
    const named = (rest: Partial<GraphNode>) => viewOf({ ...snapshot, nodes: [node('x', rest)], edges: [] }).nodes[0]
    expect(named({ name: 'pay-v2', app: 'pay', version: 'v2' })).toMatchObject({ name: 'pay', version: 'v2' })
    expect(named({ name: 'pay-blue', app: 'pay', version: 'v2' })).toMatchObject({ name: 'pay-blue', version: 'v2' })
  })

  test('tells victims from origins and TCP and external things from workloads', () => {
    const { nodes } = view()
    expect(byId(nodes, 'web')).toMatchObject({ state: 'victim', isOrigin: false })
    expect(byId(nodes, 'pay')).toMatchObject({ state: 'failing', isOrigin: true })
    expect(byId(nodes, 'db')?.outline).toBe('tcp')
    expect(byId(nodes, 'outside')).toMatchObject({ outline: 'external', box: '' })
  })

  test('tells a waypoint from a gateway, and what lets everything or nothing pass from a known host', () => {
    const kinds = ['waypoint', 'gateway', 'passthrough', 'blackhole', 'external', 'service'] as const
    const nodes = kinds.map((kind) => node(kind, { kind }))
    expect(viewOf({ ...snapshot, nodes, edges: [] }).nodes.map(({ outline }) => outline)).toEqual(kinds)
  })

  test('an edge says what was chosen, on two lines, with the answer most failures are', () => {
    const { edges } = view({ labels: ['rate', 'errors', 'p95'] })
    expect(byId(edges, 'web>pay')?.label).toEqual(['5.70 rps', '18.0 % 503 · 1–2.5 s'])
    expect(byId(edges, 'web>cart')?.label).toEqual(['96.0 rps'])
    expect(byId(edges, 'cart>db')?.label).toEqual(['3.40 MB/s'])
    expect(byId(view({ labels: [] }).edges, 'web>pay')?.label).toEqual([])
  })

  test('the answer an edge names is one of the server’s failures, as the whole product counts them', () => {
    const refused = edge('web', 'pay', { health: 'failing', errorRatio: 0.1, byCode: { 'grpc 7': 5, 'grpc 14': 1 } })
    const { edges } = viewOf({ ...snapshot, edges: [refused] }, { labels: ['errors'] })
    expect(edges[0]?.label).toEqual(['10.0 % grpc 14'])
  })

  test('the share is of what the caller sends, and several quantiles are told apart', () => {
    expect(byId(view({ labels: ['share'] }).edges, 'web>cart')?.label).toEqual(['94.4 %'])
    const timed = edge('web', 'cart', { p50Ms: [5, 10], p99Ms: [50, 100] })
    const { edges } = viewOf({ ...snapshot, edges: [timed] }, { labels: ['p50', 'p95', 'p99'] })
    expect(edges[0]?.label).toEqual(['p50 5–10 ms · p99 50–100 ms'])
  })

  test('locks are there on request, where the callee tells, by how much is under mutual TLS', () => {
    const shares = [1, 0.5, 0, undefined]
    const edges = shares.map((mtlsShare, index) =>
      edge('web', 'cart', { id: `e${index}`, ...(mtlsShare !== undefined && { mtlsShare }) }),
    )
    const locksOf = (hasMtls: boolean) => viewOf({ ...snapshot, edges }, { hasMtls }).edges.map(({ lock }) => lock)
    expect(locksOf(true)).toEqual(['closed', 'partly', 'open', undefined])
    expect(locksOf(false)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('what was all failed on purpose says so, in place of an error share', () => {
    const injected = { requestsPerSecond: 3, injectedRatio: 1 } as const
    const drill = {
      ...snapshot,
      nodes: [node('a'), node('b', { ...injected, p95Ms: [10, 25] })],
      edges: [edge('a', 'b', injected)],
    }
    const { nodes, edges } = viewOf(drill)
    expect(byId(nodes, 'b')).toMatchObject({ isInjected: true, facts: ['3.00', '◇ 100 % injected', '10–25 ms'] })
    expect(edges[0]).toMatchObject({ isInjected: true, label: ['3.00 rps', '◇ 100 % injected'] })
    expect(byId(view().nodes, 'web')?.isInjected).toBe(false)
  })

  test('tells attempts that only the callee counted from calls', () => {
    const edges = [edge('web', 'pay', { isAttemptsOnly: true }), edge('web', 'cart')]
    const shown = viewOf({ ...snapshot, edges }).edges
    expect(shown.map(({ isAttemptsOnly }) => isAttemptsOnly)).toEqual([true, false])
  })

  test('tells mirrored calls from other attempts', () => {
    const edges = [edge('web', 'pay', { isAttemptsOnly: true, isMirrored: true }), edge('web', 'cart')]
    expect(viewOf({ ...snapshot, edges }).edges.map(({ isMirrored }) => isMirrored)).toEqual([true, undefined])
  })

  test('failures per second are a share of what was not injected', () => {
    const half = node('x', { requestsPerSecond: 10, injectedRatio: 0.5, errorRatio: 0.2 })
    const drilled = viewOf({ ...snapshot, nodes: [half], edges: [] })
    expect(drilled.nodes[0]?.failuresPerSecond).toBe(1)
  })

  test('an edge is as wide as the power of ten of its rate', () => {
    const { edges } = view()
    expect(byId(edges, 'web>pay')?.step).toBe(2)
    expect(byId(edges, 'web>cart')?.step).toBe(3)
    expect(byId(edges, 'cart>db')?.step).toBe(4)
  })

  test('boxes are namespaces, or clusters, or apps', () => {
    expect(byId(view().nodes, 'pay')?.box).toBe('shop')
    expect(byId(view({ box: 'cluster' }).nodes, 'pay')?.box).toBe('c')
    expect(byId(view({ box: 'app' }).nodes, 'pay')?.box).toBe('')
  })
})
