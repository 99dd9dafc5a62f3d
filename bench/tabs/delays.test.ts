import { describe, expect, test } from 'vitest'
import { delaysMs } from './delays.ts'

const patch = (stream: number, seq: number, atMs: number) => ({ event: 'patch', stream, seq, atMs, bytes: 10 })

describe('event delays', () => {
  test('run from the last answer before the first stream has the reading', () => {
    const answers = [{ endedMs: 100 }, { endedMs: 140 }, { endedMs: 5100 }, { endedMs: 5130 }, { endedMs: undefined }]
    const events = [patch(0, 2, 150), patch(1, 2, 190), patch(0, 3, 5150), patch(1, 3, 5135)]
    expect(delaysMs(answers, events).sort((left, right) => left - right)).toEqual([5, 10, 20, 50])
  })

  test('leave out the snapshot a stream opens with', () => {
    const opened = { event: 'snapshot', stream: 0, seq: 1, atMs: 500, bytes: 10 }
    expect(delaysMs([{ endedMs: 100 }], [opened, patch(0, 2, 101)])).toEqual([1])
  })
})
