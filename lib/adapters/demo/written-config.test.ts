import { describe, expect, it } from 'vitest'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { RequestRow } from '../../domain/telemetry/traffic.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { istioObject, versionSubsets, weightedRoute } from './blueprint-parts.ts'
import { demoMetrics } from './demo-metrics.ts'
import { shopServices } from './shop.ts'
import { type DemoWorld, demoWorld } from './world.ts'

const startedAt = 1_795_262_400
const { catalog, search, currency, recommendation } = shopServices
const subset = (name: string) => ({ destination: { host: catalog.fqdn, subset: name } })

function routeOf(http: object[], target = catalog): MeshObject {
  return istioObject('networking', 'VirtualService', target.namespace, target.name, { hosts: [target.fqdn], http })
}

async function trafficAfter(
  written: MeshObject[],
  { at = startedAt + 120, windowSeconds = 60 } = {},
): Promise<{ world: DemoWorld; traffic: Awaited<ReturnType<ReturnType<typeof demoMetrics>['edgeTraffic']>> }> {
  const world = demoWorld({ seed: 1, services: 13, startedAt, isQuiet: true })
  for (const object of written) {
    world.applyObject(object, startedAt)
  }
  const metrics = demoMetrics(world, new ManualClock(at))
  return { world, traffic: await metrics.edgeTraffic({ at, windowSeconds, withQuantiles: true }) }
}

/** Requests per second of the rows that fit. */
function rate(rows: RequestRow[], fits: (row: RequestRow) => boolean): number {
  return rows.filter(fits).reduce((sum, { perSecond }) => sum + perSecond, 0)
}

const from = (app: string, to: string, reporter: string) => (row: RequestRow) =>
  row.source.app === app && row.destination.service === to && row.reporter === reporter
const toCatalog = (reporter: string, version?: string) => (row: RequestRow) =>
  from('frontend', 'catalog', reporter)(row) && (version === undefined || row.destination.version === version)

describe('a tester route', () => {
  it.each([
    ['a header', { 'x-user-group': { exact: 'testers' } }],
    ['a cookie', { cookie: { regex: '^(.*;\\s*)?group=testers(;.*)?$' } }],
  ])('by %s takes the small share of testers to its version, and nobody else', async (_, headers) => {
    const http = [
      { name: 'testers', match: [{ headers }], route: [subset('v4')] },
      { name: 'primary', route: [subset('v3')] },
    ]
    const { requests } = (await trafficAfter([routeOf(http)], { windowSeconds: 100 })).traffic
    const [v3, v4] = ['v3', 'v4'].map((version) => rate(requests, toCatalog('source', version)))
    expect((v4 ?? 0) / ((v3 ?? 0) + (v4 ?? 0))).toBeCloseTo(0.05, 2)
  })

  it('alone leaves everybody else without a route: 404 NR', async () => {
    const headers = { 'x-user-group': { exact: 'testers' } }
    const { requests } = (await trafficAfter([routeOf([{ match: [{ headers }], route: [subset('v4')] }])])).traffic
    const unrouted = requests.filter(({ flags }) => flags.includes('NR'))
    expect(unrouted).toMatchObject([{ code: '404', reporter: 'source', destination: { host: 'catalog:8080' } }])
    const all = rate(requests, ({ source, reporter }) => source.app === 'frontend' && reporter === 'source')
    expect(all).toBeGreaterThan(0)
    expect(rate(requests, toCatalog('source'))).toBeLessThan(0.1 * rate(unrouted, () => true))
  })
})

