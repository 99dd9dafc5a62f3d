import { z } from 'zod'
import { Notice } from '../notice.ts'
import type { ServiceTraffic } from './traffic.ts'

const points = z.array(z.number().nullable())
const reporter = z.enum(['source', 'destination', 'waypoint'])
const Party = z.object({
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  workload: z.string().optional(),
  app: z.string().optional(),
  version: z.string().optional(),
})

/** `ServiceTraffic` as JSON can carry it, with notices. An open last bucket's `leMs` is absent. */
export const ServiceHistory = z.object({
  timestamps: z.array(z.number()),
  stepSeconds: z.number(),
  requests: z.array(
    z.object({
      reporter,
      version: z.string().optional(),
      caller: Party,
      protocol: z.enum(['http', 'grpc']),
      code: z.string(),
      grpcStatus: z.string().optional(),
      flags: z.array(z.string()),
      points,
    }),
  ),
  latencies: z.array(z.object({ reporter, version: z.string().optional(), leMs: z.number().optional(), points })),
  tcp: z.array(z.object({ reporter, version: z.string().optional(), direction: z.enum(['sent', 'received']), points })),
  notices: z.array(Notice),
})
export type ServiceHistory = z.infer<typeof ServiceHistory>

/** The history as it travels: JSON has no infinity, so the open last bucket loses its bound. */
export function toServiceHistory(traffic: ServiceTraffic, notices: Notice[]): ServiceHistory {
  return {
    ...traffic,
    latencies: traffic.latencies.map(({ leMs, ...rest }) => (Number.isFinite(leMs) ? { ...rest, leMs } : rest)),
    notices,
  }
}
