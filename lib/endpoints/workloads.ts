import { z } from 'zod'
import { WorkloadDetail } from '../domain/graph/workload-detail.ts'
import { WorkloadFacts } from '../domain/mesh/workload-facts.ts'
import { ServiceHistory } from '../domain/telemetry/service-history.ts'
import { DetailQuery, FactsQuery, HistoryQuery, PlaceParams } from './detail-queries.ts'
import { endpoint } from './endpoint.ts'

export type { WorkloadDetail, WorkloadFacts }

export const workloadFacts = endpoint({
  method: 'GET',
  path: '/api/v1/workloads',
  summary: 'The workloads Kubernetes knows: their pods, and what is not ready about them',
  params: z.strictObject({}),
  query: FactsQuery,
  response: WorkloadFacts,
})

export const workloadDetail = endpoint({
  method: 'GET',
  path: '/api/v1/workloads/{namespace}/{name}',
  summary: 'One workload: pods, callers and callees over a window',
  params: PlaceParams,
  query: DetailQuery,
  response: WorkloadDetail,
})

export const workloadHistory = endpoint({
  method: 'GET',
  path: '/api/v1/workloads/{namespace}/{name}/history',
  summary: 'Requests, errors, latencies and bytes of one workload over time: what arrived, or what it sent',
  params: PlaceParams,
  query: HistoryQuery.extend({ direction: z.enum(['in', 'out']).default('in') }),
  response: ServiceHistory,
})