describe('a mirror', () => {
  const mirrored = (mirror: object) => routeOf([{ name: 'primary', route: [subset('v3')], ...mirror }])

  it('shows at the destination alone, under the caller’s name, and asks what its version asks', async () => {
    const { requests, latencies, tcp } = (await trafficAfter([mirrored({ mirror: subset('v4').destination })])).traffic
    expect(rate(requests, toCatalog('source', 'v4'))).toBe(0)
    const copies = rate(requests, toCatalog('destination', 'v4'))
    expect(copies / rate(requests, toCatalog('source', 'v3'))).toBeCloseTo(1, 1)
    const rows = requests.filter(toCatalog('destination', 'v4'))
    expect(new Set(rows.map(({ security }) => security))).toEqual(new Set(['mutual_tls']))
    expect(latencies.filter(({ destination }) => destination.version === 'v4')).toMatchObject([
      { reporter: 'destination' },
    ])
    expect(tcp.some(({ source }) => source.workload === 'catalog-v4')).toBe(true)
  })

  it.each([
    ['a tenth of the requests', { mirrorPercentage: { value: 10 } }, 0.1],
    ['nothing at 0 %', { mirrorPercentage: { value: 0 } }, 0],
  ])('copies %s', async (_, percentage, share) => {
    const written = mirrored({ mirror: subset('v4').destination, ...percentage })
    const { requests } = (await trafficAfter([written])).traffic
    const copies = rate(requests, toCatalog('destination', 'v4'))
    expect(copies / rate(requests, toCatalog('source', 'v3'))).toBeCloseTo(share, 1)
  })

  it('adds to a version that is asked anyway, request for request of the others as before', async () => {
    const halves = [
      { ...subset('v3'), weight: 50 },
      { ...subset('v4'), weight: 50 },
    ]
    const http = [{ name: 'primary', route: halves, mirrors: [subset('v4')] }]
    const { requests } = (await trafficAfter([routeOf(http)], { windowSeconds: 100 })).traffic
    const [asked, arrived] = ['source', 'destination'].map((reporter) => rate(requests, toCatalog(reporter, 'v4')))
    expect((arrived ?? 0) / (asked ?? 0)).toBeGreaterThan(2.7)
    expect((arrived ?? 0) / (asked ?? 0)).toBeLessThan(3.3)
    const alike = (reporter: string) => rate(requests, toCatalog(reporter, 'v3'))
    expect(alike('destination')).toBe(alike('source'))
  })

  it.each([
    ['a subset nobody defined', [mirrored({ mirror: subset('v9').destination })]],
    [
      'a subset without pods',
      [
        istioObject('networking', 'DestinationRule', 'shop', 'catalog', {
          host: catalog.fqdn,
          subsets: [
            { name: 'v3', labels: { version: 'v3' } },
            { name: 'v9', labels: { version: 'v9' } },
          ],
        }),
        mirrored({ mirror: subset('v9').destination }),
      ],
    ],
  ])('to %s is dropped without a word', async (_, written) => {
    const { requests } = (await trafficAfter(written)).traffic
    expect(requests.filter(({ flags }) => flags.length > 0)).toEqual([])
    expect(rate(requests, toCatalog('destination'))).toBe(rate(requests, toCatalog('source')))
  })
})

describe('a delegate', () => {
  it('routes for the host of the root that names it', async () => {
    const root = routeOf([{ delegate: { name: 'catalog-routes', namespace: 'shop' } }])
    const delegate = istioObject('networking', 'VirtualService', 'shop', 'catalog-routes', {
      http: [{ route: [subset('v4')] }],
    })
    const { requests } = (await trafficAfter([delegate, root])).traffic
    expect(rate(requests, toCatalog('source', 'v3'))).toBe(0)
    expect(rate(requests, toCatalog('source', 'v4'))).toBeGreaterThan(50)
  })
})

describe('the older of two VirtualServices for a host', () => {
  it('counts, and the other moves nothing', async () => {
    const other = istioObject('networking', 'VirtualService', 'shop', 'catalog-too', {
      hosts: [catalog.fqdn],
      http: [{ route: [subset('v4')] }],
    })
    const { requests } = (await trafficAfter([other])).traffic
    expect(rate(requests, toCatalog('source', 'v3'))).toBeGreaterThan(rate(requests, toCatalog('source', 'v4')))
  })
})

