import { expect, test } from 'vitest'
import { hostsFile } from './hosts-file.ts'
import type { EndpointSlice, Service } from './service.ts'

const service = (namespace: string, name: string, clusterIP: string): Service => ({
  metadata: { namespace, name, uid: `${namespace}/${name}` },
  spec: { clusterIP },
})
const slice = (name: string, endpoints: EndpointSlice['endpoints']): EndpointSlice => ({
  metadata: { namespace: 'shop', name: `${name}-1`, uid: name, labels: { 'kubernetes.io/service-name': name } },
  endpoints,
  ports: null,
})
const pod = { namespace: 'shop', name: 'web-1', ip: '10.244.1.9' }

test('Services have their cluster IP under all usual names, the short one only in their own namespace', () => {
  const text = hostsFile({
    pod,
    services: [service('shop', 'cart', '10.96.0.7'), service('pay', 'payments', '10.96.0.8')],
    slices: [],
    fixed: [],
  })
  expect(text).toBe(
    `${[
      '127.0.0.1 localhost',
      '10.244.1.9 web-1',
      '10.96.0.7 cart cart.shop cart.shop.svc cart.shop.svc.cluster.local',
      '10.96.0.8 payments.pay payments.pay.svc payments.pay.svc.cluster.local',
    ].join('\n')}\n`,
  )
})

test('a headless Service has one line per ready endpoint and none without', () => {
  const slices = [
    slice('db', [
      { addresses: ['10.244.1.2'], conditions: { ready: true } },
      { addresses: ['10.244.1.3'], conditions: { ready: false } },
      { addresses: ['10.244.1.4'] },
    ]),
  ]
  const text = hostsFile({ pod, services: [service('shop', 'db', 'None')], slices, fixed: [] })
  expect(text.match(/^10\.244\.1\.[234] db /gm)).toEqual(['10.244.1.2 db ', '10.244.1.4 db '])
})

test('a fixed name wins over the Service of that name', () => {
  const fixed = [{ ip: '10.244.0.1', names: ['istiod.istio-system.svc'] }]
  const text = hostsFile({ pod, services: [service('istio-system', 'istiod', '10.96.0.9')], slices: [], fixed })
  expect(text.split('\n').filter((line) => line.split(' ').includes('istiod.istio-system.svc'))).toEqual([
    '10.244.0.1 istiod.istio-system.svc',
  ])
})
