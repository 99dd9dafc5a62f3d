import { queryOptions } from '@tanstack/react-query'
import type { Scope } from '../../domain/graph/scope.ts'
import { alertList } from '../../endpoints/alerts.ts'
import { call } from '../call.ts'
import { scopeQuery } from '../scope-query.ts'

const refreshMs = 15_000

export const alertQueries = {
  /** The alerts of now, whatever moment the scope shows: sources tell of no other. */
  list: (scope: Scope) => {
    const { cluster, namespaces } = scopeQuery(scope)
    return queryOptions({
      queryKey: ['alerts', { cluster, namespaces }] as const,
      queryFn: ({ signal }) => call(alertList, { query: { cluster, namespaces }, signal }),
      refetchInterval: refreshMs,
    })
  },
}
