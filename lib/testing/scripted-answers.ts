import type http from 'node:http'

/** What a fake API server answers to one method on one path. */
export interface ScriptedAnswer {
  method: string
  path: string
  status?: number
  headers?: Record<string, string | string[]>
  /** Sent as JSON unless it is text. */
  body?: unknown
  /** What happens to the connection instead of, or after, an answer. */
  connection?: 'hang' | 'reset'
  /** Absent: every time. */
  times?: number
}

/** Answers written in advance; what was sent to them is kept. */
export class ScriptedAnswers {
  readonly bodies: unknown[] = []
  /** How many answers are still being given. */
  open = 0
  private answers: ScriptedAnswer[] = []

  add(answer: ScriptedAnswer): void {
    this.answers.push({ ...answer })
  }

  /** False where nothing is written for this request. */
  answer(request: http.IncomingMessage, response: http.ServerResponse, path: string): boolean {
    const answer = this.answers.find((one) => one.path === path && one.method === request.method && one.times !== 0)
    if (answer === undefined) {
      return false
    }
    if (answer.times !== undefined) {
      answer.times -= 1
    }
    this.open += 1
    response.on('close', () => {
      this.open -= 1
    })
    void this.receive(request).then(() => give(answer, response))
    return true
  }

  private async receive(request: http.IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk)
    }
    const body = Buffer.concat(chunks).toString('utf8')
    this.bodies.push(body === '' ? undefined : JSON.parse(body))
  }
}

function give({ status = 200, headers = {}, body, connection }: ScriptedAnswer, response: http.ServerResponse): void {
  if (body === undefined && connection === 'hang') {
    return
  }
  if (body === undefined && connection === 'reset') {
    response.destroy()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
  if (connection === undefined) {
    response.end(text)
  } else {
    response.write(text, () => connection === 'reset' && response.destroy())
  }
}
