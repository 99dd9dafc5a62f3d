import { describe, expect, it } from 'vitest'
import type { GraphEdge } from '../graph/snapshot.ts'
import { meshFigures } from './mesh-figures.ts'

function edge(id: string, traffic: Partial<GraphEdge>): GraphEdge {
  return { id, source: 'a', target: 'b', protocol: 'http', health: 'healthy', ...traffic }
}

describe('meshFigures', () => {
  it('weights the error share by calls, not by connections', () => {
    const figures = meshFigures({
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
      edges: [edge('1', { requestsPerSecond: 10, mtlsShare: 1 }), edge('2', { requestsPerSecond: 30 })],
    })
    expect(figures.mtlsRatio).toBe(1)
  })

  it('says nothing instead of zero where nothing was measured', () => {
    const figures = meshFigures({ edges: [edge('1', { health: 'unknown' })] })
    expect(figures).toEqual({ busyEdges: 0 })
  })

  it('counts a TCP connection as busy by its bytes', () => {
    expect(meshFigures({ edges: [edge('1', { bytesPerSecond: 5 })] }).busyEdges).toBe(1)
  })
})
