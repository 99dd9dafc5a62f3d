import { queryOptions } from '@tanstack/react-query'
import { workloadDetail, workloadFacts, workloadHistory } from '../../endpoints/workloads.ts'
import { call } from '../call.ts'
import { type HistoryWindow, placeAndHistory, placeAndWindow, type ServiceWindow } from './services.ts'

const refreshMs = 10_000
const factsRefreshMs = 30_000

export const workloadQueries = {
  all: () => ['workloads'] as const,
  facts: (namespaces: readonly string[] | undefined) =>
    queryOptions({
      queryKey: [...workloadQueries.all(), 'facts', namespaces] as const,
      queryFn: ({ signal }) => call(workloadFacts, { query: { namespaces: namespaces?.join(',') }, signal }),
      refetchInterval: factsRefreshMs,
      placeholderData: (before) => before,
    }),
  detail: (workload: ServiceWindow) =>
    queryOptions({
      queryKey: [...workloadQueries.all(), 'detail', workload] as const,
      queryFn: ({ signal }) => call(workloadDetail, { ...placeAndWindow(workload), signal }),
      refetchInterval: workload.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    }),
  history: ({ direction, ...workload }: HistoryWindow & { direction: 'in' | 'out' }) => {
    const { params, query } = placeAndHistory(workload)
    return queryOptions({
      queryKey: [...workloadQueries.all(), 'history', direction, workload] as const,
      queryFn: ({ signal }) => call(workloadHistory, { params, query: { ...query, direction }, signal }),
      refetchInterval: workload.at === undefined ? refreshMs : false,
      placeholderData: (before) => before,
    })
  },
}
