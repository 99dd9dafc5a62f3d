import type { z } from 'zod'

/** A door's contract, shared by route, client, OpenAPI and tests. `path` names parameters as `{name}`. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  summary: string
  params: Params
  query: Query
  response: Response
  /** What a POST carries, as JSON; absent: nothing. */
  body?: Body
}

export function endpoint<
  P extends z.ZodType,
  Q extends z.ZodType,
  R extends z.ZodType,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<P, Q, R, B>): Endpoint<P, Q, R, B> {
  return definition
}
