import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lab } from '../settings.ts'

/** The API server's answer when it is not the one asked for. */
export class ApiFailure extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(sentenceOf(text))
    this.status = status
  }
}

/** The message of a Status object, or whatever else was answered. */
function sentenceOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: string }
    return message ?? text
  } catch {
    return text.slice(0, 300)
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Asks the API server as the administrator; a PATCH is a merge patch. Throws {@link ApiFailure}. */
export async function askApiServer<T>(method: Method, path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, body, signal ?? AbortSignal.timeout(15_000))
  return (await response.json()) as T
}

/** The lines of a watch as they come. */
export async function* watchApiServer(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
  const response = await send('GET', path, undefined, signal)
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      yield JSON.parse(line) as WatchEvent
    }
  }
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  object: { code?: number; message?: string; metadata: { uid: string; resourceVersion: string } }
}

let token: string | undefined

async function send(method: Method, path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
  token ??= readFileSync(join(lab.state, 'admin.token'), 'utf8').trim()
  const response = await fetch(lab.urls.apiServer + path, {
    method,
    signal,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) {
    throw new ApiFailure(response.status, await response.text())
  }
  return response
}
