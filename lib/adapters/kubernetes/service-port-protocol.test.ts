import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { servicePortProtocol } from './service-port-protocol.ts'

describe('servicePortProtocol', () => {
  it.each([
    [{ name: 'http', number: 80 }, 'http'],
    [{ name: 'HTTP2-api', number: 80 }, 'http'],
    [{ name: 'grpc', number: 80 }, 'grpc'],
    [{ name: 'grpc-web-admin', number: 80 }, 'grpc'],
    [{ name: 'https-webhook', number: 443 }, 'tcp'],
    [{ name: 'redis', number: 6379 }, 'tcp'],
    [{ name: 'web', number: 80 }, 'unknown'],
    [{ name: 'httpx', number: 80 }, 'unknown'],
    [{ number: 80 }, 'unknown'],
    [{ name: 'db', number: 3306 }, 'tcp'],
    [{ name: 'tcp-main', appProtocol: 'grpc', number: 80 }, 'grpc'],
    [{ name: 'x', appProtocol: 'kubernetes.io/h2c', number: 80 }, 'http'],
    [{ name: 'http', appProtocol: 'example.com/custom', number: 80 }, 'unknown'],
    [{ name: 'http', transport: 'UDP', number: 80 }, 'unknown'],
  ] as const)('reads %j as %s', (port, protocol) => {
    expect(servicePortProtocol(port)).toBe(protocol)
  })

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.option(fc.string(), { nil: undefined }), (a, b) => {
        expect(['http', 'grpc', 'tcp', 'unknown']).toContain(
          servicePortProtocol({ name: a, appProtocol: b, number: 8080 }),
        )
      }),
    )
  })
})
