import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anObject, aService, aWorkload } from '../../testing/builders.ts'
import {
  cartHost,
  cartMesh,
  cartRoutes,
  cartRule,
  planned,
  recordOf,
  rulesOf,
  toCart,
  undone,
  written,
} from '../../testing/change-facts.ts'
import type { Inventory, MeshObject } from '../mesh/inventory.ts'
import type { ChangeIntent } from './change-intent.ts'
import { objectName } from './change-scene.ts'
import { httpRoutesOf } from './written-object.ts'

const cart = { namespace: 'shop', service: 'cart' }
const half: ChangeIntent = { kind: 'set-weights', ...cart, weights: { v1: 50, v2: 50 } }
const tester: ChangeIntent = {
  kind: 'add-tester-route',
  ...cart,
  version: 'v2',
  match: { headers: { 'x-canary': { exact: 'alice' } } },
}
const mirror: ChangeIntent = { kind: 'set-mirror', ...cart, version: 'v2', percentage: 30 }

/** Specs by name: what of objects is theirs. */
function specsOf({ objects }: Inventory): Record<string, unknown> {
  return Object.fromEntries(objects.map((object) => [objectName(object), object.spec]))
}

function applied(intent: ChangeIntent, before: Inventory) {
  const plan = planned(intent, before)
  expect(rulesOf(plan, 'block')).toEqual([])
  return { after: written(before, plan), record: recordOf(plan) }
}

/** The inventory with one VirtualService's spec rewritten by somebody else. */
function edited(inventory: Inventory, name: string, edit: (spec: MeshObject['spec']) => MeshObject['spec']): Inventory {
  return {
    ...inventory,
    objects: inventory.objects.map((object) =>
      object.name === name && object.kind === 'VirtualService'
        ? { ...object, spec: edit(structuredClone(object.spec)), resourceVersion: '999' }
        : object,
    ),
  }
}

function routesIn(inventory: Inventory, name: string): unknown {
  return inventory.objects.find((object) => object.name === name && object.kind === 'VirtualService')?.spec.http
}

const split = [toCart('v1', 100), toCart('v2', 0)]
const mesh = cartMesh([
  cartRule(),
  cartRoutes([
    { match: [{ uri: { prefix: '/a' } }], route: [toCart('v1')] },
    { timeout: '1s', route: split },
  ]),
])

describe('undo', () => {
  test.each<[string, ChangeIntent, Inventory]>([
    ['weights', half, mesh],
    ['weights of a tenth of a percent', { ...half, weights: { v1: 99.9, v2: 0.1 } }, mesh],
    ['a tester route', tester, mesh],
    ['a mirror', mirror, mesh],
    ['weights of a service without objects', half, cartMesh()],
    ['a tester route of a service without objects', tester, cartMesh()],
    ['a mirror of a service without objects', mirror, cartMesh()],
    ['weights that needed a subset beside a user’s rule', half, cartMesh([cartRule(['v1'])])],
  ])('of %s leaves every object as it was', (_, intent, before) => {
    const { after, record } = applied(intent, before)
    const undo = undone(record, after)
    expect(rulesOf(undo, 'block')).toEqual([])
    expect(specsOf(written(after, undo))).toEqual(specsOf(before))
  })

  test('writes routes before rules', () => {
    const { after, record } = applied(half, cartMesh())
    expect(undone(record, after).writes.map(({ verb, reference: { kind } }) => [verb, kind])).toEqual([
      ['remove', 'VirtualService'],
      ['remove', 'DestinationRule'],
    ])
  })

  test('a second time finds nothing of ours left, and writes nothing', () => {
    const { after, record } = applied(half, mesh)
    const once = written(after, undone(record, after))
    const again = undone(record, once)
    expect([again.writes, rulesOf(again, 'info')]).toEqual([[], ['nothing-left']])
  })

  test('of a change nobody got to write finds nothing either', () => {
    const { record } = applied(half, cartMesh())
    expect(rulesOf(undone(record, cartMesh()), 'info')).toContain('nothing-left')
  })

  test('of a plan cut off after its rule takes that rule away', () => {
    const plan = planned(half, cartMesh())
    const cut = written(cartMesh(), { writes: plan.writes.slice(0, 1) })
    expect(written(cut, undone(recordOf(plan), cut)).objects).toEqual([])
  })

  test('can itself be taken back', () => {
    const { after, record } = applied(tester, cartMesh())
    const undo = undone(record, after)
    const before = written(after, undo)
    const redo = undone(recordOf(undo, 'change-2'), before)
    expect(redo.writes.map(({ verb, reference: { kind } }) => [verb, kind])).toEqual([
      ['create', 'DestinationRule'],
      ['create', 'VirtualService'],
    ])
    expect(specsOf(written(before, redo))).toEqual(specsOf(after))
  })

  test('of a removed tester route puts it back where it was', () => {
    const { after } = applied(tester, mesh)
    const [route] = planned(tester, mesh).resulting.map((one) => one.route)
    const removal = applied({ kind: 'remove-tester-route', ...cart, route: route ?? [] }, after)
    expect(specsOf(written(removal.after, undone(removal.record, removal.after)))).toEqual(specsOf(after))
  })
})

