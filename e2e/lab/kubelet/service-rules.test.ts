import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { EndpointSlice, Service } from './service.ts'
import { serviceRules } from './service-rules.ts'

const payments: Service = {
  metadata: { namespace: 'pay', name: 'payments', uid: '1' },
  spec: { clusterIP: '10.96.0.8', ports: [{ name: 'grpc', port: 80 }] },
}
const slice = (addresses: string[], isReady = true): EndpointSlice => ({
  metadata: {
    namespace: 'pay',
    name: 'payments-1',
    uid: '2',
    labels: { 'kubernetes.io/service-name': 'payments' },
  },
  endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: isReady } })),
  ports: [{ name: 'grpc', port: 9090 }],
})

describe('connections to a cluster IP', () => {
  test('go to the endpoint’s own port', () => {
    expect(serviceRules([payments], [slice(['10.244.1.9'])])).toContain(
      'ip daddr 10.96.0.8 tcp dport 80 dnat to 10.244.1.9:9090',
    )
  })

  test('are spread over several endpoints', () => {
    expect(serviceRules([payments], [slice(['10.244.1.9', '10.244.1.10'])])).toContain(
      'dnat to numgen random mod 2 map { 0 : 10.244.1.9 . 9090, 1 : 10.244.1.10 . 9090 }',
    )
  })

  test('are refused when no endpoint is ready', () => {
    const rules = serviceRules([payments], [slice(['10.244.1.9'], false)])
    expect(rules).not.toContain('dnat')
    expect(rules).toContain('ip daddr 10.96.0.8 tcp dport 80 reject with tcp reset')
  })

  test('are refused when the Service has no endpoints at all', () => {
    const empty = { ...slice([]), endpoints: null, ports: null }
    expect(serviceRules([payments], [empty])).toContain('ip daddr 10.96.0.8 tcp dport 80 reject with tcp reset')
  })

  test('headless Services have no rules', () => {
    const headless = { ...payments, spec: { ...payments.spec, clusterIP: 'None' } }
    expect(serviceRules([headless], [slice(['10.244.1.9'])])).not.toContain('daddr')
  })
})

const canCheck = process.getuid?.() === 0 && spawnSync('nft', ['--version']).status === 0

test.skipIf(!canCheck)('nftables takes the rules', () => {
  const rules = serviceRules(
    [payments, { ...payments, spec: { clusterIP: '10.96.0.9', ports: [{ port: 1 }] } }],
    [slice(['10.244.1.9', '10.244.1.10'])],
  )
  const { status, stderr } = spawnSync('nft', ['--check', '-f', '-'], { input: rules, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})
