import { describe, expect, it } from 'vitest'
import { parseAuthority } from './authority.ts'

const inShop = (name: string, isQualified = false, namespace = 'shop') => ({ namespace, name, isQualified })

describe('parseAuthority', () => {
  it.each([
    ['reviews', inShop('reviews')],
    ['Reviews:9080', inShop('reviews')],
    ['reviews.pay', inShop('reviews', false, 'pay')],
    ['reviews.pay.svc', inShop('reviews', true, 'pay')],
    ['reviews.pay.svc.cluster.local.:9080', inShop('reviews', true, 'pay')],
    ['api.example.com:443', undefined],
    ['', undefined],
  ])('reads %j as the caller’s DNS would', (text, service) => {
    expect(parseAuthority(text, 'shop')).toMatchObject({ isAddress: false, ...(service && { service }) })
    expect(parseAuthority(text, 'shop').service).toEqual(service)
  })

  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['10.0.0.7:80', '10.0.0.7'],
    ['[fe80::1]:80', 'fe80::1'],
    ['fe80::1', 'fe80::1'],
  ])('knows %s for an address', (text, host) => {
    expect(parseAuthority(text, 'shop')).toEqual({ host, isAddress: true })
  })

  it('gives a short name no namespace when the caller has none', () => {
    expect(parseAuthority('reviews', undefined).service).toBeUndefined()
  })
})
