import { AppError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { logBounds } from '../../ports/log-bounds.ts'
import type { LogLine, LogQuery, Logs } from '../../ports/logs.ts'
import { newestLines } from '../../ports/newest-lines.ts'
import { ApiFailure } from './api-failure.ts'
import type { ConnectedClusters } from './connected-clusters.ts'
import { logLines } from './log-lines.ts'
import { objectFailure } from './object-failure.ts'

/** What is sent for one read before it is called too much. */
const longestTransferBytes = 64 * 1024 * 1024
const readIdleSeconds = 30
/** A container may be silent for days; a connection that is lost shows by itself. */
const followIdleSeconds = 7 * 86_400

/** The port `Logs` over the API server's `pods/log`. */
export function kubernetesLogs(clusters: ConnectedClusters, clock: Clock): Logs {
  async function* lines(query: LogQuery, isFollowed: boolean, signal: AbortSignal): AsyncGenerator<LogLine> {
    const { tailLines, sinceSeconds } = logBounds(query)
    const { cluster, namespace, pod, container, previous } = query
    const { api } = await clusters.find(cluster, signal)
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`
    const options = {
      container,
      timestamps: true,
      tailLines,
      sinceSeconds,
      previous: previous === true ? true : undefined,
      ...(isFollowed ? { follow: true } : { limitBytes: longestTransferBytes }),
    }
    try {
      const bytes = api.readBytes(path, options, isFollowed ? followIdleSeconds : readIdleSeconds, signal)
      yield* logLines(isFollowed ? bytes : atMost(longestTransferBytes, bytes, query), () => clock.now())
    } catch (error) {
      throw error instanceof ApiFailure ? logFailure(error, query) : error
    }
  }

  return {
    async read(query, signal = new AbortController().signal) {
      const newest = newestLines(logBounds(query).limitBytes)
      for await (const line of lines(query, false, signal)) {
        newest.add(line)
      }
      return newest.lines()
    },
    follow: (query, signal = new AbortController().signal) => lines(query, true, signal),
  }
}

async function* atMost(most: number, chunks: AsyncIterable<Buffer>, query: LogQuery): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes >= most) {
      throw new AppError('too-large', { ...placeOf(query), reason: 'log-too-large' })
    }
    yield chunk
  }
}

function placeOf({ cluster, namespace, pod }: LogQuery) {
  return { source: 'kubernetes', cluster, kind: 'Pod', namespace, name: pod }
}

/** The API server knows whether the pod is there and has such a container; the kubelet, whether that one ever ran. */
function logFailure(failure: ApiFailure, query: LogQuery): AppError {
  const { cluster, namespace, pod, container } = query
  const { status, said } = failure
  const message = said.message ?? ''
  const itsContainer = { ...placeOf(query), kind: 'Container', pod, name: container }
  if (status === 404) {
    return new AppError('not-found', { ...placeOf(query), reason: 'absent' })
  }
  if (status === 400 && /is not valid for pod/.test(message)) {
    return new AppError('not-found', { ...itsContainer, reason: 'absent' })
  }
  if (status === 400 && /^previous terminated container/.test(message)) {
    return new AppError('not-found', { ...itsContainer, reason: 'no-previous-run' })
  }
  if (status === 400 && /is waiting to start|is not available/.test(message)) {
    return new AppError('unavailable', { ...itsContainer, reason: 'not-started' })
  }
  const reference = { cluster, apiVersion: 'v1', kind: 'Pod', namespace, name: pod }
  return objectFailure(failure, { reference, verb: 'get', resource: 'pods/log' })
}
