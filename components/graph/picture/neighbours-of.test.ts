import { describe, expect, test } from 'vitest'
import { boxId, type EdgeView, type NodeView } from '../view/graph-view.ts'
import { neighboursOf } from './neighbours-of.ts'
import { emptyScene, type Scene } from './scene.ts'

const nodeIn = (id: string, box: string, isHidden = false): NodeView => ({
  id,
  box,
  outline: 'workload',
  state: 'healthy',
  isOrigin: false,
  isInjected: false,
  name: id,
  facts: [],
  failuresPerSecond: 0,
  told: '',
  isDimmed: false,
  isHidden,
})

const call = (source: string, target: string, isHidden = false): EdgeView => ({
  id: `${source} ${target}`,
  source,
  target,
  step: 1,
  tone: 'quiet',
  isTcp: false,
  isAttemptsOnly: false,
  isInjected: false,
  label: [],
  isDimmed: false,
  isHidden,
})

const nodes = [nodeIn('a', 'pay'), nodeIn('b', 'shop'), nodeIn('c', 'shop'), nodeIn('gone', 'shop', true)]
const edges = [call('a', 'b'), call('b', 'c'), call('gone', 'b', true)]
const scene: Scene = {
  ...emptyScene,
  nodes: new Map(nodes.map((node) => [node.id, node])),
  edges: new Map(edges.map((edge) => [edge.id, edge])),
}

describe('neighboursOf', () => {
  test('a node goes with all it calls or is called by, but for what is hidden', () => {
    expect(neighboursOf(scene, 'b').toSorted()).toEqual(['a', 'b', 'c'])
    expect(neighboursOf(scene, 'a').toSorted()).toEqual(['a', 'b'])
  })

  test('an edge goes with its ends, a box with its members', () => {
    expect(neighboursOf(scene, 'b c')).toEqual(['b', 'c'])
    expect(neighboursOf(scene, boxId('shop'))).toEqual(['b', 'c'])
  })
})
