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

  test('does at once what is short', () => {
    new SlicedQueue().add(work('short', 2))
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

  test('a job that throws is reported and does not hold up the next', () => {
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    const queue = new SlicedQueue()
    queue.add(failing())
    queue.add(work('next', 1))
    expect(done).toEqual(['next'])
    expect(reported).toEqual([new Error('bad')])
  })
})
