import { describe, expect, it } from 'vitest'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { nodeVerdict } from './node-verdict.ts'

function node(more: Partial<GraphNode>): GraphNode {
  return { id: 'n', kind: 'service', cluster: 'c', name: 'pay', namespace: 'shop', health: 'healthy', ...more }
}

describe('nodeVerdict', () => {
  it('names the number that decided', () => {
    expect(nodeVerdict(node({ health: 'failing', errorRatio: 0.2 }))).toMatchObject({ key: 'fails', ratio: 0.2 })
    expect(nodeVerdict(node({ health: 'degraded', errorRatio: 0.007 }))).toMatchObject({ key: 'degraded' })
    expect(nodeVerdict(node({ health: 'degraded', errorRatio: 0, clientErrorRatio: 0.3 }))).toMatchObject({
      key: 'clientErrors',
      ratio: 0.3,
    })
  })

  it('blames nobody for errors that come from behind', () => {
    expect(nodeVerdict(node({ health: 'failing', role: 'victim', errorRatio: 0.2 })).key).toBe('victim')
  })

  it('does not invent a share where there were no requests', () => {
    expect(nodeVerdict(node({ health: 'failing' }))).toEqual({ key: 'broken', tone: 'failing' })
    expect(nodeVerdict(node({ health: 'degraded' }))).toEqual({ key: 'degradedPlain', tone: 'degraded' })
  })

  it('keeps quiet things quiet', () => {
    for (const health of ['healthy', 'idle', 'unknown'] as const) {
      expect(nodeVerdict(node({ health }))).toEqual({ key: health, tone: 'neutral' })
    }
  })
})
