import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakePrometheus, PrometheusMood } from '../../testing/fake-prometheus.ts'
import { startFakePrometheus } from '../../testing/fake-prometheus.ts'
import { connectPrometheus } from './connect-prometheus.ts'

let [first, second]: FakePrometheus[] = []
const asked = { at: 1_790_000_000, windowSeconds: 60, withQuantiles: true }
const nothing = { requests: [], latencies: [], tcp: [], unusableSamples: 0 }

beforeAll(async () => {
  ;[first, second] = await Promise.all([startFakePrometheus(), startFakePrometheus()])
})
afterAll(() => Promise.all([first?.stop(), second?.stop()]))
beforeEach(async () => {
  for (const server of [first, second]) {
    await server?.behave('well')
    if (server !== undefined) {
      server.requests.length = 0
    }
  }
})

function both(timeoutSeconds = 5) {
  const warned: object[] = []
  const log = { warn: (event: string, fields?: object) => warned.push({ event, ...fields }) }
  const baseUrls = [first?.url ?? '', second?.url ?? ''] as const
  return { ...connectPrometheus({ baseUrls, headers: {}, timeoutSeconds, log }), warned }
}

const queries = (server: FakePrometheus | undefined) =>
  server?.requests.filter(({ path }) => path.endsWith('/query')).length

describe('one of two servers in trouble', () => {
  it.each<PrometheusMood>(['down', 'html', 'cut-off', 'redirect', 'slow', 401, 403, 429, 500, 503])(
    '%s: the other answers, and is asked first from then on',
    async (mood) => {
      const { metrics, warned } = both(2)
      await first?.behave(mood)
      expect(await metrics.edgeTraffic(asked)).toEqual(nothing)
      expect(queries(second)).toBe(4)
      const before = queries(first)
      expect(await metrics.edgeTraffic({ ...asked, windowSeconds: 61 })).toEqual(nothing)
      expect([queries(first), queries(second)]).toEqual([before, 8])
      expect(metrics.answeredBy?.()).toBe(new URL(second?.url ?? '').host)
      expect(warned).toMatchObject([{ event: 'prometheus switched', to: metrics.answeredBy?.() }])
    },
  )

  it('is returned to when the other fails in its turn', async () => {
    const { metrics } = both()
    await first?.behave('down')
    await metrics.probe()
    await first?.behave('well')
    await second?.behave('down')
    expect(await metrics.edgeTraffic(asked)).toEqual(nothing)
    expect(metrics.answeredBy?.()).toBe(new URL(first?.url ?? '').host)
  })

  it.each<PrometheusMood>([400, 422])('%s is the fault of the question: the other is not asked', async (mood) => {
    const { metrics } = both()
    await first?.behave(mood)
    await expect(metrics.edgeTraffic(asked)).rejects.toMatchObject({ code: 'invalid' })
    expect(queries(second)).toBe(0)
  })

  it('answers for the alerts of rules, too', async () => {
    const { alerts } = both()
    await first?.behave(500)
    await second?.behave('no-rules')
    await expect(alerts.list()).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('both servers', () => {
  it('in trouble: the failure is that of the one asked first', async () => {
    const { metrics } = both()
    await first?.behave(401)
    await second?.behave('down')
    await expect(metrics.edgeTraffic(asked)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(metrics.probe()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('slow: a caller who stops gets his reason back, and the second is not troubled', async () => {
    const { metrics } = both()
    await first?.behave('slow')
    const caller = new AbortController()
    const reason = new Error('tab closed')
    const pending = metrics.edgeTraffic(asked, caller.signal)
    await first?.seen(5)
    caller.abort(reason)
    await expect(pending).rejects.toBe(reason)
    expect(second?.requests).toEqual([])
  })

  it('well: only the first is asked, four queries a graph', async () => {
    const { metrics, warned } = both()
    await metrics.edgeTraffic(asked)
    await metrics.edgeTraffic({ ...asked, windowSeconds: 61 })
    expect([queries(first), queries(second)]).toEqual([8, 0])
    expect(second?.requests).toEqual([])
    expect(warned).toEqual([])
  })
})

it('a single server has nothing to tell about who answered', () => {
  const { metrics } = connectPrometheus({ baseUrls: ['http://127.0.0.1:1'], headers: {} })
  expect(metrics.answeredBy).toBeUndefined()
})
