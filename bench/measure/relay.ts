import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { wallMs } from './wall-clock.ts'

/** One question and its answer as they passed; times as `wallMs`. */
export interface Exchange {
  method: string
  /** With the query. */
  path: string
  /** What the question carried: a Prometheus query stands here. */
  body: string
  contentType: string
  contentEncoding: string
  startedMs: number
  /** When the server behind had sent its answer whole; undefined while it has not. */
  endedMs: number | undefined
  responseBytes: number
}

export interface Relay {
  url: string
  exchanges: Exchange[]
  stop(): Promise<void>
}

/**
 * Stands before a server on loopback and passes everything on unchanged, piece by piece. It takes an answer as fast as it
 * comes, so that `endedMs` is the time of the server behind and not of a slow reader.
 */
export async function startRelay(upstream: string): Promise<Relay> {
  const agent = new Agent({ keepAlive: true })
  const exchanges: Exchange[] = []
  const server = createServer((incoming, outgoing) => passOn(upstream, agent, exchanges, incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    exchanges,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}

function passOn(
  upstream: string,
  agent: Agent,
  exchanges: Exchange[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const exchange: Exchange = {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    body: '',
    contentType: '',
    contentEncoding: '',
    startedMs: wallMs(),
    endedMs: undefined,
    responseBytes: 0,
  }
  exchanges.push(exchange)
  const options = { agent, method: incoming.method, headers: incoming.headers }
  const forwarded = request(`${upstream}${incoming.url}`, options, (answer) => {
    exchange.contentType = answer.headers['content-type'] ?? ''
    exchange.contentEncoding = answer.headers['content-encoding'] ?? ''
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    outgoing.flushHeaders()
    answer.on('data', (chunk: Buffer) => {
      exchange.responseBytes += chunk.byteLength
      outgoing.write(chunk)
    })
    answer.on('end', () => {
      exchange.endedMs = wallMs()
      outgoing.end()
    })
    answer.on('error', () => outgoing.destroy())
  })
  forwarded.on('error', () => outgoing.destroy())
  outgoing.on('close', () => forwarded.destroy())
  incoming.on('data', (chunk: Buffer) => {
    exchange.body += chunk.toString('utf8')
    forwarded.write(chunk)
  })
  incoming.on('end', () => forwarded.end())
}
