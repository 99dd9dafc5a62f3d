import { applyPatch } from '../domain/graph/apply-patch.ts'
import type { Scope } from '../domain/graph/scope.ts'
import type { GraphSnapshot } from '../domain/graph/snapshot.ts'
import { graphSnapshot, liveEvents, liveGraph } from '../endpoints/graph.ts'
import type { Problem } from '../endpoints/problem.ts'
import { ApiProblem, addressOf, call } from './call.ts'
import { scopeQuery } from './scope-query.ts'

export interface LiveState {
  snapshot?: GraphSnapshot
  /** `connecting`: nothing yet; `stale`: the last good snapshot stands while the source or the server fails; `failed`: no snapshot and a problem. */
  status: 'connecting' | 'live' | 'stale' | 'failed'
  problem?: Problem
  /** Unix seconds of this browser when the last good event came. */
  receivedAt?: number
}

const silenceMs = 40_000
const outages = new Set(['unavailable', 'timeout', 'unauthenticated', 'forbidden', 'invalid'])
const retryMs = { first: 1000, most: 15_000 }

/** Follows the live graph of a scope: applies patches, asks anew on a gap, reconnects by itself. Returns what ends it. */
export function followLiveGraph(scope: Scope, publish: (state: LiveState) => void): () => void {
  const { at: _, ...query } = scopeQuery(scope)
  const address = addressOf(liveGraph, {}, query)
  let state: LiveState = { status: 'connecting' }
  let received: { seq: number; snapshot: GraphSnapshot } | undefined
  let stream: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryDelayMs = retryMs.first
  const ended = new AbortController()

  const set = (next: LiveState) => {
    if (!ended.signal.aborted) {
      state = next
      publish(next)
    }
  }
  const good = (seq: number, snapshot: GraphSnapshot) => {
    received = { seq, snapshot }
    retryDelayMs = retryMs.first
    set(shown(state, snapshot))
    watchSilence()
  }
  const bad = (problem: Problem) => {
    set({ ...state, status: state.snapshot === undefined ? 'failed' : 'stale', problem })
  }
  const watchSilence = () => {
    clearTimeout(timer)
    timer = setTimeout(reconnect, silenceMs)
  }
  const reconnect = () => {
    stream?.close()
    clearTimeout(timer)
    if (state.snapshot !== undefined) {
      set({ ...state, status: 'stale' })
    }
    timer = setTimeout(() => void open(), retryDelayMs)
    retryDelayMs = Math.min(retryDelayMs * 2, retryMs.most)
  }
  const explain = async () => {
    const problem = await call(graphSnapshot, { query, signal: ended.signal }).then(
      () => undefined,
      (error: unknown) => (error instanceof ApiProblem ? error.problem : undefined),
    )
    if (problem !== undefined && state.status !== 'live') {
      bad(problem)
    }
  }
  const open = () => {
    if (ended.signal.aborted) {
      return
    }
    stream = new EventSource(address)
    stream.addEventListener('snapshot', (event) => {
      const parsed = liveEvents.snapshot.parse(JSON.parse(event.data))
      good(parsed.seq, parsed.snapshot)
    })
    stream.addEventListener('patch', (event) => {
      const parsed = liveEvents.patch.parse(JSON.parse(event.data))
      if (received === undefined || parsed.from !== received.seq) {
        retryDelayMs = 0
        reconnect()
        return
      }
      good(parsed.to, applyPatch(received.snapshot, parsed.patch))
    })
    stream.addEventListener('problem', (event) => {
      watchSilence()
      bad(liveEvents.problem.parse(JSON.parse(event.data)))
    })
    stream.addEventListener('error', () => {
      reconnect()
      void explain()
    })
    watchSilence()
  }

  open()
  return () => {
    ended.abort()
    clearTimeout(timer)
    stream?.close()
  }
}

/** While the metrics source is down a snapshot knows only names: the last measured one stays, dated, with the news of what is wrong. */
function shown(before: LiveState, snapshot: GraphSnapshot): LiveState {
  const isMeasured = !snapshot.notices.some(({ source, code }) => source === 'prometheus' && outages.has(code))
  if (isMeasured || before.snapshot === undefined || before.snapshot.edges.length === 0) {
    return { snapshot, status: 'live', receivedAt: Date.now() / 1000 }
  }
  return { ...before, status: 'stale', snapshot: { ...before.snapshot, notices: snapshot.notices } }
}
