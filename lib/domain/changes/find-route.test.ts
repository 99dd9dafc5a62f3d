import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findRoute, routeFingerprint, routeKeyOf } from './find-route.ts'

const place = { namespace: 'shop', name: 'cart' }
const to = (subset: string, weight = 0) => ({ route: [{ destination: { host: 'cart', subset }, weight }] })
const keyOf = (http: object[], index: number) => routeKeyOf(place, { ...http[index] }, index)

describe('a route is found again', () => {
  test('by its name, wherever it stands and whatever it does now', () => {
    const key = keyOf([{ name: 'a', ...to('v1') }], 0)
    expect(findRoute([{ ...to('v2') }, { name: 'a', ...to('v9') }], key)).toBe(1)
    expect(findRoute([{ name: 'b', ...to('v1') }, { ...to('v1') }], key)).toBe('gone')
  })

  test('without a name by whom it takes and where it leads, not by its weights', () => {
    const key = keyOf([to('v1', 10)], 0)
    expect(findRoute([to('v2'), to('v1', 90)], key)).toBe(1)
    expect(findRoute([{ match: [{ port: 80 }], ...to('v1') }], key)).toBe('gone')
  })

  test('of two alike the one in its place, else none is taken for it', () => {
    const http = [to('v1'), to('v1'), to('v2')]
    expect(findRoute(http, keyOf(http, 1))).toBe(1)
    expect(findRoute([to('v2'), ...http], keyOf([to('v2'), to('v2'), to('v2'), to('v2'), to('v1')], 4))).toBe(
      'ambiguous',
    )
  })

  test('of two with one name by fingerprint', () => {
    const http = [
      { name: 'a', ...to('v1') },
      { name: 'a', ...to('v2') },
    ]
    expect(findRoute(http, keyOf(http, 1))).toBe(1)
  })

  test('always in the list it was taken from', () => {
    const route = fc.record({ name: fc.constantFrom(undefined, 'a', 'b'), subset: fc.constantFrom('v1', 'v2') })
    fc.assert(
      fc.property(fc.array(route, { minLength: 1, maxLength: 6 }), fc.nat(5), (list, at) => {
        const http = list.map(({ name, subset }) => ({ ...(name && { name }), ...to(subset) }))
        const index = at % http.length
        expect(findRoute(http, keyOf(http, index))).toBe(index)
      }),
    )
  })

  test('a fingerprint does not depend on the order of keys', () => {
    expect(routeFingerprint({ match: [{ port: 80, uri: { exact: '/' } }], ...to('v1') })).toBe(
      routeFingerprint({ ...to('v1'), match: [{ uri: { exact: '/' }, port: 80 }] }),
    )
  })
})
