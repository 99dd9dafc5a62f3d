import { boxOfId, type EdgeView } from '../view/graph-view.ts'
import type { Scene } from './scene.ts'

/**
 * The nodes to see together with a node, an edge or a box, the widest circle first: a node with all it calls or is called
 * by, then with those between whom and it something is wrong; an edge with its ends; a box with its members.
 */
export function circlesAround({ nodes, edges }: Scene, id: string): string[][] {
  const edge = edges.get(id)
  const box = boxOfId(id)
  if (edge !== undefined) {
    return [[edge.source, edge.target]]
  }
  if (box !== undefined) {
    return [[...nodes.values()].filter((node) => node.box === box && !node.isHidden).map((node) => node.id)]
  }
  const own = [...edges.values()].filter(
    ({ isHidden, source, target }) => !isHidden && (source === id || target === id),
  )
  const wrong = own.filter(({ tone }) => tone === 'failing' || tone === 'degraded')
  const withEnds = (calls: readonly EdgeView[]) => [
    ...new Set([id, ...calls.flatMap(({ source, target }) => [source, target])]),
  ]
  return wrong.length === 0 ? [withEnds(own)] : [withEnds(own), withEnds(wrong)]
}
