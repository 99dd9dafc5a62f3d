import { describe, expect, it } from 'vitest'
import { getJson, kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { isReady, podOf } from './support/pods.ts'

interface Node {
  status: {
    conditions: { type: string; status: string }[]
    addresses: { type: string; address: string }[]
    nodeInfo: { kubeletVersion: string }
  }
}

interface ConfigMap {
  data: Record<string, string>
}

const configMap = (namespace: string, name: string) => getJson<ConfigMap>(['-n', namespace, `configmap/${name}`])

describe('the node', () => {
  it('is ready and tells where its kubelet is', async () => {
    const { status } = await getJson<Node>([`node/${lab.node}`])
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }))
    expect(status.addresses).toContainEqual({ type: 'InternalIP', address: lab.gatewayIp })
    expect(status.nodeInfo.kubeletVersion).toMatch(/^v1\.\d+/)
  })
})

describe('istiod', () => {
  it('is a ready pod of a Deployment, with a log', async () => {
    const { status } = await getJson<{ status: object }>(['-n', 'istio-system', 'deployment/istiod'])
    expect(status).toMatchObject({ readyReplicas: 1, availableReplicas: 1 })
    const pod = await podOf('istio-system', 'app=istiod')
    expect(isReady(pod)).toBe(true)
    expect(pod.status.podIP).toBe(lab.gatewayIp)
    expect(await kubectl(['-n', 'istio-system', 'logs', pod.metadata.name, '--tail=1000'])).toMatch(/\tinfo\t/)
  })

  it('has its usual ConfigMaps, and every meshed namespace the root certificate', async () => {
    expect((await configMap('istio-system', 'istio')).data.mesh).toContain('defaultConfig')
    const { values = '{}' } = (await configMap('istio-system', 'istio-sidecar-injector')).data
    expect(JSON.parse(values)).toMatchObject({ global: { multiCluster: { clusterName: lab.clusterId } } })
    const roots = await Promise.all(['edge', 'shop', 'pay'].map((name) => configMap(name, 'istio-ca-root-cert')))
    for (const { data } of roots) {
      expect(data['root-cert.pem']).toMatch(/^-----BEGIN CERTIFICATE-----/)
    }
  })

  it('has every proxy in sync', async () => {
    const stale = async () => {
      const response = await fetch(`${lab.urls.istiodDebug}/debug/syncz`)
      const proxies = (await response.json()) as { proxy: string; cluster_sent?: string; cluster_acked?: string }[]
      expect(proxies.length).toBeGreaterThan(10)
      return proxies.filter((one) => one.cluster_sent !== one.cluster_acked || !one.cluster_sent)
    }
    // What another suite removed may still be on its way to them.
    await expect.poll(stale, { timeout: 30_000 }).toEqual([])
  })
})
