import type { Inventory } from '../domain/mesh/inventory.ts'

/** The Kubernetes API of one or several clusters, as the caller may see it. */
export interface Cluster {
  /**
   * Everything known now. Resolves from the watch cache once the first list of every reachable cluster is in; a cluster
   * that cannot be read appears as a notice, its last known objects stay. Rejects with `AppError` only when nothing was
   * ever read from any cluster: `unavailable`, `timeout`, `forbidden`, `unauthenticated`.
   */
  inventory(signal?: AbortSignal): Promise<Inventory>
  /** Asks the API server for its version; rejects with `AppError` when it does not answer as the caller. */
  probe(signal?: AbortSignal): Promise<void>
  /** Stops watches. */
  close(): Promise<void>
}
