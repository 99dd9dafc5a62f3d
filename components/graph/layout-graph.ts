import {
  type GraphLayout,
  type LayeredLayout,
  type LayoutBox,
  type LayoutInput,
  type Pair,
  type Point,
  pairKey,
  type Sized,
} from './graph-layout.ts'
import { compare, distinctPairs, layoutBox, type PlacedBox } from './layout-box.ts'

const boxGaps = { rank: 96, node: 36 } as const
const rowGap = 40
const mostBoxesInRanks = 9
const mostLooseNodes = 8
const wantedAspect = 1.6
/** A box of its own for one node outside all boxes; the tab keeps it apart from every name. */
const loosePrefix = '\t'

/**
 * Two levels: every box by itself, then the boxes. Boxes never overlap, every node lies in its box, the reading goes
 * from callers on the left to what they call. The same topology gives the same picture, in whatever order it comes.
 */
export function layoutGraph(input: LayoutInput, layered: LayeredLayout): GraphLayout {
  const boxOf = boxesByNode(input)
  const placed = placeInside(input, boxOf, layered)
  const sized = [...placed].map(([id, { width, height }]) => ({ id, width, height }))
  const pairs = distinctPairs(
    input.edges.flatMap(({ source, target }) => {
      const from = boxOf.get(source)
      const to = boxOf.get(target)
      return from === undefined || to === undefined ? [] : [{ source: from, target: to }]
    }),
  )
  const arranged = arrangeBoxes(sized, pairs, layered)
  return joined(input, boxOf, placed, arranged)
}

function boxesByNode({ nodes }: LayoutInput): Map<string, string> {
  const loose = nodes.filter(({ box }) => box === '').length
  return new Map(
    nodes
      .toSorted((a, b) => compare(a.id, b.id))
      .map(({ id, box }) => [id, box !== '' ? box : loose > mostLooseNodes ? loosePrefix : loosePrefix + id]),
  )
}

function placeInside(input: LayoutInput, boxOf: Map<string, string>, layered: LayeredLayout): Map<string, PlacedBox> {
  const members = Map.groupBy(boxOf.keys(), (id) => boxOf.get(id) ?? '')
  const inner = Map.groupBy(
    input.edges.filter(({ source, target }) => boxOf.has(source) && boxOf.get(source) === boxOf.get(target)),
    ({ source }) => boxOf.get(source) ?? '',
  )
  return new Map(
    [...members]
      .sort(([a], [b]) => compare(a, b))
      .map(([box, ids]) => [box, layoutBox(ids, distinctPairs(inner.get(box) ?? []), layered, !isLoose(box))]),
  )
}

interface Arranged {
  centres: Map<string, Point>
  bends: Map<string, Point[]>
}

function arrangeBoxes(boxes: readonly Sized[], pairs: readonly Pair[], layered: LayeredLayout): Arranged {
  const { centres, lanes } = layered(boxes, pairs, boxGaps)
  if (boxes.length <= mostBoxesInRanks || isWellShaped(boxes, centres)) {
    return { centres, bends: aroundBoxes(boxes, centres, lanes) }
  }
  const inOrder = boxes.toSorted((a, b) => {
    const p = centres.get(a.id) ?? { x: 0, y: 0 }
    const q = centres.get(b.id) ?? { x: 0, y: 0 }
    return p.x - q.x || p.y - q.y || compare(a.id, b.id)
  })
  return { centres: inRows(inOrder), bends: new Map() }
}

function isWellShaped(boxes: readonly Sized[], centres: Map<string, Point>): boolean {
  const right = Math.max(...boxes.map(({ id, width }) => (centres.get(id)?.x ?? 0) + width / 2))
  const bottom = Math.max(...boxes.map(({ id, height }) => (centres.get(id)?.y ?? 0) + height / 2))
  const used = boxes.reduce((sum, { width, height }) => sum + width * height, 0)
  return right / bottom > 0.8 && right / bottom < 3 && used / (right * bottom) > 0.3
}

/** Rows of boxes, filled from the left, together about as wide as a screen. */
function inRows(boxes: readonly Sized[]): Map<string, Point> {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + rowGap) * (height + rowGap), 0)
  const rowWidth = Math.max(Math.sqrt(area * wantedAspect * 1.1), ...boxes.map(({ width }) => width))
  const centres = new Map<string, Point>()
  let left = 0
  let top = 0
  let rowHeight = 0
  for (const { id, width, height } of boxes) {
    if (left > 0 && left + width > rowWidth) {
      left = 0
      top += rowHeight + rowGap
      rowHeight = 0
    }
    centres.set(id, { x: left + width / 2, y: top + height / 2 })
    left += width + rowGap
    rowHeight = Math.max(rowHeight, height)
  }
  return centres
}

/** A lane between boxes is held over the breadth of the widest box of the rank it crosses. */
function aroundBoxes(boxes: readonly Sized[], centres: Map<string, Point>, lanes: Map<string, Point[]>) {
  const halfAt = (x: number): number =>
    Math.max(
      0,
      ...boxes.filter(({ id }) => Math.abs((centres.get(id)?.x ?? Infinity) - x) < 1).map(({ width }) => width / 2),
    )
  return new Map(
    [...lanes].map(([key, points]) => [
      key,
      points.flatMap(({ x, y }) => [
        { x: x - halfAt(x), y },
        { x: x + halfAt(x), y },
      ]),
    ]),
  )
}

function joined(
  { edges }: LayoutInput,
  boxOf: Map<string, string>,
  placed: Map<string, PlacedBox>,
  { centres, bends: between }: Arranged,
): GraphLayout {
  const layout: GraphLayout = { positions: {}, boxes: [], bends: {} }
  const corners = new Map<string, Point>()
  for (const [id, { width, height, centres: inside }] of placed) {
    const centre = centres.get(id) ?? { x: 0, y: 0 }
    const corner = { x: centre.x - width / 2, y: centre.y - height / 2 }
    corners.set(id, corner)
    if (!isLoose(id)) {
      layout.boxes.push({ id, ...corner, width, height, nodeCount: inside.size } satisfies LayoutBox)
    }
    for (const [node, point] of inside) {
      layout.positions[node] = { x: corner.x + point.x, y: corner.y + point.y }
    }
  }
  for (const edge of edges) {
    const box = boxOf.get(edge.source) ?? ''
    const other = boxOf.get(edge.target) ?? ''
    const corner = corners.get(box) ?? { x: 0, y: 0 }
    const path =
      box === other
        ? placed
            .get(box)
            ?.bends.get(pairKey(edge))
            ?.map(({ x, y }) => ({ x: corner.x + x, y: corner.y + y }))
        : between.get(pairKey({ source: box, target: other }))
    if (path !== undefined && path.length > 0) {
      layout.bends[edge.id] = path
    }
  }
  return layout
}

function isLoose(box: string): boolean {
  return box.startsWith(loosePrefix)
}
