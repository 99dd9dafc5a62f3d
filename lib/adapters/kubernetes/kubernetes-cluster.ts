import { AppError } from '../../domain/errors.ts'
import type { Inventory, MeshCluster } from '../../domain/mesh/inventory.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cluster } from '../../ports/cluster.ts'
import type { Log } from '../../ports/log.ts'
import { orAborted } from '../../ports/or-aborted.ts'
import { asApiFailure, toAppError } from './api-failure.ts'
import { contextInventory } from './context-inventory.ts'
import { clusterIdOf } from './learn-cluster-id.ts'
import { type ClusterAccess, readContexts } from './read-contexts.ts'
import { discoveryResource } from './source-health.ts'
import { gravest, toNotices } from './to-notices.ts'
import { type WatchedContext, watchContext } from './watch-context.ts'

export interface KubernetesOptions {
  /** One path, or several as in KUBECONFIG; absent: the pod's service account, else the default kubeconfig. */
  kubeconfigPath?: string | undefined
  /** Names of contexts; absent: the current one. */
  contexts?: string[] | undefined
  /** The mesh's cluster id by context name, where it cannot be learnt. */
  clusterIds?: Record<string, string> | undefined
  /** The longest any single answer may take; a watch may be silent for as long as it was asked to last. */
  timeoutSeconds?: number | undefined
  /** Lists at once on one cluster. */
  concurrency?: number | undefined
  log: Log
  clock: Clock
  random: () => number
}

/** Watches clusters from the moment it is made. Throws `invalid` when the kubeconfig cannot be used. */
export function kubernetesCluster(options: KubernetesOptions): Cluster {
  return clusterOf(readContexts(options), options)
}

function clusterOf(accesses: ClusterAccess[], options: KubernetesOptions): Cluster {
  const { clock, log, random, timeoutSeconds = 30, concurrency = 6, clusterIds = {} } = options
  const close = new AbortController()
  const contexts = accesses.map((access) => ({
    watched: watchContext(access, { timeoutSeconds, concurrency, log, clock, random }),
    read: contextInventory(),
  }))
  const firstAnswers = Promise.all(contexts.map(({ watched }) => watched.settled))
  const patience = clock.sleep(timeoutSeconds, close.signal).catch(() => undefined)
  const ready = Promise.race([firstAnswers, patience])
  const isOverdue = (since: number) => clock.now() - since > timeoutSeconds / 2

  function meshCluster(watched: WatchedContext): MeshCluster {
    const { name } = watched
    return {
      name,
      ...clusterIdOf({
        configured: Object.hasOwn(clusterIds, name) ? clusterIds[name] : undefined,
        controlPlane: watched.controlPlaneClusterId(),
        contextName: name,
        isOnlyCluster: contexts.length === 1,
      }),
    }
  }

  return {
    async inventory(signal) {
      await orAborted(ready, signal)
      if (close.signal.aborted) {
        throw new AppError('unavailable', { source: 'kubernetes', reason: 'closed' })
      }
      if (!contexts.some(({ watched }) => wasRead(watched))) {
        throw neverRead(contexts.map(({ watched }) => watched))
      }
      return join(
        contexts.map(({ watched, read }) => {
          const cluster = meshCluster(watched)
          return {
            clusters: [cluster],
            ...read(watched.stores(), cluster.id),
            notices: toNotices(cluster.id, watched.states(), isOverdue),
          }
        }),
      )
    },
    async probe(signal) {
      const own = signal ?? close.signal
      const answers = await Promise.allSettled(contexts.map(({ watched }) => watched.probe(own)))
      signal?.throwIfAborted()
      const [first] = answers.flatMap((answer, i) =>
        answer.status === 'rejected' ? [toAppError(asApiFailure(answer.reason), contexts[i]?.watched.name ?? '')] : [],
      )
      if (first !== undefined && answers.every((answer) => answer.status === 'rejected')) {
        throw first
      }
    },
    async close() {
      close.abort(new Error('closed'))
      await Promise.all(contexts.map(({ watched }) => watched.close()))
    },
  }
}

/** Discovery alone tells nothing of the mesh. */
function wasRead(watched: WatchedContext): boolean {
  return watched.states().some((state) => state.wasRead && state.resource !== discoveryResource)
}

function neverRead(watched: WatchedContext[]): AppError {
  const worst = gravest(watched.flatMap((one) => one.states().map((state) => ({ ...state, cluster: one.name }))))
  return toAppError(
    worst?.failure ?? { code: 'timeout', reason: 'no-answer' },
    worst?.cluster ?? watched[0]?.name ?? '',
  )
}

function join(parts: Inventory[]): Inventory {
  const [first, ...others] = parts
  if (first !== undefined && others.length === 0) {
    return first
  }
  return {
    clusters: parts.flatMap((part) => part.clusters),
    namespaces: parts.flatMap((part) => part.namespaces),
    services: parts.flatMap((part) => part.services),
    workloads: parts.flatMap((part) => part.workloads),
    pods: parts.flatMap((part) => part.pods),
    objects: parts.flatMap((part) => part.objects),
    notices: parts.flatMap((part) => part.notices),
  }
}
