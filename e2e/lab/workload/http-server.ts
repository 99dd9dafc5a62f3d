import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Work } from './do-work.ts'
import { forwardedHeaders } from './forwarded-headers.ts'

/** Serves every path with the workload's answer, and `/healthz`. */
export function httpServer(identity: { service: string; version: string }, work: Work): Server {
  const server = createServer((request, response) => {
    request.resume()
    if (request.url === '/healthz') {
      response.end('ok\n')
      return
    }
    void answer(identity, work, request, response)
  })
  // A proxy keeps its connections far longer than Node's five seconds, and a request may meet the close on its way.
  server.keepAliveTimeout = 0
  return server
}

/** Only `/healthz`. */
export function healthServer(): Server {
  return createServer((request, response) => {
    request.resume()
    response.statusCode = request.url === '/healthz' ? 200 : 404
    response.end()
  })
}

async function answer(
  { service, version }: { service: string; version: string },
  work: Work,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const verdict = await work(forwardedHeaders(request.headers))
  if (verdict.kind === 'hang') {
    return
  }
  const body = `${JSON.stringify({ service, version, path: request.url, isSuccess: verdict.isSuccess })}\n`
  response.writeHead(verdict.code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-service': service,
    'x-version': version,
  })
  response.end(body)
}
