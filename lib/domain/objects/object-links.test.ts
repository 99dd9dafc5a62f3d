import { describe, expect, it } from 'vitest'
import { anInventory, anObject, aService, aWorkload } from '../../testing/builders.ts'
import type { MeshObject } from '../mesh/inventory.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { objectLinks } from './object-links.ts'
import type { LinkTarget } from './object-view.ts'
import { readableObject } from './readable-object.ts'

const route = anObject('VirtualService', 'shop', 'back', {
  hosts: ['back'],
  gateways: ['mesh', 'edge/public'],
  http: [{ route: [{ destination: { host: 'back.shop.svc.cluster.local', subset: 'v1' } }] }],
})
const rule = anObject('DestinationRule', 'shop', 'back', {
  host: 'back',
  subsets: [{ name: 'v1', labels: { version: 'v1' } }],
})
const gateway = anObject('Gateway', 'edge', 'public', { selector: { istio: 'ingress' } })
const httpRoute = anObject('HTTPRoute', 'shop', 'back', {
  parentRefs: [{ kind: 'Gateway', name: 'public', namespace: 'edge' }],
  rules: [{ backendRefs: [{ name: 'back', port: 80 }] }],
})

const inventory = anInventory({
  services: [aService('shop', 'back')],
  workloads: [
    aWorkload('shop', 'back', 'v1'),
    aWorkload('shop', 'back', 'v2'),
    aWorkload('shop', 'other', 'v1'),
    aWorkload('edge', 'ingress', undefined, { podLabels: { istio: 'ingress' } }),
  ],
  objects: [route, rule, gateway, httpRoute],
})

function whole({ apiVersion, kind, namespace, name, spec }: MeshObject): KubernetesObject {
  return { apiVersion, kind, metadata: { namespace, name }, spec }
}

function textOf(target: LinkTarget): string {
  const { namespace, name } = target.kind === 'object' ? target.object : target
  return `${target.kind === 'object' ? target.object.kind : target.kind} ${namespace}/${name}`
}

function linksOf(object: MeshObject): Record<string, string[]> {
  return Object.fromEntries(
    objectLinks('demo', whole(object), inventory).map(({ path, targets }) => [path.join('.'), targets.map(textOf)]),
  )
}

describe('objectLinks', () => {
  it('lead from a route to its service, its subset’s rule and its gateway', () => {
    expect(linksOf(route)).toEqual({
      'spec.hosts.0': ['service shop/back', 'DestinationRule shop/back'],
      'spec.gateways.1': ['Gateway edge/public'],
      'spec.http.0.route.0.destination.host': ['service shop/back', 'DestinationRule shop/back'],
      'spec.http.0.route.0.destination.subset': ['DestinationRule shop/back'],
    })
  })

  it('lead from a rule to the routes that use it and from a subset to its workloads alone', () => {
    expect(linksOf(rule)).toEqual({
      'spec.host': ['service shop/back', 'VirtualService shop/back'],
      'spec.subsets.0.labels': ['workload shop/back-v1'],
    })
  })

  it('lead from a gateway to its pods’ workload, and from a reference to what it names', () => {
    expect(linksOf(gateway)).toEqual({ 'spec.selector': ['workload edge/ingress'] })
    expect(linksOf(httpRoute)).toEqual({
      'spec.parentRefs.0.name': ['Gateway edge/public'],
      'spec.rules.0.backendRefs.0.name': ['service shop/back'],
    })
  })

  it('lead nowhere in another cluster, and from what is not known', () => {
    expect(objectLinks('west', whole(route), inventory)).toEqual([])
    expect(linksOf(anObject('VirtualService', 'shop', 'x', { hosts: ['nowhere'], gateways: ['none'] }))).toEqual({})
  })
})

describe('readableObject', () => {
  it('loses managedFields and kubectl’s copy, and nothing else', () => {
    const metadata = {
      name: 'back',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', team: 'shop' },
      managedFields: [{ manager: 'kubectl' }],
    }
    const object = { apiVersion: 'v1', kind: 'VirtualService', metadata, spec: { hosts: ['back'] }, status: {} }
    expect(readableObject(object)).toEqual({ ...object, metadata: { name: 'back', annotations: { team: 'shop' } } })
  })
})
