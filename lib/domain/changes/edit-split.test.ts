import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toCart } from '../../testing/change-facts.ts'
import { routeShares } from '../routing/route-shares.ts'
import type { DestinationSight } from './destination-version.ts'
import { editSplit, type SplitQuestion } from './edit-split.ts'
import { numberOf, textOf, type Written, writtenList, writtenOf } from './written-object.ts'

const v = (version: string): DestinationSight => ({ kind: 'version', version })
const whole: DestinationSight = { kind: 'whole' }
const stranger: DestinationSight = { kind: 'stranger' }
const elsewhere = (weight?: number): Written => ({
  destination: { host: 'other' },
  ...(weight !== undefined && { weight }),
  headers: { response: { add: { x: 'y' } } },
})

function edit(
  route: Written[],
  sights: DestinationSight[],
  shares: Record<string, number>,
  more: Partial<SplitQuestion> = {},
) {
  return editSplit(
    { timeout: '1s', route },
    {
      shares: new Map(Object.entries(shares)),
      sights,
      readyVersions: ['v1', 'v2'],
      destinationOf: (version, like) => ({ ...like, subset: version }),
      ...more,
    },
  )
}

function weightsOf(found: ReturnType<typeof edit>): unknown {
  return 'rule' in found ? found.rule : writtenList(found.route.route).map(({ weight }) => weight)
}

