import { describe, expect, it } from 'vitest'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { isSourceMissing, meshFigures } from './mesh-figures.ts'

function edge(id: string, traffic: Partial<GraphEdge>): GraphEdge {
  return { id, source: 'a', target: 'b', protocol: 'http', health: 'healthy', ...traffic }
}

describe('meshFigures', () => {
  it('weights the error share by calls, not by connections', () => {
    const figures = meshFigures({
      nodes: [],
      edges: [
        edge('1', { requestsPerSecond: 90, errorRatio: 0 }),
        edge('2', { requestsPerSecond: 10, errorRatio: 0.5 }),
      ],
    })
    expect(figures.requestsPerSecond).toBe(100)
    expect(figures.errorRatio).toBeCloseTo(0.05)
  })

  it('leaves out of the mTLS share the calls whose receiver did not tell', () => {
    const figures = meshFigures({
      nodes: [],
      edges: [edge('1', { requestsPerSecond: 10, mtlsShare: 1 }), edge('2', { requestsPerSecond: 30 })],
    })
    expect(figures.mtlsRatio).toBe(1)
  })

  it('says nothing instead of zero where nothing was measured', () => {
    const figures = meshFigures({ nodes: [], edges: [edge('1', { health: 'unknown' })] })
    expect(figures).toEqual({ busyEdges: 0, outside: [] })
  })

  it('counts a TCP connection as busy by its bytes', () => {
    expect(meshFigures({ nodes: [], edges: [edge('1', { bytesPerSecond: 5 })] }).busyEdges).toBe(1)
  })

  it('names what takes part without being in the mesh', () => {
    const node = (id: string, more: Partial<GraphNode>): GraphNode => ({
      id,
      kind: 'workload',
      cluster: 'c',
      name: id,
      namespace: 'n',
      health: 'healthy',
      ...more,
    })
    const nodes = [node('batch', { membership: 'none' }), node('in', { membership: 'sidecar' }), node('untold', {})]
    expect(meshFigures({ nodes, edges: [] }).outside.map((found) => found.id)).toEqual(['batch'])
  })
})

describe('isSourceMissing', () => {
  it('takes a silent source for missing, and a remark of the other source not', () => {
    const notices = [{ source: 'prometheus', code: 'unavailable' } as const]
    expect(isSourceMissing(notices, 'prometheus')).toBe(true)
    expect(isSourceMissing(notices, 'kubernetes')).toBe(false)
    expect(isSourceMissing([{ source: 'prometheus', code: 'no-traffic' }], 'prometheus')).toBe(false)
  })
})
