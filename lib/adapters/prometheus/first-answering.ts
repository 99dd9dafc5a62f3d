import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { Log } from '../../ports/log.ts'

export interface FirstAnswering<Server> {
  /** Asks the server that answered last, and after a failure of the server itself the others in their order. */
  ask<T>(signal: AbortSignal | undefined, question: (server: Server) => Promise<T>): Promise<T>
  /** The server that answered last; before that, the first. */
  current(): Server
}

/** Failures that another server with the same data may not have; the question itself is at fault in all others. */
const serversFault: ReadonlySet<ErrorCode> = new Set(['unavailable', 'timeout', 'unauthenticated', 'forbidden'])

/**
 * One of several servers with the same data. A whole question goes to one server: replicas scrape at different moments,
 * and half an answer from each would fit neither. When none answers, the failure is that of the server asked first.
 */
export function firstAnswering<Server extends { name: string }>(
  servers: readonly [Server, ...Server[]],
  log?: Pick<Log, 'warn'>,
): FirstAnswering<Server> {
  let current = servers[0]

  function remember(server: Server, failure: AppError): void {
    if (current !== server) {
      log?.warn('prometheus switched', { from: current.name, to: server.name, code: failure.code })
      current = server
    }
  }

  return {
    current: () => current,
    async ask(signal, question) {
      const asked = current
      try {
        return await question(asked)
      } catch (error) {
        if (!isServersFault(error)) {
          throw error
        }
        for (const server of servers.filter((other) => other !== asked)) {
          signal?.throwIfAborted()
          const attempt = await settled(question(server))
          if ('value' in attempt) {
            remember(server, error)
            return attempt.value
          }
          if (!isServersFault(attempt.failure)) {
            throw attempt.failure
          }
        }
        throw error
      }
    },
  }
}

function isServersFault(error: unknown): error is AppError {
  return error instanceof AppError && serversFault.has(error.code)
}

async function settled<T>(work: Promise<T>): Promise<{ value: T } | { failure: unknown }> {
  try {
    return { value: await work }
  } catch (failure) {
    return { failure }
  }
}
