import { describe, expect, test } from 'vitest'
import { boxId, type EdgeView, type NodeView } from '../view/graph-view.ts'
import { circlesAround } from './circles-around.ts'
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

const call = (source: string, target: string, isHidden = false, tone: EdgeView['tone'] = 'quiet'): EdgeView => ({
  id: `${source} ${target}`,
  source,
  target,
  step: 1,
  tone,
  isTcp: false,
  isAttemptsOnly: false,
  isInjected: false,
  label: [],
  isDimmed: false,
  isHidden,
})

const nodes = [nodeIn('a', 'pay'), nodeIn('b', 'shop'), nodeIn('c', 'shop'), nodeIn('gone', 'shop', true)]
const edges = [call('a', 'b'), call('b', 'c', false, 'failing'), call('gone', 'b', true)]
const scene: Scene = {
  ...emptyScene,
  nodes: new Map(nodes.map((node) => [node.id, node])),
  edges: new Map(edges.map((edge) => [edge.id, edge])),
}

const sorted = (id: string) => circlesAround(scene, id).map((circle) => circle.toSorted())

describe('circlesAround', () => {
  test('a node goes with all it calls or is called by, but for what is hidden, then with those something is wrong with', () => {
    expect(sorted('b')).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ])
    expect(sorted('a')).toEqual([['a', 'b']])
  })

  test('an edge goes with its ends, a box with its members', () => {
    expect(sorted('b c')).toEqual([['b', 'c']])
    expect(sorted(boxId('shop'))).toEqual([['b', 'c']])
  })
})
