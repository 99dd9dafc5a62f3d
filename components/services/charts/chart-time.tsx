'use client'

import type { Route } from 'next'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { graphHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphType } from '#lib/domain/graph/scope.ts'

/** What all charts of a page share: their time axis, and the moment a person picked on it. */
export interface ChartTime {
  timestamps: readonly number[]
  isStale: boolean
  /** In the address; undefined while nothing is picked. */
  picked: number | undefined
  /** The picked moment, else the last one shown. */
  moment: number
  /** Undefined lets go of the moment. */
  pick(unixSeconds: number | undefined): void
  /** The graph as it was at the moment. */
  graphHref: Route
}

const Context = createContext<ChartTime | undefined>(undefined)

export interface ChartTimeProviderProps {
  timestamps: readonly number[]
  isStale: boolean
  /** What the graph shows and selects at the moment. */
  graph: { type: GraphType; sel: string }
  children: ReactNode
}

export function ChartTimeProvider({ timestamps, isStale, graph, children }: ChartTimeProviderProps) {
  const { scope, param, setParams } = useScopeUrl()
  const written = Number(param('moment'))
  const first = timestamps[0] ?? 0
  const last = timestamps.at(-1) ?? 0
  const { type, sel } = graph
  const value = useMemo(() => {
    const picked = written >= first && written <= last && written > 0 ? written : undefined
    const moment = picked ?? last
    return {
      timestamps,
      isStale,
      picked,
      moment,
      pick: (unixSeconds: number | undefined) => setParams({ moment: unixSeconds?.toString() }),
      graphHref: graphHref({ ...scope, type, at: moment > 0 ? moment : scope.at }, { sel }),
    }
  }, [timestamps, isStale, written, first, last, scope, setParams, type, sel])
  return <Context value={value}>{children}</Context>
}

export function useChartTime(): ChartTime {
  const time = useContext(Context)
  if (time === undefined) {
    throw new Error('a chart stands outside ChartTimeProvider')
  }
  return time
}
