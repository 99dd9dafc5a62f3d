import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Scope } from '../domain/graph/scope.ts'
import type { GraphSnapshot } from '../domain/graph/snapshot.ts'
import { followLiveGraph, type LiveState } from './live-graph-stream.ts'

class FakeEventSource extends EventTarget {
  static opened: FakeEventSource[] = []
  readonly url: string
  isClosed = false

  constructor(url: string) {
    super()
    this.url = url
    FakeEventSource.opened.push(this)
  }

  close(): void {
    this.isClosed = true
  }

  /** Resolves when what came has been read. */
  async send(event: string, data: unknown): Promise<void> {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
    await vi.advanceTimersByTimeAsync(0)
  }
}

const snapshotAt = (takenAt: number): GraphSnapshot => ({
  takenAt,
  windowSeconds: 60,
  nodes: [],
  edges: [],
  notices: [],
})
const patchAt = (takenAt: number) => ({ ...snapshotAt(takenAt), removedNodes: [], removedEdges: [] })
const problem = {
  type: 'https://exantas.dev/problems/unavailable',
  title: 'unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'down',
  messages: { en: 'down', zh: '不可用' },
}

describe('the live graph in the browser', () => {
  let states: LiveState[]
  let end: () => void
  const opened = (index: number) => FakeEventSource.opened[index] ?? expect.fail(`stream ${index} was not opened`)
  const last = () => states.at(-1)

  beforeEach(() => {
    vi.useFakeTimers()
    FakeEventSource.opened = []
    vi.stubGlobal('EventSource', FakeEventSource)
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 503 })))
    states = []
    end = followLiveGraph(Scope.parse({ namespaces: 'shop' }), (state) => states.push(state))
  })

  afterEach(() => {
    end()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('opens one stream of its scope and applies patches in their order', async () => {
    await opened(0).send('snapshot', { seq: 7, snapshot: snapshotAt(100) })
    await opened(0).send('patch', { from: 7, to: 8, patch: patchAt(105) })
    expect(opened(0).url).toBe('/api/v1/live?namespaces=shop')
    expect(last()).toMatchObject({ status: 'live', snapshot: { takenAt: 105 } })
  })

  test('a gap in the patches leads to a new stream, never to a wrong graph', async () => {
    await opened(0).send('snapshot', { seq: 7, snapshot: snapshotAt(100) })
    await opened(0).send('patch', { from: 9, to: 10, patch: patchAt(110) })
    expect(last()).toMatchObject({ status: 'stale', snapshot: { takenAt: 100 } })
    vi.advanceTimersByTime(1)
    await opened(1).send('snapshot', { seq: 10, snapshot: snapshotAt(110) })
    expect(opened(0).isClosed).toBe(true)
    expect(last()).toMatchObject({ status: 'live', snapshot: { takenAt: 110 } })
  })

  test('a source that fails leaves the last graph standing, stale, and recovers with the next patch', async () => {
    await opened(0).send('snapshot', { seq: 1, snapshot: snapshotAt(100) })
    await opened(0).send('problem', problem)
    expect(last()).toMatchObject({ status: 'stale', problem: { code: 'unavailable' }, snapshot: { takenAt: 100 } })
    await opened(0).send('patch', { from: 1, to: 2, patch: patchAt(130) })
    expect(last()).toMatchObject({ status: 'live', snapshot: { takenAt: 130 } })
    expect(last()?.problem).toBeUndefined()
  })

  test('while Prometheus is down the last measured graph stands, dated, and later patches still fit', async () => {
    const edge = { id: 'e', source: 'a', target: 'b', protocol: 'http', requestsPerSecond: 3, health: 'healthy' }
    const down = [{ source: 'prometheus', code: 'unavailable' }]
    await opened(0).send('snapshot', { seq: 1, snapshot: { ...snapshotAt(100), edges: [edge] } })
    await opened(0).send('patch', { from: 1, to: 2, patch: { ...patchAt(105), removedEdges: ['e'], notices: down } })
    expect(last()).toMatchObject({ status: 'stale', snapshot: { takenAt: 100, edges: [edge], notices: down } })
    await opened(0).send('patch', {
      from: 2,
      to: 3,
      patch: { ...patchAt(110), edges: [{ ...edge, requestsPerSecond: 4 }] },
    })
    expect(last()).toMatchObject({ status: 'live', snapshot: { takenAt: 110, notices: [] } })
    expect(last()?.snapshot?.edges).toEqual([{ ...edge, requestsPerSecond: 4 }])
  })

  test('a broken line is asked for again with growing pauses, and says why when nothing was ever seen', async () => {
    opened(0).dispatchEvent(new Event('error'))
    await vi.advanceTimersByTimeAsync(0)
    expect(last()).toMatchObject({ status: 'failed', problem: { code: 'unavailable' } })
    await vi.advanceTimersByTimeAsync(1000)
    opened(1).dispatchEvent(new Event('error'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(FakeEventSource.opened).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1000)
    expect(FakeEventSource.opened).toHaveLength(3)
  })

  test('silence on an open line is a broken line', async () => {
    await opened(0).send('snapshot', { seq: 1, snapshot: snapshotAt(100) })
    vi.advanceTimersByTime(40_000)
    expect(last()).toMatchObject({ status: 'stale', snapshot: { takenAt: 100 } })
    vi.advanceTimersByTime(1000)
    expect(FakeEventSource.opened).toHaveLength(2)
  })

  test('an open line that says it is alive is no silence, and one that ends by plan is reopened without a word', async () => {
    await opened(0).send('snapshot', { seq: 1, snapshot: snapshotAt(100) })
    for (let beats = 0; beats < 5; beats += 1) {
      vi.advanceTimersByTime(15_000)
      await opened(0).send('alive', {})
    }
    expect(last()?.status).toBe('live')
    await opened(0).send('end', {})
    vi.advanceTimersByTime(1)
    expect(FakeEventSource.opened).toHaveLength(2)
    expect(last()?.status).toBe('live')
  })

  test('a reopening that fails after a gap waits before the next', async () => {
    await opened(0).send('snapshot', { seq: 1, snapshot: snapshotAt(100) })
    await opened(0).send('patch', { from: 5, to: 6, patch: patchAt(105) })
    vi.advanceTimersByTime(1)
    opened(1).dispatchEvent(new Event('error'))
    vi.advanceTimersByTime(999)
    expect(FakeEventSource.opened).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(FakeEventSource.opened).toHaveLength(3)
  })

  test('after its end nothing is published and nothing is opened', async () => {
    end()
    await opened(0).send('snapshot', { seq: 1, snapshot: snapshotAt(100) })
    vi.advanceTimersByTime(100_000)
    expect(states).toEqual([])
    expect(FakeEventSource.opened).toHaveLength(1)
    expect(opened(0).isClosed).toBe(true)
  })
})
