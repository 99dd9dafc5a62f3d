import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { drawLatencyMs } from '../workload/draw-latency.ts'

const latency = { meanMs: 58, sigma: 0.45 }

/** The bank's API as its clients know it: transfers are taken, everything else is unknown. */
export async function answerAsBank(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume()
  await pause(drawLatencyMs(latency, Math.random))
  const isTransfer = request.method === 'POST' && request.url === '/v2/transfers'
  const body = JSON.stringify(isTransfer ? { transfer: randomUUID(), state: 'accepted' } : { error: 'not found' })
  response.writeHead(isTransfer ? 200 : 404, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
