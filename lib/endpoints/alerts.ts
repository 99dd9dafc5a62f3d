import { z } from 'zod'
import { AlertList } from '../domain/alerts/alert.ts'
import { NamespaceList } from '../domain/graph/scope.ts'
import { endpoint } from './endpoint.ts'

export const alertList = endpoint({
  method: 'GET',
  path: '/api/v1/alerts',
  summary: 'The alerts of a scope: firing, pending and suppressed, most severe first',
  params: z.strictObject({}),
  query: z.strictObject({ cluster: z.string().min(1).max(253).optional(), namespaces: NamespaceList.optional() }),
  response: AlertList,
})
