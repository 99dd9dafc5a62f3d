import { z } from 'zod'
import { ServiceDetail } from '../domain/graph/service-detail.ts'
import { ServiceFacts } from '../domain/mesh/service-facts.ts'
import { ServiceHistory } from '../domain/telemetry/service-history.ts'
import { DetailQuery, FactsQuery, HistoryQuery, PlaceParams } from './detail-queries.ts'
import { endpoint } from './endpoint.ts'

export type { ServiceDetail, ServiceFacts, ServiceHistory }

export const serviceFacts = endpoint({
  method: 'GET',
  path: '/api/v1/services',
  summary: 'The services Kubernetes knows, each with what is not ready about it',
  params: z.strictObject({}),
  query: FactsQuery,
  response: ServiceFacts,
})

export const serviceDetail = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}',
  summary: 'One service: versions, pods, callers and callees over a window',
  params: PlaceParams,
  query: DetailQuery,
  response: ServiceDetail,
})

export const serviceHistory = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}/history',
  summary: 'Requests, errors, latencies and bytes of one service over time',
  params: PlaceParams,
  query: HistoryQuery,
  response: ServiceHistory,
})
