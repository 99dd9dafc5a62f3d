import { Agent, type IncomingMessage, request as startRequest } from 'node:http'
import type { CallClient, CallResult } from './call-result.ts'

/** HTTP/1.1 calls. Without `keepsConnections` each call finds its own way to a server. */
export function httpCaller({
  timeoutMs,
  keepsConnections,
}: {
  timeoutMs: number
  keepsConnections: boolean
}): CallClient {
  const agent = new Agent({ keepAlive: keepsConnections, maxSockets: 256 })
  return {
    call: ({ method, url, headers }) =>
      new Promise((resolve) => {
        const body = method === 'GET' ? '' : '{}'
        const request = startRequest(url, {
          agent,
          method,
          headers: {
            ...headers,
            ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
          },
        })
        const finish = (result: CallResult) => {
          clearTimeout(timer)
          resolve(result)
        }
        const fail = (error: NodeJS.ErrnoException) => finish({ isFailure: true, outcome: error.code ?? error.message })
        const timer = setTimeout(() => request.destroy(new Error('timeout')), timeoutMs)
        request.on('error', fail).on('response', (response) => {
          response
            .on('error', fail)
            .on('end', () => finish(resultOf(response)))
            .resume()
        })
        request.end(body)
      }),
    close: () => agent.destroy(),
  }
}

/** An application's own refusal is an answer; a proxy's refusal means that nobody was asked. */
function resultOf({ statusCode = 0, headers }: IncomingMessage): CallResult {
  const isRefusal = statusCode >= 400 && headers['x-service'] === undefined
  return { isFailure: statusCode >= 500 || isRefusal, outcome: String(statusCode) }
}
