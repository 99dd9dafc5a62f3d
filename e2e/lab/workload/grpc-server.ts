import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { Work } from './do-work.ts'
import { forwardedHeaders } from './forwarded-headers.ts'
import { grpcBytes, grpcMessage, isOneGrpcMessage } from './grpc-message.ts'

interface Identity {
  service: string
  version: string
}

const internal = 13

/** Unary gRPC over HTTP/2 without TLS; every method of every service answers alike. */
export function grpcServer(identity: Identity, work: Work): Http2Server {
  const server = createServer()
  server.on('stream', (stream, headers) => {
    // A caller that resets its call is no event of ours; without a listener it would end the process.
    stream.on('error', () => undefined)
    if (!String(headers['content-type']).startsWith('application/grpc')) {
      stream.respond({ ':status': 415 }, { endStream: true })
      return
    }
    const received = grpcBytes()
    stream.on('data', (chunk: Buffer) => received.add(chunk))
    stream.on('end', () => void answer({ identity, work, stream, headers, request: received.all() }))
  })
  server.on('sessionError', () => undefined)
  return server
}

async function answer({
  identity,
  work,
  stream,
  headers,
  request,
}: {
  identity: Identity
  work: Work
  stream: ServerHttp2Stream
  headers: IncomingHttpHeaders
  request: Buffer
}): Promise<void> {
  if (!isOneGrpcMessage(request)) {
    respond(stream, identity, { status: internal, message: 'expected one uncompressed message' })
    return
  }
  const verdict = await work(forwardedHeaders(headers))
  if (verdict.kind === 'answer') {
    const message = verdict.isSuccess ? '' : `${identity.service} answers ${verdict.code}`
    respond(stream, identity, { status: verdict.code, message })
  }
}

function respond(stream: ServerHttp2Stream, identity: Identity, end: { status: number; message: string }): void {
  if (stream.destroyed) {
    return
  }
  stream.on('wantTrailers', () =>
    stream.sendTrailers({ 'grpc-status': String(end.status), 'grpc-message': encodeURIComponent(end.message) }),
  )
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'x-service': identity.service,
      'x-version': identity.version,
    },
    { waitForTrailers: true },
  )
  stream.end(end.status === 0 ? grpcMessage(`${identity.service} ${identity.version}`) : undefined)
}
