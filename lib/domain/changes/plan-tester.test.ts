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
import type { Inventory } from '../mesh/inventory.ts'
import { isFullMatch } from '../routing/full-match.ts'
import { routeRequest } from '../routing/route-request.ts'
import { routingTable } from '../routing/routing-table.ts'
import type { ChangeIntent, TesterMatch } from './change-intent.ts'
import { testerHeaders } from './tester-route.ts'
import { httpRoutesOf } from './written-object.ts'

const stay = [toCart('v1', 100), toCart('v2', 0)]
const alice: TesterMatch = { headers: { 'X-Canary': { exact: 'alice' } } }

function addTester(match: TesterMatch, more: object = {}): ChangeIntent {
  return { kind: 'add-tester-route', namespace: 'shop', service: 'cart', version: 'v2', match, ...more }
}

/** The subset that a request with these headers is sent to, by the mesh's own rules. */
function subsetFor(
  { services, objects }: Inventory,
  path: string,
  headers: Record<string, string>,
): string | undefined {
  const decision = routeRequest(routingTable(services, objects), {
    host: 'cart',
    port: 80,
    method: 'GET',
    path,
    headers,
    callerNamespace: 'shop',
    callerLabels: {},
  })
  return decision.kind === 'forward' ? decision.targets.map(({ subset = 'whole' }) => subset).join() : decision.kind
}

describe('a tester route', () => {
  const base = {
    timeout: '3s',
    retries: { attempts: 2 },
    rewrite: { uri: '/x' },
    corsPolicy: { maxAge: '1h' },
    headers: { request: { add: { a: 'b' } } },
    fieldOfTomorrow: { deep: [1] },
  }
  const mesh = cartMesh([
    cartRule(),
    cartRoutes([
      {
        name: 'narrow',
        match: [
          { uri: { prefix: '/a' }, port: 80 },
          { uri: { prefix: '/b' }, headers: { lang: { exact: 'en' } } },
        ],
        route: stay,
        ...base,
      },
      { route: stay },
    ]),
  ])
  const narrow = planned(addTester(alice), mesh).split.routes.find(({ key }) => key.name === 'narrow')?.key

  test('is the base route for those requests alone: each of its blocks AND the headers, all it does inherited', () => {
    const found = planned(addTester(alice, { route: narrow }), mesh)
    expect(rulesOf(found, 'block')).toEqual([])
    const [tester, ...rest] = httpRoutesOf(found.writes[0]?.after)
    expect(tester).toEqual({
      name: expect.stringMatching(/^exantas-tester-[0-9a-f]{16}$/),
      match: [
        { uri: { prefix: '/a' }, port: 80, headers: { 'x-canary': { exact: 'alice' } } },
        { uri: { prefix: '/b' }, headers: { lang: { exact: 'en' }, 'x-canary': { exact: 'alice' } } },
      ],
      ...base,
      route: [{ destination: { host: 'cart', subset: 'v2' }, weight: 100 }],
    })
    expect(rest).toEqual(mesh.objects[1]?.spec.http)
    expect(found.writes[0]?.diff.map(({ path, kind }) => [path.join('.'), kind])).toEqual([['spec.http.0', 'added']])
  })

  test('sends testers alone to the version, on every block of its base and nowhere else', () => {
    const now = written(mesh, planned(addTester(alice, { route: narrow }), mesh))
    const tester = { 'x-canary': 'alice' }
    expect(subsetFor(now, '/a', tester)).toBe('v2')
    expect(subsetFor(now, '/b', { ...tester, lang: 'en' })).toBe('v2')
    expect(subsetFor(now, '/b', tester)).toBe('v1')
    expect(subsetFor(now, '/c', tester)).toBe('v1')
    expect(subsetFor(now, '/a', { 'x-canary': 'bob' })).toBe('v1')
  })

  test('asks for every one of its headers', () => {
    const match: TesterMatch = { headers: { 'x-a': { exact: '1' }, 'x-b': { present: true } } }
    const now = written(mesh, planned(addTester(match), mesh))
    expect(subsetFor(now, '/c', { 'x-a': '1', 'x-b': 'any' })).toBe('v2')
    expect(subsetFor(now, '/c', { 'x-a': '1' })).toBe('v1')
  })

  test('is written once for the same testers, and moved to another version in its place', () => {
    const once = written(mesh, planned(addTester(alice), mesh))
    expect(planned(addTester(alice), once).writes).toEqual([])
    const moved = planned(addTester(alice, { version: 'v1' }), once)
    const before = httpRoutesOf(moved.writes[0]?.before)
    const after = httpRoutesOf(moved.writes[0]?.after)
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
    expect(after[1]?.route).toEqual([{ destination: { host: 'cart', subset: 'v1' }, weight: 100 }])
  })

  test('is never the base of another, nor preselected', () => {
    const once = written(mesh, planned(addTester(alice), mesh))
    const found = planned(
      { kind: 'set-weights', namespace: 'shop', service: 'cart', weights: { v1: 50, v2: 50 } },
      once,
    )
    expect(found.chosen[0]?.index).toBe(2)
    expect(found.split.routes.find(({ testerOf }) => testerOf === 'v2')?.isPreselected).toBe(false)
  })

  test('whose header the base asks for otherwise cannot be written', () => {
    const match: TesterMatch = { headers: { lang: { exact: 'de' } } }
    expect(rulesOf(planned(addTester(match, { route: narrow }), mesh), 'block')).toEqual(['header-already-matched'])
  })

  test('with the very conditions of its base would leave the base without requests, and is stopped', () => {
    const same = cartMesh([
      cartRule(),
      cartRoutes([{ match: [{ headers: { lang: { exact: 'en' } } }], route: stay }, { route: stay }]),
    ])
    const [key] = planned(addTester(alice), same).split.routes.map((route) => route.key)
    const found = planned(addTester({ headers: { lang: { exact: 'en' } } }, { route: key }), same)
    expect(rulesOf(found, 'block')).toEqual(['route-unreachable'])
  })
})

