import { describe, expect, test } from 'vitest'
import { checkHost } from './host-guard.ts'

describe('the host a request names', () => {
  test.each(['localhost:3000', '127.0.0.1', '[::1]:80', 'LOCALHOST'])('%s is ours on loopback', (host) => {
    expect(() => checkHost(host, { HOST: '127.0.0.1' })).not.toThrow()
  })

  test.each(['evil.example', '127.0.0.1.evil.example:3000', '', null])('%s is refused on loopback', (host) => {
    expect(() => checkHost(host, { HOST: '127.0.0.1' })).toThrow('forbidden')
  })

  test('a named host passes, and beyond loopback any does', () => {
    expect(() => checkHost('mesh.example', { HOST: '::1', EXANTAS_ALLOWED_HOSTS: ['mesh.example'] })).not.toThrow()
    expect(() => checkHost('mesh.example', { HOST: '0.0.0.0' })).not.toThrow()
  })
})
