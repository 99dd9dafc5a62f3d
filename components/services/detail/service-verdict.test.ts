import { describe, expect, it } from 'vitest'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { serviceVerdict } from './service-verdict.ts'

function node(more: Partial<GraphNode>): GraphNode {
  return { id: 'n', kind: 'service', cluster: 'c', name: 'pay', namespace: 'shop', health: 'healthy', ...more }
}

describe('serviceVerdict', () => {
  it('names the number that decided', () => {
    expect(serviceVerdict(node({ health: 'failing', errorRatio: 0.2 }))).toMatchObject({ key: 'fails', ratio: 0.2 })
    expect(serviceVerdict(node({ health: 'degraded', errorRatio: 0.007 }))).toMatchObject({ key: 'degraded' })
    expect(serviceVerdict(node({ health: 'degraded', errorRatio: 0, clientErrorRatio: 0.3 }))).toMatchObject({
      key: 'clientErrors',
      ratio: 0.3,
    })
  })

  it('blames nobody for errors that come from behind', () => {
    expect(serviceVerdict(node({ health: 'failing', role: 'victim', errorRatio: 0.2 })).key).toBe('victim')
  })

  it('does not invent a share where there were no requests', () => {
    expect(serviceVerdict(node({ health: 'failing' }))).toEqual({ key: 'broken', tone: 'failing' })
    expect(serviceVerdict(node({ health: 'degraded' }))).toEqual({ key: 'degradedPlain', tone: 'degraded' })
  })

  it('keeps quiet things quiet', () => {
    for (const health of ['healthy', 'idle', 'unknown'] as const) {
      expect(serviceVerdict(node({ health }))).toEqual({ key: health, tone: 'neutral' })
    }
  })
})
