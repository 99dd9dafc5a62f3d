import type { UnixSeconds } from '../domain/time.ts'

/** Which lines of one container. `cluster` is the mesh's cluster id. */
export interface LogQuery {
  cluster: string
  namespace: string
  pod: string
  container: string
  /** The newest so many lines; absent: 1 000, at most 10 000. */
  tailLines?: number
  /** Of those, the ones written in the last so many whole seconds. */
  sinceSeconds?: number
  /** Of the container's run before its last restart. */
  previous?: boolean
  /** `read` alone: at most so much text, in UTF-8 bytes, the newest lines kept; absent: 1 MiB, at most 16 MiB. */
  limitBytes?: number
}

export const longestLogLineChars = 8_192

export interface LogLine {
  /** When the container wrote it, with fraction. */
  at: UnixSeconds
  /** Without the line break; what is longer than `longestLogLineChars` is cut there and ends in `…`. */
  text: string
}

/**
 * What containers wrote. Every failure is an `AppError`: `invalid` (reason `bad-name`, `bad-number`), `not-found` (params
 * `kind` and `name` tell whether it is the cluster, the pod, the container, or with `previous` an earlier run of it),
 * `forbidden`, `unauthenticated`, `too-large`, `timeout`, and `unavailable` (a container that has not started yet has reason
 * `not-started`). The abort of the caller's own signal rejects with its reason.
 */
export interface Logs {
  /** Lines in the order they were written, of a container that runs or has run. */
  read(query: LogQuery, signal?: AbortSignal): Promise<LogLine[]>
  /**
   * The lines `read` would give, then each new one soon after it is written. Ends when the container ends; a broken
   * connection throws `unavailable`. Lines are fetched as they are taken, so that a slow reader holds no memory. Leaving
   * the loop ends the request.
   */
  follow(query: LogQuery, signal?: AbortSignal): AsyncIterable<LogLine>
}
