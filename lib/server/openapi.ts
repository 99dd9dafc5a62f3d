import { z } from 'zod'
import { endpoints } from '../endpoints/all.ts'
import type { Endpoint } from '../endpoints/endpoint.ts'
import { Problem } from '../endpoints/problem.ts'

interface ParameterSource {
  schema: z.ZodType
  place: 'path' | 'query'
}

/** OpenAPI 3.1 generated from the endpoint definitions that routes and client use. */
export function openApiDocument(): { openapi: string } & Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const definition of endpoints) {
    paths[definition.path] = { ...paths[definition.path], [definition.method.toLowerCase()]: operation(definition) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Exantas', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: z.toJSONSchema(Problem) } },
  }
}

function operation({ summary, params, query, body, response, path }: Endpoint): Record<string, unknown> {
  return {
    summary,
    parameters: [
      ...parametersOf({ schema: params, place: 'path' }),
      ...parametersOf({ schema: query, place: 'query' }),
    ],
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: z.toJSONSchema(body, { io: 'input' }) } },
      },
    }),
    responses: {
      200: { description: 'OK', content: { [mediaTypeOf(path)]: { schema: z.toJSONSchema(response) } } },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function mediaTypeOf(path: string): string {
  if (path.endsWith('/live') && path.startsWith('/api/v1')) {
    return 'text/event-stream'
  }
  return path.endsWith('/metrics') ? 'text/plain' : 'application/json'
}

function parametersOf({ schema, place }: ParameterSource): Record<string, unknown>[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}
