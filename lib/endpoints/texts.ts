import { z } from 'zod'
import { endpoint } from './endpoint.ts'

const nothing = z.strictObject({})

export const ownMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  summary: 'What the console measures of itself, in the Prometheus text format',
  params: nothing,
  query: nothing,
  response: z.string(),
})

export const demoMetrics = endpoint({
  method: 'GET',
  path: '/api/demo/metrics',
  summary: 'The demo mesh as proxies would export it, in the Prometheus text format; 404 outside the demo',
  params: nothing,
  query: nothing,
  response: z.string(),
})

export const openApi = endpoint({
  method: 'GET',
  path: '/api/v1/openapi.json',
  summary: 'This interface as OpenAPI 3.1',
  params: nothing,
  query: nothing,
  response: z.looseObject({ openapi: z.string() }),
})
