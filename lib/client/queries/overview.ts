import { queryOptions } from '@tanstack/react-query'
import type { Scope } from '../../domain/graph/scope.ts'
import { overview, overviewHistory } from '../../endpoints/overview.ts'
import { call } from '../call.ts'
import { scopeQuery } from '../scope-query.ts'

const fastestSeconds = 5
const historyRefreshMs = 60_000

/** A graph's type means nothing here. */
function queryOf(scope: Scope) {
  const { type: _type, ...query } = scopeQuery(scope)
  return query
}

export const overviewQueries = {
  all: () => ['overview'] as const,
  /** A pinned moment is read once; now is asked again every scrape. */
  now: (scope: Scope, scrapeIntervalSeconds = 10) => {
    const query = queryOf(scope)
    return queryOptions({
      queryKey: [...overviewQueries.all(), 'now', query] as const,
      queryFn: ({ signal }) => call(overview, { query, signal }),
      refetchInterval: scope.at === undefined ? Math.max(fastestSeconds, scrapeIntervalSeconds) * 1000 : false,
    })
  },
  /** Of the problems with these ids: others are another question. Nothing is asked when there are none. */
  history: (scope: Scope, problemIds: readonly string[]) => {
    const query = queryOf(scope)
    return queryOptions({
      queryKey: [...overviewQueries.all(), 'history', query, problemIds.toSorted()] as const,
      queryFn: ({ signal }) => call(overviewHistory, { query, signal }),
      enabled: problemIds.length > 0,
      refetchInterval: scope.at === undefined ? historyRefreshMs : false,
      placeholderData: (before) => before,
    })
  },
}
