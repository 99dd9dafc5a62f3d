import { formatBracketMs, formatBytesRate, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { serverFailuresOf } from '#lib/domain/health/failures.ts'
import { stateOf } from '#lib/domain/health/node-state.ts'
import {
  type BoxKind,
  boxOf,
  type EdgeLabel,
  type EdgeView,
  type GraphFilters,
  type GraphView,
  type NodeView,
  type Outline,
  type Tone,
  titleOf,
} from '../view/graph-view.ts'
import type { ShownEdge, ShownGraph, ShownNode } from '../view/shown-graph.ts'
import { edgeLabel, type InjectedWords, isAllInjected } from './edge-label.ts'

/** Every word and look of what is shown, decided here: the canvas draws what it is told. */
export function prepareGraphView(
  { nodes, edges, counts, found }: ShownGraph,
  { box, labels, hasMtls }: Pick<GraphFilters, 'box' | 'labels' | 'hasMtls'>,
  injectedWords: InjectedWords,
): GraphView {
  return {
    nodes: nodes.map((shown) => nodeView(shown, box, injectedWords)),
    edges: edges.map((shown) => edgeView(shown, labels, hasMtls, injectedWords)),
    counts,
    ...(found !== undefined && { found: found.nodes }),
  }
}

function nodeView(shown: ShownNode, box: BoxKind, injectedWords: InjectedWords): NodeView {
  const { node, members, isDimmed, isHidden } = shown
  return Object.assign(new NodeWords(shown, injectedWords), {
    id: node.id,
    box: boxOf(node, box),
    outline: members === undefined ? outlineOf(node) : 'box',
    state: stateOf(node),
    isOrigin: node.health === 'failing' && node.role === 'origin',
    isInjected: isAllInjected(node),
    ...titleOf(node),
    failuresPerSecond: serverFailuresOf(node).perSecond,
    ...(members !== undefined && { members }),
    isDimmed,
    isHidden,
  } as const)
}

/**
 * Words are made when they are asked for: of a thousand nodes few are near enough to be read. A class, because a literal
 * with getters costs three times as much, which thousands of them at every refresh make felt.
 */
class NodeWords {
  readonly #shown: ShownNode
  readonly #injectedWords: InjectedWords
  #facts: string[] | undefined

  constructor(shown: ShownNode, injectedWords: InjectedWords) {
    this.#shown = shown
    this.#injectedWords = injectedWords
  }

  get facts(): string[] {
    this.#facts ??= [...illnessOf(this.#shown.memberStates), ...factsOf(this.#shown.node, this.#injectedWords)]
    return this.#facts
  }

  get told(): string {
    const { node, memberStates } = this.#shown
    const rate = node.requestsPerSecond
    const [first = '', ...rest] = factsOf(node, this.#injectedWords)
    return [...illnessOf(memberStates), rate === undefined ? first : joined(formatRate(rate)), ...rest].join(' · ')
  }
}

function outlineOf({ kind, isTcp }: GraphNode): Outline {
  const isPlain = kind === 'service' || kind === 'workload' || kind === 'app'
  return isPlain && isTcp === true ? 'tcp' : kind
}

/** Of a collapsed box, how many are in which state that calls for a look: `! 2`, `▲ 1`. */
function illnessOf(states: ShownNode['memberStates']): string[] {
  const { failing = 0, degraded = 0 } = states ?? {}
  return [...(failing > 0 ? [`! ${failing}`] : []), ...(degraded > 0 ? [`▲ ${degraded}`] : [])]
}

/** `96`, `0 %`, `10–25 ms`; the unit of a rate is left out where more follows, the legend names the order. */
function factsOf(node: GraphNode, injectedWords: InjectedWords): string[] {
  if (node.health === 'idle') {
    return []
  }
  if (node.requestsPerSecond === undefined) {
    return [joined(formatBytesRate(node.bytesPerSecond))]
  }
  const rate = formatRate(node.requestsPerSecond)
  const rest = [
    ...(node.errorRatio === undefined ? [] : [joined(formatRatio(node.errorRatio))]),
    ...(isAllInjected(node) ? [injectedWords(joined(formatRatio(node.injectedRatio)))] : []),
    ...(node.p95Ms === undefined ? [] : [joined(formatBracketMs(node.p95Ms))]),
  ]
  return rest.length === 0 ? [joined(rate)] : [rate.value, ...rest]
}

function edgeView(
  { edge, share, isDimmed, isHidden }: ShownEdge,
  labels: readonly EdgeLabel[],
  hasMtls: boolean,
  injectedWords: InjectedWords,
): EdgeView {
  return Object.assign(new EdgeWords(() => edgeLabel(edge, share, labels, injectedWords)), {
    id: edge.id,
    source: edge.source,
    target: edge.target,
    step: stepOf(edge),
    tone: toneOf(edge),
    isTcp: edge.protocol === 'tcp',
    isAttemptsOnly: edge.isAttemptsOnly === true,
    ...(edge.isMirrored === true && { isMirrored: true }),
    ...(hasMtls && lockOf(edge)),
    isInjected: isAllInjected(edge),
    isDimmed,
    isHidden,
  })
}

class EdgeWords {
  readonly #make: () => string[]
  #label: string[] | undefined

  constructor(make: () => string[]) {
    this.#make = make
  }

  get label(): string[] {
    this.#label ??= this.#make()
    return this.#label
  }
}

function lockOf({ mtlsShare }: GraphEdge): Pick<EdgeView, 'lock'> {
  return mtlsShare === undefined ? {} : { lock: mtlsShare >= 1 ? 'closed' : mtlsShare <= 0 ? 'open' : 'partly' }
}

function toneOf({ health }: GraphEdge): Tone {
  return health === 'healthy' ? 'quiet' : health
}

/** A step per power of ten: under 1, 10, 100, 1 000 requests (or ×10 kB for TCP) per second, and above. */
function stepOf({ protocol, requestsPerSecond, bytesPerSecond }: GraphEdge): EdgeView['step'] {
  const amount = protocol === 'tcp' ? (bytesPerSecond ?? 0) / 10_000 : (requestsPerSecond ?? 0)
  return amount < 1 ? 1 : amount < 10 ? 2 : amount < 100 ? 3 : amount < 1000 ? 4 : 5
}
