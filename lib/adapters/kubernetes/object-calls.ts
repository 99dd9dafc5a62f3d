import { AppError } from '../../domain/errors.ts'
import type { ObjectReference } from '../../domain/mesh/kubernetes-object.ts'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { ApiFailure } from './api-failure.ts'
import { type Attempted, objectFailure } from './object-failure.ts'
import type { ApiCall } from './request-sender.ts'
import { type ServedResource, servedResources, versionPath } from './served-resources.ts'

type Attempt = Omit<Attempted, 'resource'> & {
  /** A part of the object with a path of its own. */
  subresource?: string
}
type CallTo = Pick<ApiCall, 'method' | 'body'> & Partial<Pick<ApiCall, 'query'>>

/** Calls about one object, at the path its kind is served under; every failure is an `AppError`. */
export function objectCalls(
  api: ApiClient,
): (attempt: Attempt, call: CallTo, signal: AbortSignal) => Promise<ApiAnswer> {
  const resources = servedResources(api)

  async function resourceOf({ reference, verb }: Attempt, signal: AbortSignal): Promise<ServedResource> {
    const { cluster, apiVersion, kind, namespace, name } = reference
    const resource = await resources.find(apiVersion, kind, signal).catch((error) => {
      throw error instanceof ApiFailure ? objectFailure(error, { reference, verb, resource: kind }) : error
    })
    if (resource === undefined) {
      const place = { source: 'kubernetes', cluster, kind, namespace, name }
      throw new AppError('not-found', { ...place, reason: 'kind-not-served' })
    }
    if (resource.isNamespaced === (namespace === '') && verb !== 'list') {
      throw new AppError('invalid', { reason: 'bad-name', field: 'namespace', given: namespace })
    }
    return resource
  }

  return async (attempt, call, signal) => {
    const { reference, verb } = attempt
    const resource = await resourceOf(attempt, signal)
    const path = collectionPath(resource, reference) + itemPath(attempt)
    try {
      return await api.ask({ query: {}, ...call, path, isWrite: verb !== 'get' && verb !== 'list' }, signal)
    } catch (error) {
      if (!(error instanceof ApiFailure)) {
        throw error
      }
      if (error.status === 404 && error.said.name === undefined) {
        resources.forget(reference.apiVersion)
      }
      throw objectFailure(error, { ...attempt, resource: resource.plural })
    }
  }
}

function itemPath({ verb, reference, subresource }: Attempt): string {
  if (verb === 'create' || verb === 'list') {
    return ''
  }
  return `/${reference.name}${subresource === undefined ? '' : `/${subresource}`}`
}

/** Without a namespace, that of all of them. */
function collectionPath({ plural, isNamespaced }: ServedResource, { apiVersion, namespace }: ObjectReference): string {
  return `${versionPath(apiVersion)}/${isNamespaced && namespace !== '' ? `namespaces/${namespace}/` : ''}${encodeURIComponent(plural)}`
}
