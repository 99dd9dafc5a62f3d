import { afterAll, describe, expect, it } from 'vitest'
import { apply, getJson, kubectl } from '../kubectl.ts'
import { networkNamespacesOf } from './support/network-namespaces.ts'
import { rolledOut } from './support/own-namespace.ts'
import { isReady, podOf, podsOf, readyEndpoints } from './support/pods.ts'

const v5 = 'app=catalog,version=v5'

interface Deployment {
  metadata: { name: string; namespace: string; labels: Record<string, string> }
  spec: {
    selector: { matchLabels: Record<string, string> }
    template: {
      metadata: { labels: Record<string, string> }
      spec: { containers: { env: { name: string; value?: string }[] }[] }
    }
  }
}

afterAll(() => kubectl(['-n', 'shop', 'delete', 'deployment', 'catalog-v5', '--ignore-not-found']))

/** What a person would write to release v5: the Deployment of v4 with another version in it. */
async function releaseV5(): Promise<void> {
  const { metadata, spec } = await getJson<Deployment>(['-n', 'shop', 'deployment/catalog-v4'])
  const labels = { app: 'catalog', version: 'v5' }
  const [container, ...others] = spec.template.spec.containers
  const env = container?.env.map((one) => (one.name === 'VERSION' ? { ...one, value: 'v5' } : one))
  await apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'catalog-v5', namespace: metadata.namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { ...spec.template.spec, containers: [{ ...container, env }, ...others] },
      },
    },
  })
}

describe('a Deployment of a new version', () => {
  it('gets a sidecar, becomes ready, joins the Service, and leaves nothing behind when it goes', async () => {
    const before = await readyEndpoints('shop', 'catalog')
    await releaseV5()
    await rolledOut('shop', 'catalog-v5')
    const pod = await podOf('shop', v5)
    const { containers, initContainers = [] } = pod.spec
    expect([...containers, ...initContainers].map(({ name }) => name)).toContain('istio-proxy')
    expect(isReady(pod)).toBe(true)
    await expect.poll(() => readyEndpoints('shop', 'catalog')).toEqual([...before, pod.status.podIP].sort())

    await kubectl(['-n', 'shop', 'delete', 'deployment', 'catalog-v5'])
    await expect.poll(() => podsOf('shop', v5)).toEqual([])
    await expect.poll(() => readyEndpoints('shop', 'catalog')).toEqual(before)
    await expect.poll(() => networkNamespacesOf('shop').filter((name) => name.includes('catalog-v5'))).toEqual([])
  }, 180_000)
})
