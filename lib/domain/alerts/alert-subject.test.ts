import { describe, expect, it } from 'vitest'
import { alertNamespaces, alertSubject } from './alert-subject.ts'

describe('what an alert is about', () => {
  it.each([
    ['nothing', {}, {}],
    [
      'the service that Istio names',
      { destination_service_name: 'payments', destination_service_namespace: 'pay', destination_cluster: 'eu-1' },
      { cluster: 'eu-1', namespace: 'pay', service: 'payments' },
    ],
    [
      'the Service a host spells',
      { destination_service: 'payments.pay.svc.cluster.local' },
      { namespace: 'pay', service: 'payments' },
    ],
    [
      'the Service an authority spells where no route was found',
      { destination_service: 'payments.pay:9080', destination_service_namespace: 'unknown' },
      { namespace: 'pay', service: 'payments' },
    ],
    [
      'an external host as it stands, in the namespace that declares it',
      { destination_service: 'api.bank.example', destination_service_namespace: 'pay' },
      { namespace: 'pay', service: 'api.bank.example' },
    ],
    [
      'an external host of two parts that a namespace declares',
      { destination_service: 'bank.example', destination_service_namespace: 'pay' },
      { namespace: 'pay', service: 'bank.example' },
    ],
    [
      'a name where the destination is outside every namespace',
      { destination_service_name: 'PassthroughCluster', destination_service_namespace: 'unknown' },
      { service: 'PassthroughCluster' },
    ],
    [
      'a version by its workload',
      {
        destination_service_name: 'payments',
        destination_service_namespace: 'pay',
        destination_workload: 'payments-v2',
        destination_workload_namespace: 'pay',
      },
      { namespace: 'pay', service: 'payments', workload: 'payments-v2' },
    ],
    [
      'a deployment as other rules name it, not the exporter that measured it',
      { namespace: 'monitoring', exported_namespace: 'shop', deployment: 'cart' },
      { namespace: 'shop', workload: 'cart' },
    ],
    [
      'a service as other rules name it',
      { namespace: 'shop', service: 'cart' },
      { namespace: 'shop', service: 'cart' },
    ],
    ['a namespace alone', { namespace: 'shop', pod: 'cart-1' }, { namespace: 'shop' }],
    [
      'the caller where only that is known',
      { source_workload: 'web', source_workload_namespace: 'shop' },
      { namespace: 'shop', workload: 'web' },
    ],
    [
      'nothing that Istio does not know',
      { destination_service: 'unknown', destination_service_namespace: '', destination_workload: 'unknown' },
      {},
    ],
  ])('is %s', (_, labels: Record<string, string>, subject) => {
    expect(alertSubject(labels)).toEqual(subject)
  })

  it('lies in the namespaces of both ends', () => {
    const edge = { source_workload_namespace: 'shop', destination_service_namespace: 'pay' }
    expect(alertNamespaces(edge)).toEqual(['pay', 'shop'])
    expect(alertNamespaces({ namespace: 'pay' })).toEqual(['pay'])
    expect(alertNamespaces({ severity: 'critical' })).toEqual([])
  })
})
