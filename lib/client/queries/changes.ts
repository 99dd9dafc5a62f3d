import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query'
import {
  type ApplyRequest,
  type ChangeIntent,
  changeApply,
  changeList,
  changePreview,
  changeUndo,
  changeView,
  serviceSplit,
} from '../../endpoints/changes.ts'
import { call } from '../call.ts'

/** A service or a change's record. */
export interface ChangePlace {
  cluster?: string | undefined
  namespace: string
  name: string
}

export interface ChangeFilter {
  cluster?: string | undefined
  namespaces?: readonly string[] | undefined
  service?: string | undefined
  /** `VirtualService/shop/cart`. */
  object?: string | undefined
  /** Unix seconds. */
  since?: number | undefined
}

const splitRefreshMs = 5_000
const listRefreshMs = 10_000
/** Lights turn on within tenths of a second. */
const viewRefreshMs = 1_000

export const changeQueries = {
  all: () => ['changes'] as const,
  split: ({ cluster, namespace, name }: ChangePlace) =>
    queryOptions({
      queryKey: [...changeQueries.all(), 'split', cluster, namespace, name] as const,
      queryFn: ({ signal }) => call(serviceSplit, { params: { namespace, name }, query: { cluster }, signal }),
      refetchInterval: splitRefreshMs,
      placeholderData: (before) => before,
    }),
  list: (filter: ChangeFilter) =>
    infiniteQueryOptions({
      queryKey: [...changeQueries.all(), 'list', filter] as const,
      queryFn: ({ pageParam, signal }) =>
        call(changeList, { query: { ...listQuery(filter), cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next,
      refetchInterval: listRefreshMs,
    }),
  /** The changes of a stretch of time, as marks for charts. */
  marks: (filter: ChangeFilter) =>
    queryOptions({
      queryKey: [...changeQueries.all(), 'marks', filter] as const,
      queryFn: ({ signal }) => call(changeList, { query: { ...listQuery(filter), limit: '200' }, signal }),
      refetchInterval: listRefreshMs,
      placeholderData: (before) => before,
    }),
  view: ({ cluster, namespace, name }: ChangePlace) =>
    queryOptions({
      queryKey: [...changeQueries.all(), 'view', cluster, namespace, name] as const,
      queryFn: ({ signal }) => call(changeView, { params: { namespace, name }, query: { cluster }, signal }),
      refetchInterval: viewRefreshMs,
    }),
}

/** What people do. Whoever uses these invalidates `changeQueries.all()` once they settle. */
export const changeMutations = {
  preview: () => mutationOptions({ mutationFn: (intent: ChangeIntent) => call(changePreview, { body: intent }) }),
  apply: () => mutationOptions({ mutationFn: (request: ApplyRequest) => call(changeApply, { body: request }) }),
  undo: () =>
    mutationOptions({
      mutationFn: ({ place, ...body }: UndoRequest) =>
        call(changeUndo, {
          params: { namespace: place.namespace, name: place.name },
          query: { cluster: place.cluster },
          body,
        }),
    }),
}

export interface UndoRequest {
  place: ChangePlace
  reason?: string
  override?: { reason: string }
}

function listQuery({ namespaces, since, ...rest }: ChangeFilter) {
  return { ...rest, namespaces: namespaces?.join(','), since: since?.toString() }
}
