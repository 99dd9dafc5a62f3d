import { AppError } from '../../domain/errors.ts'
import type { MeshCluster } from '../../domain/mesh/inventory.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { orAborted } from '../../ports/or-aborted.ts'
import { clusterIdOf } from './learn-cluster-id.ts'
import { type ClusterAccess, readContexts } from './read-contexts.ts'
import { type WatchedContext, watchContext } from './watch-context.ts'

export interface KubernetesOptions {
  /** One path, or several as in KUBECONFIG; absent: the pod's service account, else the default kubeconfig. */
  kubeconfigPath?: string | undefined
  /** Names of contexts; absent: the current one. */
  contexts?: string[] | undefined
  /** The mesh's cluster id by context name, where it cannot be learnt. */
  clusterIds?: Record<string, string> | undefined
  /** Where to look when looking everywhere is forbidden; absent: nowhere. */
  namespaces?: string[] | undefined
  /** The longest any single answer may take; a watch may be silent for as long as it was asked to last. */
  timeoutSeconds?: number | undefined
  /** Lists at once on one cluster. */
  concurrency?: number | undefined
  log: Log
  clock: Clock
  random: () => number
}

/** All clusters of the kubeconfig, under watch until closed. */
export interface ConnectedClusters {
  readonly contexts: WatchedContext[]
  /** Resolves once every source of every cluster has answered, or has had long enough to. */
  readonly ready: Promise<void>
  readonly closed: AbortSignal
  /** What the mesh calls a cluster, as far as is known now. */
  clusterOf(context: WatchedContext): MeshCluster
  /** Whether an answer awaited since then should have come by now. */
  isOverdue(since: number): boolean
  /** The cluster that the mesh calls `id`; rejects with `not-found`. */
  find(id: string, signal?: AbortSignal): Promise<WatchedContext>
  close(): Promise<void>
}

/** Watches clusters from now on. Throws `invalid` when the kubeconfig cannot be used. */
export function connectClusters(options: KubernetesOptions): ConnectedClusters {
  return watchAll(readContexts(options), options)
}

function watchAll(accesses: ClusterAccess[], options: KubernetesOptions): ConnectedClusters {
  const { clock, log, random, timeoutSeconds = 30, concurrency = 6, clusterIds = {}, namespaces = [] } = options
  const stop = new AbortController()
  const watching = { namespaces, timeoutSeconds, concurrency, log, clock, random }
  const contexts = accesses.map((access) => watchContext(access, watching))
  const firstAnswers = Promise.all(contexts.map(({ settled }) => settled))
  const patience = clock.sleep(timeoutSeconds, stop.signal).catch(() => undefined)
  const ready = Promise.race([firstAnswers, patience]).then(() => undefined)

  function clusterOf(context: WatchedContext): MeshCluster {
    const { name } = context
    return {
      name,
      ...clusterIdOf({
        configured: Object.hasOwn(clusterIds, name) ? clusterIds[name] : undefined,
        controlPlane: context.controlPlaneClusterId(),
        contextName: name,
        isOnlyCluster: contexts.length === 1,
      }),
    }
  }

  return {
    contexts,
    ready,
    closed: stop.signal,
    clusterOf,
    isOverdue: (since) => clock.now() - since > timeoutSeconds / 2,
    async find(id, signal) {
      await orAborted(ready, signal)
      const found = contexts.find((context) => clusterOf(context).id === id)
      if (found === undefined) {
        throw new AppError('not-found', { source: 'kubernetes', cluster: id, reason: 'no-such-cluster' })
      }
      return found
    },
    async close() {
      stop.abort(new Error('closed'))
      await Promise.all(contexts.map((context) => context.close()))
    },
  }
}