describe('what a route does on the way', () => {
  const whole = { route: [{ destination: { host: search.fqdn } }] }
  const toSearch = (reporter: string, code: string) => (row: RequestRow) =>
    from('frontend', 'search', reporter)(row) && row.code === code

  it('a timeout is 504 UT to the caller’s proxy and 0 DC to the callee’s, request for request', async () => {
    const { traffic } = await trafficAfter([routeOf([{ ...whole, timeout: '40ms' }], search)])
    const late = traffic.requests.filter(toSearch('source', '504'))
    expect(late).toMatchObject([{ flags: ['UT'], destination: { workload: 'search-v5' } }])
    const left = traffic.requests.filter(toSearch('destination', '0'))
    expect(left).toMatchObject([{ flags: ['DC'], perSecond: late[0]?.perSecond }])
    expect(rate(traffic.requests, toSearch('source', '200'))).toBeGreaterThan(1)
    const ofCaller = traffic.latencies.find(
      ({ reporter, destination }) => reporter === 'source' && destination.workload === 'search-v5',
    )
    const within = ofCaller?.buckets?.find(({ leMs }) => leMs === 50)?.perSecond
    expect(within).toBeCloseTo(ofCaller?.requestsPerSecond ?? 0, 5)
  })

  it('a fault without percentage injects nothing', async () => {
    const fault = { abort: { httpStatus: 503 }, delay: { fixedDelay: '2s' } }
    const { requests } = (await trafficAfter([routeOf([{ ...whole, fault }], search)])).traffic
    expect(requests.filter(({ flags }) => flags.length > 0)).toEqual([])
  })

  it('an abort and a delay of half the requests each make four groups', async () => {
    const half = { percentage: { value: 50 } }
    const fault = { abort: { httpStatus: 418, ...half }, delay: { fixedDelay: '2s', ...half } }
    const { requests } = (await trafficAfter([routeOf([{ ...whole, fault }], search)])).traffic
    const sent = requests.filter(from('frontend', 'search', 'source')).filter(({ code }) => /200|418/.test(code))
    const groups = sent.map(({ code, flags, destination }) => [code, flags.join(), destination.workload].join(' '))
    expect(groups.sort()).toEqual(['200  search-v5', '200 DI search-v5', '418 DI,FI ', '418 FI '])
    for (const { perSecond } of sent) {
      expect(perSecond / rate(sent, () => true)).toBeCloseTo(0.25, 1)
    }
    const arrived = requests.filter(from('frontend', 'search', 'destination'))
    expect(arrived.filter(({ flags }) => flags.length > 0)).toEqual([])
    expect(rate(arrived, () => true) / rate(sent, () => true)).toBeCloseTo(0.5, 1)
  })

  it('retries hide a failing version from its callers, and add attempts at its destination', async () => {
    const world = demoWorld({ seed: 1, services: 13, startedAt, isQuiet: true })
    world.startIncident('version-failing', startedAt)
    const retries = { attempts: 2, retryOn: '5xx' }
    const http = [{ name: 'primary', route: [{ destination: { host: catalog.fqdn } }], retries }]
    world.applyObject(routeOf(http), startedAt)
    const at = startedAt + 120
    const query = { at, windowSeconds: 60, withQuantiles: false }
    const { requests } = await demoMetrics(world, new ManualClock(at)).edgeTraffic(query)
    expect(rate(requests, (row) => toCatalog('source', 'v4')(row) && !row.flags.includes('URX'))).toBe(0)
    const asked = rate(requests, toCatalog('source'))
    const givenUp = rate(requests, (row) => toCatalog('source')(row) && row.flags.includes('URX'))
    // Two of five pods fail, and no pod is tried twice: what is left are failures of the other version's own.
    expect(givenUp).toBeLessThan(0.001 * asked)
    const arrived = rate(requests, toCatalog('destination'))
    expect(arrived / asked).toBeCloseTo(1 + 2 / 5 + ((2 / 5) * 1) / 4, 1)
    expect(rate(requests, toCatalog('destination', 'v3')) / asked).toBeCloseTo(1, 1)
  })

  it('the last of failed attempts is told with URX', async () => {
    const world = demoWorld({ seed: 1, services: 13, startedAt, isQuiet: true })
    world.startIncident('version-failing', startedAt)
    world.applyObject(routeOf([{ route: [subset('v4')], retries: { attempts: 2, retryOn: '5xx' } }]), startedAt)
    const at = startedAt + 120
    const query = { at, windowSeconds: 100, withQuantiles: false }
    const { requests } = await demoMetrics(world, new ManualClock(at)).edgeTraffic(query)
    expect(requests.filter(toCatalog('source'))).toMatchObject([{ code: '500', flags: ['URX'] }])
    const [asked, arrived] = ['source', 'destination'].map((reporter) => rate(requests, toCatalog(reporter)))
    expect((arrived ?? 0) / (asked ?? 1)).toBeCloseTo(3, 1)
    expect(requests.filter(toCatalog('destination'))).toMatchObject([{ code: '500', flags: [] }])
  })

  it('gRPC carries them in HTTP 200', async () => {
    const abort = { httpStatus: 503, percentage: { value: 100 } }
    const route = [{ destination: { host: currency.fqdn } }]
    const { requests } = (await trafficAfter([routeOf([{ route, fault: { abort } }], currency)])).traffic
    const aborted = requests.filter(({ flags }) => flags.includes('FI'))
    expect(aborted.length).toBeGreaterThan(0)
    expect(new Set(aborted.map(({ code, grpcStatus }) => `${code} ${grpcStatus}`))).toEqual(new Set(['200 14']))
  })
})

describe('what other objects refuse', () => {
  it('an ALLOW without a match refuses everybody, at both proxies alike', async () => {
    const policy = istioObject('security', 'AuthorizationPolicy', 'shop', 'recommendation', {
      selector: { matchLabels: recommendation.selector },
    })
    const { requests } = (await trafficAfter([policy])).traffic
    const refused = requests.filter(({ destination }) => destination.service === 'recommendation')
    expect(refused.map(({ reporter, code, grpcStatus, flags }) => [reporter, code, grpcStatus, flags])).toEqual([
      ['source', '200', '7', []],
      ['destination', '200', '7', []],
    ])
  })

  it('a subset’s pool replaces the host’s', async () => {
    const rule = versionSubsets(catalog, ['v3', 'v4'])
    const tight = { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } }
    const wide = { connectionPool: { tcp: { maxConnections: 900 } } }
    const subsets = ['v3', 'v4'].map((name) => ({
      name,
      labels: { version: name },
      ...(name === 'v4' && { trafficPolicy: wide }),
    }))
    const { requests } = (
      await trafficAfter([
        { ...rule, spec: { ...rule.spec, trafficPolicy: tight, subsets } },
        weightedRoute(catalog, { v3: 50, v4: 50 }),
      ])
    ).traffic
    const overflown = rate(requests, ({ flags }) => flags.includes('UO'))
    const [v3, v4] = ['v3', 'v4'].map((version) => rate(requests, toCatalog('source', version)))
    expect(overflown).toBeGreaterThan(1)
    expect(((v3 ?? 0) + overflown) / (v4 ?? 1)).toBeCloseTo(1, 0)
    expect(v3 ?? 0).toBeLessThan(v4 ?? 0)
  })
})
