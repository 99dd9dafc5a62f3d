import 'server-only'
import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import type { Endpoint } from '../endpoints/endpoint.ts'
import type { Hatches } from '../ports/ctx.ts'
import { type Container, container } from './container.ts'
import { isProduction } from './env.ts'
import { checkHost, checkOrigin } from './host-guard.ts'
import { invalidProblem, problemOf, problemResponse } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { refuseBeyond } from './readable-namespaces.ts'

export interface Call<E extends Endpoint> {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<NonNullable<E['body']>>
  ctx: Hatches & { signal: AbortSignal }
  actor: Container['actor']
  house: Container
}

interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined> | undefined>
}

type Route = (request: Request, context: RouteContext) => Promise<Response>

/** A route from an endpoint and a verb: parse, bind the hatches, run, serialise; every throw becomes problem+json. */
export function handle<E extends Endpoint>(
  definition: E,
  run: (call: Call<E>) => Promise<z.input<E['response']>>,
): Route {
  return answer(definition, async (call) => {
    const body = await run(call)
    if (!isProduction) {
      definition.response.parse(body)
    }
    return Response.json(body, { headers: { 'Cache-Control': 'no-store' } })
  })
}

/** Like `handle`, for a body that is not JSON: the verb makes the response itself. */
export function answer<E extends Endpoint>(definition: E, run: (call: Call<E>) => Promise<Response> | Response): Route {
  return async (request, context) => {
    const requestId = requestIdOf(request)
    const started = performance.now()
    const answered = await settle(definition, run, request, context, requestId)
    const response = request.method === 'HEAD' ? await headOf(answered) : answered
    response.headers.set('X-Request-Id', requestId)
    observe(definition, response.status, (performance.now() - started) / 1000)
    return response
  }
}

async function settle<E extends Endpoint>(
  definition: E,
  run: (call: Call<E>) => Promise<Response> | Response,
  request: Request,
  context: RouteContext,
  requestId: string,
): Promise<Response> {
  try {
    const house = container()
    checkHost(request.headers, house.env)
    if (definition.method !== 'GET') {
      checkOrigin(request.headers)
    }
    const sent = definition.body === undefined ? undefined : await readJsonBody(request)
    const call = parse(definition, request, { params: (await context.params) ?? {}, body: sent }, house)
    return await run(await withinLimit(definition, call))
  } catch (error) {
    if (error instanceof BadRequest) {
      return problemResponse(invalidProblem(error.issues, requestId))
    }
    if (request.signal.aborted) {
      return new Response(null, { status: 499 })
    }
    if (!(error instanceof AppError)) {
      container().log.error('request failed', {
        requestId,
        route: definition.path,
        error: String(error),
        stack: error instanceof Error ? error.stack : undefined,
      })
    }
    return problemResponse(problemOf(error, requestId))
  }
}

/** Without namespaces all that may be read are meant; asking for others is `forbidden`. */
async function withinLimit<E extends Endpoint>({ query }: E, call: Call<E>): Promise<Call<E>> {
  const limit = await call.house.readable(call.ctx.signal)
  if (limit === undefined) {
    return call
  }
  refuseBeyond(limit, call.params, call.query, call.body ?? {})
  const isOfAll = query instanceof z.ZodObject && 'namespaces' in query.shape && !('namespaces' in Object(call.query))
  return isOfAll ? { ...call, query: { ...Object(call.query), namespaces: limit } } : call
}

/** A body nobody reads must end what feeds it. */
async function headOf(response: Response): Promise<Response> {
  await response.body?.cancel()
  return new Response(null, response)
}

class BadRequest extends Error {
  readonly issues: z.ZodError

  constructor(issues: z.ZodError) {
    super('bad request')
    this.issues = issues
  }
}

function parse<E extends Endpoint>(
  definition: E,
  request: Request,
  raw: { params: Record<string, string | string[] | undefined>; body: unknown },
  house: Container,
): Call<E> {
  const params = definition.params.safeParse(raw.params)
  const query = definition.query.safeParse(singleValues(new URL(request.url).searchParams))
  if (!params.success) {
    throw new BadRequest(params.error)
  }
  if (!query.success) {
    throw new BadRequest(query.error)
  }
  const body = definition.body?.safeParse(raw.body)
  if (body?.success === false) {
    throw new BadRequest(body.error)
  }
  return {
    params: params.data as z.output<E['params']>,
    query: query.data as z.output<E['query']>,
    body: body?.data as z.output<NonNullable<E['body']>>,
    ctx: {
      cluster: house.cluster,
      logs: house.logs,
      metrics: house.metrics,
      alerts: house.alerts,
      proxies: house.proxies,
      records: house.records,
      writes: house.writes,
      clock: house.clock,
      log: house.log,
      signal: request.signal,
    },
    actor: house.actor,
    house,
  }
}

function singleValues(search: URLSearchParams): Record<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of search) {
    if (values.has(name)) {
      throw new BadRequest(
        new z.ZodError([{ code: 'custom', path: [name], message: 'given more than once', input: value }]),
      )
    }
    values.set(name, value)
  }
  return Object.fromEntries(values)
}

function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given !== null && /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID()
}

function observe(definition: Endpoint, status: number, seconds: number): void {
  container().ownMetrics.requestSeconds.observe(
    { route: definition.path, method: definition.method, status: String(status) },
    seconds,
  )
}
