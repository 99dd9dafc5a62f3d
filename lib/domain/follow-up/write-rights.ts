import { z } from 'zod'

/** One right, as a rule of a Role names it. */
export const WriteRight = z.object({
  verb: z.enum(['create', 'update', 'delete']),
  group: z.string(),
  resource: z.string(),
  namespace: z.string(),
})
export type WriteRight = z.infer<typeof WriteRight>

/** Whether the viewer may change a service, and which rights are lacking where not. */
export const WriteRights = z.object({ isAllowed: z.boolean(), missing: z.array(WriteRight) })
export type WriteRights = z.infer<typeof WriteRights>
