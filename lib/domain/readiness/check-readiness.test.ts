import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aNamespace, anInventory, anObject, aPod, aService, aWorkload } from '../../testing/builders.ts'
import { Finding } from '../mesh/finding.ts'
import type { Inventory, MeshObject } from '../mesh/inventory.ts'
import { checkService, checkWorkload } from './check-readiness.ts'
import { knownMesh } from './known-mesh.ts'

const back = aService('shop', 'back')
const v1 = aWorkload('shop', 'back', 'v1')
const v2 = aWorkload('shop', 'back', 'v2')

function found(parts: Partial<Inventory>) {
  const inventory = anInventory({ services: [back], workloads: [v1, v2], ...parts })
  const [service = back] = inventory.services
  return checkService(knownMesh(inventory), service)
}

function rulesOf(parts: Partial<Inventory>) {
  return found(parts).map(({ rule, severity }) => `${severity} ${rule}`)
}

const subsets = (...names: string[]) =>
  anObject('DestinationRule', 'shop', 'back', {
    host: 'back',
    subsets: names.map((name) => ({ name, labels: { version: name } })),
  })

const route = (http: unknown[], fields: Partial<MeshObject> = {}, spec: object = {}) =>
  anObject('VirtualService', 'shop', fields.name ?? 'back', { hosts: ['back'], http, ...spec }, fields)

const to = (subset?: string, weight?: number, host = 'back') => ({
  destination: { host, ...(subset !== undefined && { subset }) },
  ...(weight !== undefined && { weight }),
})

describe('a service that is ready', () => {
  it('has no finding, with or without routes to its versions', () => {
    expect(found({})).toEqual([])
    expect(found({ objects: [subsets('v1', 'v2'), route([{ route: [to('v1', 75), to('v2', 25)] }])] })).toEqual([])
  })
})

describe('what a service selects', () => {
  it('is an error when it is nothing, or nothing is ready, and nobody’s business without a selector', () => {
    expect(rulesOf({ workloads: [] })).toEqual(['error selects-nothing'])
    expect(rulesOf({ workloads: [{ ...v1, readyPods: 0 }] })).toEqual(['error no-ready-pods'])
    expect(rulesOf({ services: [aService('shop', 'back', { selector: {} })], workloads: [] })).toEqual([])
  })

  it('is told when others select it too, as an error where they call one port by another protocol', () => {
    const twin = aService('shop', 'twin', { selector: { app: 'back' } })
    expect(rulesOf({ services: [back, twin], workloads: [v1] })).toEqual(['info shared-workload'])
    const other = { ...twin, ports: [{ name: 'grpc', number: 80, protocol: 'grpc' as const }] }
    expect(rulesOf({ services: [back, other], workloads: [v1] })).toEqual(['error protocol-conflict'])
  })

  it('is told when the service is headless', () => {
    expect(rulesOf({ services: [{ ...back, isHeadless: true }] })).toEqual(['info headless'])
  })
})

describe('how a service and its pods are named', () => {
  it('warns of ports whose protocol has to be guessed', () => {
    const ports = [
      { number: 80, protocol: 'unknown' as const },
      { number: 81, name: 'web', protocol: 'unknown' as const },
    ]
    const [finding] = found({ services: [{ ...back, ports }] })
    expect(finding).toMatchObject({ rule: 'port-protocol-unknown', params: { ports: ['80', '81 (web)'] } })
  })

  it('warns of pods without any label that names their app, and mentions those without a version', () => {
    const service = aService('shop', 'back', { selector: { tier: 'back' } })
    const plain = aWorkload('shop', 'back', undefined, { podLabels: { tier: 'back' } })
    expect(rulesOf({ services: [service], workloads: [plain] })).toEqual([
      'warning app-label-missing',
      'info version-label-missing',
    ])
    const gateway = { ...plain, role: 'gateway' as const }
    expect(rulesOf({ services: [service], workloads: [gateway] })).toEqual([])
  })
})

describe('a sidecar', () => {
  const pods = [aPod('shop', 'back-v1'), aPod('shop', 'back-v1', { name: 'back-v1-1', hasSidecar: false })]
  const checked = (parts: Partial<Inventory>) =>
    checkWorkload(knownMesh(anInventory({ workloads: [v1], pods, ...parts })), v1)

  it('is missed where the namespace asks for one, pod by pod', () => {
    expect(checked({})).toMatchObject([
      { rule: 'sidecar-missing', severity: 'warning', params: { count: 1, total: 2 } },
    ])
  })

  it('is not missed where nobody asks for one, and only told where the pod refused', () => {
    expect(checked({ namespaces: [aNamespace('shop', { injection: 'none' })] })).toEqual([])
    const refusing = { ...v1, podLabels: { ...v1.podLabels, 'sidecar.istio.io/inject': 'false' } }
    expect(checkWorkload(knownMesh(anInventory({ workloads: [refusing], pods })), refusing)).toMatchObject([
      { severity: 'info' },
    ])
  })
})

