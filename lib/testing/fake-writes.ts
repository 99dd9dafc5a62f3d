import type http from 'node:http'
import { reply } from './misbehave.ts'

export interface StoredObject {
  metadata: Record<string, unknown> & { name: string; namespace?: string; resourceVersion?: string }
  [field: string]: unknown
}

/** The shelves of a fake API server, by collection path without a namespace. */
export interface Shelves {
  serves(path: string): boolean
  all(path: string): StoredObject[]
  put(path: string, object: StoredObject): StoredObject
  remove(path: string, name: string, namespace?: string): void
}

interface Place {
  path: string
  namespace: string
  name: string | undefined
  isStatus: boolean
}

const namespaced = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?(\/status)?$/

/**
 * Single objects as an API server reads and writes them: versions are checked, a status has a door of its own, a dry run
 * stores nothing, generated names are new. False where the request is about something else.
 */
export function answerWrite(
  shelves: Shelves,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
): boolean {
  const [, group = '', namespace = '', plural = '', name, status] = namespaced.exec(url.pathname) ?? []
  const place = { path: `${group}/${plural}`, namespace, name, isStatus: status !== undefined }
  if (group === '' || shelves.serves(url.pathname) || !shelves.serves(place.path)) {
    return false
  }
  void bodyOf(request).then((body) => {
    const isDry = url.searchParams.get('dryRun') === 'All' || Array.isArray(body?.dryRun)
    const [code, answer] = answerTo(shelves, request.method ?? '', place, body, { isDry, url })
    reply(response, code, answer)
  })
  return true
}

type Answer = [number, object]

function answerTo(
  shelves: Shelves,
  method: string,
  place: Place,
  body: Record<string, unknown> | undefined,
  { isDry, url }: { isDry: boolean; url: URL },
): Answer {
  const found = shelves
    .all(place.path)
    .find(({ metadata }) => metadata.name === place.name && metadata.namespace === place.namespace)
  if (place.name === undefined) {
    return method === 'POST' ? created(shelves, place, body, isDry) : [200, listed(shelves, place, url)]
  }
  if (found === undefined) {
    return refused(404, 'NotFound', place)
  }
  switch (method) {
    case 'PUT':
      return replaced(shelves, place, found, body, isDry)
    case 'DELETE': {
      const { resourceVersion } = fieldsOf(fieldsOf(body).preconditions)
      if (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion) {
        return refused(409, 'Conflict', place)
      }
      if (!isDry) {
        shelves.remove(place.path, found.metadata.name, place.namespace)
      }
      return [200, { kind: 'Status', status: 'Success' }]
    }
    default:
      return [200, found]
  }
}

function created(shelves: Shelves, place: Place, body: Record<string, unknown> | undefined, isDry: boolean): Answer {
  const { generateName, ...metadata } = fieldsOf(body?.metadata)
  const all = shelves.all(place.path)
  const name = metadata.name ?? `${generateName}${(all.length + 1).toString(36).padStart(5, '0')}`
  if (all.some((one) => one.metadata.name === name && one.metadata.namespace === place.namespace)) {
    return refused(409, 'AlreadyExists', { ...place, name: String(name) })
  }
  const stamp = { name: String(name), namespace: place.namespace, uid: crypto.randomUUID(), generation: 1 }
  const { status: _, ...rest } = fieldsOf(body)
  const object = { ...rest, metadata: { ...metadata, ...stamp } }
  return [201, isDry ? object : shelves.put(place.path, object)]
}

function replaced(
  shelves: Shelves,
  place: Place,
  found: StoredObject,
  body: Record<string, unknown> | undefined,
  isDry: boolean,
): Answer {
  const metadata = fieldsOf(body?.metadata)
  if (metadata.resourceVersion !== found.metadata.resourceVersion) {
    return refused(409, 'Conflict', place)
  }
  const { status } = fieldsOf(body)
  const object: StoredObject = place.isStatus
    ? { ...found, status }
    : { ...fieldsOf(body), status: found.status, metadata: { ...metadata, name: found.metadata.name } }
  return [
    200,
    isDry
      ? object
      : shelves.put(place.path, { ...object, metadata: { ...object.metadata, namespace: place.namespace } }),
  ]
}

function listed(shelves: Shelves, { path, namespace }: Place, url: URL): object {
  const [key, value] = (url.searchParams.get('labelSelector') ?? '').split('=')
  const items = shelves
    .all(path)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .filter(({ metadata }) => value === undefined || fieldsOf(metadata.labels)[key ?? ''] === value)
  return { kind: 'List', metadata: {}, items }
}

function refused(code: number, reason: string, { path, name }: Place): Answer {
  const kind = path.slice(path.lastIndexOf('/') + 1)
  return [
    code,
    { kind: 'Status', status: 'Failure', code, reason, message: `${kind} "${name}"`, details: { name, kind } },
  ]
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

async function bodyOf(request: http.IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : fieldsOf(JSON.parse(text))
}
