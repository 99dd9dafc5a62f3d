import { describe, expect, it } from 'vitest'
import { callCount, parseCalls } from './workload-call.ts'

describe('parseCalls', () => {
  it('reads calls of every protocol, by line or semicolon', () => {
    const calls = parseCalls(`
      GET http://search.shop:8080/search 0.2; POST http://payments.pay:8080/payments 1 critical
      grpc://currency.shop:9090/shop.currency/Get 0.66
      tcp://catalog-db.shop:5432 0.6
    `)
    expect(
      calls.map(({ url, ...rest }) => ({ ...rest, hostname: url.hostname, port: url.port, path: url.pathname })),
    ).toEqual([
      {
        protocol: 'http',
        method: 'GET',
        perRequest: 0.2,
        isCritical: false,
        hostname: 'search.shop',
        port: '8080',
        path: '/search',
      },
      {
        protocol: 'http',
        method: 'POST',
        perRequest: 1,
        isCritical: true,
        hostname: 'payments.pay',
        port: '8080',
        path: '/payments',
      },
      {
        protocol: 'grpc',
        method: 'POST',
        perRequest: 0.66,
        isCritical: false,
        hostname: 'currency.shop',
        port: '9090',
        path: '/shop.currency/Get',
      },
      {
        protocol: 'tcp',
        method: 'POST',
        perRequest: 0.6,
        isCritical: false,
        hostname: 'catalog-db.shop',
        port: '5432',
        path: '',
      },
    ])
  })

  it.each([
    'http://search:8080/search 1',
    'GET grpc://currency:9090/a/Get 1',
    'GET http://search:8080/search',
    'GET http://search:8080/search -1',
    'GET http://search:8080/search 1 urgent',
    'GET ftp://search/ 1',
    'tcp://catalog-db 1',
  ])('refuses %j', (text) => {
    expect(() => parseCalls(text)).toThrow(text)
  })
})

describe('callCount', () => {
  it.each([
    [0.2, 0.19, 1],
    [0.2, 0.2, 0],
    [1, 0, 1],
    [1.4, 0.39, 2],
    [1.4, 0.4, 1],
    [0, 0, 0],
  ])('turns a mean of %d at a chance of %d into %d calls', (perRequest, chance, calls) => {
    expect(callCount(perRequest, () => chance)).toBe(calls)
  })
})
