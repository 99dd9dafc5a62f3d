'use client'

import cytoscape from 'cytoscape'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { edgeStyle } from './edge-style.ts'
import { lineOf } from './edge-ways.ts'
import type { GraphLayout } from './graph-layout.ts'
import { card } from './graph-layout.ts'
import type { EdgeView, GraphView } from './graph-view.ts'
import { type PaintLayers, paintLayers } from './paint-layers.ts'
import { isOutstanding } from './paint-lines.ts'
import { type Palette, readPalette, watchTheme } from './read-palette.ts'
import { emptyScene, type Scene, sceneOf } from './scene.ts'
import { detailAt, fitted, panInto, toScreen, type Viewport } from './viewport.ts'

export interface GraphCanvasHandle {
  /** Shows all that is drawn. */
  fitAll(): void
  zoomBy(factor: number): void
  /** Moves a node or both ends of a call into sight, no further than needed, where `covered` pixels on the right are hidden. */
  reveal(id: string, covered: number): void
}

export interface GraphCanvasProps {
  view: GraphView
  layout: GraphLayout
  selected?: string | undefined
  /** Read aloud in place of the picture. */
  summary: string
  onSelect: (id: string | undefined) => void
  onFocus: (id: string) => void
  /** The first picture at final positions stands and answers the pointer. */
  onDrawn: () => void
  ref?: Ref<GraphCanvasHandle>
}

/** The graph as a picture. It draws what it is told: numbers change in place, only a new layout moves anything. */
export function GraphCanvas({ view, layout, selected, summary, onSelect, onFocus, onDrawn, ref }: GraphCanvasProps) {
  const holder = useRef<HTMLDivElement>(null)
  const stage = useRef<Stage | undefined>(undefined)
  const events = useRef({ onSelect, onFocus, onDrawn })
  useEffect(() => {
    events.current = { onSelect, onFocus, onDrawn }
  }, [onSelect, onFocus, onDrawn])

  useEffect(() => {
    if (holder.current === null) {
      return
    }
    const made = createStage(holder.current, {
      onSelect: (id) => events.current.onSelect(id),
      onFocus: (id) => events.current.onFocus(id),
      onDrawn: () => events.current.onDrawn(),
    })
    stage.current = made
    return () => {
      stage.current = undefined
      made.destroy()
    }
  }, [])

  useEffect(() => stage.current?.show(view, layout, selected), [view, layout, selected])
  useImperativeHandle(
    ref,
    () => ({
      fitAll: () => stage.current?.fitAll(),
      zoomBy: (factor) => stage.current?.zoomBy(factor),
      reveal: (id, covered) => stage.current?.reveal(id, covered),
    }),
    [],
  )
  return <div ref={holder} role="img" aria-label={summary} className="absolute inset-0 overflow-hidden" />
}

interface StageEvents {
  onSelect: (id: string | undefined) => void
  onFocus: (id: string) => void
  onDrawn: () => void
}

interface Stage extends GraphCanvasHandle {
  show(view: GraphView, layout: GraphLayout, selected: string | undefined): void
  destroy(): void
}

const widths = { 1: 1, 2: 1.5, 3: 2, 4: 3, 5: 4 } as const

