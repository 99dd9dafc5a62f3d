'use client'

import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type ChangePlace, changeQueries } from '#lib/client/queries/changes.ts'
import type { ChangeView } from '#lib/endpoints/changes.ts'

const settledRefreshMs = 10_000

/** A change while it makes its way: asked every second until its last light is on, then seldom. */
export function useFollowedChange(place: ChangePlace | undefined): UseQueryResult<ChangeView> {
  const options = changeQueries.view(place ?? { namespace: '', name: '' })
  return useQuery({
    ...options,
    enabled: place !== undefined,
    refetchInterval: ({ state }) => (isSettled(state.data) ? settledRefreshMs : Number(options.refetchInterval)),
  })
}

function isSettled(view: ChangeView | undefined): boolean {
  if (view === undefined) {
    return false
  }
  const { phase, lights } = view
  return phase === 'undone' || phase === 'failed' || !['off', 'waiting'].includes(lights.seen.state)
}
