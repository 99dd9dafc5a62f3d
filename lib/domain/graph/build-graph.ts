import type { Inventory, MeshCluster } from '../mesh/inventory.ts'
import type { Notice } from '../notice.ts'
import type { EdgeTraffic } from '../telemetry/traffic.ts'
import type { UnixSeconds } from '../time.ts'
import { catalogOf } from './catalog.ts'
import { collectEdges, type EdgeDraft } from './collect-edges.ts'
import { foldClusterIds } from './fold-cluster-ids.ts'
import { inventoryNodes } from './inventory-nodes.ts'
import { mergeReporters } from './merge-reporters.ts'
import { mirrorSight } from './mirror-sight.ts'
import { NodeDrafts } from './node-drafts.ts'
import type { NodeIdentity } from './resolve-node.ts'
import type { GraphType } from './scope.ts'
import type { GraphEdge, GraphSnapshot } from './snapshot.ts'
import type { Tally } from './tally.ts'
import { bracketsOf, mutualShareOf, numbersOf, recordOf, viewOf } from './traffic-numbers.ts'
import { withThresholds } from './with-thresholds.ts'

export interface GraphQuestion {
  inventory: Inventory
  /** Undefined: not measurable now; nodes are those of the inventory, of unknown health, and there are no edges. */
  traffic: EdgeTraffic | undefined
  type: GraphType
  /** Nodes in one of these and their direct neighbours; absent: all. */
  namespaces?: readonly string[] | undefined
  /** Nodes in this cluster (by the inventory's id or telemetry's) and their direct neighbours; absent: all. */
  cluster?: string | undefined
  at: UnixSeconds
  windowSeconds: number
}

/**
 * The graph of a scope over one window: pure, deterministic, sorted by id.
 *
 * Nodes are what sent or received in the window and what the inventory has besides (`idle`). Both reporters are merged
 * by `mergeReporters`, never added. Neighbours outside the scope show only their traffic with it. Cluster ids are
 * folded by `foldClusterIds`; what stays open is a `cluster-id-unknown` notice, one id of several clusters
 * a `cluster-id-shared` one. Health is not judged here: it is
 * `idle` without traffic and `unknown` elsewhere until `withHealth`.
 */
export function buildGraph(question: GraphQuestion): GraphSnapshot {
  const { traffic, type, at, windowSeconds } = question
  const folding = foldClusterIds(question.inventory, traffic)
  const { inventory } = folding
  const catalog = catalogOf(inventory, traffic, folding.clusterOf)
  const isInside = insideOf(question, folding.idOf)
  const nodes = new NodeDrafts(catalog, traffic === undefined ? 'unknown' : 'idle')
  for (const { identity, versions } of inventoryNodes(inventory, type, catalog)) {
    if (isInside(identity)) {
      nodes.add(identity, versions)
    }
  }
  const drafts = traffic === undefined ? [] : collectEdges({ traffic, type, catalog, isInside, ...folding })
  const isMirror = mirrorSight(inventory, catalog)
  const edges = drafts.map((draft) => {
    nodes.add(draft.source, draft.sourceVersions)
    nodes.add(draft.target, draft.targetVersions)
    const { headline, felt, edge } = edgeOf(draft, isMirror)
    nodes.addTraffic(edge, headline, felt)
    return edge
  })
  const judgeable = withThresholds(nodes.finished(), inventory, catalog)
  return {
    takenAt: at,
    windowSeconds,
    nodes: judgeable.nodes.sort(byId),
    edges: edges.sort(byId),
    notices: [
      ...sharedIds(inventory.clusters),
      ...folding.undecided.map((cluster): Notice => ({ source: 'prometheus', code: 'cluster-id-unknown', cluster })),
      ...judgeable.notices,
    ],
  }
}

function edgeOf(
  draft: EdgeDraft,
  isMirror: (draft: EdgeDraft) => boolean,
): { headline: Tally; felt: Tally | undefined; edge: GraphEdge } {
  const { headline, felt, byFlag, source, waypoint, destination } = mergeReporters(draft.pairs.values())
  const calleeSide = destination ?? waypoint
  const mtlsShare = calleeSide === undefined ? undefined : mutualShareOf(calleeSide)
  const reporters = {
    ...(source !== undefined && { source: viewOf(source) }),
    ...(waypoint !== undefined && { waypoint: viewOf(waypoint) }),
    ...(destination !== undefined && { destination: viewOf(destination) }),
  }
  const byCode = headline === source ? reporters.source?.byCode : recordOf(headline.byCode)
  const edge: GraphEdge = {
    id: draft.id,
    source: draft.source.id,
    target: draft.target.id,
    protocol: draft.protocol,
    ...numbersOf(headline),
    ...bracketsOf(headline),
    ...(headline.hasRequests && byCode !== undefined && { byCode }),
    byFlag: recordOf(byFlag),
    ...(mtlsShare !== undefined && { mtlsShare }),
    ...(felt === undefined && { isAttemptsOnly: true }),
    ...(felt === undefined && isMirror(draft) && { isMirrored: true as const }),
    reporters,
    health: 'unknown',
  }
  return { headline, felt, edge }
}

/** Clusters that telemetry calls by one name cannot be told apart: every mesh is called `Kubernetes` unless it is named. */
function sharedIds(clusters: readonly MeshCluster[]): Notice[] {
  return [...Map.groupBy(clusters, ({ id }) => id)]
    .map(([cluster, own]) => ({ cluster, names: [...new Set(own.map(({ name }) => name))].sort() }))
    .filter(({ names }) => names.length > 1)
    .map(({ cluster, names }) => ({ source: 'kubernetes', code: 'cluster-id-shared', cluster, params: { names } }))
}

function insideOf(question: GraphQuestion, idOf: (id: string) => string): (node: NodeIdentity) => boolean {
  const cluster = question.cluster === undefined ? undefined : idOf(question.cluster)
  const namespaces = question.namespaces === undefined ? undefined : new Set(question.namespaces)
  return (node) =>
    (cluster === undefined || node.cluster === cluster) && (namespaces === undefined || namespaces.has(node.namespace))
}

function byId(a: { id: string }, b: { id: string }): number {
  if (a.id === b.id) {
    return 0
  }
  return a.id < b.id ? -1 : 1
}
