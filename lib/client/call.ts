import type { z } from 'zod'
import type { Endpoint } from '../endpoints/endpoint.ts'
import { Problem } from '../endpoints/problem.ts'

/** A failed call, with the problem as the server told it or as the network shaped it. */
export class ApiProblem extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiProblem'
    this.problem = problem
  }
}

/** The address of a call: path parameters filled in, query in a fixed order, what is undefined left out. */
export function addressOf(
  definition: Pick<Endpoint, 'path'>,
  params: Record<string, string>,
  query: Record<string, string | undefined>,
): string {
  const path = definition.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query).sort(([a], [b]) => a.localeCompare(b))) {
    if (value !== undefined) {
      search.set(name, value)
    }
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

/** Calls an endpoint from the browser; the answer is parsed by the endpoint's own schema. Rejects with `ApiProblem`. */
export async function call<E extends Endpoint>(
  definition: E,
  { params = {}, query = {}, body: sent, signal }: CallOptions<E>,
): Promise<z.output<E['response']>> {
  const request = {
    ...(definition.method === 'GET' ? {} : { method: definition.method }),
    ...(sent !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent) }),
    ...(signal !== undefined && { signal }),
  }
  const response = await fetch(addressOf(definition, params, query), request).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw new ApiProblem(unreachable(String(error)))
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) {
    const problem = Problem.safeParse(body)
    throw new ApiProblem(problem.success ? problem.data : unreachable(`HTTP ${response.status}`))
  }
  const parsed = definition.response.safeParse(body)
  if (!parsed.success) {
    throw new ApiProblem(unreachable('an answer of another shape'))
  }
  return parsed.data as z.output<E['response']>
}

export interface CallOptions<E extends Endpoint = Endpoint> {
  params?: Record<string, string>
  query?: Record<string, string | undefined>
  /** Sent as JSON. */
  body?: z.input<NonNullable<E['body']>>
  signal?: AbortSignal
}

function unreachable(detail: string): Problem {
  return {
    type: 'https://exantas.dev/problems/unavailable',
    title: 'unavailable',
    status: 503,
    code: 'unavailable',
    detail,
    messages: {
      en: 'The Exantas server does not answer. It is asked again by itself.',
      zh: 'Exantas 服务器没有响应，正在自动重试。',
    },
  }
}
