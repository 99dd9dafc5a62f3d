import type http from 'node:http'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Clock } from '../../ports/clock.ts'
import { ApiFailure, asApiFailure, statusFailure } from './api-failure.ts'
import { type ApiCall, type ApiQuery, type CallProgress, requestSender } from './request-sender.ts'
import { readServerStatus } from './server-status.ts'
import { textLines } from './text-lines.ts'
import { warningTexts } from './warning-texts.ts'
import { type Watchdog, watchdog } from './watchdog.ts'

/** One API server asked as one account. Every failure is an `ApiFailure`, except the abort of the caller's own signal. */
export interface ApiClient {
  getJson(path: string, query: ApiQuery, signal: AbortSignal): Promise<unknown>
  postJson(path: string, body: unknown, signal: AbortSignal): Promise<unknown>
  /** Like these, but a failure carries what the server said of it, and a write whether it may have been done. */
  ask(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer>
  /** Complete lines as they come, until the server ends the answer; cut when no byte arrives for `idleSeconds`. */
  readLines(path: string, query: ApiQuery, reader: LineReader, signal: AbortSignal): Promise<void>
  /** The bytes of an answer as they are taken, with the same cut; a failure carries what the server said of it. */
  readBytes(path: string, query: ApiQuery, idleSeconds: number, signal: AbortSignal): AsyncGenerator<Buffer>
  close(): void
}

export interface ApiAnswer {
  body: unknown
  /** What the server remarked on. */
  warnings: string[]
}

interface LineReader {
  idleSeconds: number
  opened(): void
  line(line: string): void
}

const longestBodyBytes = 256 * 1024 * 1024

interface Attempt {
  dog: Watchdog
  progress: CallProgress
}

export function apiClient(options: { kubeConfig: KubeConfig; clock: Clock; timeoutSeconds: number }): ApiClient {
  const { kubeConfig, clock, timeoutSeconds } = options
  const sender = requestSender(kubeConfig)

  async function open(call: ApiCall, { dog, progress }: Attempt, isTold = false): Promise<http.IncomingMessage> {
    const response = await sender.send(call, progress, dog.signal)
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) {
      return response
    }
    const said = isTold ? await readServerStatus(response) : undefined
    response.resume()
    throw statusFailure(status, response.headers['retry-after'], said)
  }

  async function guarded<T>(signal: AbortSignal, run: (attempt: Attempt) => Promise<T>, isWrite = false): Promise<T> {
    const dog = watchdog(clock, signal, timeoutSeconds)
    const progress = { isSent: false }
    try {
      return await run({ dog, progress })
    } catch (error) {
      signal.throwIfAborted()
      throw failureOf(dog, error, isWrite && progress.isSent)
    } finally {
      dog.stop()
    }
  }

  const json = (call: ApiCall, signal: AbortSignal) =>
    guarded(signal, async (attempt) => parseJson(await readBody(await open(call, attempt))))

  return {
    getJson: (path, query, signal) => json({ method: 'GET', path, query }, signal),
    postJson: (path, body, signal) => json({ method: 'POST', path, query: {}, body }, signal),
    ask: (call, signal) =>
      guarded(
        signal,
        async (attempt) => {
          const response = await open(call, attempt, true)
          return { body: parseJson(await readBody(response)), warnings: warningTexts(response.rawHeaders) }
        },
        call.isWrite,
      ),
    readLines: (path, query, reader, signal) =>
      guarded(signal, async (attempt) => {
        const response = await open({ method: 'GET', path, query }, attempt)
        attempt.dog.arm(reader.idleSeconds)
        reader.opened()
        for await (const line of textLines(response, () => attempt.dog.arm(reader.idleSeconds))) {
          reader.line(line)
        }
      }),
    async *readBytes(path, query, idleSeconds, signal) {
      const dog = watchdog(clock, signal, timeoutSeconds)
      try {
        const response = await open({ method: 'GET', path, query }, { dog, progress: { isSent: false } }, true)
        dog.arm(idleSeconds)
        for await (const chunk of response as AsyncIterable<Buffer>) {
          dog.arm(idleSeconds)
          yield chunk
        }
      } catch (error) {
        signal.throwIfAborted()
        throw failureOf(dog, error)
      } finally {
        dog.stop()
      }
    },
    close: () => sender.close(),
  }
}

/** A write that was sent and got no answer of the server's own may have been done. */
function failureOf(dog: Watchdog, error: unknown, mayBeDone = false): ApiFailure {
  const failure = asApiFailure(dog.signal.aborted ? dog.signal.reason : error)
  failure.mayBeDone = mayBeDone && (failure.status === undefined || failure.status >= 500)
  return failure
}

async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > longestBodyBytes) {
      throw new ApiFailure('unavailable', 'too-large')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new ApiFailure('unavailable', 'not-json')
  }
}
