import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/errors.ts'
import type { GraphPatch, GraphSnapshot } from '../domain/graph/snapshot.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import type { GraphEvent } from '../usecases/watch-graph.ts'
import { LiveHub, type LiveSubscription } from './live-hub.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const snapshot: GraphSnapshot = { takenAt: 1, windowSeconds: 60, nodes: [], edges: [], notices: [] }
const patchAt = (takenAt: number): GraphPatch => ({
  takenAt,
  windowSeconds: 60,
  nodes: [],
  edges: [],
  removedNodes: [],
  removedEdges: [],
  notices: [],
})

/** A watch whose events the test sends. */
function source() {
  const waiting: ((event: GraphEvent) => void)[] = []
  let signal: AbortSignal | undefined
  let started = 0
  async function* watch(given: AbortSignal): AsyncGenerator<GraphEvent> {
    started += 1
    signal = given
    while (!given.aborted) {
      yield await new Promise<GraphEvent>((resolve, reject) => {
        waiting.push(resolve)
        given.addEventListener('abort', () => reject(given.reason), { once: true })
      }).catch(() => ({ kind: 'problem', error: new AppError('internal') }) as const)
    }
  }
  const send = async (event: GraphEvent) => {
    waiting.shift()?.(event)
    await settled()
  }
  return { watch, send, started: () => started, isEnded: () => signal?.aborted ?? false }
}

async function read(subscription: LiveSubscription): Promise<{ event: string; data: Record<string, unknown> }> {
  const frame = new TextDecoder().decode(await subscription.next())
  const [, event = '', data = '{}'] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(frame) ?? []
  return { event, data: JSON.parse(data) }
}

describe('the live hub', () => {
  test('runs one watch for all who ask the same, and gives a late comer the whole graph first', async () => {
    const { watch, send, started } = source()
    const hub = new LiveHub(new ManualClock(), log)
    const early = hub.subscribe('k', watch)
    await settled()
    await send({ kind: 'snapshot', seq: 1, snapshot })
    await send({ kind: 'patch', from: 1, to: 2, patch: patchAt(6) })
    const late = hub.subscribe('k', watch)
    expect((await read(early)).event).toBe('snapshot')
    expect((await read(early)).data).toMatchObject({ from: 1, to: 2 })
    expect((await read(late)).data).toMatchObject({ seq: 2, snapshot: { takenAt: 6 } })
    expect(started()).toBe(1)
    expect(hub.subscribers).toBe(2)
    hub.close()
  })

  test('a stream too slow to keep up gets one snapshot instead of a growing queue', async () => {
    const { watch, send } = source()
    const hub = new LiveHub(new ManualClock(), log)
    const slow = hub.subscribe('k', watch)
    await settled()
    await send({ kind: 'snapshot', seq: 1, snapshot })
    for (let seq = 2; seq <= 20; seq += 1) {
      await send({ kind: 'patch', from: seq - 1, to: seq, patch: patchAt(seq) })
    }
    let last = await read(slow)
    const seen = [last.event]
    while (last.data.to !== 20 && last.data.seq !== 20) {
      last = await read(slow)
      seen.push(last.event)
    }
    expect(seen[0]).toBe('snapshot')
    expect(seen.length).toBeLessThanOrEqual(5)
    hub.close()
  })

  test('a problem reaches those who watch and those who come while it lasts', async () => {
    const { watch, send } = source()
    const hub = new LiveHub(new ManualClock(), log)
    const early = hub.subscribe('k', watch)
    await settled()
    await send({ kind: 'problem', error: new AppError('unavailable') })
    expect((await read(early)).data).toMatchObject({ code: 'unavailable', status: 503 })
    expect((await read(hub.subscribe('k', watch))).event).toBe('problem')
    hub.close()
  })

  test('a watch nobody follows ends after a grace, and goes on when somebody returns in time', async () => {
    const { watch, isEnded } = source()
    const clock = new ManualClock()
    const hub = new LiveHub(clock, log)
    hub.subscribe('k', watch).close()
    await settled()
    const back = hub.subscribe('k', watch)
    await clock.advance(11)
    expect(isEnded()).toBe(false)
    back.close()
    await settled()
    await clock.advance(11)
    expect(isEnded()).toBe(true)
  })

  test('closing ends every stream at once', async () => {
    const { watch, isEnded } = source()
    const hub = new LiveHub(new ManualClock(), log)
    const streams = [hub.subscribe('a', watch), hub.subscribe('a', watch)]
    const ends = streams.map((stream) => stream.next())
    await settled()
    hub.close()
    expect(await Promise.all(ends)).toEqual([undefined, undefined])
    expect(isEnded()).toBe(true)
    expect(() => hub.subscribe('b', watch)).toThrow('unavailable')
  })

  test('too many different questions are refused, one that is already asked is not', () => {
    const { watch } = source()
    const hub = new LiveHub(new ManualClock(), log)
    for (let topic = 0; topic < 50; topic += 1) {
      hub.subscribe(`k${topic}`, watch)
    }
    expect(() => hub.subscribe('k50', watch)).toThrow('unavailable')
    expect(() => hub.subscribe('k7', watch)).not.toThrow()
    hub.close()
  })

  test('a question nobody follows any more makes room for a new one', () => {
    const { watch } = source()
    const hub = new LiveHub(new ManualClock(), log)
    const streams = Array.from({ length: 50 }, (_, topic) => hub.subscribe(`k${topic}`, watch))
    streams[7]?.close()
    expect(() => hub.subscribe('k50', watch)).not.toThrow()
    expect(() => hub.subscribe('k51', watch)).toThrow('unavailable')
    hub.close()
  })
})
