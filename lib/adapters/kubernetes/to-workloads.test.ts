import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trimDaemonSet, trimDeployment } from './controller-record.ts'
import { trimNamespace } from './namespace-record.ts'
import { toPod, trimPod } from './to-pod.ts'
import { toWorkloads } from './to-workloads.ts'

type Json = Record<string, unknown>

const proxy = (...args: string[]) => ({ name: 'istio-proxy', args })

function deployment(name: string, spec: { labels?: Json; annotations?: Json; containers?: Json[]; replicas?: number }) {
  return trimDeployment({
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas: spec.replicas ?? 1,
      template: {
        metadata: { labels: spec.labels ?? {}, annotations: spec.annotations ?? {} },
        spec: { containers: spec.containers ?? [] },
      },
    },
    status: { readyReplicas: 1 },
  })
}

function pod(name: string, extra: { metadata?: Json; spec?: Json; status?: Json } = {}) {
  return trimPod({
    metadata: { name, namespace: 'shop', ...extra.metadata },
    spec: extra.spec ?? {},
    status: extra.status ?? { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })
}

const ownedBy = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] })

function workloads(parts: {
  namespaceLabels?: Json
  controllers?: ReturnType<typeof trimDeployment>[]
  pods?: ReturnType<typeof trimPod>[]
}) {
  const namespace = trimNamespace({ metadata: { name: 'shop', labels: parts.namespaceLabels ?? {} } })
  return toWorkloads(
    {
      namespaces: namespace === undefined ? [] : [namespace],
      controllers: (parts.controllers ?? []).flatMap((one) => one ?? []),
      pods: (parts.pods ?? []).flatMap((one) => one ?? []),
    },
    'mesh',
  )
}

