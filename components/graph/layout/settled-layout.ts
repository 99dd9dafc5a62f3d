import {
  type ArrangedGraph,
  card,
  type GraphLayout,
  type LayoutBox,
  type LayoutInput,
  type Point,
} from './graph-layout.ts'
import { hullAround } from './hull.ts'
import { overlaps, type Rectangle } from './viewport.ts'

/** Beyond this share of new or gone nodes a picture is made anew: patched too often it reads like nothing. */
const mostChange = 0.2
const leastAllowed = 2
const pitch = { x: card.width + 60, y: card.height + 20 } as const
const clearance = 12

/**
 * The layout of a topology that has changed little, every node that stays in its place and new ones in gaps near to what
 * they have to do with. Undefined where too much is new, or a new node finds no room: then all has to be arranged anew.
 */
export function settledLayout(before: ArrangedGraph, input: LayoutInput): GraphLayout | undefined {
  const boxBefore = new Map(before.input.nodes.map(({ id, box }) => [id, box]))
  const kept = input.nodes.filter(
    ({ id, box }) => boxBefore.get(id) === box && before.layout.positions[id] !== undefined,
  )
  const fresh = input.nodes.filter(({ id }) => !boxBefore.has(id))
  const allowed = Math.max(leastAllowed, input.nodes.length * mostChange)
  const gone = before.input.nodes.length - kept.length
  if (
    kept.length === 0 ||
    kept.length + fresh.length < input.nodes.length ||
    fresh.length > allowed ||
    gone > allowed
  ) {
    return undefined
  }
  const positions = Object.fromEntries(kept.flatMap(({ id }) => placed(id, before.layout)))
  const members = Map.groupBy(input.nodes, ({ box }) => box)
  let boxes = before.layout.boxes.filter(({ id }) => members.has(id))
  for (const { id, box } of fresh.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const standing = (members.get(box) ?? []).flatMap((node) => positions[node.id] ?? [])
    const near = neighbours(id, input).flatMap((other) => positions[other] ?? [])
    const loose = (members.get('') ?? []).flatMap((node) => positions[node.id] ?? [])
    const room = { standing, near, loose, boxes, box }
    const found = standing.length === 0 ? undefined : freePlace(room)
    if (found === undefined) {
      return undefined
    }
    positions[id] = found
    boxes = boxes.map((hull) => (hull.id === box ? stretched(hull, found) : hull))
  }
  return {
    positions,
    boxes: boxes.map((hull) => ({ ...hull, nodeCount: members.get(hull.id)?.length ?? 0 })),
    bends: bendsKept(before.layout, input),
  }
}

function placed(id: string, { positions }: GraphLayout): [string, Point][] {
  const at = positions[id]
  return at === undefined ? [] : [[id, at]]
}

function neighbours(id: string, { edges }: LayoutInput): string[] {
  return edges.flatMap(({ source, target }) => (source === id ? [target] : target === id ? [source] : []))
}

interface Room {
  /** Cards already in the box of the new one. */
  standing: readonly Point[]
  near: readonly Point[]
  loose: readonly Point[]
  boxes: readonly LayoutBox[]
  box: string
}

/** The free place in rank and file with the box's other cards that is nearest to what calls it or is called. */
function freePlace({ standing, near, loose, boxes, box }: Room): Point | undefined {
  const hull = boxes.find(({ id }) => id === box)
  const wanted = middleOf(near.length > 0 ? near : standing)
  const others = boxes.filter(({ id }) => id !== box)
  const strangers = box === '' ? [] : loose.map((at) => cardAt(at))
  const isFree = (at: Point) => {
    const grown = hull === undefined ? cardAt(at) : stretched(hull, at)
    return (
      !standing.some((other) => overlaps(cardAt(at, clearance), cardAt(other))) &&
      ![...others, ...strangers].some((other) => overlaps(widened(grown), other))
    )
  }
  const isWithin = (at: Point) =>
    hull !== undefined && stretched(hull, at).width === hull.width && stretched(hull, at).height === hull.height
  const cost = (at: Point) => Math.hypot(at.x - wanted.x, at.y - wanted.y) + (isWithin(at) ? 0 : pitch.x * 3)
  return grid(standing)
    .filter(isFree)
    .toSorted((a, b) => cost(a) - cost(b) || a.y - b.y || a.x - b.x)[0]
}

/** All crossings of the columns and rows cards stand in, and of one more of each beyond. */
function grid(standing: readonly Point[]): Point[] {
  const lines = (values: readonly number[], step: number) => {
    const distinct = [...new Set(values)]
    return [Math.min(...distinct) - step, ...distinct, Math.max(...distinct) + step]
  }
  const xs = lines(
    standing.map(({ x }) => x),
    pitch.x,
  )
  const ys = lines(
    standing.map(({ y }) => y),
    pitch.y,
  )
  return xs.flatMap((x) => ys.map((y) => ({ x, y })))
}

function middleOf(points: readonly Point[]): Point {
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  }
}

function cardAt({ x, y }: Point, margin = 0): Rectangle {
  return {
    x: x - card.width / 2 - margin,
    y: y - card.height / 2 - margin,
    width: card.width + margin * 2,
    height: card.height + margin * 2,
  }
}

function widened({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - clearance, y: y - clearance, width: width + clearance * 2, height: height + clearance * 2 }
}

function stretched(hull: LayoutBox, at: Point): LayoutBox {
  const need = hullAround(hull.id, [at])
  const x = Math.min(hull.x, need.x)
  const y = Math.min(hull.y, need.y)
  return {
    ...hull,
    x,
    y,
    width: Math.max(hull.x + hull.width, need.x + need.width) - x,
    height: Math.max(hull.y + hull.height, need.y + need.height) - y,
  }
}

function bendsKept({ bends }: GraphLayout, { edges }: LayoutInput): GraphLayout['bends'] {
  return Object.fromEntries(edges.flatMap(({ id }) => (bends[id] === undefined ? [] : [[id, bends[id]]])))
}
