import { AppError } from '../../domain/errors.ts'
import { KubernetesObject, type ObjectReference, referenceTo } from '../../domain/mesh/kubernetes-object.ts'
import type { AccessQuestion, Cluster, Written } from '../../ports/cluster.ts'
import type { ApiClient } from './api-client.ts'
import { ApiFailure, asApiFailure, toAppError } from './api-failure.ts'
import { type Attempted, objectFailure } from './object-failure.ts'
import { record } from './read-json.ts'
import type { ApiCall } from './request-sender.ts'
import { type ServedResource, servedResources, versionPath } from './served-resources.ts'

/** Single objects of one cluster, straight from its API server. */
export type ObjectAccess = Pick<Cluster, 'read' | 'create' | 'replace' | 'remove' | 'mayDo'>

/** Who is named as having written the fields of an object. */
const fieldManager = 'exantas'

const neverAborted = () => new AbortController().signal

/** Expects references whose parts can be names. */
export function objectAccess(api: ApiClient): ObjectAccess {
  const resources = servedResources(api)

  async function resourceOf(reference: ObjectReference, verb: Attempted['verb'], signal: AbortSignal) {
    const { cluster, apiVersion, kind, namespace, name } = reference
    try {
      const resource = await resources.find(apiVersion, kind, signal)
      if (resource === undefined) {
        throw new AppError('not-found', {
          source: 'kubernetes',
          cluster,
          kind,
          namespace,
          name,
          reason: 'kind-not-served',
        })
      }
      if (resource.isNamespaced === (namespace === '')) {
        throw new AppError('invalid', { reason: 'bad-name', field: 'namespace', given: namespace })
      }
      return resource
    } catch (error) {
      throw error instanceof ApiFailure ? objectFailure(error, { reference, verb, resource: kind }) : error
    }
  }

  async function ask(reference: ObjectReference, verb: Attempted['verb'], call: CallTo, signal: AbortSignal) {
    const resource = await resourceOf(reference, verb, signal)
    const path = collectionPath(resource, reference) + (verb === 'create' ? '' : `/${reference.name}`)
    try {
      return await api.ask({ query: {}, ...call, path, isWrite: verb !== 'get' }, signal)
    } catch (error) {
      if (!(error instanceof ApiFailure)) {
        throw error
      }
      if (error.status === 404 && error.said.name === undefined) {
        resources.forget(reference.apiVersion)
      }
      throw objectFailure(error, { reference, verb, resource: resource.plural })
    }
  }

  async function write(
    reference: ObjectReference,
    verb: 'create' | 'update',
    object: KubernetesObject,
    dryRun: boolean,
    signal = neverAborted(),
  ): Promise<Written> {
    const query = { fieldManager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined }
    const method = verb === 'create' ? 'POST' : 'PUT'
    const { body, warnings } = await ask(reference, verb, { method, query, body: object }, signal)
    return { object: asObject(body, reference, !dryRun), warnings }
  }

  return {
    async read(reference, signal = neverAborted()) {
      const { body } = await ask(reference, 'get', { method: 'GET' }, signal)
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
      await ask(reference, 'delete', { method: 'DELETE', body }, signal)
    },
    mayDo: (question, signal = neverAborted()) => reviewAccess(api, question, signal),
  }
}

type CallTo = Pick<ApiCall, 'method' | 'body'> & Partial<Pick<ApiCall, 'query'>>

function collectionPath({ plural, isNamespaced }: ServedResource, { apiVersion, namespace }: ObjectReference): string {
  return `${versionPath(apiVersion)}/${isNamespaced ? `namespaces/${namespace}/` : ''}${encodeURIComponent(plural)}`
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
