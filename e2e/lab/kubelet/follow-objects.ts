import { ApiFailure, askApiServer, type WatchEvent, watchApiServer } from './api-server.ts'
import { logLine } from './log-line.ts'
import { pause } from './pause.ts'

interface ApiObject {
  metadata: { uid: string }
}

interface ObjectFollower<T> {
  onObject(object: T): void
  onGone(uid: string): void
  /** After each whole list. */
  onSynced?(): void
}

/** Lists and then watches a collection for ever: a broken watch resumes where it was, one that is too old lists again. */
export async function followObjects<T extends ApiObject>(
  path: string,
  follower: ObjectFollower<T>,
  signal: AbortSignal,
): Promise<void> {
  const known = new Set<string>()
  let version: string | undefined
  let lastProblem = ''
  while (!signal.aborted) {
    try {
      version ??= await list(path, follower, known, signal)
      for await (const event of watchApiServer(watchPath(path, version), signal)) {
        if (event.type === 'ERROR') {
          throw new ApiFailure(event.object.code ?? 500, event.object.message ?? '')
        }
        version = event.object.metadata.resourceVersion
        apply(event, follower, known)
        lastProblem = ''
      }
    } catch (error) {
      if (signal.aborted) {
        return
      }
      if (error instanceof ApiFailure && (error.status === 410 || error.status === 504)) {
        version = undefined
      }
      const problem = `watch of ${path}: ${error instanceof Error ? error.message : error}`
      if (problem !== lastProblem) {
        logLine(problem)
      }
      lastProblem = problem
      await pause(500, signal)
    }
  }
}

async function list<T extends ApiObject>(
  path: string,
  follower: ObjectFollower<T>,
  known: Set<string>,
  signal: AbortSignal,
): Promise<string> {
  const { items, metadata } = await askApiServer<{ items: T[]; metadata: { resourceVersion: string } }>(
    'GET',
    path,
    undefined,
    signal,
  )
  const listed = new Set(items.map((item) => item.metadata.uid))
  for (const uid of [...known].filter((one) => !listed.has(one))) {
    known.delete(uid)
    follower.onGone(uid)
  }
  for (const item of items) {
    known.add(item.metadata.uid)
    follower.onObject(item)
  }
  follower.onSynced?.()
  return metadata.resourceVersion
}

function apply<T extends ApiObject>(
  { type, object }: WatchEvent,
  follower: ObjectFollower<T>,
  known: Set<string>,
): void {
  if (type === 'DELETED') {
    known.delete(object.metadata.uid)
    follower.onGone(object.metadata.uid)
  } else if (type !== 'BOOKMARK') {
    known.add(object.metadata.uid)
    follower.onObject(object as object as T)
  }
}

/** The server ends a watch in time, before a silent one looks dead to the client. */
function watchPath(path: string, version: string): string {
  return `${path}?watch=true&allowWatchBookmarks=true&timeoutSeconds=240&resourceVersion=${version}`
}
