import { describe, expect, it } from 'vitest'
import { trimDeployment } from './controller-record.ts'
import { clusterIdOf, clusterNameIn, controlPlaneClusterId } from './learn-cluster-id.ts'
import { trimPod } from './to-pod.ts'

function istiod(id: string, namespace = 'istio-system') {
  const one = trimDeployment({
    metadata: { name: 'istiod', namespace },
    spec: {
      template: {
        metadata: { labels: { app: 'istiod' } },
        spec: { containers: [{ name: 'discovery', env: [{ name: 'CLUSTER_ID', value: id }] }] },
      },
    },
  })
  return one === undefined ? [] : [one]
}

function injected(name: string, id: string) {
  const env = [{ name: 'ISTIO_META_CLUSTER_ID', value: id }]
  const one = trimPod({ metadata: { name }, spec: { containers: [{ name: 'istio-proxy', env }] } })
  return one === undefined ? [] : [one]
}

describe('controlPlaneClusterId', () => {
  it('believes istiod, then most proxies, then the installed values', () => {
    const pods = [...injected('a', 'west'), ...injected('b', 'east'), ...injected('c', 'east')]
    expect(controlPlaneClusterId({ controllers: istiod('north'), pods, installed: 'south' })).toBe('north')
    expect(controlPlaneClusterId({ controllers: [], pods, installed: 'south' })).toBe('east')
    expect(controlPlaneClusterId({ controllers: [], pods: [], installed: 'south' })).toBe('south')
    expect(controlPlaneClusterId({ controllers: [], pods: [], installed: undefined })).toBeUndefined()
  })

  it('does not take the id of a control plane that is hosted for another cluster', () => {
    const controllers = istiod('remote', 'remote-control-plane')
    expect(controlPlaneClusterId({ controllers, pods: [], installed: undefined })).toBeUndefined()
  })
})

describe('clusterIdOf', () => {
  const none = { configured: undefined, controlPlane: undefined, contextName: 'ctx', isOnlyCluster: true }

  it('prefers what the operator says', () => {
    expect(clusterIdOf({ ...none, configured: 'a', controlPlane: 'b' })).toEqual({ id: 'a', idOrigin: 'configured' })
    expect(clusterIdOf({ ...none, controlPlane: 'b' })).toEqual({ id: 'b', idOrigin: 'control-plane' })
  })

  it('assumes Istio’s default for a single cluster only', () => {
    expect(clusterIdOf(none)).toEqual({ id: 'Kubernetes', idOrigin: 'assumed' })
    expect(clusterIdOf({ ...none, isOnlyCluster: false })).toEqual({ id: 'ctx', idOrigin: 'assumed' })
  })
})

describe('clusterNameIn', () => {
  it('finds the name in installation values and nothing in anything else', () => {
    expect(clusterNameIn('{"global":{"multiCluster":{"clusterName":"east"}}}')).toBe('east')
    expect(clusterNameIn('{"global":{"multiCluster":{"clusterName":""}}}')).toBeUndefined()
    expect(clusterNameIn('global: {}')).toBeUndefined()
    expect(clusterNameIn('null')).toBeUndefined()
  })
})
