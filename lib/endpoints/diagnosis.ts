import { z } from 'zod'
import { MeshDiagnosis } from '../domain/diagnosis/mesh-diagnosis.ts'
import { NamespaceName, Scope } from '../domain/graph/scope.ts'
import { endpoint } from './endpoint.ts'

export type { MeshDiagnosis }

const name = z.string().min(1).max(253)

export const diagnosis = endpoint({
  method: 'GET',
  path: '/api/v1/diagnosis',
  summary: 'The cause of what is wrong, ranked, with evidence',
  params: z.strictObject({}),
  query: Scope.omit({ type: true })
    .extend({
      /** Where trouble was felt: a service, called by `source` where a call was at fault. */
      namespace: NamespaceName.optional(),
      service: name.optional(),
      /** `namespace/name` of the caller. */
      source: z
        .string()
        .max(512)
        .regex(/^[^/]+\/[^/]+$/, 'a caller is written namespace/name')
        .optional(),
    })
    .refine(({ namespace, service }) => (namespace === undefined) === (service === undefined), {
      message: 'a service is named by both namespace and service',
      path: ['service'],
    }),
  response: MeshDiagnosis,
})
