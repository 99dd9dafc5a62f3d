'use client'

import cytoscape from 'cytoscape'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { edgeStyle, manyEdges } from './edge-style.ts'
import type { GraphLayout } from './graph-layout.ts'
import { card } from './graph-layout.ts'
import type { EdgeView, GraphView } from './graph-view.ts'
import { paintHulls, paintNodes, type Scene } from './paint-scene.ts'
import { prepareEdgeLines } from './prepare-edge-lines.ts'
import { readPalette, watchTheme } from './read-palette.ts'
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

type Stage = ReturnType<typeof createStage>

const widths = { 1: 1, 2: 1.5, 3: 2, 4: 3, 5: 4 } as const

function createStage(holder: HTMLDivElement, events: StageEvents) {
  const hulls = layer(holder)
  const middle = document.createElement('div')
  middle.style.cssText = 'position:absolute;inset:0'
  holder.append(middle)
  const nodes = layer(holder)

  let palette = readPalette()
  let isLarge = false
  let isMoved = false
  let isDrawn = false
  let isFar = false
  let scene: Scene = {
    layout: { positions: {}, boxes: [], bends: {} },
    nodes: new Map(),
    edges: new Map(),
    paths: new Map(),
  }
  const cy = cytoscape({
    container: middle,
    style: edgeStyle(palette, isLarge) as cytoscape.StylesheetJson,
    layout: { name: 'preset' },
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    minZoom: 0.02,
    maxZoom: 2.5,
  })

  const viewport = (): Viewport => ({ zoom: cy.zoom(), pan: cy.pan(), width: cy.width(), height: cy.height() })

  function paint() {
    const port = viewport()
    const ratio = window.devicePixelRatio || 1
    for (const [canvas, draw] of [
      [hulls, paintHulls],
      [nodes, paintNodes],
    ] as const) {
      resize(canvas, port, ratio)
      const context = canvas.getContext('2d')
      if (context !== null) {
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
        context.clearRect(0, 0, port.width, port.height)
        draw({ context, palette, zoom: port.zoom }, scene, port)
      }
    }
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

  function settleDetail() {
    const nowFar = detailAt(cy.zoom()) === 'far'
    if (nowFar !== isFar) {
      isFar = nowFar
      cy.batch(() => cy.edges().toggleClass('far', isFar))
    }
  }

  function hover(id: string | undefined) {
    scene = { ...scene, ...(id === undefined ? { hovered: undefined } : { hovered: id }) } as Scene
    cy.batch(() => {
      cy.edges('.marked').removeClass('marked')
      if (id !== undefined) {
        const element = cy.getElementById(id)
        ;(element.isNode() ? element.connectedEdges() : element).addClass('marked')
      }
    })
    middle.style.cursor = id === undefined ? '' : 'pointer'
    paint()
  }

  function show(view: GraphView, layout: GraphLayout, selected: string | undefined) {
    const isNewLayout = layout !== scene.layout
    const before = scene
    const hadFocus = [...before.nodes.values()].filter(({ isHidden }) => isHidden).length
    const edges = view.edges.filter(({ source, target }) => layout.positions[source] && layout.positions[target])
    scene = {
      layout,
      nodes: new Map(view.nodes.map((node) => [node.id, node])),
      edges: new Map(edges.map((edge) => [edge.id, edge])),
      paths: before.paths,
      ...(selected === undefined ? {} : { selected }),
      ...(before.hovered === undefined ? {} : { hovered: before.hovered }),
    }
    const nowLarge = edges.length > manyEdges
    if (nowLarge !== isLarge) {
      isLarge = nowLarge
      cy.style(edgeStyle(palette, isLarge) as cytoscape.StylesheetJson)
    }
    const hasNewEdges = edges.length !== before.edges.size || edges.some(({ id }) => !before.edges.has(id))
    const lines = isNewLayout || hasNewEdges ? prepareEdgeLines(edges, layout) : undefined
    scene = { ...scene, paths: isLarge ? new Map() : (lines?.paths ?? before.paths) }
    cy.batch(() => {
      syncNodes(cy, view, layout, isNewLayout)
      syncEdges(cy, edges, before.edges, lines?.lines, isFar)
      if (selected !== before.selected) {
        cy.edges('.chosen').removeClass('chosen')
      }
      if (selected !== undefined) {
        cy.getElementById(selected).filter('edge').addClass('chosen')
      }
    })
    const hasFocusChanged = hadFocus !== view.nodes.filter(({ isHidden }) => isHidden).length
    if ((isNewLayout && !isMoved) || hasFocusChanged || before.nodes.size === 0) {
      fitAll()
    }
    settleDetail()
    paint()
  }

  function reveal(id: string, covered: number) {
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

  cy.on('tap', (event) => events.onSelect(event.target === cy ? undefined : (event.target.id() as string)))
  cy.on('dbltap', 'node', (event) => events.onFocus(event.target.id() as string))
  cy.on('mouseover', 'node, edge', (event) => hover(event.target.id() as string))
  cy.on('mouseout', 'node, edge', () => hover(undefined))
  cy.on('dragpan scrollzoom pinchzoom', () => {
    isMoved = true
  })
  cy.on('zoom', settleDetail)
  cy.on('render', paint)
  const stopTheme = watchTheme(() => {
    palette = readPalette()
    cy.style(edgeStyle(palette, isLarge) as cytoscape.StylesheetJson)
    paint()
  })
  const observer = new ResizeObserver(() => {
    cy.resize()
    paint()
  })
  observer.observe(holder)
  // A panel that opens must not move the picture under the pointer; a window of another size may.
  const onWindow = () => {
    cy.resize()
    if (!isMoved) {
      fitAll()
    }
  }
  window.addEventListener('resize', onWindow)

  return {
    show,
    fitAll,
    reveal,
    zoomBy: (factor: number) => {
      isMoved = true
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
    },
    destroy: () => {
      observer.disconnect()
      window.removeEventListener('resize', onWindow)
      stopTheme()
      cy.destroy()
      holder.replaceChildren()
    },
  }
}

function layer(holder: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  holder.append(canvas)
  return canvas
}

function resize(canvas: HTMLCanvasElement, { width, height }: Viewport, ratio: number) {
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
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
  edges: readonly EdgeView[],
  before: ReadonlyMap<string, EdgeView>,
  lines: ReadonlyMap<string, object> | undefined,
  isFar: boolean,
) {
  const wanted = new Set(edges.map(({ id }) => id))
  cy.edges()
    .filter((element) => !wanted.has(element.id()))
    .remove()
  const fresh: cytoscape.ElementDefinition[] = []
  for (const edge of edges) {
    const { id, source, target, tone, isTcp, isDimmed, isHidden } = edge
    const data = { tone, isTcp, width: widths[edge.step], ...lines?.get(id) }
    const element = cy.getElementById(id)
    if (element.empty()) {
      const classes = [isDimmed ? 'dimmed' : '', isHidden ? 'hidden' : '', isFar ? 'far' : ''].filter(Boolean)
      fresh.push({ group: 'edges', data: { id, source, target, ...straight, ...data }, classes })
      continue
    }
    const old = before.get(id)
    if (lines !== undefined || old?.tone !== tone || old.isTcp !== isTcp || old.step !== edge.step) {
      element.data(data)
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

/** A loop has no line of its own; the canvas library still wants values. */
const straight = { from: '0 0', to: '0 0', weights: '0.5', distances: '30' } as const
