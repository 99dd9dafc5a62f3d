import { describe, expect, test } from 'vitest'
import type { Container, EnvVar, Pod } from './pod.ts'
import { expand, fieldOf, resolveEnv } from './resolve-env.ts'

const pod: Pod = {
  metadata: {
    namespace: 'shop',
    name: 'cart-v1-abc',
    uid: 'u1',
    labels: { version: 'v1', app: 'cart' },
    annotations: { 'istio.io/rev': 'default', quoted: 'a "b"\nc' },
  },
  spec: { nodeName: 'lab', serviceAccountName: 'cart', containers: [] },
}
const sources = {
  podIp: '10.244.1.10',
  hostIp: '10.244.0.1',
  lookUp: (kind: string, { name, key }: { name: string; key: string }) =>
    `${kind}/${name}/${key}` === 'configMap/settings/colour' ? 'blue' : undefined,
}
const container = (env: EnvVar[], limits?: Record<string, string>): Container => ({
  name: 'app',
  image: 'x',
  env,
  ...(limits ? { resources: { limits } } : {}),
})
const field = (name: string, fieldPath: string): EnvVar => ({ name, valueFrom: { fieldRef: { fieldPath } } })
const resource = (name: string, path: string, divisor = '1'): EnvVar => ({
  name,
  valueFrom: { resourceFieldRef: { resource: path, divisor } },
})

describe('a container’s environment', () => {
  test('expands earlier variables, leaves unknown ones, and lets $$ escape', () => {
    const env = resolveEnv(
      pod,
      container([
        { name: 'A', value: '1' },
        { name: 'B', value: '$(A)-$(LATER)-$$(A)-$x' },
        { name: 'LATER', value: 'z' },
      ]),
      sources,
    )
    expect(env).toEqual({ A: '1', B: '1-$(LATER)-$(A)-$x', LATER: 'z' })
  })

  test('takes the pod’s own fields', () => {
    const paths = [
      'metadata.name',
      'metadata.namespace',
      'metadata.uid',
      "metadata.labels['app']",
      "metadata.annotations['istio.io/rev']",
      "metadata.labels['absent']",
      'status.podIP',
      'status.hostIP',
      'spec.nodeName',
      'spec.serviceAccountName',
    ]
    const env = resolveEnv(pod, container(paths.map((path, index) => field(`V${index}`, path))), sources)
    expect(Object.values(env)).toEqual([
      'cart-v1-abc',
      'shop',
      'u1',
      'cart',
      'default',
      '',
      '10.244.1.10',
      '10.244.0.1',
      'lab',
      'cart',
    ])
  })

  test('rounds resources up by their divisor and has a share where there is no limit', () => {
    const env = [resource('CPU', 'limits.cpu'), resource('MEMORY', 'limits.memory', '1Mi')]
    expect(resolveEnv(pod, container(env, { cpu: '1500m', memory: '1Gi' }), sources)).toEqual({
      CPU: '2',
      MEMORY: '1024',
    })
    expect(resolveEnv(pod, container(env), sources)).toEqual({ CPU: '2', MEMORY: '96' })
  })

  test('takes ConfigMap keys, omits optional absent ones and names the variable that lacks its key', () => {
    const from = (name: string, key: string, optional?: boolean): EnvVar => ({
      name,
      valueFrom: { configMapKeyRef: { name: 'settings', key, ...(optional === undefined ? {} : { optional }) } },
    })
    expect(resolveEnv(pod, container([from('A', 'colour'), from('B', 'shape', true)]), sources)).toEqual({ A: 'blue' })
    expect(() => resolveEnv(pod, container([from('B', 'shape')]), sources)).toThrow('B: no key shape')
  })

  test('an unknown field is an error and never an empty value', () => {
    expect(() => resolveEnv(pod, container([field('A', 'status.phase')]), sources)).toThrow('status.phase')
  })
})

test('the labels file of the downward API is sorted and quoted', () => {
  expect(fieldOf(pod, 'metadata.labels', sources)).toBe('app="cart"\nversion="v1"')
  expect(fieldOf(pod, 'metadata.annotations', sources)).toBe('istio.io/rev="default"\nquoted="a \\"b\\"\\nc"')
})

test('arguments expand from the environment', () => {
  expect(expand('$(POD_NAMESPACE).svc.cluster.local', { POD_NAMESPACE: 'pay' })).toBe('pay.svc.cluster.local')
})