describe('edits others made since', () => {
  test('a new route, a changed timeout and a moved route are kept', () => {
    const { after, record } = applied(half, mesh)
    const foreign = edited(after, 'cart-routes', (spec) => ({
      ...spec,
      hosts: ['cart', 'basket.example.com'],
      http: [
        { name: 'theirs', match: [{ uri: { prefix: '/n' } }], route: [toCart('v1')] },
        ...[spec.http].flat().map((route) => ({ ...Object(route), timeout: '9s' })),
      ],
    }))
    const undo = undone(record, foreign)
    expect(rulesOf(undo, 'block')).toEqual([])
    expect(routesIn(written(foreign, undo), 'cart-routes')).toEqual([
      { name: 'theirs', match: [{ uri: { prefix: '/n' } }], route: [toCart('v1')] },
      { match: [{ uri: { prefix: '/a' } }], route: [toCart('v1')], timeout: '9s' },
      { route: split, timeout: '9s' },
    ])
  })

  test('a destination added beside ours is kept', () => {
    const { after, record } = applied(half, mesh)
    const theirs = { destination: { host: 'web.front.svc.cluster.local' }, weight: 5 }
    const foreign = edited(after, 'cart-routes', (spec) => ({
      ...spec,
      http: [{ timeout: '1s', route: [toCart('v1', 50), theirs, toCart('v2', 50)] }],
    }))
    expect(routesIn(written(foreign, undone(record, foreign)), 'cart-routes')).toEqual([
      { timeout: '1s', route: [toCart('v1', 100), theirs, toCart('v2', 0)] },
    ])
  })

  test.each([
    ['without a weight', toCart('v1')],
    ['of weight 0', toCart('v1', 0)],
    ['to the whole service', { destination: { host: 'cart' } }],
  ])('a lone destination %s keeps its share beside one added since', (_, lone) => {
    const { after, record } = applied(half, cartMesh([cartRule(), cartRoutes([{ route: [lone] }])]))
    const theirs = { destination: { host: 'web.front.svc.cluster.local' }, weight: 5 }
    const foreign = edited(after, 'cart-routes', (spec) => ({
      ...spec,
      http: [spec.http].flat().map((route) => ({ ...Object(route), route: [...[Object(route).route].flat(), theirs] })),
    }))
    const undo = undone(record, foreign)
    expect(rulesOf(undo, 'block')).toEqual([])
    const now = written(foreign, undo)
    expect(routesIn(now, 'cart-routes')).toEqual([
      { route: expect.arrayContaining([{ ...lone, weight: 100 }, theirs]) },
    ])
    expect(httpRoutesOf(undo.writes[0]?.after)[0]?.route).toHaveLength(2)
    expect(rulesOf(undone(record, now), 'info')).toContain('nothing-left')
  })

  test('a mirror added beside ours is kept', () => {
    const audit = { destination: { host: 'audit' }, percentage: { value: 1 } }
    const web = { destination: { host: 'web.front.svc.cluster.local' }, percentage: { value: 2 } }
    const { after, record } = applied(
      mirror,
      cartMesh([cartRule(), cartRoutes([{ route: [toCart('v1')], mirrors: [audit] }])]),
    )
    const foreign = edited(after, 'cart-routes', (spec) => ({
      ...spec,
      http: [spec.http].flat().map((route) => ({
        ...Object(route),
        mirrors: [...[Object(route).mirrors].flat(), web],
      })),
    }))
    const undo = undone(record, foreign)
    expect(rulesOf(undo, 'block')).toEqual([])
    expect(routesIn(written(foreign, undo), 'cart-routes')).toEqual([{ route: [toCart('v1')], mirrors: [audit, web] }])
  })

  test('weights somebody has set since are not overwritten', () => {
    const { after, record } = applied(half, mesh)
    const later = written(after, planned({ ...half, weights: { v1: 30, v2: 70 } }, after))
    const undo = undone(record, later)
    expect(undo.findings.find(({ severity }) => severity === 'block')).toMatchObject({
      rule: 'edited-since',
      params: { field: 'route' },
    })
    expect(undo.writes).toEqual([])
  })

  test('where the route is gone nothing of ours is left', () => {
    const { after, record } = applied(half, mesh)
    const foreign = edited(after, 'cart-routes', (spec) => ({
      ...spec,
      http: [{ name: 'all-new', route: [toCart('v1')] }],
    }))
    expect(rulesOf(undone(record, foreign), 'info')).toContain('nothing-left')
  })

  test('routes that cannot be told apart are left alone', () => {
    const { after, record } = applied(half, mesh)
    const foreign = edited(after, 'cart-routes', (spec) => {
      const [first, second] = [spec.http].flat()
      return { ...spec, http: [second, first, second] }
    })
    expect(rulesOf(undone(record, foreign), 'block')).toContain('route-ambiguous')
  })

  test('an edited tester route of ours goes all the same, and that is said', () => {
    const { after, record } = applied(tester, mesh)
    const foreign = edited(after, 'cart-routes', (spec) => ({
      ...spec,
      http: [spec.http].flat().map((route) => ({ ...Object(route), timeout: '9s' })),
    }))
    const undo = undone(record, foreign)
    expect(rulesOf(undo, 'warn')).toContain('our-route-edited')
    expect(httpRoutesOf(undo.writes[0]?.after)).toHaveLength(2)
  })

  test('routes others put into a VirtualService of ours keep it, with its catch-all', () => {
    const { after, record } = applied(half, cartMesh())
    const theirs = { match: [{ uri: { prefix: '/n' } }], route: [{ destination: { host: cartHost } }] }
    const foreign = edited(after, 'cart', (spec) => ({ ...spec, http: [theirs, ...[spec.http].flat()] }))
    const now = written(foreign, undone(record, foreign))
    expect(routesIn(now, 'cart')).toEqual([
      theirs,
      { name: 'exantas-default', route: [{ destination: { host: cartHost } }] },
    ])
  })

  test('a subset others use is kept, and that is said', () => {
    const { after, record } = applied(half, cartMesh())
    const other = anObject('VirtualService', 'front', 'x', {
      hosts: ['x.example.com'],
      http: [{ route: [{ destination: { host: cartHost, subset: 'v2' } }] }],
    })
    const foreign = { ...after, objects: [...after.objects, other] }
    const undo = undone(record, foreign)
    expect(rulesOf(undo, 'info')).toContain('kept-in-use')
    expect(specsOf(written(foreign, undo))['DestinationRule/shop/exantas-cart']).toEqual({
      host: cartHost,
      subsets: [{ name: 'v2', labels: { version: 'v2' } }],
    })
  })
})

