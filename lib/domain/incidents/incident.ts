import { z } from 'zod'

/** What can go wrong in the demo mesh on command, each as it was seen on a real mesh. */
export const IncidentName = z.enum([
  'version-failing',
  'version-slow',
  'process-crash',
  'subset-without-pods',
  'missing-subset',
  'pool-overflow',
  'tight-timeout',
  'authorization-denied',
  'packet-loss',
  'slow-tcp-database',
  'load-surge',
  'external-host-down',
])
export type IncidentName = z.infer<typeof IncidentName>

/** An incident and, while it goes on, since when in Unix seconds. */
export const IncidentState = z.object({ name: IncidentName, startedAt: z.number().optional() })
export type IncidentState = z.infer<typeof IncidentState>