describe('editSplit', () => {
  test('a sum that is not 100 stays what it is, and a third destination keeps its weight', () => {
    expect(
      weightsOf(
        edit([toCart('v1', 1), toCart('v2', 3), elsewhere(9)], [v('v1'), v('v2'), stranger], { v1: 50, v2: 50 }),
      ),
    ).toEqual([2, 2, 9])
  })

  test('a tenth of a percent multiplies every weight of the route, strangers’ too', () => {
    const found = edit([toCart('v1', 90), elsewhere(10), toCart('v2', 10)], [v('v1'), stranger, v('v2')], {
      v1: 99.9,
      v2: 0.1,
    })
    expect(weightsOf(found)).toEqual([999, 100, 1])
    expect(found).toMatchObject({ scale: 10 })
  })

  test('a lone destination with weight 0 has everything, and 0 % keeps both destinations', () => {
    expect(weightsOf(edit([toCart('v1', 0)], [v('v1')], { v1: 90, v2: 10 }))).toEqual([90, 10])
    expect(weightsOf(edit([toCart('v1', 0)], [v('v1')], { v1: 0, v2: 100 }))).toEqual([0, 100])
    expect(weightsOf(edit([toCart('v1')], [v('v1')], { v1: 1 }))).toEqual([undefined])
  })

  test('a version that is not named keeps its share', () => {
    const route = [toCart('v1', 60), toCart('v2', 20), toCart('v3', 20)]
    expect(weightsOf(edit(route, [v('v1'), v('v2'), v('v3')], { v1: 50, v2: 50 }))).toEqual([40, 40, 20])
  })

  test('a new version stands beside those it shares with, without the headers meant for another', () => {
    const route = [{ ...toCart('v1', 100), headers: { request: { add: { a: 'b' } } } }, elsewhere(0)]
    const found = edit(route, [v('v1'), stranger], { v1: 90, v2: 10 })
    expect('rule' in found ? found : found.route.route).toEqual([
      { ...route[0], weight: 90 },
      toCart('v2', 10),
      route[1],
    ])
    expect(found).toMatchObject({ hasOwnHeaders: true, added: ['v2'] })
  })

  test('the whole service becomes one destination for each version, with what the whole did to requests', () => {
    const route = [{ destination: { host: 'cart', port: { number: 80 } }, headers: { request: { add: { a: 'b' } } } }]
    const found = edit(route, [whole], { v1: 75, v2: 25 })
    expect('rule' in found ? found : found.route.route).toEqual([
      {
        headers: { request: { add: { a: 'b' } } },
        destination: { host: 'cart', port: { number: 80 }, subset: 'v1' },
        weight: 75,
      },
      {
        headers: { request: { add: { a: 'b' } } },
        destination: { host: 'cart', port: { number: 80 }, subset: 'v2' },
        weight: 25,
      },
    ])
  })

  test.each([
    [
      'a ready version that nobody names would lose its part of the whole',
      [{ destination: { host: 'cart' } }],
      [whole],
      { v1: 1 },
      'unnamed-version-loses',
    ],
    [
      'those named have nothing',
      [elsewhere(100), toCart('v1', 0)],
      [stranger, v('v1')],
      { v1: 50, v2: 50 },
      'nothing-to-share',
    ],
    ['nobody named is there', [toCart('v3', 100)], [v('v3')], { v1: 50, v2: 50 }, 'nothing-to-share'],
    [
      'weights are negative',
      [toCart('v1', -1), toCart('v2', 3)],
      [v('v1'), v('v2')],
      { v1: 50, v2: 50 },
      'weights-invalid',
    ],
    [
      'a share is smaller than weights can say',
      [toCart('v1', 1), toCart('v2', 0)],
      [v('v1'), v('v2')],
      { v1: 1e6, v2: 1 },
      'share-too-small',
    ],
  ])('refuses where %s', (_, route, sights, shares, rule) => {
    expect(weightsOf(edit(route, sights, shares))).toBe(rule)
  })

  const kinds = fc.constantFrom<DestinationSight>(v('v1'), v('v2'), v('v3'), stranger)
  const entries = fc
    .array(fc.record({ sight: kinds, weight: fc.integer({ min: 0, max: 200 }), mark: fc.integer() }), {
      minLength: 1,
      maxLength: 6,
    })
    .filter((list) => list.reduce((sum, { weight }) => sum + weight, 0) > 0)
  const asked = fc.record({ v1: fc.integer({ min: 1, max: 1000 }), v2: fc.integer({ min: 1, max: 1000 }) })

  test('strangers and versions not named stay deep-equal but for a common factor, shares of all others unmoved, and the second time nothing changes', () => {
    fc.assert(
      fc.property(entries, asked, (list, shares) => {
        const route = list.map(({ weight, mark }, index) => ({
          destination: { host: `h${index}` },
          weight,
          unknownField: { mark },
        }))
        const sights = list.map(({ sight }) => sight)
        const found = edit(route, sights, shares)
        if ('rule' in found) {
          return
        }
        const now = writtenList(found.route.route)
        const isNamed = (sight: DestinationSight | undefined) =>
          sight?.kind === 'version' && Object.hasOwn(shares, sight.version)
        const places = new Map(list.map(({ sight }, index) => [`h${index}`, sight]))
        const oldShares = routeShares(route.map(({ weight }) => weight)) ?? []
        const newShares = routeShares(now.map(({ weight }) => numberOf(weight))) ?? []
        expect(found.route.timeout).toBe('1s')
        for (const [index, entry] of route.entries()) {
          const at = now.findIndex(
            (one) =>
              one.unknownField !== undefined && JSON.stringify(one.destination) === JSON.stringify(entry.destination),
          )
          expect(now[at]?.unknownField).toEqual(entry.unknownField)
          if (!isNamed(places.get(`h${index}`)) && list.length > 1) {
            expect(now[at]?.weight).toBe(entry.weight * found.scale)
            expect(newShares[at]).toBeCloseTo(oldShares[index] ?? 0, 12)
          }
        }
        expect(newShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
        const again = edit(
          now,
          now.map((_, index) => sightAgain(now, index, places)),
          shares,
        )
        expect('rule' in again ? again : again.route.route).toEqual(now)
      }),
    )
  })
})

function sightAgain(
  now: readonly Written[],
  index: number,
  places: ReadonlyMap<string, DestinationSight>,
): DestinationSight {
  const { host, subset } = writtenOf(now[index]?.destination)
  return textOf(subset) === undefined ? (places.get(textOf(host) ?? '') ?? stranger) : v(textOf(subset) ?? '')
}