test('requests are not sent back to a version that nobody answers for', () => {
  const { after, record } = applied({ ...half, weights: { v1: 0, v2: 100 } }, mesh)
  const dead = {
    ...after,
    services: [aService('shop', 'cart')],
    workloads: [aWorkload('shop', 'cart', 'v1', { readyPods: 0 }), aWorkload('shop', 'cart', 'v2')],
  }
  expect(rulesOf(undone(record, dead), 'block')).toEqual(['no-ready-pods'])
})

test('requests are not sent back to a version whose workloads are gone', () => {
  const { after, record } = applied({ ...half, weights: { v1: 0, v2: 100 } }, mesh)
  const dead = { ...after, workloads: after.workloads.filter(({ name }) => name !== 'cart-v1') }
  const undo = undone(record, dead)
  expect(undo.writes).toEqual([])
  expect(undo.findings.find(({ severity }) => severity === 'block')).toMatchObject({
    rule: 'no-ready-pods',
    params: { version: 'v1', selector: 'app=cart,version=v1' },
  })
})

test('a version whose workloads are gone may lose what it has', () => {
  const { after, record } = applied({ ...half, weights: { v1: 30, v2: 70 } }, mesh)
  const dead = { ...after, workloads: after.workloads.filter(({ name }) => name !== 'cart-v2') }
  expect(rulesOf(undone(record, dead), 'block')).toEqual([])
})

