import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../domain/errors.ts'
import type { PrometheusMood } from '../../testing/fake-prometheus.ts'
import { startFakePrometheus } from '../../testing/fake-prometheus.ts'
import { authorizationHeader, prometheusMetrics } from './prometheus-metrics.ts'

let fake: Awaited<ReturnType<typeof startFakePrometheus>>

beforeAll(async () => {
  fake = await startFakePrometheus()
})
afterAll(() => fake.stop())
beforeEach(async () => {
  await fake.behave('well')
  fake.requests.length = 0
})

const at = 1_790_000_000
const edges = { at, windowSeconds: 60, withQuantiles: true }
const history = { namespace: 'shop', service: 'cart', from: at - 60, to: at, stepSeconds: 60 }

function metrics(options: object = {}) {
  return prometheusMetrics({ baseUrl: fake.url, headers: {}, ...options })
}

const queries = () => fake.requests.filter(({ path }) => !path.endsWith('/rules'))

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('what a failing store means', () => {
  it.each<[PrometheusMood, string, object]>([
    ['down', 'unavailable', { reason: 'ECONNREFUSED' }],
    ['cut-off', 'unavailable', { reason: 'ECONNRESET' }],
    ['html', 'unavailable', { reason: 'not-prometheus' }],
    ['redirect', 'unavailable', { reason: 'not-prometheus', status: 302 }],
    ['truncated', 'unavailable', { reason: 'not-prometheus' }],
    ['wrong-shape', 'unavailable', { reason: 'not-prometheus' }],
    ['wrong-shape-later', 'unavailable', { reason: 'not-prometheus' }],
    [400, 'invalid', { status: 400 }],
    [401, 'unauthenticated', { status: 401 }],
    [403, 'forbidden', { status: 403 }],
    [422, 'invalid', { status: 422 }],
    [429, 'unavailable', { status: 429 }],
    [500, 'unavailable', { status: 500, reason: 'server-error' }],
    [503, 'timeout', { status: 503 }],
  ])('%s is %s', async (mood, code, params) => {
    await fake.behave(mood)
    const error = await failure(metrics().edgeTraffic(edges))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code, params: { source: 'prometheus', ...params } })
  })

  it.each<PrometheusMood>(['html', 'redirect', 'truncated', 400, 401, 403, 422, 429, 500, 503])(
    'keeps the body of %s to itself, but for one short sentence',
    async (mood) => {
      await fake.behave(mood)
      const error = await failure(metrics().edgeTraffic(edges))
      expect(JSON.stringify(error)).not.toContain('secret-of-the-proxy')
      expect(error instanceof AppError ? String(error.params.detail ?? '').length : -1).toBeLessThanOrEqual(200)
      expect(error instanceof AppError ? error.message : '').not.toContain('secret-of-the-proxy')
    },
  )

  it('says in the words of Prometheus what it refused', async () => {
    await fake.behave(422)
    await expect(metrics().edgeTraffic(edges)).rejects.toMatchObject({
      params: { detail: expect.stringMatching(/^query refused: why .*…$/) },
    })
  })

  it('is a timeout when no answer comes in time', async () => {
    await fake.behave('slow')
    const error = await failure(metrics({ timeoutSeconds: 0.2 }).edgeTraffic(edges))
    expect(error).toMatchObject({ code: 'timeout', params: { source: 'prometheus', timeoutSeconds: 0.2 } })
  })

  it('is too large above the allowed size, without reading on', async () => {
    await fake.behave('huge')
    const error = await failure(metrics({ maxResponseBytes: 100_000 }).edgeTraffic(edges))
    expect(error).toMatchObject({ code: 'too-large', params: { source: 'prometheus', maxBytes: 100_000 } })
  })

  it.each<PrometheusMood>(['down', 'html', 401, 422])('fails every question alike: %s', async (mood) => {
    const asked = metrics()
    await fake.behave(mood)
    const errors = await Promise.all([
      failure(asked.edgeTraffic(edges)),
      failure(asked.serviceTraffic(history)),
      failure(asked.probe()),
    ])
    expect(errors.filter((error) => error instanceof AppError)).toHaveLength(3)
  })

  it('works again when the store does', async () => {
    const asked = metrics()
    await fake.behave('down')
    await expect(asked.probe()).rejects.toMatchObject({ code: 'unavailable' })
    await fake.behave('well')
    await expect(asked.probe()).resolves.toBeUndefined()
    expect((await asked.edgeTraffic(edges)).requests).toEqual([])
  })

  it('cannot tell the scrape interval where there is no traffic or no raw samples', async () => {
    expect(await metrics().scrapeIntervalSeconds()).toBeUndefined()
    await fake.behave(422)
    expect(await metrics().scrapeIntervalSeconds()).toBeUndefined()
  })
})

