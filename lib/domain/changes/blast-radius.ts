import { z } from 'zod'

/** Who calls a service now, and how often. Absent is not measured. */
export const BlastRadius = z.object({
  requestsPerSecond: z.number().optional(),
  /** The busiest first. */
  callers: z.array(
    z.object({
      /** Node of the graph. */
      node: z.string(),
      namespace: z.string(),
      name: z.string(),
      requestsPerSecond: z.number().optional(),
      /** Of all calls, 0–1. */
      share: z.number().optional(),
      /** Nobody's sidecar stands before it: no route of the mesh applies to its requests. */
      isOutsideMesh: z.boolean(),
    }),
  ),
})
export type BlastRadius = z.infer<typeof BlastRadius>
