import type { GraphLayout, Pins, Point } from '../layout/graph-layout.ts'
import { pinnedLayout } from '../layout/pinned-layout.ts'
import {
  centred,
  closeUp,
  fitted,
  panInto,
  panned,
  toModel,
  toScreen,
  type Viewport,
  zoomed,
} from '../layout/viewport.ts'
import { boxOfId, type GraphView, type PictureCaption } from '../view/graph-view.ts'
import { circlesAround } from './circles-around.ts'
import { exportPicture } from './export-picture.ts'
import { listenToGestures } from './gestures.ts'
import { mustFit, shownIds } from './must-fit.ts'
import { paintPicture } from './paint-picture.ts'
import { readPalette, watchTheme } from './read-palette.ts'
import { emptyScene, type Scene, sceneOf } from './scene.ts'
import { Surface } from './surface.ts'
import { boxAt, type Hit, whatIsAt } from './what-is-at.ts'

export interface StageEvents {
  onSelect(id: string | undefined): void
  onFocus(id: string): void
  onDrawn(): void
  onMenu?: ((id: string | undefined, at: Point) => void) | undefined
  onPin?: ((id: string, at: Point) => void) | undefined
}

export interface Play {
  view: GraphView
  layout: GraphLayout
  selected: string | undefined
  pins: Pins
}

