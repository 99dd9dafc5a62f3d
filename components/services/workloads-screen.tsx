'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { workloadQueries } from '#lib/client/queries/workloads.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { workloadColumns } from './lists/list-rows.ts'
import { ListScreen } from './lists/list-screen.tsx'
import { withFacts } from './lists/with-facts.ts'

/** Every workload of the scope with its traffic, pods and readiness; gateways and waypoints are workloads too. */
export function WorkloadsScreen() {
  const { scope } = useScopeUrl()
  const { data } = useQuery(workloadQueries.facts(scope.namespaces))
  const rowsOf = useCallback(
    (nodes: readonly GraphNode[]) =>
      withFacts(
        nodes.filter(({ id }) => id.startsWith('workload:')),
        data?.workloads,
      ),
    [data],
  )
  return <ListScreen of="workloads" columns={workloadColumns} rowsOf={rowsOf} />
}
