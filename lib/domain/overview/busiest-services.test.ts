import { describe, expect, it } from 'vitest'
import type { GraphNode } from '../graph/snapshot.ts'
import { busiestServices } from './busiest-services.ts'

function service(name: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id: name, kind: 'service', cluster: 'c', name, namespace: 'shop', health: 'healthy', ...more }
}

describe('busiestServices', () => {
  it('puts what is wrong first, then the busiest', () => {
    const nodes = [
      service('quiet', { requestsPerSecond: 1 }),
      service('busy', { requestsPerSecond: 100 }),
      service('slow', { health: 'degraded', requestsPerSecond: 2 }),
      service('broken', { health: 'failing', requestsPerSecond: 1 }),
      service('still', { health: 'idle' }),
    ]
    expect(busiestServices(nodes, 10).map((node) => node.name)).toEqual(['broken', 'slow', 'busy', 'quiet', 'still'])
  })

  it('lists services only, no more than asked for, in an order that does not depend on the input', () => {
    const nodes = [service('b'), service('a'), service('gateway', { kind: 'gateway' }), service('c')]
    expect(busiestServices(nodes, 2).map((node) => node.name)).toEqual(['a', 'b'])
    expect(busiestServices(nodes.toReversed(), 2).map((node) => node.name)).toEqual(['a', 'b'])
  })
})
