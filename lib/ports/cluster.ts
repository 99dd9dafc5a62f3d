import type { Inventory } from '../domain/mesh/inventory.ts'
import type { KubernetesObject, ObjectReference } from '../domain/mesh/kubernetes-object.ts'

/** With `dryRun` everything is checked, admission webhooks and rights included, and nothing is stored. */
export interface WriteOptions {
  dryRun: boolean
  /** Where writes wait for each other: whose it is, and whether it goes first. Adapters take no notice. */
  turn?: WriteTurn
}

/** `undo` takes something back: it goes before every `edit`. */
export interface WriteTurn {
  by: string
  lane: 'edit' | 'undo'
}

/** An object as the API server stored it (dry run: would have stored it), and what it remarked on, in its own words. */
export interface Written {
  object: KubernetesObject
  warnings: string[]
}

/** May the caller do this? Absent `namespace`: in all of them; absent `name`: to any; `group` is empty for the core. */
export interface AccessQuestion {
  cluster: string
  verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete'
  group: string
  resource: string
  subresource?: string
  namespace?: string
  name?: string
}

/**
 * The Kubernetes API of one or several clusters, as the caller may see it. Every failure is an `AppError` whose params
 * carry `source` and a `reason`, besides the abort of the caller's own signal, which rejects with its reason.
 *
 * All that names one object refuses texts that cannot be names (`invalid`, `bad-name`) before anything is sent, and tells
 * an unknown cluster (`not-found`, `no-such-cluster`) from a kind the cluster does not serve (`not-found`,
 * `kind-not-served`) and from an object that is not there (`not-found`, `absent`). Besides: `forbidden` (with `verb`,
 * `resource`, `namespace`), `unauthenticated`, `unavailable` (with `retryAfterSeconds` where the server asks for a pause),
 * `timeout`.
 *
 * A write is sent once and never again. When no answer tells what became of it (`timeout`, `unavailable`),
 * `params.outcome` is `unknown`: it may have been stored, so read before writing again. Without that mark nothing was; after
 * an abort nobody knows.
 * Further failures of writes: `conflict` with reason `stale` (the object has another version by now) or `already-exists`;
 * `invalid` with `message`, the server's words, and reason `unknown-field` (fields are validated strictly), `schema`,
 * `denied-by-webhook` (with `webhook`) or `refused`; `too-large`. A dry run fails like the write it stands for.
 */
export interface Cluster {
  /**
   * Everything known now. Resolves from the watch cache once the first list of every reachable cluster is in; a cluster
   * that cannot be read appears as a notice, its last known objects stay. Rejects with `AppError` only when nothing was
   * ever read from any cluster: `unavailable`, `timeout`, `forbidden`, `unauthenticated`.
   */
  inventory(signal?: AbortSignal): Promise<Inventory>
  /** One object, whole, straight from the API server: never older than the last write anybody got an answer to. */
  read(reference: ObjectReference, signal?: AbortSignal): Promise<KubernetesObject>
  /** Stores an object that is not there yet. One that carries a `resourceVersion` is `invalid`. */
  create(cluster: string, object: KubernetesObject, options: WriteOptions, signal?: AbortSignal): Promise<Written>
  /**
   * Stores `object` in place of the version it carries in `metadata.resourceVersion`, or not at all: fields it lacks are
   * removed. Without a version it is `invalid` (`missing-version`).
   */
  replace(cluster: string, object: KubernetesObject, options: WriteOptions, signal?: AbortSignal): Promise<Written>
  /**
   * Removes an object, with `resourceVersion` only that version of it. It may stay visible while finalizers run.
   */
  remove(
    reference: ObjectReference,
    options: WriteOptions & { resourceVersion?: string },
    signal?: AbortSignal,
  ): Promise<void>
  /** What the API server's authorizer says of the caller's rights now. Admission may still refuse a single write. */
  mayDo(question: AccessQuestion, signal?: AbortSignal): Promise<boolean>
  /** Asks the API server for its version; rejects with `AppError` when it does not answer as the caller. */
  probe(signal?: AbortSignal): Promise<void>
  /** Stops watches. */
  close(): Promise<void>
}
