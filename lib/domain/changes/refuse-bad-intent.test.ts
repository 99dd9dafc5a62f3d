import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { ApplyRequest, ChangeIntent, intentOf } from './change-intent.ts'
import { refuseBadIntent } from './refuse-bad-intent.ts'

const cart = { namespace: 'shop', service: 'cart' }

/** The reason an intent is refused for; `shape` where it is none. */
function reasonOf(intent: object): string | undefined {
  const parsed = ChangeIntent.safeParse({ ...cart, ...intent })
  if (!parsed.success) {
    return 'shape'
  }
  try {
    refuseBadIntent(parsed.data)
  } catch (error) {
    return error instanceof AppError && error.code === 'invalid' ? String(error.params.reason) : 'other'
  }
  return undefined
}

const weights = (given: object, more: object = {}) => ({ kind: 'set-weights', weights: given, ...more })
const tester = (match: object) => ({ kind: 'add-tester-route', version: 'v2', match })
const header = (name: string, condition: unknown) => tester({ headers: { [name]: condition } })
const mirror = (percentage: unknown) => ({ kind: 'set-mirror', version: 'v2', percentage })

describe('intents nobody could carry out', () => {
  test.each<[string, object, string]>([
    ['a negative weight', weights({ v1: -1, v2: 2 }), 'shape'],
    ['a weight that is no number', weights({ v1: Number.NaN }), 'shape'],
    ['weights that come to nothing', weights({ v1: 0, v2: 0 }), 'weights-sum-zero'],
    ['no weights', weights({}), 'weights-sum-zero'],
    ['a version that is no label value', weights({ 'v 1': 1 }), 'bad-version'],
    [
      'a version that is a property of objects',
      JSON.parse('{"kind":"set-weights","weights":{"__proto__":1,"-v":1}}'),
      'bad-version',
    ],
    ['a namespace with a slash', weights({ v1: 1 }, { namespace: 'a/b' }), 'bad-name'],
    ['a service with a capital', weights({ v1: 1 }, { service: 'Cart' }), 'bad-name'],
    ['an unknown field', weights({ v1: 1 }, { weigths: {} }), 'shape'],
    ['an unknown kind', { kind: 'patch' }, 'shape'],
    ['a mirror of 101 %', mirror(101), 'shape'],
    ['a mirror below what Envoy can count', mirror(0.00001), 'bad-percentage'],
    ['testers without a condition', tester({}), 'no-condition'],
    ['testers with an empty set of headers', tester({ headers: {} }), 'no-condition'],
    ['a header that is a field of its own', header('Authority', { exact: 'a' }), 'header-ignored'],
    ['a pseudo header', header(':path', { exact: 'a' }), 'bad-header-name'],
    ['a header with a line break', header('a\r\nb', { exact: 'a' }), 'bad-header-name'],
    ['a header in Chinese', header('测试', { exact: 'a' }), 'bad-header-name'],
    ['an empty header name', header('', { exact: 'a' }), 'bad-header-name'],
    ['a value with a line break', header('x', { exact: 'a\nb: c' }), 'bad-header-value'],
    ['a value with a zero byte', header('x', { prefix: 'a\u0000' }), 'bad-header-value'],
    ['an empty value', header('x', { exact: '' }), 'bad-header-value'],
    ['half a character', header('x', { exact: '\ud800' }), 'bad-header-value'],
    ['two conditions on one header', header('x', { exact: 'a', prefix: 'b' }), 'shape'],
    ['a regular expression RE2 has not', header('x', { regex: '(?=a)' }), 'bad-regex'],
    [
      'one header in two spellings',
      tester({ headers: { 'X-A': { exact: '1' }, 'x-a': { exact: '2' } } }),
      'header-twice',
    ],
    [
      'a cookie and the header it stands in',
      tester({ headers: { Cookie: { exact: '1' } }, cookie: { name: 'a', value: 'b' } }),
      'header-twice',
    ],
    ['a cookie value with a semicolon', tester({ cookie: { name: 'a', value: 'b; c=d' } }), 'bad-cookie'],
    ['a cookie name with an equals sign', tester({ cookie: { name: 'a=b', value: 'c' } }), 'bad-cookie'],
    ['a record that is no name', { kind: 'undo', record: '../x' }, 'bad-name'],
  ])('%s', (_, intent, reason) => {
    expect(reasonOf(intent)).toBe(reason)
  })

  test.each<[string, object]>([
    ['weights in any unit', weights({ v1: 999, v2: 1 })],
    ['a version named as a property of objects is', weights({ constructor: 1, 'v1.2_3': 1 })],
    ['a mirror of nothing', mirror(0)],
    ['the smallest mirror', mirror(0.0001)],
    ['a header that only has to be there', header('X-Canary', { present: true })],
    ['a value in Chinese', header('x-user', { exact: '小明' })],
    ['a cookie', tester({ cookie: { name: 'a', value: 'b' } })],
    ['undo', { kind: 'undo', record: 'cart-1' }],
  ])('%s is none of them', (_, intent) => {
    expect(reasonOf(intent)).toBeUndefined()
  })

  test('whatever is sent is refused by shape or by a stable reason, never otherwise', () => {
    const anything = fc.record({
      kind: fc.constantFrom('set-weights', 'add-tester-route', 'set-mirror', 'undo', 'x'),
      weights: fc.dictionary(fc.string(), fc.double()),
      version: fc.string(),
      percentage: fc.double(),
      record: fc.string(),
      match: fc.record({ headers: fc.dictionary(fc.string(), fc.record({ exact: fc.string() })) }),
    })
    const fields: Record<string, string[]> = {
      'set-weights': ['weights'],
      'add-tester-route': ['version', 'match'],
      'set-mirror': ['version', 'percentage'],
      undo: ['record'],
    }
    fc.assert(
      fc.property(anything, (given) => {
        const own = Object.entries(given).filter(([key]) => key === 'kind' || fields[given.kind]?.includes(key))
        expect(reasonOf(Object.fromEntries(own))).not.toBe('other')
      }),
    )
  })
})

test('what is applied is the intent and what its preview stood on', () => {
  const intent = { kind: 'set-weights', ...cart, weights: { v1: 1 }, reason: 'why' }
  const request = { ...intent, resourceVersions: { 'VirtualService/shop/cart': null }, override: { reason: 'because' } }
  expect(intentOf(ApplyRequest.parse(request))).toEqual(intent)
  expect(ApplyRequest.safeParse(intent).success).toBe(false)
})
