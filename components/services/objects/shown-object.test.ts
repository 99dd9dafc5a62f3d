import { describe, expect, it } from 'vitest'
import { formatObject, parseObject } from './shown-object.ts'

const route = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'pay', name: 'payments' }

describe('the object in the address', () => {
  it('reads what it writes', () => {
    expect(formatObject(route)).toBe('networking.istio.io/v1/VirtualService/pay/payments')
    expect(parseObject(formatObject(route))).toEqual(route)
  })

  it.each([null, '', 'VirtualService', 'v1/Secret/pay/key', 'a/b/c/d/e/f', 'networking.istio.io/v1/VirtualService//x'])(
    'takes %j for none',
    (text) => expect(parseObject(text)).toBeUndefined(),
  )
})