function createStage(holder: HTMLDivElement, events: StageEvents): Stage {
  const layers = paintLayers(holder)
  let palette = readPalette()
  let isMoved = false
  let isDrawn = false
  let farBucket: number | undefined
  let scene = emptyScene
  const cy = createCanvas(layers, palette)

  const viewport = (): Viewport => ({ zoom: cy.zoom(), pan: cy.pan(), width: cy.width(), height: cy.height() })

  function paint() {
    layers.paint(scene, palette, viewport())
    if (!isDrawn && scene.nodes.size > 0 && [...scene.nodes.keys()].every((id) => scene.layout.positions[id])) {
      isDrawn = true
      holder.dataset.drawn = 'true'
      events.onDrawn()
    }
  }

  function fitAll() {
    const shown = [...scene.nodes.values()].filter(({ isHidden }) => !isHidden).map(({ id }) => id)
    if (shown.length > 0 && cy.width() > 0) {
      cy.viewport(fitted(scene.layout, shown, cy.width(), cy.height()))
      isMoved = false
    }
  }

  /** From afar lines are straight, and as wide on the screen as they are near. */
  function settleDetail() {
    const nowFar = detailAt(cy.zoom()) === 'far'
    const bucket = nowFar ? Math.round(Math.log2(cy.zoom()) * 4) : undefined
    if (bucket !== farBucket) {
      farBucket = bucket
      cy.batch(() => cy.edges().data('farWidth', farWidth(bucket)).toggleClass('far', nowFar))
    }
  }

  function hover(id: string | undefined) {
    scene = { ...scene, hovered: id }
    markLines(cy, id)
    layers.middle.style.cursor = id === undefined ? '' : 'pointer'
    paint()
  }

  function show(view: GraphView, layout: GraphLayout, selected: string | undefined) {
    const before = scene
    const isNewLayout = layout !== before.layout
    scene = sceneOf(view, layout, selected, before)
    const edges = [...scene.edges.values()]
    const lines = scene.isCrowded ? edges.filter((edge) => isOutstanding(edge, selected)) : edges
    cy.batch(() => {
      syncNodes(cy, view, layout, isNewLayout)
      syncEdges(cy, lines, before, scene, farBucket)
      if (selected !== before.selected) {
        cy.edges('.chosen').removeClass('chosen')
      }
      if (selected !== undefined) {
        cy.getElementById(selected).filter('edge').addClass('chosen')
      }
    })
    const hasOtherHidden = hiddenCount(before.nodes.values()) !== hiddenCount(view.nodes)
    if ((isNewLayout && !isMoved) || hasOtherHidden || before.nodes.size === 0) {
      fitAll()
    }
    settleDetail()
    paint()
  }

  function reveal(id: string, covered: number) {
    cy.resize()
    const edge = scene.edges.get(id)
    const ends = edge === undefined ? [id] : [edge.source, edge.target]
    const places = ends.flatMap((end) => scene.layout.positions[end] ?? []).map((at) => toScreen(at, viewport()))
    if (places.length > 0 && cy.width() > 0) {
      const by = panInto(places, viewport(), covered)
      if (by.x !== 0 || by.y !== 0) {
        cy.panBy(by)
      }
    }
  }

  listen(cy, events, hover)
  cy.on('dragpan scrollzoom pinchzoom', () => {
    isMoved = true
  })
  cy.on('zoom', settleDetail)
  cy.on('render', paint)
  const stopTheme = watchTheme(() => {
    palette = readPalette()
    cy.style(edgeStyle(palette) as cytoscape.StylesheetJson)
    paint()
  })
  const stopSize = watchSize(holder, {
    onHolder: () => {
      cy.resize()
      paint()
    },
    onWindow: () => {
      cy.resize()
      if (!isMoved) {
        fitAll()
      }
    },
  })

  return {
    show,
    fitAll,
    reveal,
    zoomBy: (factor: number) => {
      isMoved = true
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
    },
    destroy: () => {
      stopSize()
      stopTheme()
      cy.destroy()
      holder.replaceChildren()
    },
  }
}

function createCanvas({ middle }: PaintLayers, palette: Palette): cytoscape.Core {
  return cytoscape({
    container: middle,
    style: edgeStyle(palette) as cytoscape.StylesheetJson,
    layout: { name: 'preset' },
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    minZoom: 0.02,
    maxZoom: 2.5,
  })
}

function listen(cy: cytoscape.Core, { onSelect, onFocus }: StageEvents, onHover: (id: string | undefined) => void) {
  cy.on('tap', (event) => onSelect(event.target === cy ? undefined : idOf(event)))
  cy.on('dbltap', 'node', (event) => onFocus(idOf(event)))
  cy.on('mouseover', 'node, edge', (event) => onHover(idOf(event)))
  cy.on('mouseout', 'node, edge', () => onHover(undefined))
}

