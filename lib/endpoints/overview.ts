import { z } from 'zod'
import { Scope } from '../domain/graph/scope.ts'
import { Overview, OverviewHistory } from '../domain/overview/overview.ts'
import { endpoint } from './endpoint.ts'

export type { Overview, OverviewHistory }

const query = Scope.omit({ type: true })

export const overview = endpoint({
  method: 'GET',
  path: '/api/v1/overview',
  summary: 'What is wrong now, ranked; the busiest services, the last hour’s changes and what the mesh is',
  params: z.strictObject({}),
  query,
  response: Overview,
})

export const overviewHistory = endpoint({
  method: 'GET',
  path: '/api/v1/overview/history',
  summary: 'Since when each problem of the overview has stood, and how it went',
  params: z.strictObject({}),
  query,
  response: OverviewHistory,
})
