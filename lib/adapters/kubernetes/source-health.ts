import type { Log } from '../../ports/log.ts'
import type { ApiFailure, FailureCode } from './api-failure.ts'

/** Stands for API discovery among the sources. It is asked now and then only, so its being well proves little. */
export const discoveryResource = 'apis'

/** How one watched resource of one cluster fares. `since` is when it stopped being well, in Unix seconds. */
export interface SourceState {
  resource: string
  state: 'starting' | 'ok' | 'absent' | 'failing'
  since: number
  wasRead: boolean
  /** `failure.since` is when it began to fail in this very way. */
  failure?: { code: FailureCode; reason: string; verb: 'list' | 'watch'; since: number }
}

export interface SourceHealth {
  state(): SourceState
  /** Resolves with the first answer, good or bad. */
  readonly settled: Promise<void>
  /** Resolves when the account is refused for the first time, before `settled` does. */
  readonly refused: Promise<void>
  succeeded(): void
  absent(): void
  failed(failure: ApiFailure, verb: 'list' | 'watch'): void
}

export function sourceHealth(options: {
  cluster: string
  resource: string
  now: () => number
  log: Log
  onRecovery: () => void
}): SourceHealth {
  const { cluster, resource, now, log, onRecovery } = options
  let state: SourceState = { resource, state: 'starting', since: now(), wasRead: false }
  const { promise, resolve } = Promise.withResolvers<void>()
  const refusal = Promise.withResolvers<void>()
  return {
    state: () => state,
    settled: promise,
    refused: refusal.promise,
    succeeded() {
      const before = state
      if (before.state !== 'ok') {
        state = { resource, state: 'ok', since: now(), wasRead: true }
      }
      if (before.state === 'failing') {
        log.info('kubernetes.source-recovered', { cluster, resource, seconds: Math.round(now() - before.since) })
        onRecovery()
      }
      resolve()
    },
    absent() {
      if (state.state !== 'absent') {
        state = { resource, state: 'absent', since: now(), wasRead: state.wasRead }
      }
      resolve()
    },
    failed(failure, verb) {
      const { code, reason } = failure
      if (state.state !== 'failing' || state.failure?.code !== code) {
        log.warn('kubernetes.source-failing', { cluster, resource, verb, code, reason })
      }
      const known = state.failure?.code === code ? state.failure.since : undefined
      state = {
        resource,
        state: 'failing',
        since: state.state === 'failing' ? state.since : now(),
        wasRead: state.wasRead,
        failure: { code, reason, verb, since: known ?? now() },
      }
      if (code === 'forbidden') {
        refusal.resolve()
      }
      resolve()
    },
  }
}