function idOf({ target }: cytoscape.EventObject): string {
  return target.id()
}

/** The lines of what is under the pointer stand out. */
function markLines(cy: cytoscape.Core, id: string | undefined) {
  cy.batch(() => {
    cy.edges('.marked').removeClass('marked')
    if (id !== undefined) {
      const element = cy.getElementById(id)
      const lines = element.isNode() ? element.connectedEdges() : element
      lines.addClass('marked')
    }
  })
}

/** A panel that opens must not move the picture under the pointer; a window of another size may. */
function watchSize(holder: HTMLElement, { onHolder, onWindow }: { onHolder: () => void; onWindow: () => void }) {
  const observer = new ResizeObserver(onHolder)
  observer.observe(holder)
  window.addEventListener('resize', onWindow)
  return () => {
    observer.disconnect()
    window.removeEventListener('resize', onWindow)
  }
}

function syncNodes(cy: cytoscape.Core, { nodes }: GraphView, { positions }: GraphLayout, isNewLayout: boolean) {
  const wanted = new Set(nodes.map(({ id }) => id))
  cy.nodes()
    .filter((element) => !wanted.has(element.id()))
    .remove()
  const fresh: cytoscape.ElementDefinition[] = []
  for (const { id, isHidden } of nodes) {
    const position = positions[id]
    const element = cy.getElementById(id)
    if (element.empty()) {
      if (position !== undefined) {
        fresh.push({
          group: 'nodes',
          data: { id, ...card },
          position: { ...position },
          classes: isHidden ? ['hidden'] : [],
        })
      }
      continue
    }
    if (isNewLayout && position !== undefined) {
      element.position({ ...position })
    }
    element.toggleClass('hidden', isHidden)
  }
  cy.add(fresh).panify()
}

function syncEdges(
  cy: cytoscape.Core,
  lines: readonly EdgeView[],
  before: Scene,
  { ways, layout }: Scene,
  farBucket: number | undefined,
) {
  const wanted = new Set(lines.map(({ id }) => id))
  cy.edges()
    .filter((element) => !wanted.has(element.id()))
    .remove()
  const fresh: cytoscape.ElementDefinition[] = []
  for (const edge of lines) {
    const { id, source, target, tone, isTcp, isAttemptsOnly, isDimmed, isHidden } = edge
    const look = { tone, isTcp, isAttemptsOnly, width: widths[edge.step], farWidth: farWidth(farBucket) }
    const element = cy.getElementById(id)
    if (element.empty()) {
      const classes = [isDimmed ? 'dimmed' : '', isHidden ? 'hidden' : '', farBucket === undefined ? '' : 'far'].filter(
        Boolean,
      )
      fresh.push({ group: 'edges', data: { id, source, target, ...look, ...lineOf(edge, ways, layout) }, classes })
      continue
    }
    const old = before.edges.get(id)
    if (ways !== before.ways) {
      element.data({ ...look, ...lineOf(edge, ways, layout) })
    } else if (
      old?.tone !== tone ||
      old.isTcp !== isTcp ||
      old.isAttemptsOnly !== isAttemptsOnly ||
      old.step !== edge.step
    ) {
      element.data(look)
    }
    if (old?.isDimmed !== isDimmed) {
      element.toggleClass('dimmed', isDimmed)
    }
    if (old?.isHidden !== isHidden) {
      element.toggleClass('hidden', isHidden)
    }
  }
  cy.add(fresh)
}

function farWidth(bucket: number | undefined): number {
  return bucket === undefined ? 1 : 1.3 / 2 ** (bucket / 4)
}

function hiddenCount(nodes: Iterable<{ isHidden: boolean }>): number {
  return [...nodes].filter(({ isHidden }) => isHidden).length
}
