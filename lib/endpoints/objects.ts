import { z } from 'zod'
import { NamespaceName } from '../domain/graph/scope.ts'
import { ObjectView } from '../domain/objects/object-view.ts'
import { ClusterId } from './detail-queries.ts'
import { endpoint } from './endpoint.ts'

export type { ObjectView }

export const objectView = endpoint({
  method: 'GET',
  path: '/api/v1/objects',
  summary: 'One Istio or Gateway API object as it stands, and where its fields lead',
  params: z.strictObject({}),
  query: z.strictObject({
    cluster: ClusterId.optional(),
    apiVersion: z.string().min(1).max(320),
    kind: z.string().min(1).max(63),
    namespace: NamespaceName,
    name: z.string().min(1).max(253),
  }),
  response: ObjectView,
})
