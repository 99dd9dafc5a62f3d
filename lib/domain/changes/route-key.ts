import { z } from 'zod'

/**
 * Which HTTP route of a VirtualService is meant: the one of this name, where it has one; else the one at this position
 * with this fingerprint of match and destinations. Weights are no part of the fingerprint, so moving them keeps it.
 */
export const RouteKey = z.object({
  namespace: z.string().max(63),
  virtualService: z.string().max(253),
  name: z.string().max(500).optional(),
  /** Position in `spec.http` when it was read. */
  index: z.number().int().min(0).max(100_000),
  fingerprint: z.string().max(40),
})
export type RouteKey = z.infer<typeof RouteKey>
