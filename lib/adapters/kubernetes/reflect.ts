import type { LimitFunction } from 'p-limit'
import type { Clock } from '../../ports/clock.ts'
import type { ApiClient } from './api-client.ts'
import { ApiFailure, asApiFailure, statusFailure } from './api-failure.ts'
import type { BackoffPauses } from './backoff-pauses.ts'
import { aroundSeconds, backoffSeconds } from './backoff-seconds.ts'
import { listAll } from './list-all.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import type { ObjectStore } from './object-store.ts'
import { integer, record, text } from './read-json.ts'
import type { SourceHealth } from './source-health.ts'

/** One resource kept equal to the API server: listed once, then watched, listed again only when the history is lost. */
export interface Reflection<T extends ObjectKey> {
  api: ApiClient
  clock: Clock
  random: () => number
  /** Bounds how many lists run at once on one cluster. */
  limit: LimitFunction
  pauses: BackoffPauses
  path: string
  trim: (object: unknown) => T | undefined
  store: ObjectStore<T>
  health: SourceHealth
}

const watchSeconds = 290
const idleGraceSeconds = 30
const fruitfulSeconds = 5
export const slowRetrySeconds = 60
const quickForbiddenRetrySeconds = 5
const gonePauseSeconds = 5

/** Runs until `signal` aborts; never throws for anything an API server does. */
export async function reflect<T extends ObjectKey>(reflection: Reflection<T>, signal: AbortSignal): Promise<void> {
  const { clock, random, pauses } = reflection
  const cursor: { resourceVersion?: string | undefined } = {}
  let failures = 0
  let answeredFailures = 0
  while (!signal.aborted) {
    let pauseSeconds = 0
    let isUnreached = false
    let verb: 'list' | 'watch' = 'list'
    const isResumed = cursor.resourceVersion !== undefined
    try {
      if (!isResumed) {
        await list(reflection, cursor, signal)
      }
      verb = 'watch'
      const ended = await watch(reflection, cursor, signal)
      answeredFailures = 0
      failures = ended.isFruitful ? 0 : failures + 1
      pauseSeconds = failures > 0 || ended.isCut ? backoffSeconds(failures, random) : 0
    } catch (error) {
      if (signal.aborted) {
        return
      }
      const failure = asApiFailure(error)
      failures += 1
      isUnreached = failure.status === undefined
      answeredFailures = failure.status === undefined ? 0 : answeredFailures + 1
      if (
        failure.code === 'gone' ||
        failure.code === 'absent' ||
        failure.code === 'forbidden' ||
        answeredFailures >= 3
      ) {
        cursor.resourceVersion = undefined
      }
      pauseSeconds = afterFailure(reflection, failure, { verb, isResumed, failures })
    }
    if (pauseSeconds > 0) {
      await (isUnreached ? pauses : clock).sleep(pauseSeconds, signal).catch(() => undefined)
    }
  }
}

/** Tells the failure and returns how long to wait before the next try. */
function afterFailure<T extends ObjectKey>(
  { store, health, clock, random }: Reflection<T>,
  failure: ApiFailure,
  { verb, isResumed, failures }: { verb: 'list' | 'watch'; isResumed: boolean; failures: number },
): number {
  const backoff = backoffSeconds(failures, random)
  if (failure.code === 'gone' && failures < 3) {
    return Math.max(backoff, random() * gonePauseSeconds)
  }
  if (failure.code === 'absent') {
    clearOnce(store)
    health.absent()
    return aroundSeconds(slowRetrySeconds, random)
  }
  health.failed(failure, verb)
  if (failure.code !== 'forbidden') {
    return failure.retryAfterSeconds === undefined ? backoff : failure.retryAfterSeconds + backoffSeconds(1, random)
  }
  const { wasRead, failure: known } = health.state()
  if (!wasRead || (verb === 'watch' && !isResumed)) {
    return aroundSeconds(slowRetrySeconds, random)
  }
  // An API server that has just started refuses everyone until it has read its roles: what was seen stays for a while.
  if (clock.now() - (known?.since ?? 0) < slowRetrySeconds) {
    return aroundSeconds(quickForbiddenRetrySeconds, random)
  }
  clearOnce(store)
  return aroundSeconds(slowRetrySeconds, random)
}

function clearOnce<T extends ObjectKey>(store: ObjectStore<T>): void {
  if (store.size > 0) {
    store.replace([])
  }
}

async function list<T extends ObjectKey>(
  { api, limit, path, trim, store, health }: Reflection<T>,
  cursor: { resourceVersion?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  await limit(async () => {
    signal.throwIfAborted()
    const listed = await listAll(api, path, trim, signal)
    store.replace(listed.items)
    cursor.resourceVersion = listed.resourceVersion
    health.succeeded()
  })
}

/** One watch until the server ends it. A stream that breaks after it was opened is an end too: nothing is lost by resuming. */
async function watch<T extends ObjectKey>(
  reflection: Reflection<T>,
  cursor: { resourceVersion?: string | undefined },
  signal: AbortSignal,
): Promise<{ isFruitful: boolean; isCut: boolean }> {
  const { api, clock, random, path, health } = reflection
  const timeoutSeconds = Math.round(aroundSeconds(watchSeconds, random))
  const query = { watch: true, allowWatchBookmarks: true, timeoutSeconds, resourceVersion: cursor.resourceVersion }
  const seen = { openedAt: undefined as number | undefined, lines: 0 }
  const isFruitful = () =>
    seen.lines > 0 || (seen.openedAt !== undefined && clock.now() - seen.openedAt >= fruitfulSeconds)
  try {
    await api.readLines(
      path,
      query,
      {
        idleSeconds: timeoutSeconds + idleGraceSeconds,
        opened() {
          seen.openedAt = clock.now()
          health.succeeded()
        },
        line(line) {
          takeEvent(reflection, cursor, line)
          seen.lines += 1
        },
      },
      signal,
    )
    return { isFruitful: isFruitful(), isCut: false }
  } catch (error) {
    signal.throwIfAborted()
    if (seen.openedAt === undefined || (error instanceof ApiFailure && error.code !== 'timeout' && !isBroken(error))) {
      throw error
    }
    return { isFruitful: isFruitful(), isCut: true }
  }
}

function isBroken(failure: ApiFailure): boolean {
  return failure.status === undefined && failure.reason !== 'not-json' && failure.reason !== 'too-large'
}

function takeEvent<T extends ObjectKey>(
  { trim, store }: Reflection<T>,
  cursor: { resourceVersion?: string | undefined },
  line: string,
): void {
  const event = parseEvent(line)
  if (event.type === 'ERROR') {
    throw statusFailure(integer(record(event.object).code) ?? 500)
  }
  if (event.type === 'DELETED') {
    const key = objectKey(event.object)
    if (key !== undefined) {
      store.remove(key)
    }
  } else if (event.type === 'ADDED' || event.type === 'MODIFIED') {
    const item = trim(event.object)
    if (item !== undefined) {
      store.put(item)
    }
  }
  cursor.resourceVersion = text(record(record(event.object).metadata).resourceVersion) ?? cursor.resourceVersion
}

function parseEvent(line: string): Record<string, unknown> {
  try {
    return record(JSON.parse(line))
  } catch {
    throw new ApiFailure('unavailable', 'not-json')
  }
}