describe('a tester route for a service without objects', () => {
  const found = planned(addTester(alice), cartMesh())
  const now = written(cartMesh(), found)

  test('comes with a catch-all, so that nobody else gets 404', () => {
    expect(found.writes.map(({ verb, reference: { kind } }) => [verb, kind])).toEqual([
      ['create', 'DestinationRule'],
      ['create', 'VirtualService'],
    ])
    expect(subsetFor(now, '/', { 'x-canary': 'alice' })).toBe('v2')
    expect(subsetFor(now, '/', {})).toBe('whole')
  })

  test('goes with all that came with it, routes before rules', () => {
    const [tester] = found.resulting
    const removal = planned(
      { kind: 'remove-tester-route', namespace: 'shop', service: 'cart', route: tester?.route ?? [] },
      now,
    )
    expect(rulesOf(removal, 'block')).toEqual([])
    expect(removal.writes.map(({ verb, reference: { kind } }) => [verb, kind])).toEqual([
      ['remove', 'VirtualService'],
      ['remove', 'DestinationRule'],
    ])
    expect(written(now, removal).objects).toEqual([])
  })

  test('keeps a subset of ours that somebody else’s route uses', () => {
    const other = anObject('VirtualService', 'front', 'x', {
      hosts: ['x.example.com'],
      tls: [{ route: [{ destination: { host: cartHost, subset: 'v2' } }] }],
    })
    const [tester] = found.resulting
    const removal = planned(
      { kind: 'remove-tester-route', namespace: 'shop', service: 'cart', route: tester?.route ?? [] },
      { ...now, objects: [...now.objects, other] },
    )
    expect(removal.writes.map(({ reference: { kind } }) => kind)).toEqual(['VirtualService'])
  })
})

test('a route that is not ours is not removed as a tester’s', () => {
  const mesh = cartMesh([cartRule(), cartRoutes([{ name: 'theirs', route: stay }])])
  const [route] = planned(addTester(alice), mesh).split.routes.map(({ key }) => key)
  const found = planned({ kind: 'remove-tester-route', namespace: 'shop', service: 'cart', route: route ?? [] }, mesh)
  expect([rulesOf(found, 'block'), found.writes]).toEqual([['not-a-tester-route'], []])
})

describe('cookies', () => {
  const pattern = (name: string, value: string): string =>
    JSON.parse(JSON.stringify(testerHeaders({ cookie: { name, value } }))).cookie.regex

  test.each([
    ['t=1', true],
    ['a=b; t=1', true],
    ['t=1; a=b', true],
    ['a=b; t=1; c=d', true],
    ['xt=1', false],
    ['t=12', false],
    ['a=t=1', false],
    ['', false],
  ])('%j is met as %s', (header, isMet) => {
    expect(isFullMatch(pattern('t', '1'), header)).toBe(isMet)
  })

  test('signs of names and values mean themselves', () => {
    expect(isFullMatch(pattern('a.b', 'x+y|z'), 'a.b=x+y|z')).toBe(true)
    expect(isFullMatch(pattern('a.b', 'x+y|z'), 'axb=xxy')).toBe(false)
  })
})
