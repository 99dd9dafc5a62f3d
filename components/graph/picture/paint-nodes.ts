import { detailAt, isOnScreen, type Rectangle, toScreen, type Viewport } from '../layout/viewport.ts'
import type { NodeView } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'
import { paintCallouts } from './paint-callouts.ts'
import { cardOnScreen } from './paint-card.ts'
import { paintEdgeLabels } from './paint-edge-labels.ts'
import { paintNode } from './paint-node.ts'
import type { Told } from './place-callouts.ts'
import type { Scene } from './scene.ts'

/** From this zoom on a card has room for all it has to say. */
const fullCards = 0.95

/** Over the lines: labels, nodes, and what is said of the worst nodes when they are only dots; `names` stay readable. */
export function paintNodes(brush: Brush, scene: Scene, viewport: Viewport, names: readonly Rectangle[]) {
  const detail = detailAt(viewport.zoom)
  const visible = visibleNodes(scene, viewport)
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
    paintEdgeLabels(brush, scene, viewport, [...cards, ...names])
  }
  paintAll(false)
  if (viewport.zoom < fullCards) {
    const pointedAt = visible.filter(({ node }) => node.id === scene.hovered)
    const worst = detail === 'far' ? worstFirst(visible).filter(({ node }) => node.id !== scene.hovered) : []
    paintCallouts(brush, [...pointedAt, ...worst], viewport, [...names, ...notableDots(visible)])
  }
}

function visibleNodes({ nodes, layout }: Scene, viewport: Viewport): Told[] {
  return [...nodes.values()].flatMap((node) => {
    const at = layout.positions[node.id]
    if (at === undefined || node.isHidden) {
      return []
    }
    const centre = toScreen(at, viewport)
    return isOnScreen(cardOnScreen(centre, viewport.zoom), viewport) ? [{ node, centre }] : []
  })
}

function worstFirst(visible: readonly Told[]): Told[] {
  return visible
    .filter(({ node }) => node.state === 'failing' && !node.isDimmed)
    .toSorted((a, b) => b.node.failuresPerSecond - a.node.failuresPerSecond)
}

function notableDots(visible: readonly Told[]): Rectangle[] {
  return visible
    .filter(({ node: { state } }) => state === 'failing' || state === 'degraded')
    .map(({ centre: { x, y } }) => ({ x: x - 10, y: y - 10, width: 20, height: 20 }))
}

function weight({ state, isDimmed }: NodeView): number {
  return (isDimmed ? 0 : 10) + (state === 'failing' ? 3 : state === 'victim' ? 2 : state === 'degraded' ? 1 : 0)
}
