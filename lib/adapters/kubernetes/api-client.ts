import http from 'node:http'
import https from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Clock } from '../../ports/clock.ts'
import { ApiFailure, asApiFailure, statusFailure } from './api-failure.ts'
import { textLines } from './text-lines.ts'
import { type Watchdog, watchdog } from './watchdog.ts'

type ApiQuery = Record<string, string | number | boolean | undefined>

/** One API server asked as one account. Every failure is an `ApiFailure`, except the abort of the caller's own signal. */
export interface ApiClient {
  getJson(path: string, query: ApiQuery, signal: AbortSignal): Promise<unknown>
  postJson(path: string, body: unknown, signal: AbortSignal): Promise<unknown>
  /** Complete lines as they come, until the server ends the answer; cut when no byte arrives for `idleSeconds`. */
  readLines(path: string, query: ApiQuery, reader: LineReader, signal: AbortSignal): Promise<void>
  close(): void
}

interface LineReader {
  idleSeconds: number
  opened(): void
  line(line: string): void
}

const longestBodyBytes = 256 * 1024 * 1024

interface Call {
  method: 'GET' | 'POST'
  path: string
  query: ApiQuery
  body?: string
}

/**
 * Only the kubeconfig and its credentials are taken from the vendor library: its own fetch builds a TLS agent for every
 * request and its watch swallows broken lines and error bodies.
 */
export function apiClient(options: { kubeConfig: KubeConfig; clock: Clock; timeoutSeconds: number }): ApiClient {
  const { kubeConfig, clock, timeoutSeconds } = options
  const server = kubeConfig.getCurrentCluster()?.server.replace(/\/+$/, '') ?? ''
  const isProxied = kubeConfig.getCurrentCluster()?.proxyUrl !== undefined
  const isPlain = server.startsWith('http:')
  const agentOptions = { keepAlive: true, keepAliveMsecs: 30_000 }
  const agent = isPlain ? new http.Agent(agentOptions) : new https.Agent(agentOptions)

  async function send(call: Call, signal: AbortSignal): Promise<http.IncomingMessage> {
    const url = new URL(server + call.path)
    for (const [key, value] of Object.entries(call.query)) {
      if (value !== undefined) {
        url.searchParams.set(key, `${value}`)
      }
    }
    const request: https.RequestOptions = {
      method: call.method,
      headers: {
        accept: 'application/json',
        'user-agent': 'exantas',
        ...(call.body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(call.body) }),
      },
    }
    await withCredentials(kubeConfig, request)
    signal.throwIfAborted()
    if (!isProxied) {
      request.agent = agent
    }
    return exchange(url, { ...request, signal }, call.body)
  }

  /** A kept connection may have been closed by the server just before it is used again: that is worth one more try. */
  function exchange(url: URL, request: https.RequestOptions, body: string | undefined): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = (isPlain ? http : https).request(url, request, resolve)
      outgoing.on('error', (error) => {
        if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET' && request.method === 'GET') {
          exchange(url, request, body).then(resolve, reject)
        } else {
          reject(error)
        }
      })
      outgoing.end(body)
    })
  }

  async function open(call: Call, dog: Watchdog): Promise<http.IncomingMessage> {
    const response = await send(call, dog.signal)
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) {
      return response
    }
    response.resume()
    throw statusFailure(status, response.headers['retry-after'])
  }

  async function guarded<T>(signal: AbortSignal, run: (dog: Watchdog) => Promise<T>): Promise<T> {
    const dog = watchdog(clock, signal, timeoutSeconds)
    try {
      return await run(dog)
    } catch (error) {
      signal.throwIfAborted()
      throw asApiFailure(dog.signal.aborted ? dog.signal.reason : error)
    } finally {
      dog.stop()
    }
  }

  const json = (call: Call, signal: AbortSignal) =>
    guarded(signal, async (dog) => parseJson(await readBody(await open(call, dog))))

  return {
    getJson: (path, query, signal) => json({ method: 'GET', path, query }, signal),
    postJson: (path, body, signal) => json({ method: 'POST', path, query: {}, body: JSON.stringify(body) }, signal),
    readLines: (path, query, reader, signal) =>
      guarded(signal, async (dog) => {
        const response = await open({ method: 'GET', path, query }, dog)
        dog.arm(reader.idleSeconds)
        reader.opened()
        for await (const line of textLines(response, () => dog.arm(reader.idleSeconds))) {
          reader.line(line)
        }
      }),
    close: () => agent.destroy(),
  }
}

async function withCredentials(kubeConfig: KubeConfig, request: https.RequestOptions): Promise<void> {
  try {
    await kubeConfig.applyToHTTPSOptions(request)
  } catch {
    throw new ApiFailure('unauthenticated', 'credentials-unreadable')
  }
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
