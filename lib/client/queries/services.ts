import { queryOptions } from '@tanstack/react-query'
import { formatWindow } from '../../domain/time.ts'
import { serviceDetail, serviceHistory } from '../../endpoints/services.ts'
import { call } from '../call.ts'
import type { ServiceName } from '../hrefs.ts'

export interface ServiceWindow extends Omit<ServiceName, 'cluster'> {
  cluster?: string
  windowSeconds: number
  /** Unix seconds; absent is now, asked again every 10 s while somebody looks. */
  at?: number
}

const refreshMs = 10_000

export const serviceQueries = {
  all: () => ['services'] as const,
  detail: (service: ServiceWindow) =>
    queryOptions({
      queryKey: [...serviceQueries.all(), 'detail', service] as const,
      queryFn: ({ signal }) => call(serviceDetail, { ...requestOf(service), signal }),
      refetchInterval: service.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    }),
  history: (service: ServiceWindow) =>
    queryOptions({
      queryKey: [...serviceQueries.all(), 'history', service] as const,
      queryFn: ({ signal }) => call(serviceHistory, { ...requestOf(service), signal }),
      refetchInterval: service.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    }),
}

function requestOf({ namespace, name, cluster, windowSeconds, at }: ServiceWindow) {
  return {
    params: { namespace, name },
    query: { cluster, window: formatWindow(windowSeconds), at: at?.toString() },
  }
}
