import { applyPatch } from '../domain/graph/apply-patch.ts'
import type { Scope } from '../domain/graph/scope.ts'
import type { GraphPatch, GraphSnapshot } from '../domain/graph/snapshot.ts'
import { isMetricsOutage } from '../domain/notice.ts'
import { graphSnapshot, liveEvents, liveGraph } from '../endpoints/graph.ts'
import type { Problem } from '../endpoints/problem.ts'
import { ApiProblem, addressOf, call } from './call.ts'
import { parsePatchEvent, parseSnapshotEvent } from './parse-graph.ts'
import { scopeQuery } from './scope-query.ts'
import { type Job, SlicedQueue } from './sliced-queue.ts'

export interface LiveState {
  snapshot?: GraphSnapshot
  /** `connecting`: nothing yet; `stale`: the last good snapshot stands while the source or the server fails; `failed`: no snapshot and a problem. */
  status: 'connecting' | 'live' | 'stale' | 'failed'
  problem?: Problem
  /** Unix seconds of this browser when the last good event came. */
  receivedAt?: number
}

/** The server says `alive` every 15 s, however seldom the graph is read. */
const silenceMs = 40_000
const retryMs = { first: 1000, most: 15_000 }

/** Follows the live graph of a scope: applies patches, asks anew on a gap, reconnects by itself. Returns what ends it. */
export function followLiveGraph(scope: Scope, publish: (state: LiveState) => void): () => void {
  const follower = new Follower(scope, publish)
  follower.open()
  return () => follower.end()
}

class Follower {
  private readonly query: ReturnType<typeof scopeQuery>
  private readonly publish: (state: LiveState) => void
  private readonly ended = new AbortController()
  private readonly events = new SlicedQueue()
  private state: LiveState = { status: 'connecting' }
  private received: { seq: number; snapshot: GraphSnapshot } | undefined
  private stream: EventSource | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private retryDelayMs = retryMs.first

  constructor(scope: Scope, publish: (state: LiveState) => void) {
    this.query = scopeQuery({ ...scope, at: undefined })
    this.publish = publish
  }

  open(): void {
    const stream = new EventSource(addressOf(liveGraph, {}, this.query))
    this.stream = stream
    stream.addEventListener('snapshot', ({ data }) => this.inTurn(this.readSnapshot(data)))
    stream.addEventListener('patch', ({ data }) => this.inTurn(this.readPatch(data)))
    stream.addEventListener('problem', ({ data }) => this.inTurn(this.readProblem(data)))
    stream.addEventListener('alive', () => this.watchSilence())
    stream.addEventListener('end', () => this.reopen(0))
    stream.addEventListener('error', () => {
      this.interrupt()
      void this.explain()
    })
    this.watchSilence()
  }

  end(): void {
    this.ended.abort()
    clearTimeout(this.timer)
    this.stream?.close()
  }

  /** Events take effect in the order they came, however long one takes to read. */
  private inTurn(job: Job<void>): void {
    this.watchSilence()
    this.events.add(job)
  }

  private *readSnapshot(text: string): Job<void> {
    this.take(yield* parseSnapshotEvent(text))
  }

  private *readPatch(text: string): Job<void> {
    this.patch(yield* parsePatchEvent(text))
  }

  // biome-ignore lint/correctness/useYield: short, but it has to wait for its turn
  private *readProblem(text: string): Job<void> {
    this.fail(liveEvents.problem.parse(JSON.parse(text)))
  }

  private take(received: { seq: number; snapshot: GraphSnapshot }): void {
    this.received = received
    this.retryDelayMs = retryMs.first
    this.set(shown(this.state, received.snapshot))
  }

  private patch({ from, to, patch }: { from: number; to: number; patch: GraphPatch }): void {
    if (this.received === undefined || this.received.seq !== from) {
      this.set({ ...this.state, status: 'stale' })
      this.reopen(0)
      return
    }
    this.take({ seq: to, snapshot: applyPatch(this.received.snapshot, patch) })
  }

  private fail(problem: Problem): void {
    this.set({ ...this.state, status: this.state.snapshot === undefined ? 'failed' : 'stale', problem })
  }

  private interrupt(): void {
    if (this.state.snapshot !== undefined) {
      this.set({ ...this.state, status: 'stale' })
    }
    this.reopen(this.retryDelayMs)
    this.retryDelayMs = Math.min(this.retryDelayMs * 2, retryMs.most)
  }

  private reopen(delayMs: number): void {
    this.stream?.close()
    this.schedule(() => this.open(), delayMs)
  }

  private watchSilence(): void {
    this.schedule(() => this.interrupt(), silenceMs)
  }

  private schedule(run: () => void, delayMs: number): void {
    clearTimeout(this.timer)
    if (!this.ended.signal.aborted) {
      this.timer = setTimeout(run, delayMs)
    }
  }

  /** A stream that is refused does not say why; the same question asked plainly does. */
  private async explain(): Promise<void> {
    if (this.state.snapshot !== undefined) {
      return
    }
    const problem = await call(graphSnapshot, { query: this.query, signal: this.ended.signal }).then(
      () => undefined,
      (error: unknown) => (error instanceof ApiProblem ? error.problem : undefined),
    )
    if (problem !== undefined && this.state.snapshot === undefined) {
      this.fail(problem)
    }
  }

  private set(state: LiveState): void {
    if (!this.ended.signal.aborted) {
      this.state = state
      this.publish(state)
    }
  }
}

/** While the metrics source is down a snapshot knows only names: the last measured one stays, dated, with the news of what is wrong. */
function shown(before: LiveState, snapshot: GraphSnapshot): LiveState {
  if (!isMetricsOutage(snapshot.notices) || before.snapshot === undefined || before.snapshot.edges.length === 0) {
    return { snapshot, status: 'live', receivedAt: Date.now() / 1000 }
  }
  return { ...before, status: 'stale', snapshot: { ...before.snapshot, notices: snapshot.notices } }
}
