import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import type { NodeState } from '#lib/domain/health/node-state.ts'

export const edgeLabels = ['rate', 'share', 'errors', 'p50', 'p95', 'p99', 'throughput', 'protocol'] as const
export type EdgeLabel = (typeof edgeLabels)[number]

export const boxKinds = ['namespace', 'cluster', 'app'] as const
export type BoxKind = (typeof boxKinds)[number]

export type Tone = 'quiet' | 'failing' | 'degraded' | 'unknown' | 'idle'

/** The outline of a card: what the thing is, apart from how it is. `box` is a collapsed box. */
export type Outline =
  | 'workload'
  | 'service'
  | 'app'
  | 'gateway'
  | 'waypoint'
  | 'external'
  | 'passthrough'
  | 'blackhole'
  | 'unknown'
  | 'tcp'
  | 'box'

/** How far a focus reaches: calls away from the node in focus. */
export const hopCounts = [1, 2, 3] as const
export type Hops = (typeof hopCounts)[number]

/** How much of a call is under mutual TLS. */
export type Lock = 'closed' | 'partly' | 'open'

export interface NodeView {
  id: string
  box: string
  outline: Outline
  state: NodeState
  /** Errors start here. */
  isOrigin: boolean
  /** All that arrives was failed on purpose. */
  isInjected: boolean
  name: string
  version?: string
  /** Rate, error share, p95, the most telling first; as many are shown as there is room for. */
  facts: string[]
  /** Failures per second, to tell the worse of two failing nodes. */
  failuresPerSecond: number
  /** All of it with its units. */
  told: string
  /** Set on a collapsed box, whose id is `boxId` of its name: how many nodes it stands for. */
  members?: number
  isDimmed: boolean
  isHidden: boolean
}

export interface EdgeView {
  id: string
  source: string
  target: string
  /** 1 (least) to 5 (most), a step per power of ten of its rate. */
  step: 1 | 2 | 3 | 4 | 5
  tone: Tone
  isTcp: boolean
  /** Only the callee counted it: attempts that the caller did not feel, or mirrored traffic. */
  isAttemptsOnly: boolean
  /** Copies that a mirror sends; nobody waits for an answer. */
  isMirrored?: boolean
  /** Set while locks are asked for and the callee tells. */
  lock?: Lock
  /** All of it was failed on purpose. */
  isInjected: boolean
  /** At most two lines; empty when there is nothing to say. */
  label: string[]
  isDimmed: boolean
  isHidden: boolean
}

export interface GraphView {
  nodes: NodeView[]
  edges: EdgeView[]
  /** Of every state, how many nodes the scope has, whatever is dimmed. */
  counts: Record<NodeState, number>
  /** How many nodes the find expression leaves, when there is one. */
  found?: number
}

/** What stands under an exported picture. */
export interface PictureCaption {
  /** What and when: the scope and the moment. */
  title: string
  legend: readonly string[]
}

export interface GraphFilters {
  labels: readonly EdgeLabel[]
  /** What does not match fades. */
  find: string
  /** What matches is not drawn. */
  hide: string
  /** Only these states stand out; empty: all. */
  states: readonly NodeState[]
  hasIdle: boolean
  hasMirrored: boolean
  /** Calls carry a lock by how much of them is under mutual TLS. */
  hasMtls: boolean
  /** A node, a call, or a box by `boxId`. */
  selected?: string | undefined
  /** Only this node and what is at most `hops` calls from it are drawn. */
  focus?: string | undefined
  hops: Hops
  box: BoxKind
  /** Boxes by `boxId` that are drawn as one card each, their calls merged. */
  collapsed: readonly string[]
}

const boxPrefix = 'box:'

/** What a box is called where nodes and calls have their ids: in the address and in a selection. */
export function boxId(box: string): string {
  return boxPrefix + box
}

/** The box an id names, as in `NodeView.box`; undefined for ids of nodes and calls. */
export function boxOfId(id: string): string | undefined {
  return id.startsWith(boxPrefix) ? id.slice(boxPrefix.length) : undefined
}

/** The box a node stands in; empty for what belongs nowhere. */
export function boxOf(node: GraphNode, box: BoxKind): string {
  if (node.namespace === '') {
    return ''
  }
  switch (box) {
    case 'cluster':
      return node.cluster
    case 'app':
      return node.app === undefined ? '' : `${node.namespace} / ${node.app}`
    default:
      return node.namespace
  }
}

type Named = Pick<GraphNode, 'name' | 'version' | 'app'>

/** Name and version apart: a workload called after both, as `payments-v2`, is told as `payments` and `v2`. */
export function titleOf({ name, version, app }: Named): { name: string; version?: string } {
  if (version === undefined) {
    return { name }
  }
  return { name: app !== undefined && name === `${app}-${version}` ? app : name, version }
}

/** `payments v2`, in one string; a version the name ends with already is not said twice. */
export function nameOf(node: Named): string {
  const { name, version } = titleOf(node)
  return version === undefined || name.endsWith(version) ? name : `${name} ${version}`
}

export function endsOf(nodes: readonly GraphNode[], edge: { source: string; target: string }) {
  const find = (id: string) => nodes.find((node) => node.id === id)
  return { source: find(edge.source), target: find(edge.target) }
}
