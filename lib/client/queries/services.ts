import { queryOptions } from '@tanstack/react-query'
import type { SeenBy } from '../../domain/telemetry/service-history.ts'
import type { SeriesGroup } from '../../domain/telemetry/traffic.ts'
import { formatWindow } from '../../domain/time.ts'
import { serviceDetail, serviceFacts, serviceHistory } from '../../endpoints/services.ts'
import { call } from '../call.ts'
import type { PageOf } from '../hrefs.ts'

export interface ServiceWindow extends Omit<PageOf, 'cluster'> {
  cluster?: string
  windowSeconds: number
  /** Unix seconds; absent is now, asked again every 10 s while somebody looks. */
  at?: number
}

export interface HistoryWindow extends ServiceWindow {
  /** What latencies are told apart by; absent: version. */
  by?: SeriesGroup
  /** Whose proxies count; absent: the callers'. */
  seen?: SeenBy
}

const refreshMs = 10_000
const factsRefreshMs = 30_000

export const serviceQueries = {
  all: () => ['services'] as const,
  facts: (namespaces: readonly string[] | undefined) =>
    queryOptions({
      queryKey: [...serviceQueries.all(), 'facts', namespaces] as const,
      queryFn: ({ signal }) => call(serviceFacts, { query: { namespaces: namespaces?.join(',') }, signal }),
      refetchInterval: factsRefreshMs,
      placeholderData: (before) => before,
    }),
  detail: (service: ServiceWindow) =>
    queryOptions({
      queryKey: [...serviceQueries.all(), 'detail', service] as const,
      queryFn: ({ signal }) => call(serviceDetail, { ...placeAndWindow(service), signal }),
      refetchInterval: service.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    }),
  history: (service: HistoryWindow) =>
    queryOptions({
      queryKey: [...serviceQueries.all(), 'history', service] as const,
      queryFn: ({ signal }) => call(serviceHistory, { ...placeAndHistory(service), signal }),
      refetchInterval: service.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    }),
}

/** What names a service or a workload, and its window, in a request. */
export function placeAndWindow({ namespace, name, cluster, windowSeconds, at }: ServiceWindow) {
  return {
    params: { namespace, name },
    query: { cluster, window: formatWindow(windowSeconds), at: at?.toString() },
  }
}

/** The same for a history. */
export function placeAndHistory({ by, seen, ...window }: HistoryWindow) {
  const { params, query } = placeAndWindow(window)
  return { params, query: { ...query, by, seen } }
}
