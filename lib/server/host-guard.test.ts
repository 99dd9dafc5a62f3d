import { describe, expect, test } from 'vitest'
import { checkHost } from './host-guard.ts'

const headersOf = (host: string | null) => new Headers(host === null ? {} : { host })

describe('the host a request names', () => {
  test.each(['localhost:3000', '127.0.0.1', '[::1]:80', 'LOCALHOST'])('%s is ours on loopback', (host) => {
    expect(() => checkHost(headersOf(host), { HOST: '127.0.0.1' })).not.toThrow()
  })

  test.each(['evil.example', '127.0.0.1.evil.example:3000', '', null])('%s is refused on loopback', (host) => {
    expect(() => checkHost(headersOf(host), { HOST: '127.0.0.1' })).toThrow('forbidden')
  })

  test('a named host passes, and beyond loopback any does', () => {
    expect(() =>
      checkHost(headersOf('Mesh.example:8443'), { HOST: '::1', EXANTAS_ALLOWED_HOSTS: ['mesh.Example'] }),
    ).not.toThrow()
    expect(() => checkHost(headersOf('mesh.example'), { HOST: '0.0.0.0' })).not.toThrow()
  })

  test('a script of another site is refused, a link from it is followed', () => {
    const from = (mode: string) =>
      new Headers({ host: 'localhost:3000', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode })
    expect(() => checkHost(from('cors'), { HOST: '127.0.0.1' })).toThrow('forbidden')
    expect(() => checkHost(from('navigate'), { HOST: '127.0.0.1' })).not.toThrow()
  })
})
