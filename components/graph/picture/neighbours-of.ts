import { boxOfId } from '../view/graph-view.ts'
import type { Scene } from './scene.ts'

/** The nodes to see together with a node, an edge or a box: itself and what it calls or is called by; its ends; its members. */
export function neighboursOf({ nodes, edges }: Scene, id: string): string[] {
  const edge = edges.get(id)
  const box = boxOfId(id)
  if (edge !== undefined) {
    return [edge.source, edge.target]
  }
  if (box !== undefined) {
    return [...nodes.values()].filter((node) => node.box === box && !node.isHidden).map((node) => node.id)
  }
  const ends = [...edges.values()]
    .filter(({ isHidden, source, target }) => !isHidden && (source === id || target === id))
    .flatMap(({ source, target }) => [source, target])
  return [...new Set([id, ...ends])]
}
