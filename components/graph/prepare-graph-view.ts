import { formatBracketMs, formatBytesRate, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { serverFailuresOf } from '#lib/domain/health/failures.ts'
import { type FindExpression, parseFind } from './find-expression.ts'
import {
  type BoxKind,
  type EdgeLabel,
  type EdgeView,
  type GraphFilters,
  type GraphView,
  type NodeState,
  type NodeView,
  nodeStates,
  type Outline,
  stateOf,
  type Tone,
  titleOf,
} from './graph-view.ts'

/** What is said of traffic that all was injected, by its share: `◇ 100 % injected`. */
export type InjectedWords = (share: string) => string

/** Everything the canvas and the table need to know, decided here: what is shown, what fades, and every word of a label. */
export function prepareGraphView(
  snapshot: GraphSnapshot,
  filters: GraphFilters,
  injectedWords: InjectedWords,
): GraphView {
  const find = parseFind(filters.find)
  const nodesById = new Map(snapshot.nodes.map((node) => [node.id, node]))
  const isNear = neighbourhood(snapshot, filters.selected)
  const isInFocus = neighbourhood(snapshot, filters.focus)
  const hasBusy = snapshot.nodes.some(({ health }) => health !== 'idle')
  const drawn = snapshot.nodes.filter(({ health }) => filters.hasIdle || !hasBusy || health !== 'idle')
  const isDrawn = new Set(drawn.map(({ id }) => id))

  const nodes = drawn.map((node) => ({
    ...nodeView(node, filters.box, injectedWords),
    isHidden: find.hidesNode(node) || !isInFocus(node.id),
    isDimmed: !stands(node, find, filters) || !isNear(node.id),
  }))
  const hidden = new Set(nodes.filter(({ isHidden }) => isHidden).map(({ id }) => id))
  const dimmed = new Set(nodes.filter(({ isDimmed }) => isDimmed).map(({ id }) => id))

  const edges = snapshot.edges.flatMap((edge) => {
    const source = nodesById.get(edge.source)
    const target = nodesById.get(edge.target)
    if (source === undefined || target === undefined || !isDrawn.has(edge.source) || !isDrawn.has(edge.target)) {
      return []
    }
    const isChosen = isSelected(edge, filters.selected)
    const isFound = find.isEmpty || find.matchesEdge(edge, source, target)
    const isBetweenShown = !dimmed.has(edge.source) && !dimmed.has(edge.target)
    return [
      {
        ...edgeView(edge, filters.labels, injectedWords),
        isHidden: hidden.has(edge.source) || hidden.has(edge.target),
        isDimmed: filters.selected !== undefined ? !isChosen : !(isBetweenShown || (isFound && !find.isEmpty)),
      },
    ]
  })
  return {
    nodes,
    edges,
    counts: countsOf(snapshot),
    ...(find.isEmpty ? {} : { found: drawn.filter((node) => !find.hidesNode(node) && find.matchesNode(node)).length }),
  }
}

function stands(node: GraphNode, find: FindExpression, { states }: GraphFilters): boolean {
  return (states.length === 0 || states.includes(stateOf(node))) && (find.isEmpty || find.matchesNode(node))
}

function isSelected(edge: GraphEdge, selected: string | undefined): boolean {
  return selected === edge.id || selected === edge.source || selected === edge.target
}

/** Whether a node is the chosen one, an end of the chosen edge, or calls or is called by the chosen one. */
function neighbourhood(snapshot: GraphSnapshot, chosen: string | undefined): (id: string) => boolean {
  const isNode = snapshot.nodes.some(({ id }) => id === chosen)
  const touching = snapshot.edges.filter((edge) => isSelected(edge, chosen))
  if (chosen === undefined || (!isNode && touching.length === 0)) {
    return () => true
  }
  const near = new Set([chosen, ...touching.flatMap(({ source, target }) => [source, target])])
  return (id) => near.has(id)
}

function nodeView(
  node: GraphNode,
  box: BoxKind,
  injectedWords: InjectedWords,
): Omit<NodeView, 'isDimmed' | 'isHidden'> {
  const facts = factsOf(node, injectedWords)
  return {
    id: node.id,
    box: boxOf(node, box),
    outline: outlineOf(node),
    state: stateOf(node),
    isOrigin: node.health === 'failing' && node.role === 'origin',
    isInjected: isAllInjected(node),
    ...titleOf(node),
    facts,
    failuresPerSecond: serverFailuresOf(node).perSecond,
    told: [
      node.requestsPerSecond === undefined ? (facts[0] ?? '') : joined(formatRate(node.requestsPerSecond)),
      ...facts.slice(1),
    ].join(' · '),
  }
}

function boxOf(node: GraphNode, box: BoxKind): string {
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

function outlineOf({ kind, isTcp }: GraphNode): Outline {
  switch (kind) {
    case 'gateway':
    case 'waypoint':
      return 'gateway'
    case 'external':
    case 'passthrough':
    case 'blackhole':
      return 'external'
    case 'unknown':
      return 'unknown'
    default:
      return isTcp === true ? 'tcp' : kind
  }
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

/** All of it failed on purpose, so nothing is left to judge; sums of rates are not exact. */
function isAllInjected({ injectedRatio, errorRatio }: Pick<GraphNode, 'injectedRatio' | 'errorRatio'>): boolean {
  return errorRatio === undefined && injectedRatio !== undefined && injectedRatio > 1 - 1e-6
}

function edgeView(
  edge: GraphEdge,
  labels: readonly EdgeLabel[],
  injectedWords: InjectedWords,
): Omit<EdgeView, 'isDimmed' | 'isHidden'> {
  return {
    id: edge.id,
    source: edge.source,
    target: edge.target,
    step: stepOf(edge),
    tone: toneOf(edge),
    isTcp: edge.protocol === 'tcp',
    isAttemptsOnly: edge.isAttemptsOnly === true,
    isInjected: isAllInjected(edge),
    label: labelOf(edge, labels, injectedWords),
  }
}

function toneOf({ health }: GraphEdge): Tone {
  return health === 'healthy' ? 'quiet' : health
}

/** A step per power of ten: under 1, 10, 100, 1 000 requests (or ×10 kB for TCP) per second, and above. */
function stepOf({ protocol, requestsPerSecond, bytesPerSecond }: GraphEdge): EdgeView['step'] {
  const amount = protocol === 'tcp' ? (bytesPerSecond ?? 0) / 10_000 : (requestsPerSecond ?? 0)
  return amount < 1 ? 1 : amount < 10 ? 2 : amount < 100 ? 3 : amount < 1000 ? 4 : 5
}

function labelOf(edge: GraphEdge, labels: readonly EdgeLabel[], injectedWords: InjectedWords): string[] {
  const amounts = [
    ...(labels.includes('protocol') ? [edge.protocol === 'grpc' ? 'gRPC' : edge.protocol.toUpperCase()] : []),
    ...(labels.includes('rate') && edge.requestsPerSecond !== undefined
      ? [joined(formatRate(edge.requestsPerSecond))]
      : []),
    ...((labels.includes('throughput') || (labels.includes('rate') && edge.protocol === 'tcp')) &&
    edge.bytesPerSecond !== undefined
      ? [joined(formatBytesRate(edge.bytesPerSecond))]
      : []),
  ]
  const quality = [
    ...(labels.includes('errors') && edge.errorRatio !== undefined && edge.errorRatio > 0
      ? [withCode(edge, joined(formatRatio(edge.errorRatio)))]
      : []),
    ...(labels.includes('errors') && isAllInjected(edge)
      ? [injectedWords(joined(formatRatio(edge.injectedRatio)))]
      : []),
    ...(labels.includes('p95') && edge.p95Ms !== undefined ? [joined(formatBracketMs(edge.p95Ms))] : []),
  ]
  return [amounts.join(' · '), quality.join(' · ')].filter((line) => line !== '')
}

/** `18 % 503`: which answer most of the failures are, where the edge is failing and one stands out. */
function withCode({ health, byCode }: GraphEdge, share: string): string {
  const failures = Object.entries(byCode ?? {}).filter(([code]) => code !== 'grpc 0' && !/^[1-4]\d\d$/.test(code))
  const most = failures.toSorted(([, a], [, b]) => b - a)[0]
  return health === 'failing' && most !== undefined && most[0] !== '0' ? `${share} ${most[0]}` : share
}

function countsOf({ nodes }: GraphSnapshot): Record<NodeState, number> {
  const counts = Object.fromEntries(nodeStates.map((state) => [state, 0])) as Record<NodeState, number>
  for (const node of nodes) {
    counts[stateOf(node)] += 1
  }
  return counts
}
