import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Job, SlicedQueue } from './sliced-queue.ts'

const stepMs = 3

describe('SlicedQueue', () => {
  let done: string[]
  beforeEach(() => {
    vi.useFakeTimers()
    done = []
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  function* work(name: string, steps: number): Job<void> {
    for (let step = 0; step < steps; step += 1) {
      vi.advanceTimersByTime(stepMs)
      yield
    }
    done.push(name)
  }

  function* failing(): Job<void> {
    yield
    throw new Error('bad')
  }

  test('begins with the next task, and does in one what is short', async () => {
    const queue = new SlicedQueue()
    queue.add(work('short', 2))
    expect(done).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toEqual(['short'])
  })

  test('lets the page have its turn within what is long, and keeps the order', async () => {
    const queue = new SlicedQueue()
    queue.add(work('long', 10))
    queue.add(work('after', 0))
    expect(done).toEqual([])
    await vi.runAllTimersAsync()
    expect(done).toEqual(['long', 'after'])
  })

  test('a job that throws is reported and does not hold up the next', async () => {
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    const queue = new SlicedQueue()
    queue.add(failing())
    queue.add(work('next', 1))
    await vi.runAllTimersAsync()
    expect(done).toEqual(['next'])
    expect(reported).toEqual([new Error('bad')])
  })
})
