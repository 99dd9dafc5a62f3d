import { describe, expect, it } from 'vitest'
import { anObject, aWorkload } from '../../testing/builders.ts'
import { objectsAbout } from './objects-about.ts'

const service = { cluster: 'demo', namespace: 'shop', name: 'back' }
const workloads = [aWorkload('shop', 'back', 'v1')]

const about: [string, string, string, Record<string, unknown>, boolean][] = [
  ['a VirtualService for its short name', 'VirtualService', 'shop', { hosts: ['back'] }, true],
  [
    'one that only routes to it',
    'VirtualService',
    'pay',
    { http: [{ route: [{ destination: { host: 'back.shop' } }] }] },
    true,
  ],
  ['one for the same name elsewhere', 'VirtualService', 'pay', { hosts: ['back'] }, false],
  ['a DestinationRule by full name', 'DestinationRule', 'mesh', { host: 'back.shop.svc.cluster.local' }, true],
  ['an HTTPRoute attached to it', 'HTTPRoute', 'shop', { parentRefs: [{ kind: 'Service', name: 'back' }] }, true],
  [
    'an HTTPRoute with it as backend',
    'HTTPRoute',
    'shop',
    { rules: [{ backendRefs: [{ name: 'back', port: 80 }] }] },
    true,
  ],
  [
    'a backend in another namespace',
    'HTTPRoute',
    'shop',
    { rules: [{ backendRefs: [{ name: 'back', namespace: 'pay', port: 80 }] }] },
    false,
  ],
  [
    'a policy that selects its pods',
    'AuthorizationPolicy',
    'shop',
    { selector: { matchLabels: { app: 'back' } } },
    true,
  ],
  [
    'a policy that selects others',
    'AuthorizationPolicy',
    'shop',
    { selector: { matchLabels: { app: 'front' } } },
    false,
  ],
  ['a policy of its whole namespace', 'PeerAuthentication', 'shop', { mtls: { mode: 'STRICT' } }, true],
  ['a policy of another namespace', 'PeerAuthentication', 'pay', { mtls: { mode: 'STRICT' } }, false],
  ['a gateway that runs on its pods, from any namespace', 'Gateway', 'edge', { selector: { app: 'back' } }, true],
  ['a gateway that runs on others', 'Gateway', 'shop', { selector: { istio: 'ingress' } }, false],
  ['a gateway of the Gateway API', 'Gateway', 'shop', { gatewayClassName: 'istio' }, false],
  ['a sidecar of its workload', 'Sidecar', 'shop', { workloadSelector: { labels: { version: 'v1' } } }, true],
  [
    'a policy for another target',
    'AuthorizationPolicy',
    'shop',
    { targetRefs: [{ kind: 'Service', name: 'front' }] },
    false,
  ],
]

describe('objectsAbout', () => {
  it.each(about)('decides on %s', (_, kind, namespace, spec, isAbout) => {
    const found = objectsAbout(service, workloads, [anObject(kind, namespace, 'x', spec)])
    expect(found).toMatchObject(isAbout ? [{ kind, namespace, name: 'x' }] : [])
  })

  it('leaves other clusters out', () => {
    const other = anObject('DestinationRule', 'shop', 'x', { host: 'back' }, { cluster: 'west' })
    expect(objectsAbout(service, workloads, [other])).toEqual([])
  })
})
