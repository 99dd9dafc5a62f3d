import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** What goes wrong. `well` answers an empty vector or, with an upstream, what the upstream says. */
export type PrometheusMood =
  | 'well'
  | 'down'
  | 'slow'
  | 'cut-off'
  | 'html'
  | 'redirect'
  | 'truncated'
  | 'wrong-shape'
  | 'wrong-shape-later'
  | 'nan'
  | 'huge'
  | 'post-refused'
  | 'no-rules'
  | 'partial'
  | 400
  | 401
  | 403
  | 422
  | 429
  | 500
  | 503

export interface SeenRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  /** Of the address and of the form. */
  parameters: URLSearchParams
}

export interface FakePrometheus {
  url: string
  requests: SeenRequest[]
  /** From now on. `down` closes the port, everything else opens the same port again. */
  behave(mood: PrometheusMood): Promise<void>
  /** Resolves when `count` requests have come in all. */
  seen(count: number): Promise<void>
  /** Resolves when `count` requests of the present mood were given up by the client before an answer. */
  abandoned(count: number): Promise<void>
  stop(): Promise<void>
}

const signInPage = `<!doctype html><html><body><h1>Sign in</h1>${'<p>secret-of-the-proxy</p>'.repeat(50)}</body></html>`
const hugeBytes = 4 * 1024 * 1024

/** A Prometheus on a loopback port that misbehaves on command; with `upstream` it stands before a real one. */
export async function startFakePrometheus(options: { upstream?: string } = {}): Promise<FakePrometheus> {
  let mood: PrometheusMood = 'well'
  let port = 0
  let server: Server | undefined
  const requests: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const watchers = new Set<() => void>()
  let abandonedCount = 0
  let moods = 0

  function notify(): void {
    for (const watcher of [...watchers]) {
      watcher()
    }
  }

  function until(isReached: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = (): void => {
        if (isReached()) {
          watchers.delete(watcher)
          resolve()
        }
      }
      watchers.add(watcher)
      watcher()
    })
  }

  async function open(): Promise<void> {
    server = createServer((request, response) => {
      receive(request, response).catch(() => response.destroy())
    })
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : port
  }

  async function close(): Promise<void> {
    const closing = server
    server = undefined
    if (closing !== undefined) {
      const closed = once(closing, 'close')
      closing.close()
      for (const socket of sockets) {
        socket.destroy()
      }
      await closed
    }
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await text(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const parameters = new URLSearchParams([...searchParams, ...new URLSearchParams(form)])
    requests.push({ method: request.method ?? '', path: pathname, headers: request.headers, parameters })
    const era = moods
    response.on('close', () => {
      abandonedCount += response.writableFinished || era !== moods ? 0 : 1
      notify()
    })
    notify()
    if (mood === 'well' && options.upstream !== undefined) {
      await forward(`${options.upstream}${request.url}`, request, form, response)
    } else {
      answer(mood, request, parameters, response)
    }
  }

  await open()
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    behave: async (next) => {
      mood = next
      moods += 1
      abandonedCount = 0
      if (next === 'down') {
        await close()
      } else if (server === undefined) {
        await open()
      }
    },
    seen: (count) => until(() => requests.length >= count),
    abandoned: (count) => until(() => abandonedCount >= count),
    stop: close,
  }
}

async function forward(url: string, request: IncomingMessage, form: string, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET'
  const headers = { 'content-type': request.headers['content-type'] ?? 'text/plain' }
  const upstream = await fetch(url, method === 'GET' ? {} : { method, headers, body: form })
  response.writeHead(upstream.status, { 'content-type': upstream.headers.get('content-type') ?? 'text/plain' })
  response.end(await upstream.text())
}

function answer(
  mood: PrometheusMood,
  request: IncomingMessage,
  parameters: URLSearchParams,
  response: ServerResponse,
): void {
  if (typeof mood === 'number') {
    refuse(mood, response)
    return
  }
  const samples = { metric: { reporter: 'source', exantas_part: 'count', le: '+Inf' } }
  switch (mood) {
    case 'down':
    case 'slow':
      return
    case 'cut-off':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"status":"succ', () => response.destroy())
      return
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end(signInPage)
      return
    case 'redirect':
      response.writeHead(302, { location: '/login' }).end()
      return
    case 'truncated':
      send(response, 200, success(request, parameters, [samples]).slice(0, -20))
      return
    case 'wrong-shape':
      send(response, 200, success(request, parameters, [{ metric: { reporter: 7 }, value: 'text' }]))
      return
    case 'wrong-shape-later': {
      const sound = { metric: { reporter: 'source' }, value: [0, '1'], values: [[0, '1']] }
      const wrong = { ...sound, metric: { reporter: 'source', source_workload: { name: 7 } } }
      send(response, 200, success(request, parameters, [...Array(9).fill(sound), wrong]))
      return
    }
    case 'nan':
      send(response, 200, success(request, parameters, unusable(parameters)))
      return
    case 'huge':
      send(
        response,
        200,
        success(request, parameters, [{ metric: { reporter: 'x'.repeat(hugeBytes) }, value: [0, '1'] }]),
      )
      return
    case 'post-refused':
      if (request.method === 'POST') {
        response.writeHead(405, { 'content-type': 'text/plain' }).end('method not allowed')
        return
      }
      send(response, 200, success(request, parameters, []))
      return
    case 'partial':
      send(response, 200, success(request, parameters, [], 'No StoreAPIs matched for this query'))
      return
    case 'no-rules':
      if (request.url?.includes('/rules')) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
        return
      }
      send(response, 200, success(request, parameters, []))
      return
    case 'well':
      send(response, 200, success(request, parameters, []))
  }
}

function refuse(status: number, response: ServerResponse): void {
  const errorType = { 400: 'bad_data', 422: 'execution', 503: 'timeout' }[status]
  if (errorType === undefined) {
    response.writeHead(status, { 'content-type': 'text/html' }).end(signInPage)
  } else {
    send(
      response,
      status,
      JSON.stringify({ status: 'error', errorType, error: `query refused: ${'why '.repeat(200)}` }),
    )
  }
}

function unusable(parameters: URLSearchParams): object[] {
  const at = Number(parameters.get('time') ?? parameters.get('start') ?? 0)
  return ['NaN', '+Inf', '-Inf', '2'].map((value, index) => ({
    metric: joined(parameters, { reporter: 'source', source_workload: `w${index}`, exantas_part: 'count', le: '+Inf' }),
    value: [at, value],
    values: [[at, value]],
  }))
}

/** With the label that a query joins others into. */
function joined(parameters: URLSearchParams, metric: Record<string, string>): Record<string, string> {
  const call = /,"(\w+)","\\u007f",("\w+"(?:,"\w+")*)\)/.exec(parameters.get('query') ?? '')
  const [, target, labels] = call ?? []
  if (target === undefined || labels === undefined) {
    return metric
  }
  const values = labels.split(',').map((label) => metric[label.slice(1, -1)] ?? '')
  return { ...metric, [target]: values.join('\u007f') }
}

function success(
  request: IncomingMessage,
  parameters: URLSearchParams,
  result: object[],
  warning = 'PromQL warning: metric might not be a counter',
): string {
  const isMatrix = request.url?.includes('query_range') || parameters.get('query')?.endsWith(']')
  const resultType = isMatrix ? 'matrix' : 'vector'
  return JSON.stringify({ status: 'success', data: { resultType, result }, warnings: [warning] })
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}
