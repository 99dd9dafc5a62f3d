import type { GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'

/** What stands in the legend and in a node's ring. A victim is failing only because of what it calls. */
export const nodeStates = ['failing', 'victim', 'degraded', 'unknown', 'healthy', 'idle'] as const
export type NodeState = (typeof nodeStates)[number]

export const edgeLabels = ['rate', 'errors', 'p95', 'throughput', 'protocol'] as const
export type EdgeLabel = (typeof edgeLabels)[number]

export const boxKinds = ['namespace', 'cluster', 'app'] as const
export type BoxKind = (typeof boxKinds)[number]

export type Tone = 'quiet' | 'failing' | 'degraded' | 'unknown' | 'idle'

/** The outline of a card: what the thing is, apart from how it is. */
export type Outline = 'workload' | 'service' | 'app' | 'gateway' | 'external' | 'unknown' | 'tcp'

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

export interface GraphFilters {
  labels: readonly EdgeLabel[]
  find: string
  /** Only these states stand out; empty: all. */
  states: readonly NodeState[]
  hasIdle: boolean
  selected?: string | undefined
  /** Only this node and its neighbours are drawn. */
  focus?: string | undefined
  box: BoxKind
}

export function stateOf({ health, role }: Pick<GraphNode, 'health' | 'role'>): NodeState {
  return health === 'failing' && role === 'victim' ? 'victim' : health
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

export function endsOf(snapshot: GraphSnapshot, edge: { source: string; target: string }) {
  const find = (id: string) => snapshot.nodes.find((node) => node.id === id)
  return { source: find(edge.source), target: find(edge.target) }
}
