import { describe, expect, test } from 'vitest'
import { anObject } from '../../testing/builders.ts'
import {
  cartHost,
  cartMesh,
  cartRoutes,
  cartRule,
  planned,
  rulesOf,
  toCart,
  written,
} from '../../testing/change-facts.ts'
import type { MeshObject } from '../mesh/inventory.ts'
import type { ChangeIntent } from './change-intent.ts'
import { httpRoutesOf } from './written-object.ts'

const cart = { namespace: 'shop', service: 'cart' }
const v1 = [toCart('v1', 100)]
const toV2 = { host: 'cart', subset: 'v2' }

function setMirror(percentage: number): ChangeIntent {
  return { kind: 'set-mirror', ...cart, version: 'v2', percentage }
}

const removeMirror: ChangeIntent = { kind: 'remove-mirror', ...cart, version: 'v2' }

function routeAfter(route: Record<string, unknown>, intent: ChangeIntent): unknown {
  const found = planned(intent, cartMesh([cartRule(), cartRoutes([route])]))
  const blocks = rulesOf(found, 'block')
  return blocks.length > 0 ? blocks : (httpRoutesOf(found.writes[0]?.after)[0] ?? 'unchanged')
}

describe('a mirror', () => {
  test('is written with its percentage, beside all the route does', () => {
    const route = { timeout: '1s', route: v1 }
    expect(routeAfter(route, setMirror(30))).toEqual({ ...route, mirror: toV2, mirrorPercentage: { value: 30 } })
  })

  test('with the same target gets another percentage, and an older spelling of it goes', () => {
    const mirrored = { route: v1, mirror: { ...toV2, extra: 1 }, mirrorPercent: 5 }
    expect(routeAfter(mirrored, setMirror(30))).toEqual({
      route: v1,
      mirror: { ...toV2, extra: 1 },
      mirrorPercentage: { value: 30 },
    })
  })

  test('joins a list of mirrors, whose others stay', () => {
    const other = { destination: { host: 'audit' }, percentage: { value: 1 } }
    const both = { route: v1, mirrors: [other, { destination: toV2, percentage: { value: 30 } }] }
    expect(routeAfter({ route: v1, mirrors: [other] }, setMirror(30))).toEqual(both)
    expect(routeAfter(both, removeMirror)).toEqual({ route: v1, mirrors: [other] })
  })

  test('does not take the place of somebody else’s lone mirror', () => {
    expect(routeAfter({ route: v1, mirror: { host: 'web.front.svc.cluster.local' } }, setMirror(30))).toEqual([
      'mirror-taken',
    ])
  })

  test('is shown as 100 % where the object does not say', () => {
    const { split } = planned(setMirror(1), cartMesh([cartRule(), cartRoutes([{ route: v1, mirror: toV2 }])]))
    expect(split.routes[0]?.mirrors).toEqual([
      { host: 'cart.shop.svc.cluster.local', subset: 'v2', version: 'v2', percentage: 100 },
    ])
  })

  test('goes, and where there is none says so', () => {
    expect(routeAfter({ route: v1, mirror: toV2, mirrorPercentage: { value: 1 } }, removeMirror)).toEqual({ route: v1 })
    expect(routeAfter({ route: v1 }, removeMirror)).toEqual(['not-mirrored'])
  })

  test('of a service without objects comes with rule and catch-all and goes with them', () => {
    const found = planned(setMirror(10), cartMesh())
    expect(found.writes.map(({ reference: { kind } }) => kind)).toEqual(['DestinationRule', 'VirtualService'])
    const now = written(cartMesh(), found)
    expect(planned(setMirror(10), now).writes).toEqual([])
    expect(written(now, planned(removeMirror, now)).objects).toEqual([])
  })
})

describe('our rule, when the last mirror goes', () => {
  const first = planned(setMirror(10), cartMesh())
  const own = { name: 'v2', labels: { version: 'v2' } }

  function ruleAfter(edit: (spec: MeshObject['spec']) => MeshObject['spec'], base = written(cartMesh(), first)) {
    const objects = base.objects.map((object) =>
      object.name === 'exantas-cart' ? { ...object, spec: edit(object.spec) } : object,
    )
    const edited = { ...base, objects }
    const removal = planned(removeMirror, edited)
    return {
      spec: written(edited, removal).objects.find(({ name }) => name === 'exantas-cart')?.spec,
      told: rulesOf(removal, 'info').includes('kept-edited'),
    }
  }

  test.each([
    ['a policy', { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }],
    ['a selector', { workloadSelector: { matchLabels: { app: 'web' } } }],
  ])('keeps %s somebody has written into it, and that is said', (_, theirs) => {
    expect(ruleAfter((spec) => ({ ...spec, ...theirs }))).toEqual({
      spec: { host: cartHost, ...theirs, subsets: [] },
      told: true,
    })
  })

  test.each([
    ['of a name we do not give', { name: 'stable', labels: { version: 'v1' } }],
    ['with further labels', { name: 'v1', labels: { version: 'v1', tier: 'a' } }],
    ['by a label that tells no version', { name: 'v1', labels: { tier: 'v1' } }],
    ['with a policy', { name: 'v1', labels: { version: 'v1' }, trafficPolicy: {} }],
  ])('keeps a subset %s, and that is said', (_, theirs) => {
    expect(ruleAfter((spec) => ({ ...spec, subsets: [own, theirs] }))).toEqual({
      spec: { host: cartHost, subsets: [theirs] },
      told: true,
    })
  })

  const wildcard = anObject('DestinationRule', 'shop', 'all', {
    host: '*.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    subsets: [{ name: 'stable', labels: { version: 'v1' } }],
  })

  test('goes with copies of what it hides, and stays where they have been edited', () => {
    const base = cartMesh([wildcard])
    const copied = written(base, planned(setMirror(10), base))
    expect(ruleAfter((spec) => spec, copied)).toEqual({ told: false })
    const trafficPolicy = { tls: { mode: 'DISABLE' } }
    expect(ruleAfter((spec) => ({ ...spec, trafficPolicy }), copied)).toMatchObject({
      spec: { trafficPolicy },
      told: true,
    })
  })
})
