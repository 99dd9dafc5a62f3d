export interface Point {
  x: number
  y: number
}

/** Where somebody put a card, by node id; it stays there whatever the layout says. Kept in this browser, per scope. */
export type Pins = Readonly<Record<string, Point>>

/** A card on the canvas, in model pixels: what every position below is the centre of. */
export const card = { width: 152, height: 40 } as const

/** The topology alone: numbers do not move anything. `box` is empty for a node that belongs nowhere. */
export interface LayoutInput {
  nodes: readonly { id: string; box: string }[]
  edges: readonly { id: string; source: string; target: string }[]
}

/** A hull: the nodes of one namespace, cluster or app. `x`, `y` is its left upper corner. */
export interface LayoutBox {
  id: string
  x: number
  y: number
  width: number
  height: number
  nodeCount: number
}

export interface GraphLayout {
  positions: Record<string, Point>
  boxes: LayoutBox[]
  /** Where an edge must pass to go round what lies between its ends; absent: it goes straight over. */
  bends: Record<string, Point[]>
}

/** A topology with the layout it got. */
export interface ArrangedGraph {
  input: LayoutInput
  layout: GraphLayout
}

export interface Sized {
  id: string
  width: number
  height: number
}

export interface Pair {
  source: string
  target: string
}

/** Ranks from left to right: centres by id, and per pair (`source target`) the free lane points in the ranks it crosses. */
export interface Layered {
  centres: Map<string, Point>
  lanes: Map<string, Point[]>
}

export type LayeredLayout = (
  nodes: readonly Sized[],
  pairs: readonly Pair[],
  gaps: { rank: number; node: number },
) => Layered

export function pairKey({ source, target }: Pair): string {
  return `${source}\n${target}`
}
