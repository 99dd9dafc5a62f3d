import { card, type GraphLayout, type Point } from './graph-layout.ts'

/** How the model lies on the screen, in CSS pixels. */
export interface Viewport {
  zoom: number
  pan: Point
  width: number
  height: number
}

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export type Detail = 'far' | 'middle' | 'near'

/** Far: dots. Middle: names. Near: cards with their numbers. */
export function detailAt(zoom: number): Detail {
  return zoom < 0.36 ? 'far' : zoom < 0.62 ? 'middle' : 'near'
}

export function toScreen({ x, y }: Point, { zoom, pan }: Viewport): Point {
  return { x: x * zoom + pan.x, y: y * zoom + pan.y }
}

export function toModel({ x, y }: Point, { zoom, pan }: Viewport): Point {
  return { x: (x - pan.x) / zoom, y: (y - pan.y) / zoom }
}

/** One step closer, by key or by button. */
export const zoomFactor = 1.3

const zoomLimits = { least: 0.02, most: 2.5 } as const

/** Closer or farther by a factor, within limits; what lies under `at` on the screen stays there. */
export function zoomed(viewport: Viewport, factor: number, at: Point): Viewport {
  const zoom = Math.min(zoomLimits.most, Math.max(zoomLimits.least, viewport.zoom * factor))
  const under = toModel(at, viewport)
  return { ...viewport, zoom, pan: { x: at.x - under.x * zoom, y: at.y - under.y * zoom } }
}

export function panned(viewport: Viewport, by: Point): Viewport {
  return { ...viewport, pan: { x: viewport.pan.x + by.x, y: viewport.pan.y + by.y } }
}

/** The same zoom with a place of the model in the middle of the screen. */
export function centred(viewport: Viewport, { x, y }: Point): Viewport {
  const { zoom, width, height } = viewport
  return { ...viewport, pan: { x: width / 2 - x * zoom, y: height / 2 - y * zoom } }
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

export function isOnScreen(area: Rectangle, { width, height }: Viewport): boolean {
  return overlaps(area, { x: -40, y: -40, width: width + 80, height: height + 80 })
}

/** Whether a point of the screen is in sight. */
export function isInside({ x, y }: Point, { width, height }: Viewport): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height
}

const sight = 24

/** The least move that brings cards at these places into sight; where they do not all fit, the last one counts most. */
export function panInto(places: readonly Point[], { zoom, width, height }: Viewport, covered: number): Point {
  const half = { x: (card.width * zoom) / 2 + sight, y: (card.height * zoom) / 2 + sight }
  const along = (values: number[], margin: number, room: number) => {
    const last = values.at(-1) ?? 0
    const fits = Math.max(...values) - Math.min(...values) + margin * 2 <= room
    const low = (fits ? Math.min(...values) : last) - margin
    const high = (fits ? Math.max(...values) : last) + margin
    return low < 0 ? -low : high > room ? room - high : 0
  }
  return {
    x: along(
      places.map(({ x }) => x),
      half.x,
      width - covered,
    ),
    y: along(
      places.map(({ y }) => y),
      half.y,
      height,
    ),
  }
}

const padding = { x: 28, top: 24, bottom: 56 } as const
const mostZoom = 1.15

/** The zoom and pan that show these nodes with the hulls they stand in, as large as is useful. */
export function fitted(
  layout: GraphLayout,
  shown: readonly string[],
  width: number,
  height: number,
): Pick<Viewport, 'zoom' | 'pan'> {
  const area = areaOf(layout, shown)
  const zoom = Math.max(
    zoomLimits.least,
    Math.min(
      mostZoom,
      (width - padding.x * 2) / Math.max(1, area.width),
      (height - padding.top - padding.bottom) / Math.max(1, area.height),
    ),
  )
  return {
    zoom,
    pan: {
      x: (width - area.width * zoom) / 2 - area.x * zoom,
      y: padding.top + (height - padding.top - padding.bottom - area.height * zoom) / 2 - area.y * zoom,
    },
  }
}

/** From this zoom on the names on the cards can be read. */
const readableZoom = 0.75

/**
 * A closer look at one thing among its neighbours, where the whole is too small to read and `covered` pixels on the right
 * are hidden: the first of these circles that can be read whole, else what is around `centre`. Undefined: it can be read.
 */
export function closeUp(
  viewport: Viewport,
  layout: GraphLayout,
  circles: readonly (readonly string[])[],
  centre: Point,
  covered: number,
): Viewport | undefined {
  const width = viewport.width - covered
  if (viewport.zoom >= readableZoom || width <= 0) {
    return undefined
  }
  const readable = circles
    .map((circle) => fitted(layout, circle, width, viewport.height))
    .find(({ zoom }) => zoom >= readableZoom)
  if (readable !== undefined) {
    return { ...viewport, ...readable }
  }
  return { ...centred({ ...viewport, zoom: readableZoom, width }, centre), width: viewport.width }
}

/** What nodes cover of the model; all of them with the hulls they stand in. */
export function areaOf({ positions, boxes }: GraphLayout, shown: readonly string[]): Rectangle {
  const isAll = shown.length >= Object.keys(positions).length
  const areas: Rectangle[] = shown.flatMap((id) => {
    const at = positions[id]
    return at === undefined ? [] : [{ ...card, x: at.x - card.width / 2, y: at.y - card.height / 2 }]
  })
  areas.push(...(isAll ? boxes : []))
  if (areas.length === 0) {
    return { x: 0, y: 0, width: 1, height: 1 }
  }
  const x = Math.min(...areas.map((area) => area.x))
  const y = Math.min(...areas.map((area) => area.y))
  return {
    x,
    y,
    width: Math.max(...areas.map((area) => area.x + area.width)) - x,
    height: Math.max(...areas.map((area) => area.y + area.height)) - y,
  }
}
