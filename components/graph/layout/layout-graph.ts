import { laneOut, type Obstacle } from './free-lane.ts'
import {
  card,
  type GraphLayout,
  type LayeredLayout,
  type LayoutBox,
  type LayoutInput,
  type Pair,
  type Point,
  pairKey,
  type Sized,
} from './graph-layout.ts'
import { hullInset } from './hull.ts'
import { compare, distinctPairs, layoutBox, type PlacedBox } from './layout-box.ts'
import { rankCrowd } from './rank-crowd.ts'
import { rowsOfBoxes } from './rows-of-boxes.ts'

const boxGaps = { rank: 84, node: 32 } as const
const mostBoxesInRanks = 9
const mostSparseBoxes = 60
const mostLooseNodes = 8
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
      .map(([box, ids]) => [
        box,
        layoutBox(ids, distinctPairs(inner.get(box) ?? []), layered, isLoose(box) ? 0 : headerOf(boxOf.size)),
      ]),
  )
}

/** The more there is, the smaller it is drawn: the name of a box needs more of the model to be read. */
function headerOf(count: number): number {
  return hullInset.top + Math.min(56, Math.max(0, (count - 60) / 8))
}

interface Arranged {
  centres: Map<string, Point>
  bends: Map<string, Point[]>
  /** Left and right edge of the rank a box stands in; empty where boxes stand in rows. */
  spans: Map<string, { left: number; right: number }>
}

function arrangeBoxes(boxes: readonly Sized[], pairs: readonly Pair[], layered: LayeredLayout): Arranged {
  if (boxes.length <= mostBoxesInRanks || isSparse(boxes, pairs)) {
    const { centres, lanes } = layered(boxes, pairs, boxGaps)
    return { centres, bends: aroundBoxes(boxes, centres, lanes), spans: spansOf(boxes, centres) }
  }
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const ranks = rankCrowd([...byId.keys()], pairs)
  return { centres: rowsOfBoxes(ranks.flat().flatMap((id) => byId.get(id) ?? [])), bends: new Map(), spans: new Map() }
}

/** Few enough calls between boxes that lines can be followed and ranks are worth their time. */
function isSparse(boxes: readonly Sized[], pairs: readonly Pair[]): boolean {
  return boxes.length <= mostSparseBoxes && pairs.length > 0 && pairs.length <= boxes.length * 2.5
}

/** Boxes of a rank have one middle; the widest of them tells how broad the rank is. */
function spansOf(boxes: readonly Sized[], centres: Map<string, Point>) {
  const middleOf = (id: string) => Math.round(centres.get(id)?.x ?? 0)
  const ranks = Map.groupBy(boxes, ({ id }) => middleOf(id))
  return new Map(
    boxes.map(({ id }) => {
      const middle = middleOf(id)
      const half = Math.max(...(ranks.get(middle) ?? []).map(({ width }) => width / 2))
      return [id, { left: middle - half, right: middle + half }]
    }),
  )
}

/** A lane between boxes is held over the breadth of the widest box of the rank it crosses. */
function aroundBoxes(boxes: readonly Sized[], centres: Map<string, Point>, lanes: Map<string, Point[]>) {
  const spans = [...spansOf(boxes, centres).values()]
  return new Map(
    [...lanes].map(([key, points]) => [
      key,
      points.flatMap(({ x, y }) => {
        const span = spans.find(({ left, right }) => left <= x && x <= right) ?? { left: x, right: x }
        return [
          { x: span.left, y },
          { x: span.right, y },
        ]
      }),
    ]),
  )
}

function joined(
  { edges }: LayoutInput,
  boxOf: Map<string, string>,
  placed: Map<string, PlacedBox>,
  arranged: Arranged,
): GraphLayout {
  const layout: GraphLayout = { positions: {}, boxes: [], bends: {} }
  const corners = new Map<string, Point>()
  for (const [id, { width, height, centres: inside }] of placed) {
    const centre = arranged.centres.get(id) ?? { x: 0, y: 0 }
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
        : wayBetween(edge, box, other, layout, boxOf, arranged)
    if (path !== undefined && path.length > 0) {
      layout.bends[edge.id] = path
    }
  }
  return layout
}

/** From box to box: out of the one past its other cards, round the boxes in between, and in to the other the same way. */
function wayBetween(
  { source, target }: Pair,
  box: string,
  other: string,
  { positions, boxes }: GraphLayout,
  boxOf: Map<string, string>,
  { spans, bends }: Arranged,
): Point[] | undefined {
  const [from, to] = [spans.get(box), spans.get(other)]
  const [start, end] = [positions[source], positions[target]]
  if (from === undefined || to === undefined || start === undefined || end === undefined || from.right >= to.left) {
    return undefined
  }
  const obstaclesBut = (id: string, hull: string): Obstacle[] => [
    ...boxes.filter((candidate) => candidate.id !== hull),
    ...[...boxOf].flatMap(([node, nodeBox]) => {
      const at = positions[node]
      return at === undefined || node === id || (nodeBox !== hull && !isLoose(nodeBox))
        ? []
        : [{ ...card, x: at.x - card.width / 2, y: at.y - card.height / 2 }]
    }),
  ]
  return [
    ...laneOut(start, from.right, 1, obstaclesBut(source, box)),
    ...(bends.get(pairKey({ source: box, target: other })) ?? []),
    ...laneOut(end, to.left, -1, obstaclesBut(target, other)).toReversed(),
  ]
}

function isLoose(box: string): boolean {
  return box.startsWith(loosePrefix)
}
