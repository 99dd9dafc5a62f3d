import { queryOptions } from '@tanstack/react-query'
import type { ObjectReference } from '../../domain/mesh/kubernetes-object.ts'
import { objectView } from '../../endpoints/objects.ts'
import { call } from '../call.ts'

const refreshMs = 30_000

export const objectQueries = {
  all: () => ['objects'] as const,
  view: ({ cluster, ...reference }: Omit<ObjectReference, 'cluster'> & { cluster?: string | undefined }) =>
    queryOptions({
      queryKey: [...objectQueries.all(), cluster, reference] as const,
      queryFn: ({ signal }) => call(objectView, { query: { ...reference, cluster }, signal }),
      refetchInterval: refreshMs,
    }),
}
