import { queryOptions } from '@tanstack/react-query'
import type { Scope } from '../../domain/graph/scope.ts'
import { graphSnapshot } from '../../endpoints/graph.ts'
import { call } from '../call.ts'
import { scopeQuery } from '../scope-query.ts'

export const graphQueries = {
  all: () => ['graph'] as const,
  /** A pinned moment never changes, so it is read once, unless part of the answer was missing. */
  snapshot: (scope: Scope) =>
    queryOptions({
      queryKey: [...graphQueries.all(), scope] as const,
      queryFn: ({ signal }) => call(graphSnapshot, { query: scopeQuery(scope), signal }),
      staleTime: ({ state }) =>
        scope.at !== undefined && state.data?.notices.length === 0 ? Number.POSITIVE_INFINITY : 0,
    }),
}
