import { ownLabels } from '../../domain/changes/change-names.ts'
import {
  ChangeRecord,
  type ChangeRecordSpec,
  changeRecordApiVersion,
  changeRecordKind,
} from '../../domain/changes/change-record.ts'
import { AppError } from '../../domain/errors.ts'
import { byNewest } from '../../domain/follow-up/by-newest.ts'
import type { ObjectReference } from '../../domain/mesh/kubernetes-object.ts'
import { refuseBadReference } from '../../domain/mesh/refuse-bad-names.ts'
import { type ChangeRecords, type RecordPlace, type RecordsQuery, recordsManifest } from '../../ports/change-records.ts'
import type { ConnectedClusters } from './connected-clusters.ts'
import { objectCalls } from './object-calls.ts'
import { record as fieldsOf, list, text } from './read-json.ts'
import type { WatchedContext } from './watch-context.ts'

type Calls = ReturnType<typeof objectCalls>

const pageSize = 250
const fieldManager = 'exantas'
const neverAborted = () => new AbortController().signal

/** Change records as custom resources beside the services they are about. */
export function kubernetesRecords(clusters: ConnectedClusters, namespaces: readonly string[] = []): ChangeRecords {
  const known = new Map<WatchedContext, Calls>()
  const callsOf = (context: WatchedContext) => {
    const calls = known.get(context) ?? objectCalls(context.api)
    known.set(context, calls)
    return calls
  }
  const callsAt = async (cluster: string, signal: AbortSignal) => callsOf(await clusters.find(cluster, signal))

  async function write(reference: ObjectReference, create: boolean, body: object, signal: AbortSignal) {
    const ask = await callsAt(reference.cluster, signal)
    const query = { fieldManager, fieldValidation: 'Strict' }
    const verb = create ? ('create' as const) : ('update' as const)
    const attempt = { reference, verb, ...(!create && { subresource: 'status' }) }
    const answer = await ask(attempt, { method: create ? 'POST' : 'PUT', query, body }, signal).catch(asNotInstalled)
    return parsed(answer.body, reference)
  }

  return {
    async list(query, signal = neverAborted()) {
      const contexts =
        query.cluster === undefined ? [...clusters.contexts] : [await clusters.find(query.cluster, signal)]
      const found = await Promise.all(
        contexts.map((context) => {
          const cluster = clusters.clusterOf(context).id
          return listIn(callsOf(context), cluster, query, namespaces, signal).catch(asNotInstalled)
        }),
      )
      return found.flat().toSorted(byNewest)
    },
    async read(place, signal = neverAborted()) {
      const reference = referenceOf(place)
      refuseBadReference(reference)
      const ask = await callsAt(place.cluster, signal)
      const { body } = await ask({ reference, verb: 'get' }, { method: 'GET' }, signal).catch(asNotInstalled)
      return parsed(body, reference)
    },
    create(spec, signal = neverAborted()) {
      const { namespace } = spec.intent
      const reference = referenceOf({ cluster: spec.cluster, namespace, name: spec.service })
      return write(reference, true, newRecord(spec), signal)
    },
    setStatus(record, status, signal = neverAborted()) {
      const { name, namespace = '' } = record.metadata
      return write(referenceOf({ cluster: record.spec.cluster, namespace, name }), false, { ...record, status }, signal)
    },
    async remove(place, signal = neverAborted()) {
      const reference = referenceOf(place)
      refuseBadReference(reference)
      const ask = await callsAt(place.cluster, signal)
      await ask({ reference, verb: 'delete' }, { method: 'DELETE' }, signal).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'not-found')) {
          throw error
        }
      })
    },
  }
}

function referenceOf({ cluster, namespace, name }: RecordPlace): ObjectReference {
  return { cluster, apiVersion: changeRecordApiVersion, kind: changeRecordKind, namespace, name }
}

/** The API server finds a name nobody has. */
function newRecord(spec: ChangeRecordSpec): object {
  const { service, intent } = spec
  return {
    apiVersion: changeRecordApiVersion,
    kind: changeRecordKind,
    metadata: { generateName: `${service}-`, namespace: intent.namespace, labels: ownLabels(service) },
    spec,
  }
}

/** Everywhere at once; where that is forbidden, in the namespaces the console is told to read. */
async function listIn(
  ask: Calls,
  cluster: string,
  query: RecordsQuery,
  configured: readonly string[],
  signal: AbortSignal,
): Promise<ChangeRecord[]> {
  const inNamespace = (namespace: string) => listPages(ask, { cluster, namespace, service: query.service }, signal)
  const [only, ...others] = query.namespaces ?? []
  if (only !== undefined && others.length === 0) {
    return inNamespace(only)
  }
  const isWanted = ({ metadata }: ChangeRecord) =>
    query.namespaces === undefined || query.namespaces.includes(metadata.namespace ?? '')
  try {
    return (await inNamespace('')).filter(isWanted)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'forbidden') || configured.length === 0) {
      throw error
    }
    const wanted = configured.filter((name) => query.namespaces === undefined || query.namespaces.includes(name))
    return (await Promise.all(wanted.map(inNamespace))).flat()
  }
}

async function listPages(
  ask: Calls,
  { cluster, namespace, service }: { cluster: string; namespace: string; service: string | undefined },
  signal: AbortSignal,
): Promise<ChangeRecord[]> {
  const reference = referenceOf({ cluster, namespace, name: '' })
  const labelSelector = service === undefined ? undefined : `exantas.dev/service=${service}`
  const found: ChangeRecord[] = []
  let token: string | undefined
  do {
    const query = { limit: pageSize, labelSelector, continue: token }
    const { body } = await ask({ reference, verb: 'list' }, { method: 'GET', query }, signal)
    const page = fieldsOf(body)
    for (const item of list(page.items)) {
      const record = ChangeRecord.safeParse({
        apiVersion: changeRecordApiVersion,
        kind: changeRecordKind,
        ...fieldsOf(item),
      })
      found.push(...(record.success ? [record.data] : []))
    }
    token = text(fieldsOf(page.metadata).continue)
  } while (token !== undefined)
  return found
}

function parsed(body: unknown, { cluster, kind, namespace, name }: ObjectReference): ChangeRecord {
  const record = ChangeRecord.safeParse(body)
  if (!record.success) {
    throw new AppError('unavailable', { source: 'kubernetes', cluster, kind, namespace, name, reason: 'not-an-object' })
  }
  return record.data
}

function asNotInstalled(error: unknown): never {
  if (error instanceof AppError && error.params.reason === 'kind-not-served') {
    const { cluster = '' } = error.params
    throw new AppError('unavailable', {
      what: recordsManifest,
      ...{ source: 'kubernetes', cluster, reason: 'records-not-installed', manifest: recordsManifest },
    })
  }
  throw error
}
