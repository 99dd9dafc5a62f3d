import type { Catalog } from './catalog.ts'
import { type NodeIdentity, sharedBy } from './resolve-node.ts'
import type { GraphEdge, GraphNode, Health } from './snapshot.ts'
import { addTally, emptyTally, type Tally } from './tally.ts'
import { numbersOf } from './traffic-numbers.ts'
import { workloadsOfNode } from './workloads-of-node.ts'

interface NodeDraft {
  identity: NodeIdentity
  versions: Set<string>
  arriving: Tally | undefined
  leaving: Tally | undefined
  isTcpOnly: boolean
}

/** Nodes while their edges are being added up. */
export class NodeDrafts {
  readonly #drafts = new Map<string, NodeDraft>()
  readonly #catalog: Catalog
  readonly #healthWithoutTraffic: Health

  constructor(catalog: Catalog, healthWithoutTraffic: Health) {
    this.#catalog = catalog
    this.#healthWithoutTraffic = healthWithoutTraffic
  }

  add(identity: NodeIdentity, versions: Iterable<string | undefined>): void {
    const draft = this.#drafts.get(identity.id) ?? {
      identity,
      versions: new Set<string>(),
      arriving: undefined,
      leaving: undefined,
      isTcpOnly: true,
    }
    this.#drafts.set(identity.id, draft)
    for (const version of versions) {
      if (version !== undefined) {
        draft.versions.add(version)
      }
    }
  }

  /** Adds what arrives at the edge's target, and of it what its source felt. */
  addTraffic(edge: Pick<GraphEdge, 'source' | 'target' | 'protocol'>, headline: Tally, felt: Tally | undefined): void {
    const from = this.#drafts.get(edge.source)
    const to = this.#drafts.get(edge.target)
    if (from !== undefined && felt !== undefined) {
      from.leaving ??= emptyTally()
      addTally(from.leaving, felt, false)
    }
    if (to !== undefined) {
      to.arriving ??= emptyTally()
      to.isTcpOnly &&= edge.protocol === 'tcp'
      addTally(to.arriving, headline, false)
    }
  }

  finished(): GraphNode[] {
    return [...this.#drafts.values()].map((draft) => this.#nodeOf(draft))
  }

  #nodeOf({ identity, versions, arriving, leaving, isTcpOnly }: NodeDraft): GraphNode {
    const membership = sharedBy(workloadsOfNode(identity, this.#catalog), (workload) => workload.membership)
    const traffic = arriving ?? leaving
    const standsForSeveral = identity.id.startsWith('service:') || identity.id.startsWith('app:')
    return {
      ...identity,
      ...(standsForSeveral && { versions: [...versions].sort() }),
      ...(arriving !== undefined && { isTcp: isTcpOnly }),
      ...(membership !== undefined && { membership }),
      ...(traffic !== undefined && numbersOf(traffic)),
      health: traffic === undefined ? this.#healthWithoutTraffic : 'unknown',
    }
  }
}
