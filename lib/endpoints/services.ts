import { z } from 'zod'
import { NamespaceName } from '../domain/graph/scope.ts'
import { ServiceDetail } from '../domain/graph/service-detail.ts'
import { ServiceHistory } from '../domain/telemetry/service-history.ts'
import { Window } from '../domain/time.ts'
import { endpoint } from './endpoint.ts'

export type { ServiceDetail, ServiceHistory }

const ServiceParams = z.strictObject({ namespace: NamespaceName, name: z.string().min(1).max(253) })

const at = z.coerce.number().int().min(946_684_800).max(4_102_444_800).optional()
const cluster = z.string().min(1).max(253).optional()

export const serviceDetail = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}',
  summary: 'One service: versions, pods, callers and callees over a window',
  params: ServiceParams,
  query: z.strictObject({ cluster, window: Window.default(60), at }),
  response: ServiceDetail,
})

export const serviceHistory = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}/history',
  summary: 'Requests, errors, latencies and bytes of one service over time',
  params: ServiceParams,
  query: z.strictObject({ cluster, window: Window.default(3600), at }),
  response: ServiceHistory,
})