describe('routes to subsets', () => {
  it('fail where nobody defines the subset, and not for a destination without weight', () => {
    expect(rulesOf({ objects: [subsets('v1', 'v2'), route([{ route: [to('v1', 50), to('v3', 50)] }])] })).toContain(
      'error subset-missing',
    )
    expect(
      rulesOf({ objects: [subsets('v1', 'v2'), route([{ route: [to('v1', 50), to('v2', 50), to('v3', 0)] }])] }),
    ).toEqual([])
  })

  it('fail where the subset has no ready pods; one that no route names is only told', () => {
    const objects = [subsets('v1', 'v2', 'v3')]
    expect(rulesOf({ objects })).toEqual(['info subset-without-pods'])
    const routed = [...objects, route([{ route: [to('v1'), to('v3', 10)] }])]
    expect(rulesOf({ objects: routed })).toContain('error subset-without-pods')
    expect(found({ objects: routed })[0]?.object).toMatchObject({ kind: 'DestinationRule', name: 'back' })
  })

  it('leave ready pods without traffic when all routes name other subsets', () => {
    const objects = [subsets('v1', 'v2'), route([{ route: [to('v1')] }])]
    expect(found({ objects })).toMatchObject([{ rule: 'pods-outside-subsets', params: { names: ['back-v2'] } }])
  })

  it('are found in a gateway’s VirtualService for another host too', () => {
    const gateway = route(
      [{ route: [to('v9')] }],
      { name: 'public' },
      { hosts: ['shop.example'], gateways: ['edge/gw'] },
    )
    expect(rulesOf({ objects: [gateway] })).toEqual(['error subset-missing'])
  })
})

describe('the VirtualService in force', () => {
  const everything = { route: [to()] }

  it('warns of requests that match no route', () => {
    const testers = { match: [{ headers: { group: { exact: 'testers' } } }], ...everything }
    expect(rulesOf({ objects: [route([testers])] })).toEqual(['warning no-catch-all'])
    expect(rulesOf({ objects: [route([testers, everything])] })).toEqual([])
    expect(rulesOf({ objects: [route([{ match: [{ uri: { prefix: '/' } }], ...everything }])] })).toEqual([])
  })

  it('is the oldest; a younger one for the same host is told to be without effect', () => {
    const younger = route([everything], { name: 'later', createdAt: '2026-02-01T00:00:00Z' })
    expect(found({ objects: [younger, route([everything])] })).toMatchObject([
      { rule: 'second-virtual-service', object: { name: 'later' }, params: { name: 'shop/back' } },
    ])
  })

  it('must not name gateways beside a source, nor a host nobody knows, nor a lone weight of 0', () => {
    const match = [{ gateways: ['mesh'], sourceLabels: { app: 'front' } }]
    expect(rulesOf({ objects: [route([{ match, ...everything }, everything])] })).toEqual([
      'error source-match-ignored',
    ])
    expect(rulesOf({ objects: [route([{ route: [to(undefined, undefined, 'nowhere')] }])] })).toEqual([
      'error destination-missing',
    ])
    expect(rulesOf({ objects: [route([{ route: [to(undefined, 0)] }])] })).toEqual(['warning lone-zero-weight'])
  })
})

describe('any mesh', () => {
  const name = fc.constantFrom('back', 'front', 'v1', 'v2', 'nowhere')
  const destination = fc.record({
    destination: fc.record({ host: name, subset: fc.option(name, { nil: undefined }) }),
    weight: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  })
  const object = fc.oneof(
    fc.record({ hosts: fc.array(name), http: fc.array(fc.record({ route: fc.array(destination) })) }).map((spec) => ({
      kind: 'VirtualService',
      spec,
    })),
    fc
      .record({ host: name, subsets: fc.array(fc.record({ name, labels: fc.dictionary(name, name) })) })
      .map((spec) => ({
        kind: 'DestinationRule',
        spec,
      })),
    fc.dictionary(fc.string(), fc.jsonValue()).map((spec) => ({ kind: 'VirtualService', spec: { ...spec } })),
  )

  it('has findings of the declared shape, the worst first, in whatever order its objects come', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), (objects) => {
        const named = objects.map(({ kind, spec }, index) => anObject(kind, 'shop', `object-${index}`, spec))
        const findings = found({ objects: named })
        expect(findings.map((finding) => Finding.parse(finding))).toEqual(findings)
        const ranks = findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity))
        expect(ranks).toEqual(ranks.toSorted())
        expect(found({ objects: named.toReversed() })).toEqual(findings)
      }),
      { numRuns: 60 },
    )
  })
})
