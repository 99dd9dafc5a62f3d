import { isSame } from '../domain/changes/canonical-text.ts'
import { AppError } from '../domain/errors.ts'
import { type KubernetesObject, type ObjectReference, referenceTo } from '../domain/mesh/kubernetes-object.ts'
import type { Cluster } from '../ports/cluster.ts'

/**
 * A cluster whose writes say what became of them wherever that can be found out: when no answer tells, the object is read.
 * What is stored as it was meant succeeds, what was written by others is a `conflict`. A write that the API server ended
 * with an answer of its own and that is not there failed, and says so without `outcome`; one that was never answered may
 * still arrive, so it stays unknown.
 */
export function certainWrites(cluster: Cluster): Cluster {
  const settle = async <Value>(error: unknown, reference: ObjectReference, judge: Judge<Value>): Promise<Value> => {
    if (!(error instanceof AppError) || error.params.outcome !== 'unknown') {
      throw error
    }
    const found = await readNow(cluster, reference, error)
    const settled = judge(found)
    if (settled !== 'not-done') {
      return settled.value
    }
    const { outcome: _, ...params } = error.params
    throw wasAnswered(error) ? new AppError(error.code, params, { cause: error }) : error
  }
  return {
    ...cluster,
    create: (id, object, options, signal) =>
      cluster.create(id, object, options, signal).catch((error) =>
        settle(error, referenceTo(id, object), (found) => {
          if (found === undefined) {
            return 'not-done'
          }
          if (!saysTheSame(found, object)) {
            throw conflict(referenceTo(id, object), 'already-exists')
          }
          return { value: { object: found, warnings: [] } }
        }),
      ),
    replace: (id, object, options, signal) =>
      cluster.replace(id, object, options, signal).catch((error) =>
        settle(error, referenceTo(id, object), (found) => {
          if (found?.metadata.resourceVersion === object.metadata.resourceVersion) {
            return 'not-done'
          }
          if (found === undefined || !saysTheSame(found, object)) {
            throw conflict(referenceTo(id, object), 'stale')
          }
          return { value: { object: found, warnings: [] } }
        }),
      ),
    remove: (reference, options, signal) =>
      cluster.remove(reference, options, signal).catch((error) =>
        settle(error, reference, (found) => {
          if (found === undefined || found.metadata.deletionTimestamp !== undefined) {
            return { value: undefined }
          }
          const { resourceVersion: asked = found.metadata.resourceVersion } = options
          if (found.metadata.resourceVersion !== asked) {
            throw conflict(reference, 'stale')
          }
          return 'not-done'
        }),
      ),
  }
}

type Judge<Value> = (found: KubernetesObject | undefined) => { value: Value } | 'not-done'

/** The object now; the write's own failure where that cannot be told. */
async function readNow(
  cluster: Cluster,
  reference: ObjectReference,
  unsettled: AppError,
): Promise<KubernetesObject | undefined> {
  try {
    return await cluster.read(reference)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') {
      return undefined
    }
    throw unsettled
  }
}

function wasAnswered({ params }: AppError): boolean {
  return /^http-5\d\d$/.test(String(params.reason)) && params.reason !== 'http-504'
}

function saysTheSame(found: KubernetesObject, meant: KubernetesObject): boolean {
  const content = ({ spec, metadata: { labels, annotations } }: KubernetesObject) => [
    spec,
    labels ?? {},
    annotations ?? {},
  ]
  return isSame(content(found), content(meant))
}

function conflict({ cluster, kind, namespace, name }: ObjectReference, reason: string): AppError {
  return new AppError('conflict', { source: 'kubernetes', cluster, kind, namespace, name, reason })
}
