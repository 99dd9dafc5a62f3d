import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../../domain/mesh/kubernetes-object.ts'
import type { Cluster } from '../../ports/cluster.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { demoCluster } from './demo-cluster.ts'
import { demoMetrics } from './demo-metrics.ts'
import { demoWorld } from './world.ts'

const startedAt = 1_795_262_400
const forReal = { dryRun: false }
const destination = { host: 'a.example' }
const route = [{ destination }]

function demo() {
  const world = demoWorld({ seed: 1, services: 13, startedAt })
  const clock = new ManualClock(startedAt + 60)
  return { world, clock, cluster: demoCluster(world, clock) }
}

function anObject(kind: string, spec: object): KubernetesObject {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name: 'x', namespace: 'shop' }, spec }
}

const refusalOf = (cluster: Cluster, kind: string, spec: object) =>
  cluster.create(demoClusterName, anObject(kind, spec), forReal).then(
    () => undefined,
    (error) => error.params,
  )

const weights = { cluster: demoClusterName, apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' }
const payments = { ...weights, namespace: 'pay', name: 'payments' }

describe('objects of the demo', () => {
  it('move traffic once they are replaced, from then on', async () => {
    const { world, clock, cluster } = demo()
    const arriving = async (workload: string) => {
      const query = { at: clock.now(), windowSeconds: 60, withQuantiles: false }
      const { requests } = await demoMetrics(world, clock).edgeTraffic(query)
      const rows = requests.filter((row) => row.reporter === 'source' && row.destination.workload === workload)
      return rows.reduce((sum, { perSecond }) => sum + perSecond, 0)
    }
    expect(await arriving('payments-v1')).toBeGreaterThan(10)
    const object = await cluster.read(payments)
    const { spec } = object as { spec?: { http: { route: { weight: number }[] }[] } }
    for (const [index, weight] of [0, 100].entries()) {
      Object.assign(spec?.http[0]?.route[index] ?? {}, { weight })
    }
    await cluster.replace(demoClusterName, object, forReal)
    await clock.advance(120)
    expect(await arriving('payments-v1')).toBe(0)
    expect(await arriving('payments-v2')).toBeGreaterThan(10)
  })

  it('are the reader’s own copies', async () => {
    const { cluster } = demo()
    const object = await cluster.read(payments)
    Object.assign(object, { spec: undefined, metadata: {} })
    expect(await cluster.read(payments)).toMatchObject({ metadata: { name: 'payments' }, spec: { http: [{}] } })
  })

  it('tell who wrote them, and how often their spec changed', async () => {
    const { cluster } = demo()
    const before = await cluster.read(payments)
    expect(before.metadata).toMatchObject({ generation: 1, managedFields: [{ manager: 'kubectl-client-side-apply' }] })
    const labelled = { ...before, metadata: { ...before.metadata, labels: { team: 'pay' } } }
    const { object } = await cluster.replace(demoClusterName, labelled, forReal)
    expect(object.metadata).toMatchObject({
      generation: 1,
      uid: before.metadata.uid,
      creationTimestamp: before.metadata.creationTimestamp,
      managedFields: [{ manager: 'kubectl-client-side-apply' }, { manager: 'exantas', operation: 'Update' }],
    })
  })

  it('keep their version when nothing is changed', async () => {
    const { cluster } = demo()
    const before = await cluster.read(payments)
    const { object } = await cluster.replace(demoClusterName, before, forReal)
    expect(object).toEqual(before)
  })

  it('keep what no inventory shows: owners, finalizers, status', async () => {
    const { cluster } = demo()
    const before = await cluster.read(payments)
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b', controller: true }
    const metadata = { ...before.metadata, finalizers: ['example.com/wait'], ownerReferences: [owner] }
    const status = { observedGeneration: 1 }
    await cluster.replace(demoClusterName, { ...before, metadata, status }, forReal)
    const after = await cluster.read(payments)
    expect(after).toMatchObject({ status, metadata: { finalizers: ['example.com/wait'], ownerReferences: [owner] } })
  })

  it('are others when they are made anew, and refuse what was meant for those before', async () => {
    const { cluster } = demo()
    const spec = { hosts: ['x.example'], http: [{ route }] }
    const first = await cluster.create(demoClusterName, anObject('VirtualService', spec), forReal)
    await cluster.remove({ ...payments, namespace: 'shop', name: 'x' }, forReal)
    const { metadata } = (await cluster.create(demoClusterName, anObject('VirtualService', spec), forReal)).object
    expect(metadata.uid).not.toBe(first.object.metadata.uid)
    const meant = { ...first.object, metadata: { ...first.object.metadata, resourceVersion: metadata.resourceVersion } }
    await expect(cluster.replace(demoClusterName, meant, forReal)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('need a namespace that is there', async () => {
    const object = { ...anObject('VirtualService', {}), metadata: { name: 'x', namespace: 'elsewhere' } }
    await expect(demo().cluster.create(demoClusterName, object, forReal)).rejects.toMatchObject({
      code: 'not-found',
      params: { kind: 'Namespace', name: 'elsewhere' },
    })
  })
})

describe('change records of the demo', () => {
  const record = (phase?: string): KubernetesObject => ({
    apiVersion: 'exantas.dev/v1alpha1',
    kind: 'ChangeRecord',
    metadata: { name: 'payments-1', namespace: 'pay' },
    spec: { service: 'payments', writes: [{ after: { spec: { odd: [1, { a: null }] } } }] },
    ...(phase !== undefined && { status: { phase } }),
  })
  const place = { cluster: demoClusterName, ...record(), namespace: 'pay', name: 'payments-1' }

  it('are made, read, replaced by their version, listed and removed like any object', async () => {
    const { world, clock, cluster } = demo()
    const { object } = await cluster.create(demoClusterName, record(), forReal)
    expect(await cluster.read(place)).toEqual(object)
    expect(object.spec).toEqual(record().spec)
    const applied = { ...object, status: { phase: 'applied' } }
    const { object: replaced } = await cluster.replace(demoClusterName, applied, forReal)
    expect(replaced).toMatchObject({ status: { phase: 'applied' }, metadata: { generation: 1 } })
    await expect(cluster.replace(demoClusterName, applied, forReal)).rejects.toMatchObject({ code: 'conflict' })
    expect(world.listObjects('ChangeRecord', clock.now())).toHaveLength(1)
    await cluster.remove(place, forReal)
    expect(world.listObjects('ChangeRecord', clock.now())).toEqual([])
  })

  it('are no mesh objects, and everybody may keep them', async () => {
    const { cluster } = demo()
    await cluster.create(demoClusterName, record(), forReal)
    expect((await cluster.inventory()).objects.filter(({ kind }) => kind === 'ChangeRecord')).toEqual([])
    const question = { cluster: demoClusterName, group: 'exantas.dev', resource: 'changerecords' }
    expect(await cluster.mayDo({ ...question, verb: 'create' })).toBe(true)
    expect(await cluster.mayDo({ ...question, verb: 'update', subresource: 'status' })).toBe(true)
    expect(await cluster.mayDo({ ...question, resource: 'others', verb: 'get' })).toBe(false)
  })
})

describe('what the demo’s API server refuses, in the words of a real one', () => {
  const denied = 'denied-by-webhook'
  it.each([
    ['DestinationRule', { host: 'a', subsets: [{ name: 'v1' }, { name: 'v1' }] }, denied, 'duplicate subset names: v1'],
    ['VirtualService', { hosts: ['x'] }, denied, 'http, tcp or tls must be provided in virtual service'],
    ['VirtualService', { http: [{}] }, denied, 'HTTP route, redirect or direct_response is required'],
    [
      'VirtualService',
      { http: [{ redirect: {}, fault: {} }] },
      denied,
      'HTTP route cannot contain both fault and redirect',
    ],
    [
      'VirtualService',
      { http: [{ directResponse: { status: 99 } }] },
      denied,
      'HTTP status 99 is not in range 200-599',
    ],
    [
      'VirtualService',
      { http: [{ route, mirror: destination, mirrorPercentage: { value: 101 } }] },
      denied,
      'mirror_percentage must have a max value of 100 (it has 101.000000)',
    ],
    ['VirtualService', { tcp: [{ route: [...route, ...route] }] }, denied, 'total destination weight = 0'],
    [
      'VirtualService',
      { http: [{ redirect: {}, route: [{ destination, weight: -1 }] }] },
      denied,
      '2 errors occurred:\n\t* HTTP route cannot contain both route and redirect\n\t* weight -1 < 0\n\n',
    ],
    [
      'VirtualService',
      { http: [{ route, fault: { delay: { fixedDelay: '0.5ms' } } }] },
      'schema',
      'spec.http[0].fault.delay.fixedDelay: Invalid value: "0.5ms": must be a valid duration greater than 1ms',
    ],
    [
      'VirtualService',
      { http: [{ route: [{ destination, weight: '5' }] }] },
      'schema',
      'spec.http[0].route[0].weight in body must be of type integer: "string"',
    ],
    [
      'VirtualService',
      { http: [{ route: [{ weight: 1 }] }] },
      'schema',
      'spec.http[0].route[0].destination: Required value',
    ],
    ['DestinationRule', {}, 'schema', 'spec.host: Required value'],
    ['DestinationRule', { host: 'a', subset: [] }, 'unknown-field', 'unknown field "spec.subset"'],
    [
      'VirtualService',
      { http: [{ match: [{ uri: { exact: '/', is: 1 } }], route, tiemout: 1 }] },
      'unknown-field',
      'unknown field "spec.http[0].match[0].uri.is", unknown field "spec.http[0].tiemout"',
    ],
  ])('%s %j', async (kind, spec, reason, words) => {
    const refusal = await refusalOf(demo().cluster, kind, spec)
    expect(refusal).toMatchObject({ reason, kind, namespace: 'shop', name: 'x' })
    expect(refusal.message).toContain(words)
  })

  it('lets pass what a real one lets pass', async () => {
    const { cluster } = demo()
    const full = {
      hosts: ['x.example'],
      http: [
        { match: [{ headers: { timeout: { exact: '0s' } } }], route: [{ destination, weight: 0 }], timeout: '1.5s' },
        {
          route,
          headers: { request: { set: { timeout: '0s' } } },
          fault: { abort: { httpStatus: 600 } },
          retries: null,
        },
      ],
    }
    const { warnings } = await cluster.create(demoClusterName, anObject('VirtualService', full), forReal)
    expect(warnings).toEqual([])
  })
})

describe('what the demo’s API server warns of, in the words of a real one', () => {
  const at = (prefix: string) => [{ uri: { prefix } }]
  it.each([
    [
      'the same match twice',
      [{ name: 'a', match: at('/a'), route }, { name: 'b', match: at('/a'), route }, { route }],
      [
        'virtualService rule "b" match #0 is not used (duplicate/overlapping match in rule "a")',
        'virtualService rule "b" not used (all matches used by prior rules)',
      ],
    ],
    [
      'two routes for everything',
      [{ route }, { route }],
      ['virtualService rule #1 not used (only the last rule can have no matches)'],
    ],
    [
      'a prefix within a prefix',
      [{ name: 'a', match: at('/a'), route }, { name: 'b', match: at('/ab'), route }, { route }],
      [
        'virtualService rule "b" match #0 of prefix /ab is not used (duplicate/overlapping match in rule #0 of prefix /a on "a")',
      ],
    ],
    [
      'nothing where another header or port decides',
      [
        { match: [{ uri: { prefix: '/a' }, headers: { tester: { exact: 'me' } } }], route },
        { match: [{ uri: { prefix: '/ab' }, port: 80 }], route },
        { match: at('/abc'), route },
      ],
      [],
    ],
  ])('%s', async (_, http, expected) => {
    const object = anObject('VirtualService', { hosts: ['x.example'], http })
    const { warnings } = await demo().cluster.create(demoClusterName, object, { dryRun: true })
    expect(warnings).toEqual(expected)
  })
})
