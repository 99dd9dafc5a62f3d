import { describe, expect, it } from 'vitest'
import { workloadSettings } from './workload-settings.ts'

describe('workloadSettings', () => {
  it('takes an empty environment for a batch client without work', () => {
    expect(workloadSettings({})).toEqual({
      service: 'workload',
      version: '',
      listenHost: '0.0.0.0',
      healthPort: 8081,
      calls: [],
      callTimeoutMs: 15_000,
      ratePerSecond: 0,
      latency: { meanMs: 0, sigma: 0.7 },
      answers: [],
    })
  })

  it.each([
    [{ SERVES: 'udp:53' }, 'SERVES'],
    [{ SERVES: 'http:65536' }, 'SERVES'],
    [{ SERVES: 'http:8080', RATE: '1' }, 'RATE'],
    [{ RATE: '501' }, 'RATE'],
    [{ LATENCY_MS: 'fast' }, 'LATENCY_MS'],
    [{ HEALTH_PORT: '-1' }, 'HEALTH_PORT'],
    [{ CALLS: 'cart' }, 'CALLS'],
    [{ SERVES: 'grpc:9090', ANSWERS: '500 1' }, 'ANSWERS'],
  ])('names the variable that makes no sense in %j', (env, name) => {
    expect(() => workloadSettings(env)).toThrow(name)
  })
})