describe('whatever the objects look like', () => {
  const mark = fc.record({ deep: fc.array(fc.integer(), { maxLength: 2 }), text: fc.string({ maxLength: 4 }) })
  const entry = fc.record({
    destination: fc.constantFrom(
      { host: 'cart', subset: 'v1' },
      { host: cartHost, subset: 'v2' },
      { host: 'cart' },
      { host: 'web.front.svc.cluster.local' },
      { host: 'cart', subset: 'v1', port: { number: 80 } },
    ),
    weight: fc.integer({ min: 1, max: 100 }),
    unknown: mark,
  })
  const route = fc.record(
    {
      name: fc.constantFrom('a', 'b', 'c'),
      match: fc.array(fc.record({ uri: fc.record({ prefix: fc.constantFrom('/a', '/b') }) }), { maxLength: 2 }),
      route: fc.uniqueArray(entry, {
        minLength: 1,
        maxLength: 4,
        selector: ({ destination }) => JSON.stringify(destination),
      }),
      future: mark,
    },
    { requiredKeys: ['route', 'future'] },
  )
  const intent = fc.oneof(
    fc.constant(tester),
    fc.constant(mirror),
    fc
      .record({ v1: fc.integer({ min: 0, max: 100 }), v2: fc.integer({ min: 1, max: 100 }) })
      .map((weights): ChangeIntent => ({ kind: 'set-weights', ...cart, weights })),
  )
  const objects = fc
    .tuple(fc.array(route, { minLength: 1, maxLength: 5 }), mark, fc.boolean())
    .map(([http, future, hasRule]) => [
      ...(hasRule ? [cartRule()] : []),
      cartRoutes(http, { annotations: { theirs: 'yes' } }, { future }),
    ])

  test('a change touches one route and its rule, the same change again nothing, and its undo restores all of it', () => {
    let made = 0
    fc.assert(
      fc.property(objects, intent, (given, asked) => {
        const before = cartMesh(given)
        const plan = planned(asked, before)
        const after = written(before, plan)
        if (plan.writes.length > 0) {
          made++
          const [old, now] = [before, after].map((inventory) => [routesIn(inventory, 'cart-routes')].flat())
          const kept = (old ?? []).filter((one) =>
            (now ?? []).some((other) => JSON.stringify(other) === JSON.stringify(one)),
          )
          expect(kept.length).toBeGreaterThanOrEqual((old?.length ?? 0) - 1)
          expect(planned(asked, after).writes).toEqual([])
          const undo = undone(recordOf(plan), after)
          const restored = specsOf(written(after, undo))
          // A subset that a route named before anybody defined it stays defined.
          expect(Object.keys(restored).length > given.length && !rulesOf(undo, 'info').includes('kept-in-use')).toBe(
            false,
          )
          expect(restored).toMatchObject(specsOf(before))
          expect(routesIn(written(after, undo), 'cart-routes')).toEqual(routesIn(before, 'cart-routes'))
        }
      }),
      { numRuns: 150 },
    )
    expect(made).toBeGreaterThan(15)
  })
})
