import { z } from 'zod'
import { Notice } from '../notice.ts'
import { Finding } from './finding.ts'

/** What Kubernetes tells about services beyond their traffic. */
export const ServiceFacts = z.object({
  services: z.array(
    z.object({ cluster: z.string(), namespace: z.string(), name: z.string(), findings: z.array(Finding) }),
  ),
  notices: z.array(Notice),
})
export type ServiceFacts = z.infer<typeof ServiceFacts>
