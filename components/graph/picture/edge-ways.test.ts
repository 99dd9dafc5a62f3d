import { describe, expect, test } from 'vitest'
import type { GraphLayout } from '../layout/graph-layout.ts'
import { edgeWays } from './edge-ways.ts'

const layout: GraphLayout = { positions: { a: { x: 0, y: 0 }, b: { x: 400, y: 100 } }, boxes: [], bends: {} }
const ab = { id: 'ab', source: 'a', target: 'b' }

describe('edgeWays', () => {
  test('runs edges between the same two nodes side by side', () => {
    const twin = { ...ab, id: 'ab2' }
    const ways = edgeWays([ab, twin], layout)
    expect(ways.of(ab)?.start.y).not.toBe(ways.of(twin)?.start.y)
    expect(edgeWays([ab], layout).of(ab)?.start.y).toBe(0)
  })

  test('has no way where an end has no place yet', () => {
    expect(edgeWays([], layout).of({ id: 'x', source: 'a', target: 'new' })).toBeUndefined()
  })

  test('leads a call to itself round its own card', () => {
    const path = edgeWays([], layout).of({ id: 'l', source: 'a', target: 'a' })
    expect(path?.controls.length).toBeGreaterThan(1)
  })
})