describe('toWorkloads', () => {
  it('joins pods to their Deployment by the template hash', () => {
    const found = workloads({
      controllers: [deployment('cart-v1', { labels: { app: 'cart', version: 'v1' }, replicas: 2 })],
      pods: [
        pod('cart-v1-abc-1', {
          metadata: {
            labels: { app: 'cart', 'pod-template-hash': 'abc', 'service.istio.io/canonical-name': 'basket', node: 'a' },
            ...ownedBy('ReplicaSet', 'cart-v1-abc'),
          },
          spec: { containers: [proxy('proxy', 'sidecar')] },
        }),
        pod('cart-v1-abc-2', {
          metadata: {
            labels: { app: 'cart', 'pod-template-hash': 'abc', 'service.istio.io/canonical-name': 'basket', node: 'b' },
            ...ownedBy('ReplicaSet', 'cart-v1-abc'),
          },
        }),
      ],
    })
    expect(found).toEqual([
      {
        cluster: 'mesh',
        namespace: 'shop',
        name: 'cart-v1',
        kind: 'Deployment',
        app: 'basket',
        version: 'v1',
        role: 'workload',
        podLabels: { app: 'cart', version: 'v1', 'service.istio.io/canonical-name': 'basket' },
        membership: 'sidecar',
        desiredPods: 2,
        readyPods: 1,
      },
    ])
  })

  it.each([
    ['ReplicaSet', 'cart-abc', { 'pod-template-hash': 'xyz' }, 'ReplicaSet', 'cart-abc'],
    ['ReplicaSet', 'cart-abc', { 'rollouts-pod-template-hash': 'abc' }, 'Rollout', 'cart'],
    ['Job', 'nightly-28612345', {}, 'CronJob', 'nightly'],
    ['Job', 'once', {}, 'Job', 'once'],
    ['StatefulSet', 'db', {}, 'StatefulSet', 'db'],
    ['Node', 'node-1', {}, 'Pod', 'p'],
  ])('counts a pod of %s %s under the name telemetry uses', (kind, owner, labels, expectedKind, expectedName) => {
    const [found] = workloads({ pods: [pod('p', { metadata: { labels, ...ownedBy(kind, owner) } })] })
    expect(found).toMatchObject({ kind: expectedKind, name: expectedName, readyPods: 1 })
    expect(found).not.toHaveProperty('desiredPods')
  })

  it.each([
    ['container', { containers: [proxy('proxy', 'sidecar')] }, {}, 'sidecar'],
    ['native sidecar', { initContainers: [{ ...proxy(), restartPolicy: 'Always' }] }, {}, 'sidecar'],
    ['init container that ends', { initContainers: [proxy()] }, {}, 'none'],
    ['status annotation', {}, { 'sidecar.istio.io/status': '{}' }, 'sidecar'],
    ['redirection', {}, { 'ambient.istio.io/redirection': 'enabled' }, 'ambient'],
    ['ztunnel itself', { containers: [proxy('proxy', 'ztunnel')] }, {}, 'none'],
    ['nothing', { containers: [{ name: 'app' }] }, {}, 'none'],
  ])('tells membership by %s', (_, spec, annotations, membership) => {
    const found = workloads({
      namespaceLabels: { 'istio-injection': 'enabled' },
      pods: [pod('p', { metadata: { annotations }, spec })],
    })
    expect(found[0]?.membership).toBe(membership)
  })

  it.each([
    [{ 'istio-injection': 'enabled' }, {}, 'sidecar'],
    [{ 'istio.io/rev': 'canary' }, {}, 'sidecar'],
    [{ 'istio-injection': 'disabled', 'istio.io/rev': 'canary' }, {}, 'none'],
    [{ 'istio.io/dataplane-mode': 'ambient' }, {}, 'ambient'],
    [{ 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'false' }, 'none'],
    [{}, {}, 'none'],
  ])(
    'expects of a workload without pods what namespace %j and template %j will make of it',
    (namespaceLabels, labels, membership) => {
      const found = workloads({ namespaceLabels, controllers: [deployment('idle', { labels, replicas: 0 })] })
      expect(found[0]?.membership).toBe(membership)
    },
  )

  it.each([
    [{ istio: 'ingressgateway' }, [], 'gateway'],
    [{ istio: 'egressgateway' }, [], 'gateway'],
    [{ istio: 'pilot' }, [], 'workload'],
    [{}, [proxy('proxy', 'router')], 'gateway'],
    [{ 'gateway.networking.k8s.io/gateway-name': 'edge' }, [], 'gateway'],
    [
      { 'gateway.networking.k8s.io/gateway-name': 'w', 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
      [proxy('proxy', 'waypoint')],
      'waypoint',
    ],
  ])('tells the role of labels %j', (labels, containers, role) => {
    expect(workloads({ controllers: [deployment('g', { labels, containers })] })[0]?.role).toBe(role)
    expect(workloads({ pods: [pod('g', { metadata: { labels }, spec: { containers } })] })[0]?.role).toBe(role)
  })

  it('counts a DaemonSet by nodes', () => {
    const agent = trimDaemonSet({
      metadata: { name: 'agent', namespace: 'shop' },
      spec: { template: {} },
      status: { desiredNumberScheduled: 3, numberReady: 2 },
    })
    expect(workloads({ controllers: [agent] })[0]).toMatchObject({ kind: 'DaemonSet', desiredPods: 3, readyPods: 2 })
  })
})

describe('trimPod', () => {
  it('keeps neither environment nor annotations', () => {
    const trimmed = pod('p', {
      metadata: { annotations: { secret: 'SECRET' }, managedFields: [{ SECRET: 1 }] },
      spec: {
        containers: [
          { name: 'app', env: [{ name: 'PASSWORD', value: 'SECRET' }] },
          { name: 'istio-proxy', env: [{ name: 'ISTIO_META_CLUSTER_ID', value: 'east' }] },
        ],
      },
    })
    expect(JSON.stringify(trimmed)).not.toContain('SECRET')
    expect(trimmed?.clusterId).toBe('east')
  })

  it('takes a pod that is being deleted for not ready and counts restarts of every container', () => {
    const trimmed = pod('p', {
      metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ restartCount: 2 }, { restartCount: 3 }],
        initContainerStatuses: [
          { restartCount: 4, state: { running: {} } },
          { restartCount: 5, state: { terminated: {} } },
        ],
      },
    })
    expect(trimmed).toMatchObject({ isReady: false, restarts: 9 })
  })

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (metadata, spec, status) => {
        const named = { ...(metadata as object), name: 'p' }
        const one = trimPod({ metadata: named, spec, status })
        const two = trimDeployment({ metadata: named, spec, status })
        expect(one && toPod(one, 'c').name).toBe('p')
        expect(two?.readyPods).toBe(0)
        expect(trimPod(metadata)).toBeUndefined()
      }),
    )
  })
})
