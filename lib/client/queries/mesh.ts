import { queryOptions } from '@tanstack/react-query'
import { meshScope } from '../../endpoints/mesh.ts'
import { call } from '../call.ts'

export const meshQueries = {
  scope: () =>
    queryOptions({
      queryKey: ['mesh', 'scope'] as const,
      queryFn: ({ signal }) => call(meshScope, { signal }),
      refetchInterval: 30_000,
    }),
}
