import { describe, expect, test } from 'vitest'
import { aGraphView, aNodeView } from '#lib/testing/view-builders.ts'
import type { GraphLayout } from '../layout/graph-layout.ts'
import type { Viewport } from '../layout/viewport.ts'
import { mustFit } from './must-fit.ts'
import { emptyScene, type Scene, sceneOf } from './scene.ts'

const port: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, width: 1000, height: 600 }

function sceneAt(
  positions: GraphLayout['positions'],
  hidden: readonly string[] = [],
  before: Scene = emptyScene,
): Scene {
  const nodes = Object.keys(positions).map((id) => aNodeView(id, { isHidden: hidden.includes(id) }))
  return sceneOf(aGraphView({ nodes }), { positions, boxes: [], bends: {} }, undefined, before)
}

const two = { a: { x: 100, y: 100 }, b: { x: 400, y: 100 } }
const stood = sceneAt(two)

describe('mustFit', () => {
  test('a first picture, or one of which more is hidden or shown, is fitted', () => {
    expect(mustFit(emptyScene, stood, port, false)).toBe(true)
    expect(mustFit(stood, sceneAt(two, ['b']), port, true)).toBe(true)
  })

  test('numbers that change move nothing', () => {
    expect(mustFit(stood, { ...stood }, port, false)).toBe(false)
  })

  test('a node more where there is room moves nothing, one out of sight does', () => {
    expect(mustFit(stood, sceneAt({ ...two, c: { x: 700, y: 200 } }), port, false)).toBe(false)
    expect(mustFit(stood, sceneAt({ ...two, c: { x: 7000, y: 200 } }), port, false)).toBe(true)
  })

  test('another arrangement is fitted unless somebody moved the picture', () => {
    const other = sceneAt({ a: { x: 140, y: 100 }, b: { x: 440, y: 160 } })
    expect(mustFit(stood, other, port, false)).toBe(true)
    expect(mustFit(stood, other, port, true)).toBe(false)
  })
})
