import type { Brush } from './brush.ts'
import type { Point } from './graph-layout.ts'
import type { NodeView } from './graph-view.ts'
import { paintCallouts } from './paint-callouts.ts'
import { cardOnScreen } from './paint-card.ts'
import { paintEdgeLabels } from './paint-edge-labels.ts'
import { paintNode } from './paint-node.ts'
import type { Scene } from './scene.ts'
import { detailAt, isOnScreen, toScreen, type Viewport } from './viewport.ts'

/** From this zoom on a card has room for all it has to say. */
const fullCards = 0.95

/** Over the edges: labels, nodes, and what is said of the worst nodes when they are only dots. */
export function paintNodes(brush: Brush, scene: Scene, viewport: Viewport) {
  const detail = detailAt(viewport.zoom)
  const visible = [...scene.nodes.values()].flatMap((node) => {
    const at = scene.layout.positions[node.id]
    if (at === undefined || node.isHidden) {
      return []
    }
    const centre = toScreen(at, viewport)
    return isOnScreen(cardOnScreen(centre, viewport.zoom), viewport) ? [{ node, centre }] : []
  })
  const ordered = visible.toSorted((a, b) => weight(a.node) - weight(b.node))
  const paintAll = (isDimmed: boolean) => {
    for (const { node, centre } of ordered.filter((entry) => entry.node.isDimmed === isDimmed)) {
      const mark = { isSelected: node.id === scene.selected, isHovered: node.id === scene.hovered }
      paintNode(brush, node, centre, detail, mark)
    }
  }
  paintAll(true)
  if (detail !== 'far') {
    const cards = visible.map(({ centre }) => cardOnScreen(centre, viewport.zoom))
    paintEdgeLabels(brush, scene, viewport, cards, detail === 'near')
  }
  paintAll(false)
  if (viewport.zoom < fullCards) {
    const told = visible.filter(({ node }) => node.id === scene.hovered)
    const worst = detail === 'far' ? worstFirst(visible) : []
    paintCallouts(brush, [...told, ...worst.filter(({ node }) => node.id !== scene.hovered)], viewport)
  }
}

function worstFirst(visible: readonly { node: NodeView; centre: Point }[]) {
  return visible
    .filter(({ node }) => node.state === 'failing' && !node.isDimmed)
    .toSorted((a, b) => b.node.failuresPerSecond - a.node.failuresPerSecond)
}

function weight({ state, isDimmed }: NodeView): number {
  return (isDimmed ? 0 : 10) + (state === 'failing' ? 3 : state === 'victim' ? 2 : state === 'degraded' ? 1 : 0)
}
