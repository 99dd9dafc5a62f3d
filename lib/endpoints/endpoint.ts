import type { z } from 'zod'

/** A door's contract, shared by route, client, OpenAPI and tests. `path` names parameters as `{name}`. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: 'GET'
  path: string
  summary: string
  params: Params
  query: Query
  response: Response
}

export function endpoint<P extends z.ZodType, Q extends z.ZodType, R extends z.ZodType>(
  definition: Endpoint<P, Q, R>,
): Endpoint<P, Q, R> {
  return definition
}
