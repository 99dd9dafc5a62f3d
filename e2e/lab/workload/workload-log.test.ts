import { describe, expect, it } from 'vitest'
import { workloadLog } from './workload-log.ts'

describe('workloadLog', () => {
  it('writes at most five failures a second and counts the others', () => {
    const lines: string[] = []
    let now = 1_000
    const log = workloadLog(
      { service: 'cart', version: 'v7' },
      (line) => lines.push(line),
      () => now,
    )
    for (let failure = 0; failure < 8; failure++) {
      log.failure('call failed', { failure })
    }
    expect(lines).toHaveLength(5)
    now = 2_000
    log.failure('call failed', { failure: 8 })
    expect(JSON.parse(lines[5] ?? '')).toEqual({
      time: '1970-01-01T00:00:02.000Z',
      level: 'error',
      service: 'cart',
      version: 'v7',
      message: 'call failed',
      failure: 8,
      suppressed: 3,
    })
    log.failure('call failed')
    expect(JSON.parse(lines[6] ?? '')).not.toHaveProperty('suppressed')
  })
})
