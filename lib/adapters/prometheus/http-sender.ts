import http from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type TlsFiles, tlsAgent } from './tls-agent.ts'

export interface HttpRequest {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
  signal: AbortSignal
}

export interface HttpAnswer {
  status: number
  /** Unpacked. */
  body: Readable
}

export type SendHttp = (url: URL, request: HttpRequest) => Promise<HttpAnswer>

const connectWithinMs = 3000

/**
 * Sends over kept connections and follows no redirect: it leads to a login page or another host, and neither may see the
 * headers. A server that does not take a connection within three seconds is given up, so that the next can be asked.
 */
export function httpSender(tls: TlsFiles = {}): SendHttp {
  const plain = new http.Agent({ keepAlive: true })
  const secure = tlsAgent(tls)

  function exchange(url: URL, request: HttpRequest, isRetry = false): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const { method, headers, body, signal } = request
      const isSecure = url.protocol === 'https:'
      const options = {
        method,
        signal,
        agent: isSecure ? secure() : plain,
        headers: { ...headers, ...bodyHeaders(body), ...packing(url) },
      }
      const outgoing = (isSecure ? https : http).request(url, options, (response) => {
        resolve({ status: response.statusCode ?? 0, body: unpacked(response) })
      })
      giveUpConnecting(outgoing, isSecure)
      outgoing.on('error', (error) => {
        // A kept connection may have been closed by the server just before it is used again.
        const isStale = outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET'
        if (isStale && !isRetry && !signal.aborted) {
          exchange(url, request, true).then(resolve, reject)
        } else {
          reject(error)
        }
      })
      outgoing.end(body)
    })
  }

  return exchange
}

/** On one machine packing costs both ends more than it spares. */
function packing({ hostname }: URL): Record<string, string> {
  const isSameMachine = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
  return isSameMachine ? {} : { 'accept-encoding': 'gzip' }
}

function bodyHeaders(body: string | undefined): Record<string, string> {
  return body === undefined
    ? {}
    : {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      }
}

function unpacked(response: http.IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') {
    return response
  }
  // A failure destroys both ends: whoever reads meets it.
  return pipeline(response, createGunzip(), () => undefined)
}

function giveUpConnecting(outgoing: http.ClientRequest, isSecure: boolean): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) {
      return
    }
    const late = Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => outgoing.destroy(late), connectWithinMs)
    socket.once(isSecure ? 'secureConnect' : 'connect', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
  })
}
