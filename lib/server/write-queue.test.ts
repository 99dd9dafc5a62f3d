import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import type { KubernetesObject } from '../domain/mesh/kubernetes-object.ts'
import type { Cluster, WriteTurn } from '../ports/cluster.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { queuedWrites } from './write-queue.ts'

const pace = { perSecond: 1, burst: 5, objectPauseSeconds: 2 }
const forReal = { dryRun: false }
const ann: WriteTurn = { by: 'ann', lane: 'edit' }
const bob: WriteTurn = { by: 'bob', lane: 'edit' }
const undo: WriteTurn = { by: 'ann', lane: 'undo' }

function route(name: string, value: unknown, resourceVersion = '1'): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop', resourceVersion },
    spec: { value },
  }
}

/** A queue before an API server that notes when it was asked, and answers as `answers` say, else well. */
function queue(answers: (AppError | Promise<unknown>)[] = []) {
  const clock = new ManualClock(0)
  const written: string[] = []
  const cluster: Cluster = {
    ...readOnlyCluster(() => Promise.reject(new Error('not asked'))),
    async replace(_, object) {
      const { value } = object.spec as { value: unknown }
      written.push(`${object.metadata.name}=${String(value)} at ${clock.now()}`)
      const answer = answers.shift()
      if (answer instanceof AppError) {
        throw answer
      }
      await answer
      return { object, warnings: [] }
    },
  }
  const { cluster: queued, writes } = queuedWrites(cluster, clock, pace)
  const outcomes: string[] = []
  const write = (object: KubernetesObject, turn: WriteTurn) => {
    const { value } = object.spec as { value: unknown }
    queued.replace('c', object, { ...forReal, turn }).then(
      () => outcomes.push(`${String(value)} done`),
      (error: AppError) => outcomes.push(`${String(value)} ${error.code} ${String(error.params.reason)}`),
    )
    return settled()
  }
  return { clock, written, outcomes, write, writes, queued }
}

describe('writes in turn', () => {
  it('lets a burst through and then one a second', async () => {
    const { clock, written, write } = queue()
    for (let index = 1; index <= 8; index++) {
      await write(route(`r${index}`, index), ann)
    }
    expect(written).toHaveLength(5)
    await clock.advance(1)
    expect(written).toHaveLength(6)
    await clock.advance(2)
    expect(written.slice(5)).toEqual(['r6=6 at 1', 'r7=7 at 3', 'r8=8 at 3'])
  })

  it('keeps two writes of one object two seconds apart, and others meanwhile', async () => {
    const { clock, written, write } = queue()
    await write(route('a', 1), ann)
    await write(route('a', 2, '2'), ann)
    await write(route('b', 3), ann)
    expect(written).toEqual(['a=1 at 0', 'b=3 at 0'])
    await clock.advance(1.9)
    expect(written).toHaveLength(2)
    await clock.advance(0.1)
    expect(written.at(-1)).toBe('a=2 at 2')
  })

  it('writes only the last of what one person sets from one preview while it waits', async () => {
    const { clock, written, outcomes, write } = queue()
    await write(route('a', 0, '1'), ann)
    for (const share of [10, 20, 30, 40, 50]) {
      await write(route('a', share, '2'), ann)
    }
    await clock.advance(5)
    expect(written).toEqual(['a=0 at 0', 'a=50 at 5'])
    expect(outcomes).toEqual(['0 done', ...[10, 20, 30, 40].map((share) => `${share} conflict superseded`), '50 done'])
  })

  it.each([
    ['two people', bob, '2'],
    ['two previews', ann, '3'],
  ])('never merges the edits of %s', async (_, turn, version) => {
    const { clock, written, write } = queue()
    await write(route('a', 0, '1'), ann)
    await write(route('a', 10, '2'), ann)
    await write(route('a', 30, version), turn)
    await clock.advance(2)
    await clock.advance(2)
    expect(written).toEqual(['a=0 at 0', 'a=10 at 2', 'a=30 at 4'])
  })

  it('lets what takes something back go at once, ahead of thirty that wait', async () => {
    const { written, write, writes } = queue()
    for (let index = 1; index <= 30; index++) {
      await write(route(`r${index}`, index), ann)
    }
    expect(writes.state()).toEqual({ waiting: 25, waitingUndo: 0, writing: 0 })
    await write(route('r1', 'back', '2'), undo)
    expect(written).toHaveLength(6)
    expect(written.at(-1)).toBe('r1=back at 0')
  })

  it('does not write an object while a write of it is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { written, write, writes } = queue([promise])
    await write(route('a', 1), ann)
    await write(route('a', 'back', '2'), undo)
    expect([written.length, writes.state()]).toEqual([1, { waiting: 1, waitingUndo: 1, writing: 1 }])
    resolve()
    await settled()
    expect(written).toEqual(['a=1 at 0', 'a=back at 0'])
  })

  it('lets dry runs pass', async () => {
    const { written, write, queued } = queue()
    for (let index = 1; index <= 6; index++) {
      await write(route(`r${index}`, index), ann)
    }
    await queued.replace('c', route('dry', 'dry'), { dryRun: true })
    expect(written.at(-1)).toBe('dry=dry at 0')
  })
})

describe('an API server under load', () => {
  const busy = (params: Record<string, string | number>) => new AppError('unavailable', params)

  it('is asked again when it wants to be, by everybody', async () => {
    const { clock, written, outcomes, write, writes } = queue([
      busy({ reason: 'too-many-requests', retryAfterSeconds: 7 }),
    ])
    await write(route('a', 1), ann)
    await write(route('b', 2), ann)
    await write(route('c', 'back'), undo)
    expect(written).toEqual(['a=1 at 0'])
    expect(writes.state()).toEqual({ waiting: 3, waitingUndo: 1, writing: 0, pausedSeconds: 7 })
    await clock.advance(7)
    expect(written).toEqual(['a=1 at 0', 'c=back at 7', 'a=1 at 7', 'b=2 at 7'])
    expect(outcomes).toEqual(['back done', '1 done', '2 done'])
    expect(writes.state()).toEqual({ waiting: 0, waitingUndo: 0, writing: 0 })
  })

  it('is given up on after five times', async () => {
    const { clock, written, outcomes, write } = queue(
      Array.from({ length: 9 }, () => busy({ reason: 'too-many-requests' })),
    )
    await write(route('a', 1), ann)
    for (let second = 0; second < 20; second++) {
      await clock.advance(1)
    }
    expect([written.length, outcomes]).toEqual([5, ['1 unavailable too-many-requests']])
  })

  it.each([
    ['nobody knows what became of it', { reason: 'http-503', retryAfterSeconds: 1, outcome: 'unknown' }],
    ['it failed for good', { reason: 'http-500' }],
  ])('is not asked twice where %s', async (_, params) => {
    const { clock, written, outcomes, write } = queue([busy(params)])
    await write(route('a', 1), ann)
    await clock.advance(10)
    expect([written.length, outcomes]).toEqual([1, [`1 unavailable ${params.reason}`]])
  })
})