describe('a store that could not read all it has', () => {
  it('is told apart from one that only remarks on the query', async () => {
    await fake.behave('partial')
    expect(await metrics().edgeTraffic(edges)).toMatchObject({ requests: [], isPartial: true })
    await fake.behave('well')
    expect(await metrics().edgeTraffic(edges)).not.toHaveProperty('isPartial')
  })
})

describe('unusable samples', () => {
  it('are counted and left out, never zero', async () => {
    await fake.behave('nan')
    const traffic = await metrics().edgeTraffic(edges)
    expect(traffic.unusableSamples).toBe(4 * 3)
    expect(traffic.requests.map(({ source, perSecond }) => [source.workload, perSecond])).toEqual([['w3', 2]])
    expect(traffic.latencies.map(({ source, meanMs }) => [source.workload, meanMs])).toEqual([['w3', 1]])
  })

  it('are gaps in a history', async () => {
    await fake.behave('nan')
    const { requests } = await metrics().serviceTraffic(history)
    expect(requests.map(({ points }) => points)).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [2, null],
    ])
  })
})

describe('a caller who stops', () => {
  it('gets his own reason back while answers are awaited, and every query is ended', async () => {
    await fake.behave('slow')
    const caller = new AbortController()
    const reason = new Error('tab closed')
    const pending = failure(metrics().edgeTraffic(edges, caller.signal))
    // The look for recording rules is the fifth.
    await fake.seen(5)
    caller.abort(reason)
    expect(await pending).toBe(reason)
    await fake.abandoned(4)
  })
})

describe('what is asked', () => {
  it('is three queries for a graph, with quantiles four, whatever the number of namespaces', async () => {
    const namespaces = Array.from({ length: 300 }, (_, index) => `team-${index}`)
    await metrics().edgeTraffic({ ...edges, namespaces })
    expect(queries()).toHaveLength(4)
    await metrics().edgeTraffic({ ...edges, namespaces, withQuantiles: false })
    expect(queries()).toHaveLength(7)
    for (const { method, path, parameters } of queries()) {
      expect([method, path, parameters.get('time')]).toEqual(['POST', '/api/v1/query', '1790000000.000'])
    }
  })

  it('goes below the path of the base address, with headers, credentials and extra parameters', async () => {
    const baseUrl = `${fake.url.replace('//', '//eve:p%40ss@')}/select/0/prometheus/`
    await metrics({ baseUrl, headers: { 'x-scope-orgid': 'a' }, extraParameters: [['dedup', 'true']] }).probe()
    expect(fake.requests[0]).toMatchObject({
      path: '/select/0/prometheus/api/v1/query',
      headers: { 'x-scope-orgid': 'a', authorization: `Basic ${btoa('eve:p@ss')}` },
    })
    expect(fake.requests[0]?.parameters.get('dedup')).toBe('true')
  })

  it('is asked by GET where POST is not allowed', async () => {
    await fake.behave('post-refused')
    const asked = metrics()
    await asked.probe()
    await asked.probe()
    expect(fake.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
    expect(fake.requests[1]?.parameters.get('query')).toBe('1')
  })
})

describe('the authorization header', () => {
  it.each([
    [{ bearerToken: 't0' }, { authorization: 'Bearer t0' }],
    [{ username: 'eve', password: 'pä:ss' }, { authorization: 'Basic ZXZlOnDDpDpzcw==' }],
    [{ username: 'eve' }, { authorization: 'Basic ZXZlOg==' }],
    [{ bearerToken: '', username: '' }, {}],
    [{}, {}],
  ])('of %j is %j', (credentials, header) => {
    expect(authorizationHeader(credentials)).toEqual(header)
  })
})
