import { AppError, type ErrorParams } from '../../domain/errors.ts'
import type { ObjectReference } from '../../domain/mesh/kubernetes-object.ts'
import { type ApiFailure, toAppError } from './api-failure.ts'

/** What was tried, for the sentence about its failure. */
export interface Attempted {
  reference: ObjectReference
  verb: 'get' | 'list' | 'create' | 'update' | 'delete'
  resource: string
  /** A dry run stores nothing, however it ends. */
  isDryRun?: boolean
}

const denial = /^admission webhook "([^"]{1,253})" denied the request(?:: ([\s\S]*)| without explanation)$/
const unreachedWebhook = /failed calling webhook "([^"]{1,253})"/

/** The API server's refusal of one object, in domain words. */
export function objectFailure(failure: ApiFailure, attempted: Attempted): AppError {
  const { cluster, kind, namespace, name } = attempted.reference
  const place = { source: 'kubernetes', cluster, kind, namespace, name }
  const { message = '', reason } = failure.said
  const [, webhook, words = ''] = denial.exec(message) ?? []
  if (webhook !== undefined) {
    return new AppError('invalid', { ...place, reason: 'denied-by-webhook', webhook, message: words })
  }
  switch (failure.status) {
    case 403:
      return new AppError('forbidden', {
        ...place,
        verb: attempted.verb,
        resource: attempted.resource,
        // The authorizer's own words name the account and the rule it lacks; any other refusal is about the object.
        ...(message === '' || message.includes('User "') ? { reason: 'http-403' } : { reason: 'refused', message }),
      })
    case 404:
      return new AppError('not-found', { ...place, ...whatIsMissing(failure, attempted) })
    case 409:
      return new AppError('conflict', { ...place, reason: reason === 'AlreadyExists' ? 'already-exists' : 'stale' })
    case 413:
      return new AppError('too-large', { ...place, reason: 'http-413' })
    case 400:
    case 405:
    case 415:
    case 422:
      return new AppError('invalid', { ...place, reason: invalidReason(failure), message })
  }
  return unanswered(failure, place, attempted.isDryRun !== true)
}

function invalidReason({ status, said: { message = '' } }: ApiFailure): string {
  if (message.includes('strict decoding error: ')) {
    return 'unknown-field'
  }
  return status === 422 ? 'schema' : 'refused'
}

/** A 404 speaks of the object, of the namespace it should go into, or of a resource that is served no more. */
function whatIsMissing({ said }: ApiFailure, { reference, verb }: Attempted): ErrorParams {
  if (said.kind === 'namespaces') {
    return { kind: 'Namespace', namespace: '', name: said.name ?? reference.namespace, reason: 'absent' }
  }
  return { reason: verb === 'create' || said.name === undefined ? 'kind-not-served' : 'absent' }
}

function unanswered(failure: ApiFailure, place: ErrorParams, isForReal: boolean): AppError {
  const { code, params } = toAppError(failure, String(place.cluster))
  const webhook = unreachedWebhook.exec(failure.said.message ?? '')?.[1]
  return new AppError(code, {
    ...place,
    ...params,
    ...(failure.status === 429 ? { reason: 'too-many-requests' } : {}),
    ...(webhook === undefined ? {} : { reason: 'webhook-unreachable', webhook }),
    ...(isForReal && failure.mayBeDone && webhook === undefined ? { outcome: 'unknown' } : {}),
  })
}
