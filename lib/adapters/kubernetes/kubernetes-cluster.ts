import { AppError } from '../../domain/errors.ts'
import type { Inventory } from '../../domain/mesh/inventory.ts'
import { type KubernetesObject, referenceTo } from '../../domain/mesh/kubernetes-object.ts'
import { refuseBadReference } from '../../domain/mesh/refuse-bad-names.ts'
import type { Cluster } from '../../ports/cluster.ts'
import { orAborted } from '../../ports/or-aborted.ts'
import { asApiFailure, toAppError } from './api-failure.ts'
import type { ConnectedClusters } from './connected-clusters.ts'
import { contextInventory } from './context-inventory.ts'
import { type ObjectAccess, objectAccess } from './object-access.ts'
import { discoveryResource } from './source-health.ts'
import { gravest, toNotices } from './to-notices.ts'
import type { WatchedContext } from './watch-context.ts'

/** The port `Cluster` over clusters under watch. */
export function kubernetesCluster(clusters: ConnectedClusters): Cluster {
  const { contexts, closed } = clusters
  const inventories = contexts.map((context) => ({ context, read: contextInventory() }))
  return {
    async inventory(signal) {
      await orAborted(clusters.ready, signal)
      if (closed.aborted) {
        throw new AppError('unavailable', { source: 'kubernetes', reason: 'closed' })
      }
      if (!contexts.some(wasRead)) {
        throw neverRead(contexts)
      }
      return join(
        inventories.map(({ context, read }) => {
          const cluster = clusters.clusterOf(context)
          return {
            clusters: [cluster],
            ...read(context.stores(), cluster.id),
            notices: toNotices(cluster.id, context.states(), clusters.isOverdue),
          }
        }),
      )
    },
    ...singleObjects(clusters),
    async probe(signal) {
      const own = signal ?? closed
      const answers = await Promise.allSettled(contexts.map((context) => context.probe(own)))
      signal?.throwIfAborted()
      const [first] = answers.flatMap((answer, i) =>
        answer.status === 'rejected' ? [toAppError(asApiFailure(answer.reason), contexts[i]?.name ?? '')] : [],
      )
      if (first !== undefined && answers.every((answer) => answer.status === 'rejected')) {
        throw first
      }
    },
    close: () => clusters.close(),
  }
}

/** Finds the cluster that is meant and asks its API server, once the names are known to be names. */
function singleObjects(clusters: ConnectedClusters): ObjectAccess {
  const accesses = new Map(clusters.contexts.map((context) => [context, objectAccess(context.api)]))

  async function accessTo(cluster: string, signal: AbortSignal | undefined): Promise<ObjectAccess> {
    const context = await clusters.find(cluster, signal)
    return accesses.get(context) ?? objectAccess(context.api)
  }

  const refuseBad = (cluster: string, object: KubernetesObject) => refuseBadReference(referenceTo(cluster, object))
  return {
    async read(reference, signal) {
      refuseBadReference(reference)
      return (await accessTo(reference.cluster, signal)).read(reference, signal)
    },
    async create(cluster, object, options, signal) {
      refuseBad(cluster, object)
      return (await accessTo(cluster, signal)).create(cluster, object, options, signal)
    },
    async replace(cluster, object, options, signal) {
      refuseBad(cluster, object)
      return (await accessTo(cluster, signal)).replace(cluster, object, options, signal)
    },
    async remove(reference, options, signal) {
      refuseBadReference(reference)
      return (await accessTo(reference.cluster, signal)).remove(reference, options, signal)
    },
    async mayDo(question, signal) {
      return (await accessTo(question.cluster, signal)).mayDo(question, signal)
    },
  }
}

/** Discovery alone tells nothing of the mesh. */
function wasRead(context: WatchedContext): boolean {
  return context.states().some((state) => state.wasRead && state.resource !== discoveryResource)
}

function neverRead(contexts: WatchedContext[]): AppError {
  const worst = gravest(contexts.flatMap((one) => one.states().map((state) => ({ ...state, cluster: one.name }))))
  return toAppError(
    worst?.failure ?? { code: 'timeout', reason: 'no-answer' },
    worst?.cluster ?? contexts[0]?.name ?? '',
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
