import { card, type LayeredLayout, type Pair, type Point, pairKey } from './graph-layout.ts'
import { rankCrowd } from './rank-crowd.ts'

export interface PlacedBox {
  width: number
  height: number
  /** Centres inside the box, from its left upper corner. */
  centres: Map<string, Point>
  bends: Map<string, Point[]>
}

const gaps = { rank: 60, node: 20 } as const
const inset = { side: 18, top: 44, bottom: 18 } as const
const pitch = { x: card.width + gaps.node, y: card.height + gaps.node } as const
const columnGap = gaps.rank - gaps.node
const looseColumn = 6
const wrapFrom = 26

interface Placed {
  centres: Map<string, Point>
  bends: Map<string, Point[]>
}

/**
 * One box by itself. What calls something in the box stands in ranks from left to right; a crowd wraps its ranks into
 * several columns so that the box stays compact; what has no call inside the box stands in a grid under the rest.
 */
export function layoutBox(
  ids: readonly string[],
  pairs: readonly Pair[],
  layered: LayeredLayout,
  hasHull: boolean,
): PlacedBox {
  const called = new Set(pairs.flatMap(({ source, target }) => [source, target]))
  const loose = ids.filter((id) => !called.has(id))
  const isMixed = loose.length <= looseColumn / 2
  const ranked = isMixed && called.size > 0 ? ids : ids.filter((id) => called.has(id))
  const top = ranked.length === 0 ? { centres: new Map(), bends: new Map() } : inRanks(ranked, pairs, layered)
  const rest = isMixed && called.size > 0 ? [] : loose
  const placed = under(top, rest)
  return framed(placed, hasHull)
}

function inRanks(ids: readonly string[], pairs: readonly Pair[], layered: LayeredLayout): Placed {
  if (ids.length > wrapFrom) {
    return { centres: wrapped(rankCrowd(ids, pairs), ids.length), bends: new Map() }
  }
  const sized = ids.map((id) => ({ id, width: card.width, height: card.height }))
  const { centres, lanes } = layered(sized, pairs, gaps)
  return { centres, bends: wide(lanes) }
}

/** A lane is held over the whole breadth of the rank it crosses. */
function wide(lanes: Map<string, Point[]>): Map<string, Point[]> {
  const half = card.width / 2
  return new Map(
    [...lanes].map(([key, points]) => [
      key,
      points.flatMap(({ x, y }) => [
        { x: x - half, y },
        { x: x + half, y },
      ]),
    ]),
  )
}

/** Ranks keep their order but none is taller than the crowd is wide. */
function wrapped(ranks: readonly (readonly string[])[], count: number): Map<string, Point> {
  const rows = Math.max(6, Math.ceil(Math.sqrt((count * pitch.x) / pitch.y / 1.7)))
  const result = new Map<string, Point>()
  let left = 0
  for (const rank of ranks) {
    const columns = Math.ceil(rank.length / rows)
    const perColumn = Math.ceil(rank.length / columns)
    rank.forEach((id, index) => {
      result.set(id, { x: left + Math.floor(index / perColumn) * pitch.x, y: (index % perColumn) * pitch.y })
    })
    left += columns * pitch.x + columnGap / 2
  }
  return result
}

function under(top: Placed, loose: readonly string[]): Placed {
  if (loose.length === 0) {
    return top
  }
  const xs = [...top.centres.values()].map(({ x }) => x)
  const ys = [...top.centres.values()].map(({ y }) => y)
  const left = xs.length === 0 ? 0 : Math.min(...xs)
  const breadth = xs.length === 0 ? 0 : Math.floor((Math.max(...xs) - left) / pitch.x) + 1
  const square = loose.length <= looseColumn ? 1 : Math.ceil(Math.sqrt((loose.length * pitch.y * 1.6) / pitch.x))
  const columns = Math.max(1, breadth, square)
  const from = ys.length === 0 ? 0 : Math.max(...ys) + pitch.y + 8
  const centres = new Map(top.centres)
  loose.forEach((id, index) => {
    centres.set(id, { x: left + (index % columns) * pitch.x, y: from + Math.floor(index / columns) * pitch.y })
  })
  return { centres, bends: top.bends }
}

function framed({ centres, bends }: Placed, hasHull: boolean): PlacedBox {
  const points = [...centres.values()]
  const bent = [...bends.values()].flat()
  const ys = points.map(({ y }) => y)
  const tall = Math.max(0, Math.max(...ys) - Math.min(...ys) - 400)
  const edge = hasHull ? { ...inset, top: inset.top + Math.min(48, tall / 3) } : { side: 0, top: 0, bottom: 0 }
  const left = Math.min(...points.map(({ x }) => x)) - card.width / 2 - edge.side
  const right = Math.max(...points.map(({ x }) => x)) + card.width / 2 + edge.side
  const top = Math.min(...points.map(({ y }) => y - card.height / 2), ...bent.map(({ y }) => y)) - edge.top
  const bottom = Math.max(...points.map(({ y }) => y + card.height / 2), ...bent.map(({ y }) => y)) + edge.bottom
  const move = ({ x, y }: Point): Point => ({ x: x - left, y: y - top })
  return {
    width: right - left,
    height: bottom - top,
    centres: new Map([...centres].map(([id, point]) => [id, move(point)])),
    bends: new Map([...bends].map(([key, path]) => [key, path.map(move)])),
  }
}

/** Pairs without repeats and loops, in one order whatever the order they came in. */
export function distinctPairs(pairs: readonly Pair[]): Pair[] {
  const byKey = new Map(pairs.filter(({ source, target }) => source !== target).map((pair) => [pairKey(pair), pair]))
  return [...byKey].sort(([a], [b]) => compare(a, b)).map(([, { source, target }]) => ({ source, target }))
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
