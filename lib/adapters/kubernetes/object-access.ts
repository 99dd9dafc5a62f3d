import { AppError } from '../../domain/errors.ts'
import { KubernetesObject, type ObjectReference, referenceTo } from '../../domain/mesh/kubernetes-object.ts'
import type { AccessQuestion, Cluster, Written } from '../../ports/cluster.ts'
import type { ApiClient } from './api-client.ts'
import { asApiFailure, toAppError } from './api-failure.ts'
import { objectCalls } from './object-calls.ts'
import { record } from './read-json.ts'

/** Single objects of one cluster, straight from its API server. */
export type ObjectAccess = Pick<Cluster, 'read' | 'create' | 'replace' | 'remove' | 'mayDo'>

/** Who is named as having written the fields of an object. */
const fieldManager = 'exantas'

const neverAborted = () => new AbortController().signal

/** Expects references whose parts can be names. */
export function objectAccess(api: ApiClient): ObjectAccess {
  const ask = objectCalls(api)

  async function write(
    reference: ObjectReference,
    verb: 'create' | 'update',
    object: KubernetesObject,
    dryRun: boolean,
    signal = neverAborted(),
  ): Promise<Written> {
    const query = { fieldManager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined }
    const method = verb === 'create' ? 'POST' : 'PUT'
    const attempt = { reference, verb, isDryRun: dryRun }
    const { body, warnings } = await ask(attempt, { method, query, body: object }, signal)
    return { object: asObject(body, reference, !dryRun), warnings }
  }

  return {
    async read(reference, signal = neverAborted()) {
      const { body } = await ask({ reference, verb: 'get' }, { method: 'GET' }, signal)
      return asObject(body, reference, false)
    },
    async create(cluster, object, { dryRun }, signal) {
      const reference = referenceTo(cluster, object)
      if (object.metadata.resourceVersion !== undefined) {
        throw invalid(reference, 'version-on-create')
      }
      return write(reference, 'create', object, dryRun, signal)
    },
    async replace(cluster, object, { dryRun }, signal) {
      const reference = referenceTo(cluster, object)
      if (!object.metadata.resourceVersion) {
        throw invalid(reference, 'missing-version')
      }
      return write(reference, 'update', object, dryRun, signal)
    },
    async remove(reference, { dryRun, resourceVersion }, signal = neverAborted()) {
      const body = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(resourceVersion === undefined ? {} : { preconditions: { resourceVersion } }),
        ...(dryRun ? { dryRun: ['All'] } : {}),
      }
      await ask({ reference, verb: 'delete', isDryRun: dryRun }, { method: 'DELETE', body }, signal)
    },
    mayDo: (question, signal = neverAborted()) => reviewAccess(api, question, signal),
  }
}

/** The object as it came: parsing would keep its fields but not their order or its odder keys. */
function asObject(
  body: unknown,
  { cluster, kind, namespace, name }: ObjectReference,
  isStored: boolean,
): KubernetesObject {
  if (!KubernetesObject.safeParse(body).success) {
    throw new AppError('unavailable', {
      ...{ source: 'kubernetes', cluster, kind, namespace, name, reason: 'not-an-object' },
      ...(isStored ? { outcome: 'unknown' } : {}),
    })
  }
  return body as KubernetesObject
}

function invalid({ cluster, kind, namespace, name }: ObjectReference, reason: string): AppError {
  return new AppError('invalid', { source: 'kubernetes', cluster, kind, namespace, name, reason })
}

async function reviewAccess(api: ApiClient, question: AccessQuestion, signal: AbortSignal): Promise<boolean> {
  const { cluster, ...resourceAttributes } = question
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  }
  try {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    return record(record(await api.postJson(path, review, signal)).status).allowed === true
  } catch (error) {
    signal.throwIfAborted()
    throw toAppError(asApiFailure(error), cluster)
  }
}
