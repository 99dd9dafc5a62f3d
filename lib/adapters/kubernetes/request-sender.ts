import http from 'node:http'
import https from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import { ApiFailure } from './api-failure.ts'

export type ApiQuery = Record<string, string | number | boolean | undefined>

export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  query: ApiQuery
  /** Sent as JSON. */
  body?: unknown
  /** It changes something: sent on a connection of its own, and never twice. */
  isWrite?: boolean
}

/** How far a call has got: `isSent` once a byte of it may have reached the server. */
export interface CallProgress {
  isSent: boolean
}

/** Sends calls to one API server as one account, over kept connections; every answer counts, whatever its status. */
export interface RequestSender {
  send(call: ApiCall, progress: CallProgress, signal: AbortSignal): Promise<http.IncomingMessage>
  close(): void
}

/**
 * Only the kubeconfig and its credentials are taken from the vendor library: its own fetch builds a TLS agent for every
 * request and its watch swallows broken lines and error bodies.
 */
export function requestSender(kubeConfig: KubeConfig): RequestSender {
  const cluster = kubeConfig.getCurrentCluster()
  const server = cluster?.server.replace(/\/+$/, '') ?? ''
  const isProxied = cluster?.proxyUrl !== undefined
  const isPlain = server.startsWith('http:')
  const agentOptions = { keepAlive: true, keepAliveMsecs: 30_000 }
  const agent = isPlain ? new http.Agent(agentOptions) : new https.Agent(agentOptions)

  /** A kept connection may have been closed by the server just before it is used again: that is worth one more try. */
  function exchange(
    url: URL,
    request: https.RequestOptions,
    body: string | undefined,
    progress: CallProgress,
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = (isPlain ? http : https).request(url, request, resolve)
      outgoing.on('socket', (socket) => {
        if (socket.connecting) {
          socket.once(isPlain ? 'connect' : 'secureConnect', () => {
            progress.isSent = true
          })
        } else {
          progress.isSent = true
        }
      })
      outgoing.on('error', (error) => {
        if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET' && request.method === 'GET') {
          exchange(url, request, body, progress).then(resolve, reject)
        } else {
          reject(error)
        }
      })
      outgoing.end(body)
    })
  }

  return {
    async send(call, progress, signal) {
      const url = new URL(server + call.path)
      for (const [key, value] of Object.entries(call.query)) {
        if (value !== undefined) {
          url.searchParams.set(key, `${value}`)
        }
      }
      const body = call.body === undefined ? undefined : JSON.stringify(call.body)
      const request: https.RequestOptions = { method: call.method, headers: headersOf(body) }
      await withCredentials(kubeConfig, request)
      signal.throwIfAborted()
      if (!isProxied) {
        // A write on a connection that the server is about to close could not be told from one that was stored.
        request.agent = call.isWrite ? false : agent
      }
      return exchange(url, { ...request, signal }, body, progress)
    },
    close: () => agent.destroy(),
  }
}

function headersOf(body: string | undefined): http.OutgoingHttpHeaders {
  return {
    accept: 'application/json',
    'user-agent': 'exantas',
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  }
}

async function withCredentials(kubeConfig: KubeConfig, request: https.RequestOptions): Promise<void> {
  try {
    await kubeConfig.applyToHTTPSOptions(request)
  } catch {
    throw new ApiFailure('unauthenticated', 'credentials-unreadable')
  }
}
