import type http from 'node:http'

type Misbehaviour =
  | 'unauthorized'
  | 'forbidden'
  | 'gone'
  | 'gone-in-stream'
  | 'too-many-requests'
  | 'server-error'
  | 'html'
  | 'truncated-json'
  | 'garbage-in-stream'
  | 'hang'

/** How a fake API server goes wrong, and for which requests. */
export interface Rule {
  how: Misbehaviour
  /** Absent: any path. */
  path?: string
  /** Absent: any. */
  verb?: 'list' | 'watch'
  /** Absent: until taken back. */
  times?: number
  retryAfterSeconds?: number
}

export const failure = (code: number) => ({
  kind: 'Status',
  status: 'Failure',
  message: 'text of the API server that must not travel',
  code,
})

export const goneEvent = { type: 'ERROR', object: failure(410) }

export function reply(
  response: http.ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

const statusOf: Partial<Record<Misbehaviour, number>> = {
  unauthorized: 401,
  forbidden: 403,
  gone: 410,
  'too-many-requests': 429,
  'server-error': 500,
}

/** Answers as the rule says; a hang answers nothing. */
export function misbehaveNow(rule: Rule, response: http.ServerResponse): void {
  const status = statusOf[rule.how]
  if (status !== undefined) {
    const headers: Record<string, string> =
      rule.retryAfterSeconds === undefined ? {} : { 'retry-after': `${rule.retryAfterSeconds}` }
    reply(response, status, failure(status), headers)
  } else if (rule.how === 'gone-in-stream') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(goneEvent)}\n`)
  } else if (rule.how === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<html><body>Sign in</body></html>')
  } else if (rule.how === 'truncated-json') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"kind":"List","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"na')
  } else if (rule.how === 'garbage-in-stream') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('<html>\n')
  }
}