/** The picture: holds what is shown and from where, and hears the hand. */
export class Stage {
  private readonly events: () => StageEvents
  private readonly surface: Surface
  private readonly stops: (() => void)[]
  private palette = readPalette()
  private scene: Scene = emptyScene
  private play: Play | undefined
  private viewport: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, width: 0, height: 0 }
  private corner: Point
  private pulled: { id: string; from: Point } | undefined
  private hasMoved = false
  private hasDrawn = false

  constructor(holder: HTMLElement, events: () => StageEvents) {
    this.events = events
    this.surface = new Surface(holder, {
      paint: (context) => this.paint(context),
      onSize: (hasWindowChanged) => this.resize(hasWindowChanged),
    })
    this.corner = this.surface.corner()
    this.stops = [
      () => this.surface.destroy(),
      listenToGestures(holder, this.gestures()),
      watchTheme(() => {
        this.palette = readPalette()
        this.surface.repaint()
      }),
    ]
    this.resize(false)
  }

  show(play: Play): void {
    const before = this.scene
    this.play = play
    this.scene = sceneOf(play.view, pinnedLayout(play.layout, play.pins, play.view), play.selected, before)
    if (mustFit(before, this.scene, this.viewport, this.hasMoved)) {
      this.fitAll()
    }
    this.surface.repaint()
  }

  fitAll(): void {
    const shown = shownIds(this.scene)
    if (shown.length > 0 && this.viewport.width > 0) {
      this.look({ ...this.viewport, ...fitted(this.scene.layout, shown, this.viewport.width, this.viewport.height) })
      this.hasMoved = false
    }
  }

  zoomBy(factor: number): void {
    this.hasMoved = true
    this.look(zoomed(this.viewport, factor, { x: this.viewport.width / 2, y: this.viewport.height / 2 }))
  }

  centreOn(id: string): void {
    this.measure()
    const middle = this.middleOf(id)
    if (middle !== undefined) {
      this.hasMoved = true
      this.look(centred(this.viewport, middle))
    }
  }

  frame(id: string, covered: number): void {
    this.measure()
    const middle = this.middleOf(id)
    if (middle !== undefined && !this.hasMoved) {
      const closer = closeUp(this.viewport, this.scene.layout, circlesAround(this.scene, id), middle, covered)
      if (closer !== undefined) {
        this.hasMoved = true
        this.look(closer)
      }
    }
    this.reveal(id, covered)
  }

  reveal(id: string, covered: number): void {
    this.measure()
    const places = this.placesOf(id).map((at) => toScreen(at, this.viewport))
    if (places.length > 0 && this.viewport.width > 0) {
      this.look(panned(this.viewport, panInto(places, this.viewport, covered)))
    }
  }

  exportPng(caption: PictureCaption): Promise<Blob> {
    return exportPicture(this.scene, this.palette, caption)
  }

  destroy(): void {
    for (const stop of this.stops) {
      stop()
    }
  }

  private gestures() {
    return {
      onPan: (by: Point) => {
        this.hasMoved = true
        this.look(panned(this.viewport, by))
      },
      onZoom: (factor: number, at: Point) => {
        this.hasMoved = true
        this.look(zoomed(this.viewport, factor, at))
      },
      onHover: (at: Point | undefined) => this.hover(at === undefined ? undefined : this.hit(at)),
      onTap: (at: Point) => this.events().onSelect(this.hit(at)?.id),
      onDoubleTap: (at: Point) => {
        const hit = this.hit(at)
        if (hit?.kind === 'node') {
          this.events().onFocus(hit.id)
        }
      },
      onMenu: (at: Point, page: Point) => {
        const { onMenu } = this.events()
        onMenu?.(this.hit(at)?.id ?? boxAt(this.scene, this.viewport, at), page)
        return onMenu !== undefined
      },
      onGrab: (at: Point) => this.grab(at),
      onPull: (at: Point) => this.pull(at),
      onDrop: () => this.drop(),
    }
  }

  private grab(at: Point): boolean {
    const hit = this.events().onPin === undefined ? undefined : this.hit(at)
    const place = hit?.kind === 'node' ? this.scene.layout.positions[hit.id] : undefined
    if (hit === undefined || place === undefined) {
      return false
    }
    const grip = toModel(at, this.viewport)
    this.pulled = { id: hit.id, from: { x: place.x - grip.x, y: place.y - grip.y } }
    return true
  }

  private pull(at: Point): void {
    if (this.pulled !== undefined && this.play !== undefined) {
      const { id, from } = this.pulled
      const under = toModel(at, this.viewport)
      this.hasMoved = true
      this.show({ ...this.play, pins: { ...this.play.pins, [id]: { x: under.x + from.x, y: under.y + from.y } } })
    }
  }

  private drop(): void {
    const place = this.pulled === undefined ? undefined : this.scene.layout.positions[this.pulled.id]
    if (this.pulled !== undefined && place !== undefined) {
      this.events().onPin?.(this.pulled.id, { x: Math.round(place.x), y: Math.round(place.y) })
    }
    this.pulled = undefined
  }

  private hit(at: Point): Hit | undefined {
    return whatIsAt(this.scene, this.viewport, at)
  }

  private hover(hit: Hit | undefined): void {
    if (hit?.id !== this.scene.hovered) {
      this.scene = { ...this.scene, hovered: hit?.id }
      this.surface.point(hit === undefined ? '' : 'pointer')
      this.surface.repaint()
    }
  }

  private look(viewport: Viewport): void {
    this.viewport = viewport
    this.surface.repaint()
  }

  /** The places a node, both ends of an edge, or the middle of a box stand at. */
  private placesOf(id: string): Point[] {
    const { edges, hulls, layout } = this.scene
    const edge = edges.get(id)
    const box = hulls.find((hull) => hull.id === boxOfId(id))
    if (box !== undefined) {
      return [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]
    }
    return (edge === undefined ? [id] : [edge.source, edge.target]).flatMap((end) => layout.positions[end] ?? [])
  }

  private middleOf(id: string): Point | undefined {
    const places = this.placesOf(id)
    return places.length === 0
      ? undefined
      : {
          x: places.reduce((sum, { x }) => sum + x, 0) / places.length,
          y: places.reduce((sum, { y }) => sum + y, 0) / places.length,
        }
  }

  private measure(): void {
    this.viewport = { ...this.viewport, ...this.surface.size() }
  }

  /** What opens beside or above the picture must not move it under the pointer; a window of another size may. */
  private resize(hasWindowChanged: boolean): void {
    const corner = this.surface.corner()
    const moved = { x: this.corner.x - corner.x, y: this.corner.y - corner.y }
    this.corner = corner
    this.measure()
    if (hasWindowChanged && !this.hasMoved) {
      this.fitAll()
    } else if (!hasWindowChanged) {
      this.viewport = panned(this.viewport, moved)
    }
    this.surface.repaint()
  }

  private paint(context: CanvasRenderingContext2D): void {
    paintPicture({ context, palette: this.palette, zoom: this.viewport.zoom }, this.scene, this.viewport)
    if (!this.hasDrawn && this.scene.nodes.size > 0 && this.isComplete()) {
      this.hasDrawn = true
      setTimeout(() => this.events().onDrawn())
    }
  }

  private isComplete(): boolean {
    return [...this.scene.nodes.keys()].every((id) => this.scene.layout.positions[id] !== undefined)
  }
}
