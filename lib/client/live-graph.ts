'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Scope } from '../domain/graph/scope.ts'
import type { GraphSnapshot } from '../domain/graph/snapshot.ts'
import type { Problem } from '../endpoints/problem.ts'
import { ApiProblem } from './call.ts'
import { followLiveGraph, type LiveState } from './live-graph-stream.ts'
import { publishLiveStatus } from './live-status.ts'
import { usePageVisible } from './page-visible.ts'
import { graphQueries } from './queries/graph.ts'

export interface LiveGraph {
  snapshot?: GraphSnapshot
  /** `paused`: the tab is hidden; `past`: the scope is pinned to a moment. */
  status: LiveState['status'] | 'paused' | 'past'
  problem?: Problem
  receivedAt?: number
  retry(): void
}

const connecting: LiveState = { status: 'connecting' }

/** The graph of a scope: live by one stream while the tab is visible, or one reading when the scope names a moment. */
export function useLiveGraph(scope: Scope): LiveGraph {
  const key = JSON.stringify(scope)
  const isPast = scope.at !== undefined
  const isVisible = usePageVisible()
  const [attempt, setAttempt] = useState(0)
  const [held, setHeld] = useState<{ key: string; state: LiveState }>({ key, state: connecting })

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` restarts the stream on purpose; `key` stands for `scope`
  useEffect(() => {
    if (isPast || !isVisible) {
      return
    }
    return followLiveGraph(JSON.parse(key) as Scope, (state) =>
      setHeld((before) => ({ key, state: keepSnapshot(before.key === key ? before.state : connecting, state) })),
    )
  }, [key, isPast, isVisible, attempt])

  const past = useQuery({ ...graphQueries.snapshot(scope), enabled: isPast })
  const live = held.key === key ? held.state : connecting
  const { refetch } = past
  const retry = useCallback(() => {
    setAttempt((count) => count + 1)
    if (isPast) {
      void refetch()
    }
  }, [isPast, refetch])

  const result = useMemo<LiveGraph>(() => {
    if (isPast) {
      return { ...pastState(past), retry }
    }
    return { ...live, status: isVisible ? live.status : 'paused', retry }
  }, [isPast, past, live, isVisible, retry])

  useEffect(() => {
    publishLiveStatus({
      status: result.status,
      receivedAt: result.receivedAt,
      takenAt: result.snapshot?.takenAt,
      notices: result.snapshot?.notices ?? [],
    })
  }, [result])
  useEffect(() => () => publishLiveStatus(undefined), [])
  return result
}

/** A stream opened anew has nothing yet; what stood before stays until its first event. */
function keepSnapshot(before: LiveState, next: LiveState): LiveState {
  if (next.snapshot !== undefined || before.snapshot === undefined) {
    return next
  }
  return { ...before, status: 'stale', problem: next.problem }
}

function pastState(past: { data?: GraphSnapshot; error: Error | null }): Omit<LiveGraph, 'retry'> {
  if (past.data !== undefined) {
    return { snapshot: past.data, status: 'past', receivedAt: past.data.takenAt }
  }
  if (past.error instanceof ApiProblem) {
    return { status: 'failed', problem: past.error.problem }
  }
  return { status: 'connecting' }
}
