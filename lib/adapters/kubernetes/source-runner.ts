import { setMaxListeners } from 'node:events'
import pLimit from 'p-limit'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { ApiClient } from './api-client.ts'
import { backoffPauses } from './backoff-pauses.ts'
import type { ObjectKey } from './object-key.ts'
import { type ObjectStore, objectStore } from './object-store.ts'
import { reflect } from './reflect.ts'
import { type SourceHealth, sourceHealth } from './source-health.ts'

export interface ContextOptions {
  /** Where to look when looking everywhere is forbidden. */
  namespaces: string[]
  timeoutSeconds: number
  concurrency: number
  log: Log
  clock: Clock
  random: () => number
}

/** One resource being kept up to date. */
export interface Source<T extends ObjectKey> {
  store: ObjectStore<T>
  health: SourceHealth
}

/** Runs the endless loops of one cluster and ends them together. */
export interface SourceRunner {
  readonly signal: AbortSignal
  run<T extends ObjectKey>(
    resource: string,
    path: string,
    trim: (object: unknown) => T | undefined,
    signal?: AbortSignal,
  ): Source<T>
  healthOf(resource: string): SourceHealth
  track(loop: Promise<void>): void
  close(): Promise<void>
}

export function sourceRunner(cluster: string, api: ApiClient, options: ContextOptions): SourceRunner {
  const { clock, random, log } = options
  const limit = pLimit(options.concurrency)
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const loops = new Set<Promise<void>>()
  const pauses = backoffPauses(clock, random)
  const healthOf = (resource: string) =>
    sourceHealth({ cluster, resource, now: () => clock.now(), log, onRecovery: pauses.wakeAll })

  function track(loop: Promise<void>): void {
    const guarded = loop
      .catch((error) => {
        if (!stop.signal.aborted) {
          log.error('kubernetes.watch-ended', { cluster, error: `${error}` })
        }
      })
      .finally(() => loops.delete(guarded))
    loops.add(guarded)
  }

  return {
    signal: stop.signal,
    run(resource, path, trim, signal = stop.signal) {
      const source: Source<NonNullable<ReturnType<typeof trim>>> = { store: objectStore(), health: healthOf(resource) }
      track(reflect({ api, clock, random, limit, pauses, path, trim, ...source }, signal))
      return source
    },
    healthOf,
    track,
    async close() {
      stop.abort(new Error('closed'))
      await Promise.all(loops)
    },
  }
}
