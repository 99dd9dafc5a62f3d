import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { problemOf } from './problem.ts'

const sentence = (error: AppError) => problemOf(error).messages

describe('what people read of a failure', () => {
  it('is the sentence of its reason, with the names that belong there', () => {
    const params = {
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'cart',
      verb: 'update',
      resource: 'virtualservices',
    }
    expect(sentence(new AppError('forbidden', { ...params, reason: 'http-403' }))).toEqual({
      en: 'You may not update virtualservices in the namespace shop.',
      zh: '您没有在命名空间 shop 中对 virtualservices 执行 update 的权限。',
    })
    expect(sentence(new AppError('conflict', { ...params, reason: 'stale' })).en).toContain('VirtualService/shop/cart')
  })

  it('is the sentence of its code where the reason’s would have a gap', () => {
    expect(sentence(new AppError('forbidden', { reason: 'http-403', cluster: 'c' })).en).toBe(
      'You may not do this: reason http-403, cluster c.',
    )
    expect(sentence(new AppError('invalid', { what: 'x', reason: 'constructor' })).en).toBe(
      'The request is not valid: x.',
    )
  })

  it('says first what is still written', () => {
    const params = { reason: 'denied-by-webhook', webhook: 'w', message: 'm', record: 'cart-1', halfDone: ['a', 'b'] }
    expect(sentence(new AppError('invalid', params)).en).toMatch(/a, b is still as written. Undo cart-1/)
    expect(sentence(new AppError('timeout', { what: 'cart', outcome: 'unknown' })).en).toMatch(/^No answer tells/)
  })

  it('passes words through as they came', () => {
    const message = 'weight -1 < 0 {what} $& $1'
    expect(sentence(new AppError('invalid', { reason: 'denied-by-webhook', webhook: 'w', message })).en).toBe(
      `Refused by w: ${message}`,
    )
  })
})
