import { z } from 'zod'
import { Notice } from '../domain/notice.ts'
import { endpoint } from './endpoint.ts'

/** What the scope bar offers: clusters and namespaces the caller may read, and who the caller is. */
export const MeshScope = z.object({
  clusters: z.array(z.object({ id: z.string(), name: z.string() })),
  namespaces: z.array(
    z.object({ cluster: z.string(), name: z.string(), injection: z.enum(['sidecar', 'ambient', 'none']) }),
  ),
  actor: z.object({ name: z.string() }),
  source: z.enum(['demo', 'cluster']),
  scrapeIntervalSeconds: z.number().optional(),
  /** Names of the namespaces the console is to read where it may not read all; one of them may be missing above. Absent: it reads all there are. */
  limitedTo: z.array(z.string()).optional(),
  notices: z.array(Notice),
})
export type MeshScope = z.infer<typeof MeshScope>

export const meshScope = endpoint({
  method: 'GET',
  path: '/api/v1/mesh',
  summary: 'Clusters and namespaces the caller may read',
  params: z.strictObject({}),
  query: z.strictObject({}),
  response: MeshScope,
})
