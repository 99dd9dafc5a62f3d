import { describe, expect, it } from 'vitest'
import { aNode, anInventory, aService, aWorkload } from '../../testing/builders.ts'
import type { GraphNode } from '../graph/snapshot.ts'
import type { MeshProblem } from '../health/rank-problems.ts'
import { describeProblem } from './describe-problem.ts'

const app = (id: string, fields: Partial<GraphNode> = {}) =>
  aNode(id, { kind: 'app', namespace: 'pay', app: 'payments', name: 'payments', ...fields })
const nodes = new Map(
  [
    app('v2', { version: 'v2' }),
    app('front', { name: 'front', app: 'front', namespace: 'shop' }),
    app('lonely', { name: 'lonely', app: 'lonely' }),
    aNode('missing', { kind: 'service', namespace: 'pay', name: 'missing' }),
  ].map((node) => [node.id, node]),
)
const inventory = anInventory({
  services: [
    aService('pay', 'a-public', { selector: { app: 'payments' } }),
    aService('pay', 'payments'),
    aService('shop', 'payments'),
  ],
  workloads: [aWorkload('pay', 'payments', 'v1'), aWorkload('pay', 'payments', 'v2')],
})
const problem: MeshProblem = {
  kind: 'node',
  id: 'v2',
  health: 'failing',
  cause: 'errors',
  failedPerSecond: 1,
  affectedCallers: 1,
  victimIds: [],
}
const described = (fields: Partial<MeshProblem> = {}, services: GraphNode[] = []) =>
  describeProblem({ ...problem, ...fields }, { nodes, services, inventory })

describe('describeProblem', () => {
  it('leads to the service that is called like the app, and to the workload of the failing version', () => {
    expect(described()).toMatchObject({
      target: { kind: 'app', name: 'payments', version: 'v2', namespace: 'pay' },
      service: { cluster: 'demo', namespace: 'pay', name: 'payments' },
      workload: { cluster: 'demo', namespace: 'pay', name: 'payments-v2' },
    })
  })

  it('describes an edge by both ends and leads to its target', () => {
    const edge = described({ kind: 'edge', id: 'e', sourceId: 'front', targetId: 'v2' })
    expect(edge).toMatchObject({ id: 'e', source: { name: 'front' }, target: { name: 'payments' } })
    expect(edge.workload?.name).toBe('payments-v2')
  })

  it('finds the service by its name in traffic where the inventory knows no workload', () => {
    expect(described({ id: 'lonely' }).service).toBeUndefined()
    const known = aNode('service:demo/pay/lonely', { kind: 'service', namespace: 'pay', name: 'lonely' })
    expect(described({ id: 'lonely' }, [known]).service).toEqual({ cluster: 'demo', namespace: 'pay', name: 'lonely' })
    expect(described({ id: 'missing' }).service?.name).toBe('missing')
    const other = aNode('unknown:demo', { kind: 'unknown', namespace: 'pay', name: 'lonely' })
    expect(described({ id: 'lonely' }, [other]).service).toBeUndefined()
  })

  it('names a few victims and counts all, and keeps the id of what nobody knows', () => {
    const { victims, victimCount } = described({ victimIds: ['front', 'gone', 'v2', 'lonely'] })
    expect(victims.map(({ name }) => name)).toEqual(['front', 'gone', 'payments'])
    expect(victimCount).toBe(4)
    expect(described({ id: 'gone' }).target).toMatchObject({ kind: 'unknown', name: 'gone' })
  })
})
