'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { serviceQueries } from '#lib/client/queries/services.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { serviceColumns } from './lists/list-rows.ts'
import { ListScreen } from './lists/list-screen.tsx'
import { withFacts } from './lists/with-facts.ts'

/** Every service of the scope with its traffic, versions and readiness. */
export function ServicesScreen() {
  const { scope } = useScopeUrl()
  const { data } = useQuery(serviceQueries.facts(scope.namespaces))
  const rowsOf = useCallback(
    (nodes: readonly GraphNode[]) =>
      withFacts(
        nodes.filter(({ id }) => id.startsWith('service:')),
        data?.services,
      ),
    [data],
  )
  return <ListScreen of="services" columns={serviceColumns} rowsOf={rowsOf} />
}
