import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { applyPatch } from '../domain/graph/apply-patch.ts'
import { Scope } from '../domain/graph/scope.ts'
import type { Ctx } from '../ports/ctx.ts'
import { anInventory, aRequest, edgeTraffic, from, to } from '../testing/builders.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { type GraphEvent, watchGraph } from './watch-graph.ts'

const busy = (perSecond: number) =>
  edgeTraffic({ requests: [aRequest(from('shop', 'front'), to('shop', 'back'), { perSecond })] })

/** A mesh whose rate is what `rates` says reading by reading; undefined: nothing answers. */
function world(rates: (number | undefined)[], scrapeSeconds: number | undefined = 15) {
  const abort = new AbortController()
  const slept: number[] = []
  let now = 1_790_000_000
  let reading = 0
  const rate = () => rates[Math.min(reading, rates.length - 1)]
  const ctx: Ctx<'cluster' | 'metrics' | 'clock'> = {
    signal: abort.signal,
    cluster: readOnlyCluster(async () => {
      if (rate() === undefined) {
        throw new AppError('unavailable')
      }
      return anInventory()
    }),
    metrics: {
      edgeTraffic: async () => {
        const perSecond = rate()
        reading += 1
        if (perSecond === undefined) {
          throw new AppError('unavailable')
        }
        return busy(perSecond)
      },
      serviceTraffic: () => Promise.reject(new Error('not asked')),
      arrivals: () => Promise.reject(new Error('not asked')),
      callHistory: () => Promise.reject(new Error('not asked')),
      requestCounts: () => Promise.reject(new Error('not asked')),
      scrapeIntervalSeconds: async () => scrapeSeconds,
      probe: async () => {},
    },
    clock: {
      now: () => now,
      sleep: async (seconds, signal) => {
        signal?.throwIfAborted()
        if (signal !== abort.signal) {
          return new Promise<void>((resolve) => setImmediate(resolve))
        }
        slept.push(seconds)
        now += seconds
      },
    },
  }
  return { ctx, abort, slept }
}

async function take(events: AsyncGenerator<GraphEvent>, count: number): Promise<GraphEvent[]> {
  const taken: GraphEvent[] = []
  while (taken.length < count) {
    const { value, done } = await events.next()
    if (done === true) {
      break
    }
    taken.push(value)
  }
  return taken
}

const scope = Scope.parse({})

describe('watchGraph', () => {
  it('sends a snapshot, then patches that lead to the next readings, each from the last', async () => {
    const { ctx, slept } = world([1, 2])
    const [first, second] = await take(watchGraph(ctx, scope), 2)
    expect(first).toMatchObject({ kind: 'snapshot', seq: 1 })
    expect(second).toMatchObject({ kind: 'patch', from: 1, to: 2 })
    const patched =
      first?.kind === 'snapshot' && second?.kind === 'patch' ? applyPatch(first.snapshot, second.patch) : undefined
    expect(patched?.edges).toMatchObject([{ requestsPerSecond: 2 }])
    expect(slept).toEqual([15])
  })

  it('sends a patch with the new time also when nothing changed', async () => {
    const { ctx } = world([1])
    const events = await take(watchGraph(ctx, scope), 3)
    expect(events[2]).toMatchObject({
      kind: 'patch',
      from: 2,
      to: 3,
      patch: { takenAt: 1_790_000_030, nodes: [], edges: [] },
    })
  })

  it('never asks more often than every 5 s', async () => {
    for (const scrape of [1, undefined]) {
      const { ctx, slept } = world([1], scrape)
      await take(
        watchGraph({ ...ctx, metrics: { ...ctx.metrics, scrapeIntervalSeconds: async () => scrape } }, scope),
        2,
      )
      expect(slept).toEqual([5])
    }
  })

  it('tells of failures and tries again ever later, up to 30 s, then goes on with a patch', async () => {
    const none = undefined
    const { ctx, slept } = world([1, none, none, none, none, none, 2])
    const events = await take(watchGraph(ctx, scope), 7)
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', ...Array(5).fill('problem'), 'patch'])
    expect(events.at(-1)).toMatchObject({ from: 1, to: 2 })
    expect(slept).toEqual([15, 5, 10, 20, 30, 30])
  })

  it('begins with a snapshot also when the first reading failed', async () => {
    const { ctx } = world([undefined, 1])
    const events = await take(watchGraph(ctx, scope), 2)
    expect(events).toMatchObject([
      { kind: 'problem', error: { code: 'unavailable' } },
      { kind: 'snapshot', seq: 1 },
    ])
  })

  it('outlives a mistake of our own as an internal problem', async () => {
    const { ctx } = world([1])
    const broken = { ...ctx.metrics, edgeTraffic: () => Promise.reject(new TypeError('x')) }
    const events = await take(watchGraph({ ...ctx, metrics: broken }, scope), 2)
    expect(events).toMatchObject([{ error: { code: 'internal' } }, { error: { code: 'internal' } }])
  })

  it('ends without a word when aborted', async () => {
    const { ctx, abort } = world([1])
    const events = watchGraph(ctx, scope)
    await take(events, 1)
    abort.abort()
    expect(await take(events, 1)).toEqual([])
  })
})
