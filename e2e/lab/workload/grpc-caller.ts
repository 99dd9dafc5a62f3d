import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from 'node:http2'
import type { CallClient, CallResult } from './call-result.ts'
import { grpcBytes, grpcMessage, isOneGrpcMessage } from './grpc-message.ts'

const unknown = 2
const internal = 13
const unavailable = 14

/** What an HTTP answer without a gRPC status means to a gRPC client. */
const statusOfHttp = new Map([
  [400, internal],
  [401, 16],
  [403, 7],
  [404, 12],
  [429, unavailable],
  [502, unavailable],
  [503, unavailable],
  [504, unavailable],
])

const failures: ReadonlySet<number> = new Set([unknown, 4, 8, 12, internal, unavailable, 15])

/** Unary gRPC calls over one HTTP/2 connection per authority, opened anew when it has ended. */
export function grpcCaller({ timeoutMs }: { timeoutMs: number }): CallClient {
  const sessions = new Map<string, ClientHttp2Session>()
  const sessionTo = (authority: string): ClientHttp2Session => {
    const known = sessions.get(authority)
    if (known !== undefined && !known.closed && !known.destroyed) {
      return known
    }
    const session = connect(`http://${authority}`)
    const forget = () => {
      if (sessions.get(authority) === session) {
        sessions.delete(authority)
      }
    }
    session.on('error', forget).on('close', forget).on('goaway', forget)
    sessions.set(authority, session)
    return session
  }
  return {
    async call({ url, headers }) {
      const session = sessionTo(url.host)
      const status = await unaryCall(session, { path: url.pathname, headers, timeoutMs })
      if (status === 'timeout') {
        // The connection may be the reason: nothing new is sent over it.
        session.close()
        return { isFailure: true, outcome: 'timeout' }
      }
      return resultOf(status)
    },
    close() {
      for (const session of sessions.values()) {
        session.destroy()
      }
    },
  }
}

function resultOf(status: number): CallResult {
  return { isFailure: failures.has(status), outcome: `grpc ${status}` }
}

function unaryCall(
  session: ClientHttp2Session,
  { path, headers, timeoutMs }: { path: string; headers: Record<string, string>; timeoutMs: number },
): Promise<number | 'timeout'> {
  return new Promise((resolve) => {
    const stream = session.request({
      ...headers,
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      'user-agent': 'grpc-exantas-lab',
    })
    const received = grpcBytes()
    let head: IncomingHttpHeaders = {}
    let trailers: IncomingHttpHeaders = {}
    const timer = setTimeout(() => {
      resolve('timeout')
      stream.close(constants.NGHTTP2_CANCEL)
    }, timeoutMs)
    stream
      .on('response', (sent) => {
        head = sent
      })
      .on('trailers', (sent) => {
        trailers = sent
      })
      .on('data', (chunk: Buffer) => received.add(chunk))
      .on('error', () => undefined)
      .on('close', () => {
        clearTimeout(timer)
        resolve(statusOf(head, trailers, received.all()))
      })
      .end(grpcMessage('get'))
  })
}

/** The status as sent, in the trailers or in an answer of headers alone; else what the end of the call means. */
function statusOf(head: IncomingHttpHeaders, trailers: IncomingHttpHeaders, body: Buffer): number {
  const sent = trailers['grpc-status'] ?? head['grpc-status']
  if (sent !== undefined) {
    const status = Number(sent)
    return status === 0 && !isOneGrpcMessage(body) ? internal : status
  }
  const httpStatus = Number(head[':status'] ?? 0)
  return httpStatus === 0 ? unavailable : (statusOfHttp.get(httpStatus) ?? unknown)
}
