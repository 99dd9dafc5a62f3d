import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import type { GraphFilters } from './graph-view.ts'
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

const filters: GraphFilters = { labels: ['rate', 'errors'], find: '', states: [], hasIdle: false, box: 'namespace' }
const injectedWords = (share: string) => `◇ ${share} injected`
const view = (patch: Partial<GraphFilters> = {}) => prepareGraphView(snapshot, { ...filters, ...patch }, injectedWords)
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
    const named = (rest: Partial<GraphNode>) =>
      prepareGraphView({ ...snapshot, nodes: [node('x', rest)], edges: [] }, filters, injectedWords).nodes[0]
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

  test('counts every node of the scope, whatever the filters take away', () => {
    const counts = { failing: 1, victim: 1, degraded: 0, healthy: 2, unknown: 1, idle: 1 }
    expect(view().counts).toEqual(counts)
    expect(view({ find: '-web', states: ['failing'] }).counts).toEqual(counts)
  })

  test('leaves idle nodes and their edges away until asked for them', () => {
    expect(byId(view().nodes, 'spare')).toBeUndefined()
    expect(byId(view().edges, 'web>spare')).toBeUndefined()
    expect(byId(view({ hasIdle: true }).nodes, 'spare')).toBeDefined()
    expect(byId(view({ hasIdle: true }).edges, 'web>spare')?.tone).toBe('idle')
  })

  test('shows idle nodes when nothing else is there', () => {
    const idle = { ...snapshot, nodes: [node('spare', { health: 'idle' })], edges: [] }
    expect(prepareGraphView(idle, filters, injectedWords).nodes).toHaveLength(1)
  })

  test('a chosen node keeps its neighbours and its own edges, the rest fades', () => {
    const { nodes, edges } = view({ selected: 'pay' })
    expect(nodes.filter(({ isDimmed }) => !isDimmed).map(({ id }) => id)).toEqual(['web', 'pay', 'outside'])
    expect(edges.filter(({ isDimmed }) => !isDimmed).map(({ id }) => id)).toEqual(['web>pay', 'pay>outside'])
  })

  test('a chosen edge keeps its ends; a choice that is not there fades nothing', () => {
    expect(view({ selected: 'web>cart' }).nodes.filter(({ isDimmed }) => !isDimmed)).toHaveLength(2)
    expect(view({ selected: 'gone' }).nodes.every(({ isDimmed }) => !isDimmed)).toBe(true)
  })

  test('a state of the legend fades the others', () => {
    const { nodes } = view({ states: ['victim'] })
    expect(nodes.filter(({ isDimmed }) => !isDimmed).map(({ id }) => id)).toEqual(['web'])
  })

  test('finding fades what does not match and says how many do; a minus hides', () => {
    const found = view({ find: 'errors > 1%' })
    expect(found.found).toBe(1)
    expect(found.nodes.filter(({ isDimmed }) => !isDimmed).map(({ id }) => id)).toEqual(['pay'])
    expect(byId(found.edges, 'web>pay')?.isDimmed).toBe(false)
    expect(byId(view({ find: '-pay' }).nodes, 'pay')?.isHidden).toBe(true)
    expect(byId(view({ find: '-pay' }).edges, 'web>pay')?.isHidden).toBe(true)
  })

  test('focus draws one node and its neighbours only', () => {
    const { nodes } = view({ focus: 'cart' })
    expect(nodes.filter(({ isHidden }) => !isHidden).map(({ id }) => id)).toEqual(['web', 'cart', 'db'])
  })

  test('an edge says what was chosen, on two lines, with the answer most failures are', () => {
    const { edges } = view({ labels: ['rate', 'errors', 'p95'] })
    expect(byId(edges, 'web>pay')?.label).toEqual(['5.70 rps', '18.0 % 503 · 1–2.5 s'])
    expect(byId(edges, 'web>cart')?.label).toEqual(['96.0 rps'])
    expect(byId(edges, 'cart>db')?.label).toEqual(['3.40 MB/s'])
    expect(byId(view({ labels: [] }).edges, 'web>pay')?.label).toEqual([])
  })

  test('what was all failed on purpose says so, in place of an error share', () => {
    const injected = { requestsPerSecond: 3, injectedRatio: 1 } as const
    const drill = {
      ...snapshot,
      nodes: [node('a'), node('b', { ...injected, p95Ms: [10, 25] })],
      edges: [edge('a', 'b', injected)],
    }
    const { nodes, edges } = prepareGraphView(drill, filters, injectedWords)
    expect(byId(nodes, 'b')).toMatchObject({ isInjected: true, facts: ['3.00', '◇ 100 % injected', '10–25 ms'] })
    expect(edges[0]).toMatchObject({ isInjected: true, label: ['3.00 rps', '◇ 100 % injected'] })
    expect(byId(view().nodes, 'web')?.isInjected).toBe(false)
  })

  test('tells attempts that only the callee counted from calls', () => {
    const edges = [edge('web', 'pay', { isAttemptsOnly: true }), edge('web', 'cart')]
    const shown = prepareGraphView({ ...snapshot, edges }, filters, injectedWords).edges
    expect(shown.map(({ isAttemptsOnly }) => isAttemptsOnly)).toEqual([true, false])
  })

  test('failures per second are a share of what was not injected', () => {
    const half = node('x', { requestsPerSecond: 10, injectedRatio: 0.5, errorRatio: 0.2 })
    const drilled = prepareGraphView({ ...snapshot, nodes: [half], edges: [] }, filters, injectedWords)
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
