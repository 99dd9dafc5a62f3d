import { queryOptions } from '@tanstack/react-query'
import type { Scope } from '../../domain/graph/scope.ts'
import { diagnosis } from '../../endpoints/diagnosis.ts'
import { call } from '../call.ts'
import type { DiagnosisStart } from '../diagnosis-start.ts'
import { scopeQuery } from '../scope-query.ts'

const refreshMs = 30_000

export const diagnosisQueries = {
  all: () => ['diagnosis'] as const,
  /** A pinned moment is read once; now is asked again every bucket. */
  of: (scope: Scope, start: DiagnosisStart) => {
    const { type: _type, ...where } = scopeQuery(scope)
    const query = { ...where, ...start }
    return queryOptions({
      queryKey: [...diagnosisQueries.all(), query] as const,
      queryFn: ({ signal }) => call(diagnosis, { query, signal }),
      refetchInterval: scope.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    })
  },
}
