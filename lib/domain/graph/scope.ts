import { z } from 'zod'
import { Window } from '../time.ts'

export const GraphType = z.enum(['service', 'workload', 'app', 'versioned-app'])
export type GraphType = z.infer<typeof GraphType>

/** RFC 1123 label: what Kubernetes accepts as a namespace. */
export const NamespaceName = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'not a Kubernetes namespace name')

/** `a,b` → `['a','b']`, sorted, without repeats. Absent means all that the caller may read. */
export const NamespaceList = z
  .string()
  .transform((text) => [...new Set(text.split(','))].sort())
  .pipe(z.array(NamespaceName).max(500))

/** Where and when a question is asked, as it stands in a URL. `at` absent: now, live. */
export const Scope = z.strictObject({
  cluster: z.string().min(1).max(253).optional(),
  namespaces: NamespaceList.optional(),
  type: GraphType.default('workload'),
  window: Window.default(60),
  at: z.coerce.number().int().min(946_684_800).max(4_102_444_800).optional(),
})
/** `window` is in seconds, `at` in Unix seconds. */
export type Scope = z.infer<typeof Scope>
