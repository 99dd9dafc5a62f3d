import { card, type LayeredLayout, type Pair, type Point, pairKey } from './graph-layout.ts'
import { hullInset } from './hull.ts'
import { rankCrowd } from './rank-crowd.ts'

export interface PlacedBox {
  width: number
  height: number
  /** Centres inside the box, from its left upper corner. */
  centres: Map<string, Point>
  bends: Map<string, Point[]>
}

const gaps = { rank: 60, node: 20 } as const
const pitch = { x: card.width + gaps.node, y: card.height + gaps.node } as const
const crowdAspect = 1.7
const nearlyFull = 0.75
const looseColumn = 6
const wrapFrom = 26

interface Placed {
  centres: Map<string, Point>
  bends: Map<string, Point[]>
}

/**
 * One box by itself, with `header` above its cards for its name, or without a hull where that is 0. What calls something
 * in the box stands in ranks from left to right; a crowd fills its ranks into columns so that the box stays compact; what
 * has no call inside the box stands in a grid under the rest.
 */
export function layoutBox(
  ids: readonly string[],
  pairs: readonly Pair[],
  layered: LayeredLayout,
  header: number,
): PlacedBox {
  const called = new Set(pairs.flatMap(({ source, target }) => [source, target]))
  const loose = ids.filter((id) => !called.has(id))
  const isMixed = loose.length <= looseColumn / 2
  const ranked = isMixed && called.size > 0 ? ids : ids.filter((id) => called.has(id))
  const top = ranked.length === 0 ? { centres: new Map(), bends: new Map() } : inRanks(ranked, pairs, layered)
  const rest = isMixed && called.size > 0 ? [] : loose
  const placed = under(top, rest)
  return framed(placed, header)
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

/**
 * Ranks from left to right, filled into columns as tall as makes a crowd about as wide as a screen. A rank begins a
 * column of its own where the last one is nearly full; small ranks share one.
 */
function wrapped(ranks: readonly (readonly string[])[], count: number): Map<string, Point> {
  const rows = Math.max(6, Math.ceil(Math.sqrt((count * pitch.x) / pitch.y / crowdAspect)))
  const result = new Map<string, Point>()
  let column = 0
  let row = 0
  for (const rank of ranks) {
    if (row >= rows * nearlyFull) {
      column += 1
      row = 0
    }
    for (const id of rank) {
      if (row === rows) {
        column += 1
        row = 0
      }
      result.set(id, { x: column * pitch.x, y: row * pitch.y })
      row += 1
    }
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

function framed({ centres, bends }: Placed, header: number): PlacedBox {
  const points = [...centres.values()]
  const bent = [...bends.values()].flat()
  const edge = header === 0 ? { side: 0, top: 0, bottom: 0 } : { ...hullInset, top: header }
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
